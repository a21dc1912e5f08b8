import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'
import { A, B, get } from '../support/decisions.js'
import { issuesOf } from '../support/refused.js'
import { resourcesOf } from '../support/resources.js'

// The paths and RegExps have few letters, so that a test can try every path.
const letters = ['a', 'b']
const words = ['', ...letters, ...letters.flatMap(first => letters.map(second => first + second))]
const shortPaths = [
  ...words.map(word => `/${word}`),
  ...words.flatMap(first => words.slice(1).map(second => `/${first || 'a'}/${second}`)),
  ...words.slice(1).map(word => `/a/b/${word}`),
]
const everyPath = [
  ...new Set(shortPaths.flatMap(each => ['', 'a', 'bb', 'bab', '/x'].map(end => each + end))),
].filter(each => !each.includes('//'))
const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    '\\/',
    '\\/',
    '(?:a|b)',
    '(a|\\/)',
    'a?',
    '\\/?',
    '[ab]',
    '[^/]',
    '.',
    '.*',
    '(\\/|$)',
    '(?:\\/b)?',
  ],
  ...['a+', 'b*', 'a{2}', '(?=a)', '(?!b)', '\\b', '$', '(?:a|b\\/|$)'],
)
const regexp = fc
  .tuple(
    fc.array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', 'i'),
  )
  .map(
    ([alternatives, flags]) =>
      new RegExp(alternatives.map(parts => `^\\/${parts.join('')}`).join('|'), flags),
  )
const path = fc.constantFrom('/a', '/b', '/a/*', '/b/*', '/a/b', '/a/b/*', '/ab/*')
const list = fc.uniqueArray(fc.oneof(path, { weight: 2, arbitrary: regexp }), {
  minLength: 2,
  maxLength: 4,
  selector: String,
})

test('no path reaches a RegExp that is refused as a whole', () => {
  const seen = { refused: 0, accepted: 0 }
  fc.assert(
    fc.property(list, patterns => {
      const whole = issuesOf({ resources: resourcesOf(patterns) }).filter(
        ({ code, message }) => code === 'unreachable-resource' && !message.includes('the alternative'),
      )
      seen[whole.length > 0 ? 'refused' : 'accepted']++
      for (const { path: at } of whole) {
        const index = Number(/\d+/.exec(at)?.[0])
        const named = patterns.filter(pattern => typeof pattern === 'string')
        const before = patterns.slice(0, index).filter(pattern => typeof pattern !== 'string')
        for (const asked of everyPath) {
          if (!(patterns[index] as RegExp).test(asked)) continue
          const isNamed = named.some(
            pattern =>
              asked === pattern ||
              `${asked}/`.startsWith(pattern.endsWith('/*') ? pattern.slice(0, -1) : '\0'),
          )
          assert.ok(isNamed || before.some(each => each.test(asked)), `${asked} reaches ${patterns[index]}`)
        }
      }
    }),
    { numRuns: 3000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})

test('some path reaches every plain alternative that is accepted', () => {
  const text = fc
    .tuple(
      fc.array(fc.constantFrom('a', 'b', '\\/b'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '$', '(\\/|$)', '(?:\\/.*)?$', '\\/?$', '\\/?'),
    )
    .map(([parts, end]) => parts.join('') + end)
    .filter(each => !each.startsWith('\\/'))
  const plain = fc.array(text, { minLength: 1, maxLength: 2 })
  let accepted = 0
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 3 }), plain, (named, alternatives) => {
      const sources = alternatives.map(parts => `^\\/${parts}`)
      const patterns = [...named, new RegExp(sources.join('|'))]
      if (issuesOf({ resources: resourcesOf(patterns) }).length > 0) return
      accepted++
      const policy = createPolicy({
        origins: [A, B],
        resources: resourcesOf(patterns),
      })
      const reached = everyPath.filter(url => {
        const { headers } = resolve(policy, get(A, url))
        return headers['Access-Control-Expose-Headers'] === `X-${named.length}`
      })
      for (const source of sources) {
        const matching = everyPath.filter(url => new RegExp(source).test(url))
        const isReached = reached.some(url => new RegExp(source).test(url))
        assert.ok(matching.length === 0 || isReached, `${source} in ${patterns}`)
      }
    }),
    { numRuns: 2000 },
  )
  assert.ok(accepted > 500, `${accepted}`)
})
