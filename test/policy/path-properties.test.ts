import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'

const A = 'https://a.example'

// A table of resources and a reading of paths, both as the documentation says it and as simply as can be.

/** The most specific pattern for a path: itself, the longest prefix, everything. */
function find(patterns: readonly string[], path: string): string | undefined {
  if (patterns.includes(path)) return path
  const prefixes = patterns.filter(pattern => {
    const base = pattern.slice(0, -2)
    return pattern.endsWith('/*') && (path === base || path.startsWith(`${base}/`))
  })
  return prefixes.sort((a, b) => b.length - a.length)[0] ?? patterns.find(pattern => pattern === '*')
}

/** What is left of a path when all is undone that a router or a file server may undo; `undefined`: nobody knows. */
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

/** What is left where a router takes the text behind two slashes for a host. */
function withoutHost(path: string): string {
  const parts = path.split(/[/\\]/)
  if (parts.length < 3 || parts[1] !== '') return path
  const host = parts.findIndex(part => part !== '')
  return host < 0 ? '/' : `/${parts.slice(host + 1).join('/')}`
}

/** All the paths that a request target may be taken for, each at its simplest; `undefined`: nobody knows. */
function readings(path: string, end: string): (string | undefined)[] {
  if (end.startsWith('#')) return [undefined]
  const forms = [path, withoutHost(path)]
  return [...forms, ...forms.map(form => form.split(';')[0] || '/')].map(simplest)
}

/** The most specific pattern where a mount may end at a dot as at a slash. */
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
const path = fc
  .tuple(fc.array(part, { maxLength: 6 }), fc.constantFrom('', '', '', '/', '?x', '?/../a', '#a', '//'))
  .map(([parts, end]) => [`/${parts.join('/')}`, end] as const)

test('a path has the resource that it has in all readings, and none where they differ', () => {
  const seen = { same: 0, none: 0, ambiguous: 0 }
  fc.assert(
    fc.property(patterns, fc.array(path, { minLength: 1, maxLength: 8 }), (list, paths) => {
      // Each resource exposes a header of its own, so that an answer tells which one it was.
      const named = (text: string) => `X-${list.indexOf(text)}`
      const resources = list.map(text => [text, { exposeHeaders: named(text) }] as const)
      const policy = createPolicy({ origins: [A, 'https://b.example'], resources })
      const bySimplest = new Map(
        list.map(text => [text === '*' ? text : decodeURIComponent(text).toLowerCase(), text]),
      )
      for (const [asked, end] of paths) {
        const url = `${asked}${end}`
        const bare = asked + (/^\/+$/.test(end) ? end : '')
        const plain = find(list, bare)
        const isSame = (clean: string | undefined) =>
          clean !== undefined &&
          [find, findMount].every(as => plain === bySimplest.get(as([...bySimplest.keys()], clean) ?? ''))
        const isCatchAll = list.every(text => text === '*')
        const isClear = isCatchAll || readings(bare, end).every(isSame)
        const { reason, headers } = resolve(policy, { method: 'GET', url, headers: { origin: A } })
        const expected = !isClear ? 'path-ambiguous' : plain === undefined ? 'no-resource' : named(plain)
        seen[!isClear ? 'ambiguous' : plain === undefined ? 'none' : 'same']++
        assert.equal(headers['Access-Control-Expose-Headers'] ?? reason, expected, `${url} in ${list}`)
      }
    }),
    { numRuns: 1000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})

test('what any reading of a path shuts is not allowed, whatever else is open', () => {
  const seen = { allowed: 0, denied: 0 }
  fc.assert(
    fc.property(patterns, fc.array(path, { minLength: 1, maxLength: 8 }), fc.nat(), (list, paths, mask) => {
      const isOpen = (text: string | undefined) =>
        text !== undefined && ((mask >> list.indexOf(text)) & 1) === 1
      const resources = list.map(text => [text, { origins: isOpen(text) ? '*' : [] }] as const)
      const policy = createPolicy({ resources: resources as never })
      const simple = list.map(text => (text === '*' ? text : decodeURIComponent(text).toLowerCase()))
      for (const [asked, end] of paths) {
        const url = `${asked}${end}`
        const bare = asked + (/^\/+$/.test(end) ? end : '')
        const { allowed } = resolve(policy, { method: 'GET', url, headers: { origin: A } })
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
    }),
    { numRuns: 1000 },
  )
  for (const count of Object.values(seen)) assert.ok(count > 150, JSON.stringify(seen))
})
