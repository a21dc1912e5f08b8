import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { WELL_FORMED } from '../../src/export/origin-grammar.js'
import { CLEAR_PATH, pathPatterns } from '../../src/export/path-grammar.js'
import type { Steps } from '../../src/export/steps.js'
import { canonicalPath } from '../../src/policy/path.js'
import { isOrigin } from '../../src/protocol.js'

/** As a server reads the steps. */
function reader(steps: Steps): (text: string) => boolean {
  const compiled = steps.map(({ pattern, accepts }) => ({ regexp: new RegExp(pattern, 's'), accepts }))
  return text => compiled.find(({ regexp }) => regexp.test(text))?.accepts ?? false
}

const isWellFormed = reader(WELL_FORMED)
const isClear = reader(CLEAR_PATH)

/** Texts that are, or nearly are, origins. */
const pieces = fc.constantFrom('0', '1', 'a', 'ff', '0', '10', '::', ':', ':', ':')
const address = fc.array(pieces, { maxLength: 17 }).map(parts => `[${parts.join('')}]`)
const name = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '-',
      '_',
      '0',
      '0x',
      '0x1f',
      '1',
      '255',
      '256',
      '.',
      '.',
      'xn',
      'xn--',
      'mnchen-3ya',
    ),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''))
const text = fc
  .tuple(
    fc.constantFrom('http', 'https', 'ws', 'wss', 'ftp', 'file', 'app', 'a+b', 'HTTP', 'h ttp', ''),
    fc.constantFrom('://', '://', '://', ':/', ':'),
    fc.oneof(address, name),
    fc.constantFrom('', '', ':80', ':443', ':21', ':0', ':65535', ':65536', ':099999', ':8080', ':', '/'),
  )
  .map(parts => parts.join(''))

test('the steps accept what isOrigin accepts, but for the validity of Punycode', () => {
  fc.assert(
    fc.property(text, origin => {
      // A decoded label may be one that URLs do not have, and the URL parser of Node 26 takes an empty one.
      if (/xn--(?:[.:]|$)/.test(origin)) return
      if (isOrigin(origin) || !origin.includes('xn--'))
        assert.equal(isWellFormed(origin), isOrigin(origin), origin)
    }),
    { numRuns: 50_000 },
  )
})

test('an empty label of Punycode is no origin, whatever the URL parser says', () => {
  assert.equal(isWellFormed('https://xn--'), false)
  assert.equal(isWellFormed('https://a.xn--:8443'), false)
})

for (const origin of [
  `https://${'a'.repeat(318)}`,
  `https://${'a'.repeat(319)}`,
  'app://.',
  'http://.',
  'https://xn--mnchen-3ya.example',
  'http://[1:0:0:2:0:0:3:4]',
  'http://[1::2:0:0:3:4]',
  'http://[1:0:0:2::3:4]',
  'http://[::ffff:102:304]',
  'http://[::]',
]) {
  test(`the steps and isOrigin agree about ${origin.slice(0, 40)}`, () =>
    assert.equal(isWellFormed(origin), isOrigin(origin)))
}

test('an escaped character of a clear path leaves one beyond ASCII, and no dot, slash or semicolon', () => {
  let clear = 0
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const escaped = encodeURIComponent(String.fromCodePoint(code))
    if (!isClear(`/${escaped}`)) continue
    clear++
    const read = decodeURIComponent(escaped).normalize('NFKC').toLowerCase()
    assert.match(read, /^[^.;/\\]*[^\0-\x7f][^.;/\\]*$/u, escaped)
    assert.ok(isClear(`/${escaped.toLowerCase()}`), escaped)
  }
  assert.ok(clear > 1_100_000)
})

test('a clear path has at most 30 marks in a row, whichever they are', () => {
  for (let code = 0x80; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (!/[\p{M}\uff9e\uff9f]/u.test(character)) continue
    assert.equal(isClear(`/${encodeURIComponent(character).repeat(31)}`), false, code.toString(16))
  }
})

for (const path of [
  '/caf%C3%A9',
  '/t%C3%ACm-ki%E1%BA%BFm',
  `/${encodeURIComponent('ความเป็นส่วนตัวของผู้ใช้งานและการคุ้มครองข้อมูล')}`,
  `/${encodeURIComponent('हिन्दी-में-लिखा-हुआ-लेख')}`,
  `/${encodeURIComponent('日本語のとても長い題名の記事についての説明文のページを開くときの例')}`,
  `/${encodeURIComponent('мобильные-телефоны')}`,
  `/${encodeURIComponent('الصفحة-الرئيسية')}`,
  `/${encodeURIComponent('“quoted” – it’s 5 € ✓ 👩🏽‍💻 ❤️')}`,
  `/${encodeURIComponent('group/project;v=1 & a=b? #1 [x] {y} ^ | " <tag> `')}`,
  '/api//x',
  '/a;v=1',
  '/a/...',
]) {
  test(`the path ${decodeURIComponent(path)} is clear`, () => assert.ok(isClear(path)))
}

const segment = fc
  .array(
    fc.constantFrom(
      'api',
      'API',
      'v1',
      '.',
      '..',
      '%20',
      ';',
      ';x',
      'x',
      '%2e',
      '%61',
      '%2f',
      '%2F',
      '%5C',
      '%3b',
      '-',
      '%2D',
      '%C3%A9',
      '%CC%81',
      '%EF%BC%8F',
      '...',
      '%e2%80%a6',
      '/',
      '//',
      '.json',
      '@',
      '%40',
      '%',
    ),
    {
      maxLength: 7,
    },
  )
  .map(parts => `/${parts.join('')}`)

test('the patterns of a path match all clear spellings of it and no other path', () => {
  fc.assert(
    fc.property(
      segment,
      fc.constantFrom('/', '/api', '/api/*', '/API/v1', '/api/v1/*', '/a@b', '/x.api/*', '/api-x/*'),
      (path, pattern) => {
        if (!isClear(path)) return
        const patterns = pathPatterns(pattern) ?? assert.fail(pattern)
        const base = canonicalPath(pattern.replace(/\/\*$/, '')) ?? assert.fail(pattern)
        const canonical = canonicalPath(path) ?? assert.fail(path)
        const isPrefix = pattern.endsWith('/*')
        const matches = canonical === base || (isPrefix && canonical.startsWith(`${base}/`))
        assert.equal(new RegExp(patterns.canonical, 'i').test(path), matches, `${pattern} ${path}`)
        const mounts = matches || (isPrefix && canonical.startsWith(`${base}.`))
        const found = new RegExp(patterns.mount, 'i').test(path)
        assert.equal(found, mounts, `${pattern} ${path}`)
      },
    ),
    { numRuns: 20_000 },
  )
})
