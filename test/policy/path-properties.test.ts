import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'
import { A, B, get } from '../support/decisions.js'
import { resourcesOf } from '../support/resources.js'

// This file looks up resources and reads paths again, as the documentation says and in the simplest way.

/** The most specific pattern for a path: the path itself, then the longest prefix, then `*`. */
function find(patterns: readonly string[], path: string): string | undefined {
  if (patterns.includes(path)) return path
  const prefixes = patterns.filter(pattern => {
    const base = pattern.slice(0, -2)
    return pattern.endsWith('/*') && (path === base || path.startsWith(`${base}/`))
  })
  return prefixes.sort((a, b) => b.length - a.length)[0] ?? patterns.find(pattern => pattern === '*')
}

/** A path after every change that a router or a file server may make; `undefined` if they would not agree. */
function simplest(path: string): string | undefined {
  let text: string
  try {
    text = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (text.includes('\0')) return undefined
  const kept: string[] = []
  for (const part of text.normalize('NFKC').toLowerCase().split(/[/\\]/)) {
    const segment = part.includes(';') ? part.slice(0, part.indexOf(';')) : part
    if (segment === '..' || segment === '.') return undefined
    const name = segment.replace(/[. ]+$/, '')
    if (name.length > 0) kept.push(name)
  }
  return `/${kept.join('/')}`
}

/** A path as read by a router that takes the text after two slashes as a host. */
function withoutHost(path: string): string {
  const parts = path.split(/[/\\]/)
  if (parts.length < 3 || parts[1] !== '') return path
  const host = parts.findIndex(part => part !== '')
  return host < 0 ? '/' : `/${parts.slice(host + 1).join('/')}`
}

/** Every path as which a request target may be read, simplified. */
function readings(path: string, end: string): (string | undefined)[] {
  if (end.startsWith('#')) return [undefined]
  const forms = [path, withoutHost(path)]
  return [...forms, ...forms.map(form => form.split(';')[0] || '/')].map(simplest)
}

/** The most specific pattern if a mount may end at a dot too. */
function findMount(patterns: readonly string[], path: string): string | undefined {
  if (patterns.includes(path)) return path
  const prefixes = patterns.filter(pattern => {
    const base = pattern.slice(0, -2)
    return (
      pattern.endsWith('/*') && path.startsWith(base) && ['/', '.', undefined].includes(path[base.length])
    )
  })
  return prefixes.sort((a, b) => b.length - a.length)[0] ?? patterns.find(pattern => pattern === '*')
}

const segment = fc.constantFrom('a', 'b', 'ab', 'c', 'a.b', 'Files', 'd+e', 'f%20g')
const pattern = fc.oneof(
  fc.constantFrom('*', '/', '/a', '/a/*'),
  fc
    .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '/*'))
    .map(([segments, end]) => `/${segments.join('/')}${end}`),
)
const patterns = fc.uniqueArray(pattern, { minLength: 1, maxLength: 8, selector: text => text.toLowerCase() })
const part = fc.oneof(
  { weight: 3, arbitrary: segment },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['', '.', '..', '...', '%2e', '%2e%2e', '.%2E', '..;', '..;x', 'a;x', ';a', 'A', '%61', '%41', 'B'],
      ...['a.x', 'a.b.c', '.a', 'b;.x', 'A.b', '%61%2Ex'],
      ...[
        'a%2fb',
        'a%5cb',
        'a\\b',
        '..%2f',
        '%',
        '%zz',
        '%00',
        '%252e',
        'files',
        'd%2be',
        'd e',
        'f g',
        '%c3%a9',
      ],
    ),
  },
)
const target = fc
  .tuple(fc.array(part, { maxLength: 6 }), fc.constantFrom('', '', '', '/', '?x', '?/../a', '#a', '//'))
  .map(([parts, end]) => ({ path: `/${parts.join('/')}`, end }))

test('a path is in a resource if all readings agree on it, and is ambiguous otherwise', () => {
  const seen = { same: 0, none: 0, ambiguous: 0 }
  fc.assert(
    fc.property(patterns, fc.array(target, { minLength: 1, maxLength: 8 }), (list, targets) => {
      const named = (text: string) => `X-${list.indexOf(text)}`
      const policy = createPolicy({ origins: [A, B], resources: resourcesOf(list) })
      const bySimplest = new Map(
        list.map(text => [text === '*' ? text : decodeURIComponent(text).toLowerCase(), text]),
      )
      for (const { path, end } of targets) {
        const url = `${path}${end}`
        const bare = path + (/^\/+$/.test(end) ? end : '')
        const plain = find(list, bare)
        const isSame = (clean: string | undefined) =>
          clean !== undefined &&
          [find, findMount].every(as => plain === bySimplest.get(as([...bySimplest.keys()], clean) ?? ''))
        const isCatchAll = list.every(text => text === '*')
        const isClear = isCatchAll || readings(bare, end).every(isSame)
        const { reason, headers } = resolve(policy, get(A, url))
        const expected = !isClear ? 'path-ambiguous' : plain === undefined ? 'no-resource' : named(plain)
        seen[!isClear ? 'ambiguous' : plain === undefined ? 'none' : 'same']++
        assert.equal(headers['Access-Control-Expose-Headers'] ?? reason, expected, `${url} in ${list}`)
      }
    }),
    { numRuns: 1000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})

test('a path is not allowed if any reading of it leads to a resource that allows nobody', () => {
  const seen = { allowed: 0, denied: 0 }
  fc.assert(
    fc.property(
      patterns,
      fc.array(target, { minLength: 1, maxLength: 8 }),
      fc.nat(),
      (list, targets, mask) => {
        const isOpen = (text: string | undefined) =>
          text !== undefined && ((mask >> list.indexOf(text)) & 1) === 1
        const resources = list.map(text => [text, { origins: isOpen(text) ? '*' : [] }] as const)
        const policy = createPolicy({ resources: resources as never })
        const simple = list.map(text => (text === '*' ? text : decodeURIComponent(text).toLowerCase()))
        for (const { path, end } of targets) {
          const url = `${path}${end}`
          const bare = path + (/^\/+$/.test(end) ? end : '')
          const { allowed } = resolve(policy, get(A, url))
          seen[allowed ? 'allowed' : 'denied']++
          if (!allowed) continue
          assert.ok(isOpen(find(list, bare)), `${url} in ${list}`)
          for (const clean of readings(bare, end)) {
            if (clean === undefined) assert.deepEqual(list, ['*'])
            else {
              for (const as of [find, findMount]) {
                assert.ok(isOpen(list[simple.indexOf(as(simple, clean) ?? '')]), `${url} in ${list}`)
              }
            }
          }
        }
      },
    ),
    { numRuns: 1000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})
