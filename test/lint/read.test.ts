import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Directive, NotNginx, written } from '../../src/lint/directive.js'
import { type Files, read } from '../../src/lint/read.js'
import { lintText, places } from './linted.js'

function readTexts(texts: Readonly<Record<string, string>>): readonly Directive[] {
  const files: Files = {
    read: file => texts[file] ?? assert.fail(`${file} does not exist`),
    matching: pattern => (pattern === '*' ? Object.keys(texts).slice(1) : [pattern]),
  }
  return read('a.conf', files)
}

const words = (text: string) =>
  readTexts({ 'a.conf': text }).map(({ name, args, line }) => [line, name, ...args])

const readings: readonly { readonly title: string; readonly text: string; readonly words: unknown }[] = [
  { title: 'nothing', text: '', words: [] },
  {
    title: 'a byte order mark and Windows line ends',
    text: '\uFEFFa b;\r\nc;\r\n',
    words: [
      [1, 'a', 'b'],
      [2, 'c'],
    ],
  },
  {
    title: 'comments, and a # inside of a word',
    text: '# a; {\na b#c; # d\n#',
    words: [[2, 'a', 'b#c']],
  },
  {
    title: 'quotes with signs of the grammar, and quotes inside of a word',
    text: `a "b; { } # 'c'" 'd "e"' f"g;`,
    words: [[1, 'a', `b; { } # 'c'`, 'd "e"', 'f"g']],
  },
  {
    title: 'quotes over several lines',
    text: 'a "b\nc" d;\ne;',
    words: [
      [1, 'a', 'b\nc', 'd'],
      [3, 'e'],
    ],
  },
  {
    title: 'escapes, as nginx keeps and drops them',
    text: String.raw`a "\.\"\\\t" b\ c \; '\'';`,
    words: [[1, 'a', '\\."\\\t', 'b\\ c', '\\;', "'"]],
  },
  { title: 'braces of variables', text: 'a $' + '{b}c {d;}', words: [[1, 'a', '$' + '{b}c']] },
  {
    title: 'a closing parenthesis behind a quote',
    text: "if ($request_method = 'OPTIONS') { a; }",
    words: [[1, 'if', '($request_method', '=', 'OPTIONS', ')']],
  },
  {
    title: 'entries of a map, whose names are any text',
    text: 'map $a $b { "" 1; "~^https://\\." 2; default 3; }',
    words: [[1, 'map', '$a', '$b']],
  },
  {
    title: 'Lua with braces in strings and comments',
    text: 'content_by_lua_block { local a = "}" -- }\n --[[ } ]] b([==[ } ]==], \'}\', { 1 }) }\nc;',
    words: [
      [1, 'content_by_lua_block'],
      [3, 'c'],
    ],
  },
]

for (const { title, text, words: expected } of readings) {
  test(`reads ${title}`, () => assert.deepEqual(words(text), expected))
}

test('includes stand in place of their line, each directive with its own file and line', () => {
  const found = readTexts({ 'a.conf': 'a;\ninclude *;\nd;', 'b.conf': '\nb;', 'c.conf': 'c;' })
  assert.deepEqual(
    found.map(({ name, file, line }) => `${name} ${file}:${line}`),
    ['a a.conf:1', 'b b.conf:2', 'c c.conf:1', 'd a.conf:3'],
  )
})

test('a map includes entries', () => {
  const { 0: map } = readTexts({ 'a.conf': 'map $a $b { include b; }', b: '"https://a.example" 1;' })
  assert.deepEqual(
    map?.block?.map(({ name }) => name),
    ['https://a.example'],
  )
})

