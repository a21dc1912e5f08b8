import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { CannotRun } from '../../src/cli/command.js'
import { shellWords } from '../../src/cli/curl/shell-words.js'

/** Commands that a shell would take for the words alone. */
const posix: readonly { readonly what: string; readonly text: string; readonly words: readonly string[] }[] =
  [
    {
      what: 'words without quotes',
      text: 'curl https://a.example/x?y=1#z -k',
      words: ['https://a.example/x?y=1#z', '-k'],
    },
    {
      what: 'lines that end in a backslash',
      text: "curl 'a' \\\n  -H 'b' \\\n  -k",
      words: ['a', '-H', 'b', '-k'],
    },
    { what: 'Windows line ends', text: "curl 'a' \\\r\n  -k", words: ['a', '-k'] },
    { what: 'a backslash at the end', text: 'curl a \\\n', words: ['a'] },
    { what: 'single quotes', text: `curl '"$(x)\\n' ''`, words: ['"$(x)\\n', ''] },
    { what: 'a quote between single quotes', text: `curl 'it'\\''s'`, words: ["it's"] },
    {
      what: 'double quotes',
      text: `curl "a \\"b\\" \\\\ \\$x \\q 'c' \\\n d"`,
      words: [`a "b" \\ $x \\q 'c'  d`],
    },
    {
      what: 'backslashes before any character',
      text: 'curl a\\ b \\;\\&\\|\\"\\\'',
      words: ['a b', `;&|"'`],
    },
    {
      what: 'ANSI letters',
      text: `curl $'a\\nb\\r\\t\\\\\\'\\"\\?\\a\\b\\e\\E\\f\\v'`,
      words: [`a\nb\r\t\\'"?\x07\b\x1b\x1b\f\v`],
    },
    {
      what: 'ANSI code points',
      text: `curl $'\\u0021\\u00e9\\u65e5\\U0001f600 \\u9'`,
      words: ['!\u00e9\u65e5\u{1f600} \t'],
    },
    { what: 'ANSI bytes', text: `curl $'\\x41\\101\\xc3\\xa9\\303\\251\\x7'`, words: ['AA\u00e9\u00e9\x07'] },
    { what: 'ANSI escapes that bash does not know', text: `curl $'\\q\\8'`, words: ['\\q\\8'] },
    { what: 'quotes within one word', text: `curl -H'A: '"b"$'\\x63'd`, words: ['-HA: bcd'] },
    { what: 'dollars that no name follows', text: `curl $ a$ "$" '$'$`, words: ['$', 'a$', '$', '$$'] },
  ]
const bash = spawnSync('bash', ['-c', 'echo $BASH_VERSION'], { encoding: 'utf8' })
for (const { what, text, words } of posix) {
  test(`${what} are read as bash reads them`, () => {
    assert.deepEqual(shellWords(text), { words: ['curl', ...words], rest: '', expansions: [] })
    if (bash.error) return
    const script = `curl() { printf '%s\\0' "$@"; }\n${text.replaceAll('\r', '')}`
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } })
    assert.deepEqual(stdout.split('\0').slice(0, -1), words)
  })
}

test('bytes that are no UTF-8 are characters, as Firefox means them', () =>
  assert.deepEqual(shellWords(`curl $'caf\\xe9'`).words, ['curl', 'caf\u00e9']))

const cmd: readonly { readonly what: string; readonly text: string; readonly words: readonly string[] }[] = [
  {
    what: 'quotes and lines that Chrome escapes',
    text: 'curl ^"https://a.example/?a=1^&b=^%^7B^%^7D^" ^\r\n  -H ^"accept: */*^" ^\r\n  --insecure',
    words: ['https://a.example/?a=1&b=%7B%7D', '-H', 'accept: */*', '--insecure'],
  },
  {
    what: 'JSON that Chrome escapes',
    text: String.raw`curl ^"u^" --data-raw ^"^{^\^"a^\^":^\^"b ^\^\c^\^",^\^"p^\^":^\^"^%^PATH^%^\^"^}^"`,
    words: ['u', '--data-raw', '{"a":"b \\\\c","p":"%PATH%"}'],
  },
  { what: 'line ends within a value', text: 'curl ^"u^" -d ^"a^\n\nb^"', words: ['u', '-d', 'a\nb'] },
  {
    what: 'quotes without carets',
    text: 'curl "u" ^\n -H "a: ""b""" -d "^x"',
    words: ['u', '-H', 'a: "b"', '-d', '^x'],
  },
  {
    what: 'backslashes before quotes',
    text: 'curl "u" ^\n "a\\\\" "b\\"c" d\\e',
    words: ['u', 'a\\', 'b"c', 'd\\e'],
  },
  {
    what: 'an escaped quote before the last',
    text: 'curl "u" ^\n "{\\"a\\":\\"b\\"}"',
    words: ['u', '{"a":"b"}'],
  },
  { what: 'empty words', text: 'curl "u" ^\n "" ""', words: ['u', '', ''] },
]
for (const { what, text, words } of cmd) {
  test(`${what} are read as cmd and the C runtime read them`, () =>
    assert.deepEqual(shellWords(text), { words: ['curl', ...words], rest: '', expansions: [] }))
}

