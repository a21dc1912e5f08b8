import { wrong } from '../command.js'

/** The words of one command, as a shell hands them to the program. Nothing is run, and no variable is read. */
export interface ShellWords {
  readonly words: readonly string[]
  /** What a shell would do after the command, or with its output: `| jq .`, `; rm x`. Empty for most. */
  readonly rest: string
  /** What a shell would have put something else in for, and what stands in the words as it was typed: `$(…)`, `$NAME`. */
  readonly expansions: readonly string[]
}

/**
 * Reads a command of a POSIX shell with bash's `$'…'`, or of Windows' `cmd`, which browsers escape with `^`.
 *
 * @throws CannotRun for a quote that is not closed.
 */
export function shellWords(text: string): ShellWords {
  const lines = text.replaceAll(/\r\n?/g, '\n').trim()
  return isCmd(lines) ? cmdWords(lines) : posixWords(lines)
}

/** The first quote tells: browsers write `^"` or, for an older `cmd`, `"` and lines that end in `^`. */
function isCmd(text: string): boolean {
  const first = text.search(/["']/)
  return (first > 0 && text.startsWith('^"', first - 1)) || (text[first] !== "'" && text.includes('^\n'))
}

const POSIX_PIECE = new RegExp(
  [
    /\\(?:\n|$)/,
    /\\(?<escaped>[\s\S])/,
    /'(?<single>[^']*)'/,
    /\$'(?<ansi>[^'\\]*(?:\\[\s\S][^'\\]*)*)'/,
    /\$?"(?<double>[^"\\]*(?:\\[\s\S][^"\\]*)*)"/,
    /(?<blank>[ \t]+)/,
    /(?<expansion>\$\((?:[^()]|\([^()]*\))*\)|\$\{[^{}]*\}|\$\w+|`[^`]*`)/,
    /(?<end>[\n;&|<>()])/,
    /(?<unclosed>\$?["']|`)/,
    /(?<plain>[^\s"'\\;&|<>()$`]+|[\s\S])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gy',
)

function posixWords(text: string): ShellWords {
  const words: string[] = []
  const expansions: string[] = []
  let word: string | undefined
  let rest = ''
  for (const piece of text.matchAll(POSIX_PIECE)) {
    const { escaped, single, ansi, double, blank, expansion, end, unclosed, plain } = piece.groups ?? {}
    if (unclosed) notClosed(unclosed, piece.index)
    if (end !== undefined) {
      rest = text.slice(piece.index)
      break
    }
    if (blank !== undefined) {
      if (word !== undefined) words.push(word)
      word = undefined
      continue
    }
    if (double !== undefined) expansions.push(...(double.replaceAll(/\\[\s\S]/g, '').match(EXPANSION) ?? []))
    if (expansion !== undefined) expansions.push(expansion)
    const read =
      escaped ??
      single ??
      plain ??
      expansion ??
      (ansi === undefined ? double?.replaceAll(/\\(?:\n|(["\\$`]))/g, '$1') : unescapedAnsi(ansi))
    if (read !== undefined) word = (word ?? '') + read
  }
  if (word !== undefined) words.push(word)
  return { words, rest, expansions }
}

const EXPANSION = /\$\([^()]*\)|\$\{[^{}]*\}|\$\w+|`[^`]*`/g

const ANSI_LETTERS: ReadonlyMap<string, string> = new Map([
  ...[...'\\\'"?'].map(letter => [letter, letter] as const),
  ...Object.entries({
    a: '\x07',
    b: '\b',
    e: '\x1b',
    E: '\x1b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
  }),
])

/** https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html */
function unescapedAnsi(text: string): string {
  return text.replaceAll(
    /((?:\\x[0-9A-Fa-f]{1,2}|\\[0-7]{1,3})+)|\\u([0-9A-Fa-f]{1,4})|\\U([0-9A-Fa-f]{1,8})|\\([\s\S])/g,
    (whole, bytes?: string, short?: string, long?: string, letter = '') => {
      if (bytes !== undefined) return decoded(bytes)
      const code = Number.parseInt(short ?? long ?? '', 16)
      if (short !== undefined) return String.fromCharCode(code)
      if (long !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      return ANSI_LETTERS.get(letter) ?? whole
    },
  )
}

/** Bash writes bytes, and Firefox means characters: what is no UTF-8 is read as the latter. */
function decoded(escapes: string): string {
  const numbers = escapes
    .split('\\')
    .slice(1)
    .map(code => (code.startsWith('x') ? Number.parseInt(code.slice(1), 16) : Number.parseInt(code, 8)))
  const bytes = Buffer.from(numbers)
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

/** `cmd` takes its carets off first, and the program then splits what is left by its own rules. */
function cmdWords(text: string): ShellWords {
  let line = ''
  let isQuoted = false
  let at = 0
  for (; at < text.length; at++) {
    const character = text[at] as string
    if (character === '^' && !isQuoted) {
      at += text[at + 1] === '\n' ? 2 : 1
      line += text[at] ?? ''
    } else if (!isQuoted && /[\n&|<>]/.test(character)) break
    else {
      if (character === '"') isQuoted = !isQuoted
      line += character
    }
  }
  return { words: argumentsOf(line), rest: text.slice(at), expansions: [] }
}

/** https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments */
function argumentsOf(line: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let opened = -1
  for (const { 0: piece, 1: slashes = '', 2: quotes, index } of line.matchAll(
    /(\\*)(""?)|\s+|\\+|[^\s"\\]+/g,
  )) {
    if (quotes !== undefined) {
      const isEscaped = slashes.length % 2 === 1
      const isTwice = quotes === '""'
      word = (word ?? '') + '\\'.repeat(slashes.length / 2)
      if (isEscaped || (isTwice && opened >= 0)) word += '"'
      if (isEscaped === isTwice) opened = opened < 0 ? index : -1
    } else if (opened < 0 && piece.trim() === '') {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + piece
  }
  if (opened >= 0) notClosed('"', opened)
  if (word !== undefined) words.push(word)
  return words
}

function notClosed(quote: string, at: number): never {
  return wrong(
    `--curl: the quote ${quote} at character ${at + 1} of the command is not closed. Was all of it pasted?`,
  )
}
