import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { getDomain } from 'tldts'
import { issuesOf } from '../support/refused.js'

/** A piece of a RegExp, and a generator of text that it matches, with `~` before characters that it leaves open. */
interface Piece {
  readonly source: string
  readonly write: (random: () => number) => string
}

const pick = <Value>(random: () => number, values: readonly Value[]): Value =>
  values[Math.floor(random() * values.length)] as Value

const spelled = (text: string): Piece => ({ source: text.replaceAll(/[./]/g, '\\$&'), write: () => text })
const open = (source: string, letters: string, least = 1, most = 1): Piece => ({
  source,
  write: random =>
    Array.from(
      { length: least + Math.floor(random() * (most - least + 1)) },
      () => `~${pick(random, [...letters])}`,
    ).join(''),
})

const LETTERS = 'abcdevilmnopz'
const pieces: readonly Piece[] = [
  ...[
    'example',
    'my-app',
    'evil',
    'www',
    'a',
    '-',
    '.',
    '.',
    '.com',
    '.co.uk',
    '.github.io',
    '.vercel.app',
  ].map(spelled),
  ...['.up.railway.app', '.localhost', 'localhost', '.s3.amazonaws.com', '.ck', '.dev', '127.0.0.1'].map(
    spelled,
  ),
  { source: '.', write: random => `~${pick(random, ['.', '-', 'a', 'x', '0'])}` },
  open('.*', `${LETTERS}.-0`, 0, 12),
  open('.+', `${LETTERS}.-:0`, 1, 8),
  open('[a-z]+', LETTERS, 1, 9),
  open('[a-z0-9-]+', `${LETTERS}01-`, 1, 9),
  open('[^.]+', `${LETTERS}01-:`, 1, 9),
  open('\\d+', '0123456789', 1, 3),
  open('\\w', `${LETTERS}019_`),
  open('[ae]', 'ae'),
  open('[^]*', `${LETTERS}.-/`, 0, 9),
  open('\\S+', `${LETTERS}.-`, 1, 9),
  { source: '(?!evil)', write: () => '' },
  { source: '\\b', write: () => '' },
  { source: '(?<=\\.)', write: () => '' },
  { source: '(?=.*com)', write: () => '' },
]
const SCHEMES = ['https', 'https', 'https', 'https', 'http', 'capacitor'].map(scheme =>
  spelled(`${scheme}://`),
)
const PORTS: readonly Piece[] = [
  { source: '', write: () => '' },
  spelled(':8443'),
  { source: '(?::\\d+)?', write: random => (random() < 0.5 ? '' : `~:~${1 + Math.floor(random() * 9)}`) },
  open(':?.*', `${LETTERS}.:0`, 0, 6),
]

const optional = (piece: Piece): Piece => ({
  source: `(?:${piece.source})?`,
  write: random => (random() < 0.5 ? '' : piece.write(random)),
})
const repeated = (piece: Piece): Piece => ({
  source: `(?:${piece.source})*`,
  write: random => Array.from({ length: Math.floor(random() * 4) }, () => piece.write(random)).join(''),
})
const either = (a: Piece, b: Piece): Piece => ({
  source: `(?:${a.source}|${b.source})`,
  write: random => (random() < 0.5 ? a : b).write(random),
})
const sequence = (parts: readonly Piece[]): Piece => ({
  source: parts.map(part => part.source).join(''),
  write: random => parts.map(part => part.write(random)).join(''),
})

/** Only these may be repeated, because a star inside a star takes for ever to match. */
const bounded = pieces.filter(({ source }) => /^[a-z-]+$|^\[a-z0?-?9?-?\]/.test(source))
const plain = fc.constantFrom(...pieces)
const piece: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 6, arbitrary: plain },
  { weight: 1, arbitrary: plain.map(optional) },
  { weight: 1, arbitrary: fc.tuple(plain, plain).map(([a, b]) => either(a, b)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...bounded).map(label => repeated(sequence([label, spelled('.')]))),
  },
)

const wholes = fc
  .record({
    scheme: fc.constantFrom(...SCHEMES),
    host: fc.array(piece, { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom(
      ...['example.com', '.example.com', '.my-app.vercel.app', '.com', 'localhost', ''].map(spelled),
    ),
    port: fc.constantFrom(...PORTS),
    flags: fc.constantFrom('', 'i', 'u', 's', 'iu'),
  })
  .map(({ scheme, host, end, port, flags }) => {
    const whole = sequence([scheme, ...host, end, port])
    return { ...whole, regexp: new RegExp(`^${whole.source}$`, flags) }
  })

/** The part of an origin that somebody owns, which a RegExp must spell out: usually the registrable domain. */
function owner(origin: string): string | undefined {
  const { protocol, hostname } = new URL(origin)
  if (/^(?:.+\.)?localhost\.?$|^127\.|^\[::1\]$/.test(hostname) && /^https?:$/.test(protocol))
    return undefined
  if (!/^https?:$/.test(protocol)) return origin.replace(/:\d+$/, '')
  return getDomain(hostname, { allowPrivateDomains: true, validateHostname: false }) ?? hostname
}

function isOrigin(text: string): boolean {
  try {
    const url = new URL(text)
    // A URL may have empty labels in its host, but nobody owns such an origin.
    return `${url.protocol}//${url.host}` === text && !/\/\/$|\/\.|\.\./.test(text)
  } catch {
    return false
  }
}

test('a RegExp that is accepted with credentials spells out the owner of every origin that it matches', () => {
  let matches = 0
  let accepted = 0
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 2 })
  fc.assert(
    fc.property(wholes, seeds, ({ regexp, write }, seed) => {
      if (issuesOf({ origins: regexp, credentials: true }).length > 0) return
      accepted++
      let state = seed
      const random = () => {
        state = (state * 48_271) % 2_147_483_647
        return state / 2_147_483_647
      }
      for (let round = 0; round < 1800; round++) {
        const marked = write(random)
        const text = marked.replaceAll('~', '')
        if (!isOrigin(text) || !regexp.test(text)) continue
        matches++
        const name = owner(text)
        if (name === undefined) continue
        assert.ok(!text.startsWith('http:'), `${regexp} matches ${text}`)
        assert.ok(marked.includes(name), `${regexp} matches ${text}, but does not spell out ${name}`)
      }
    }),
    { numRuns: 800 },
  )
  assert.ok(matches >= 100_000, `${matches} matches of ${accepted} RegExps`)
})