const hostile: readonly {
  readonly text: string
  readonly words: readonly string[]
  readonly rest: string
  readonly expansions: readonly string[]
}[] = [
  { text: 'curl a; rm -rf /', words: ['a'], rest: '; rm -rf /', expansions: [] },
  { text: 'curl a && rm x', words: ['a'], rest: '&& rm x', expansions: [] },
  { text: 'curl a | sh', words: ['a'], rest: '| sh', expansions: [] },
  { text: 'curl a > /etc/passwd', words: ['a'], rest: '> /etc/passwd', expansions: [] },
  { text: 'curl a\nrm x', words: ['a'], rest: '\nrm x', expansions: [] },
  { text: 'curl a?b=1&c=2', words: ['a?b=1'], rest: '&c=2', expansions: [] },
  { text: 'curl $(rm -rf /) b', words: ['$(rm -rf /)', 'b'], rest: '', expansions: ['$(rm -rf /)'] },
  { text: 'curl $(a $(b c)) d', words: ['$(a $(b c))', 'd'], rest: '', expansions: ['$(a $(b c))'] },
  { text: 'curl `rm x` b', words: ['`rm x`', 'b'], rest: '', expansions: ['`rm x`'] },
  { text: 'curl <(rm x)', words: [], rest: '<(rm x)', expansions: [] },
  {
    text: 'curl -H "A: $TOKEN $\u007bB} $(c) `d` \\$e" $F',
    words: ['-H', 'A: $TOKEN $\u007bB} $(c) `d` $e', '$F'],
    rest: '',
    expansions: ['$TOKEN', '$\u007bB}', '$(c)', '`d`', '$F'],
  },
  { text: 'curl ^"a^" & del x', words: ['a'], rest: '& del x', expansions: [] },
]
for (const { text, words, rest, expansions } of hostile) {
  test(`nothing is run of: ${text}`, () =>
    assert.deepEqual(shellWords(text), { words: ['curl', ...words], rest, expansions }))
}

for (const { text, at } of [
  { text: `curl 'https://a`, at: 6 },
  { text: 'curl a "b', at: 8 },
  { text: `curl a $'b\\'`, at: 8 },
  { text: 'curl `a', at: 6 },
  { text: 'curl ^"a', at: 6 },
]) {
  test(`a quote that is not closed is an error: ${text}`, () =>
    assert.throws(
      () => shellWords(text),
      (error: unknown) => {
        assert.ok(error instanceof CannotRun)
        assert.match(error.message, new RegExp(`at character ${at} of the command is not closed`))
        return true
      },
    ))
}

/** Milliseconds for a command of this length. */
function time(unit: string, length: number): number {
  const text = `curl ${unit.repeat(length / unit.length)}`
  const started = performance.now()
  try {
    shellWords(text)
  } catch (error) {
    assert.ok(error instanceof CannotRun, `${unit}: ${error}`)
  }
  return performance.now() - started
}

test('four times the text takes about four times as long, whatever it repeats', () => {
  for (const unit of [
    "'",
    '"',
    '\\',
    '$',
    '`',
    '^',
    '(',
    '$(',
    '\\"',
    "$'\\",
    '"" ',
    'a',
    ' ',
    '${',
    '^"',
    '\\^"',
  ]) {
    // Of three, since another process may have the processor during one.
    const least = (length: number) => Math.min(...[1, 2, 3].map(() => time(unit, length)))
    const short = least(50_000)
    const long = least(200_000)
    assert.ok(long < 12 * Math.max(short, 20), `${unit}: ${short} ms, then ${long} ms`)
  }
})