const refusals: readonly {
  readonly title: string
  readonly texts: Readonly<Record<string, string>>
  readonly says: string
}[] = [
  {
    title: 'an open block',
    texts: { 'a.conf': 'a;\nb {\n c {}\n' },
    says: 'a.conf:2: this block is never closed: "}" is missing',
  },
  {
    title: 'an open quote',
    texts: { 'a.conf': 'a;\nb "c;\n}\n' },
    says: 'a.conf:2: this quote (") is never closed',
  },
  {
    title: 'an open block of Lua',
    texts: { 'a.conf': 'a;\nb_by_lua_block { x = "}"' },
    says: 'a.conf:2: this block is never closed: "}" is missing',
  },
  { title: 'a brace too many', texts: { 'a.conf': 'a {\n}\n}' }, says: 'a.conf:3: unexpected "}"' },
  { title: 'a semicolon too many', texts: { 'a.conf': 'a;\n;' }, says: 'a.conf:2: unexpected ";"' },
  {
    title: 'no semicolon before a brace',
    texts: { 'a.conf': 'a {\nb c }' },
    says: 'a.conf:2: unexpected "}": a ";" is missing before it',
  },
  {
    title: 'no semicolon at the end',
    texts: { 'a.conf': 'a b' },
    says: 'a.conf:1: the end of "a" is missing: ";" or "{"',
  },
  {
    title: 'a word at a quote',
    texts: { 'a.conf': 'a "b"c;' },
    says: 'a.conf:1: "c" follows a quote; a space is missing',
  },
  {
    title: 'another language',
    texts: { 'a.conf': '<VirtualHost *:80>\n' },
    says: 'a.conf:1: "<VirtualHost" is not a directive of nginx',
  },
  { title: 'JSON', texts: { 'a.conf': '{ "a": 1 }' }, says: 'a.conf:1: unexpected "{"' },
  { title: 'bytes', texts: { 'a.conf': 'a;\n\0\x01' }, says: 'a.conf:2: this is binary, not nginx' },
  {
    title: 'deep blocks',
    texts: { 'a.conf': 'a {'.repeat(200) },
    says: 'a.conf:1: blocks are more than 100 deep',
  },
  {
    title: 'an include of itself',
    texts: { 'a.conf': 'include b;', b: '\ninclude a.conf;' },
    says: 'b:2: a.conf includes itself',
  },
  {
    title: 'a missing include',
    texts: { 'a.conf': '\ninclude b;' },
    says: 'a.conf:2: b does not exist; nginx looks for it from the folder of the main file',
  },
  {
    title: 'a very long text',
    texts: { 'a.conf': 'a '.repeat(3_000_000) },
    says: 'a.conf:1: the configuration is larger than 4 MB',
  },
]

for (const { title, texts, says } of refusals) {
  test(`refuses ${title}, with the line`, () => {
    assert.throws(
      () => readTexts(texts),
      (error: Error) => error instanceof NotNginx && error.message === says,
    )
  })
}

test('includes that multiply are refused', () => {
  const texts = Object.fromEntries(
    Array.from({ length: 15 }, (_, i) => [`f${i}`, `include f${i + 1};`.repeat(3)]),
  )
  assert.throws(
    () => readTexts({ 'a.conf': 'include f0;', ...texts, f15: '' }),
    /more than 2000 files are included/,
  )
})

test('what is written again is read as it was', () => {
  for (const args of [['a b'], [''], ['"'], ['a;b'], ['{'], ['(a', ')'], ['#'], ['~^https://\\.']]) {
    assert.deepEqual(words(written('x', args)), [[1, 'x', ...args]])
  }
})

test('a pattern that could take exponential time is not tried', () => {
  const patterns = ['(([a-z]+)+.?)+$x', '(.*)*(.*)*y', '(.*.*.*.*.*.*.*.*.*.*)y', '(a|a)*(h|ht|t)*[a-z:/.]*Z']
  for (const pattern of patterns) {
    const config = `location / { if ($http_origin ~ "${pattern}") { add_header Access-Control-Allow-Origin $http_origin always; } return 200; }`
    assert.ok(places(lintText(config).findings).length < 3)
  }
})
