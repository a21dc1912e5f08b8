import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPolicy } from '../../src/config/compile.js'
import { type DescribedPaths, describe } from '../../src/export/description.js'
import { CLEAR_PATH } from '../../src/export/path-grammar.js'
import { compiledOf, rulesFor } from '../../src/policy/policy.js'

/** The index of a path's rules, as servers find it. */
function found({ entries, otherwise, ambiguous }: DescribedPaths, path: string): number | undefined {
  const first = (form: 'typed' | 'canonical' | 'mount', none: number | undefined) => {
    const flags = form === 'typed' ? '' : 'i'
    const entry = entries.find(each => new RegExp(each[form], flags).test(path))
    return entry === undefined ? none : entry.rules
  }
  if (!isClear(path)) return ambiguous
  const typed = first('typed', otherwise)
  const mount = first('mount', typed)
  return typed === first('canonical', otherwise) && mount === typed ? typed : ambiguous
}

function isClear(path: string): boolean {
  return CLEAR_PATH.find(({ pattern }) => new RegExp(pattern).test(path))?.accepts ?? false
}

const pieces = ['api', 'API', 'v1', 'admin', 'x-y', 'x', '.', '..', '...', '.json', ';a', '%3Bb', '@', '%40']
const escapes = [
  '%20',
  '%2f',
  '%2F',
  '%5C',
  '%2D',
  '%61',
  '%2e',
  '%C3%A9',
  '%CC%81',
  '%e2%80%a6',
  '%E1%BA%BF',
]
const path = fc
  .array(fc.constantFrom('/', '/', '/', ...pieces, ...escapes), { maxLength: 12 })
  .map(parts => `/${parts.join('')}`)
const names = ['/', '/api', '/api/*', '/api/v1', '/api/v1/*', '/api/admin/*', '/API/*', '/x-y/*', '/a@b', '*']
const resources = fc.dictionary(
  fc.constantFrom(...names),
  fc.constantFrom({}, { origins: 'https://a.example' }, { origins: 'https://b.example' }),
  { minKeys: 1 },
)

test('servers find the rules of every clear path that resolve finds, and deny all others', () => {
  let clear = 0
  fc.assert(
    fc.property(resources, fc.array(path, { minLength: 30, maxLength: 30 }), (written, paths) => {
      let policy: ReturnType<typeof createPolicy>
      try {
        policy = createPolicy({ resources: written })
      } catch {
        // Two entries that no router can tell apart.
        return
      }
      const compiled = compiledOf(policy)
      const all = [...new Set(compiled.entries.map(({ rules }) => rules)), compiled.denial]
      const described = describe(policy, () => assert.fail()).paths
      if (described === undefined) return
      for (const url of paths) {
        const rules = rulesFor(policy, { method: 'GET', url, headers: {} })
        const index = found(described, url)
        if (isClear(url)) {
          clear++
          assert.equal(index, rules && all.indexOf(rules), url)
        } else assert.equal(index, described.ambiguous)
      }
    }),
    { numRuns: 3000 },
  )
  assert.ok(clear > 10_000)
})
