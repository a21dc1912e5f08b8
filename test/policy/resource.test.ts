import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'
import { A, B, get, preflight } from '../support/decisions.js'

/** Each resource exposes a header with a name of its own, so the response shows which one was used. */
function policyOf(paths: readonly (string | RegExp)[]) {
  const resources = paths.map(path => [path, { exposeHeaders: name(path) }] as const)
  return createPolicy({ origins: [A, B], resources })
}

function name(path: string | RegExp): string {
  return `X${String(path).replaceAll(/[^a-z0-9]/gi, '_')}`
}

function found(policy: ReturnType<typeof createPolicy>, url: string): string {
  const { reason, headers } = resolve(policy, get(A, url))
  return headers['Access-Control-Expose-Headers'] ?? reason
}

const paths = [
  '/',
  '/health',
  '/api',
  '/api/*',
  '/api/admin/*',
  '/Files/*',
  '/caf%C3%A9',
  /^\/v\d+\/users$/,
  /^\/V9\//,
  '*',
]
const table: readonly { readonly url: string; readonly resource: string | RegExp }[] = [
  { url: '/', resource: '/' },
  { url: '', resource: '/' },
  { url: '/?x=/api/admin', resource: '/' },
  { url: '/health', resource: '/health' },
  { url: '/health?x', resource: '/health' },
  { url: '/healthy', resource: '*' },
  { url: '/health/x', resource: '*' },
  { url: '/api', resource: '/api' },
  { url: '/api/', resource: 'path-ambiguous' },
  { url: '/api/x', resource: '/api/*' },
  { url: '/api/x/y?z', resource: '/api/*' },
  { url: '/apix', resource: '*' },
  { url: '/api/admin', resource: '/api/admin/*' },
  { url: '/api/admin/', resource: '/api/admin/*' },
  { url: '/api/admin/x', resource: '/api/admin/*' },
  { url: '/api/administrator', resource: '/api/*' },
  { url: '/Files/x', resource: '/Files/*' },
  { url: '/caf%C3%A9', resource: '/caf%C3%A9' },
  { url: '/v1/users', resource: /^\/v\d+\/users$/ },
  { url: '/v1/users/5', resource: '*' },
  { url: '/V9/x', resource: /^\/V9\// },
  { url: '/x', resource: '*' },
  { url: 'http://api.example/api/x', resource: '/api/*' },
  { url: 'HTTP://user@api.example:80/api/x?y', resource: '/api/*' },
  { url: 'http://api.example', resource: '/' },
  { url: '*', resource: '*' },
  // Routers and file servers disagree about case, and about a slash at the end.
  { url: '/API/x', resource: 'path-ambiguous' },
  { url: '/files/x', resource: 'path-ambiguous' },
  { url: '/v9/x', resource: 'path-ambiguous' },
  { url: '/health/', resource: 'path-ambiguous' },
  { url: '//api/x', resource: 'path-ambiguous' },
  // Some routers read what follows two slashes as a host.
  { url: '//x/api/y', resource: 'path-ambiguous' },
  { url: '///x/api/y', resource: 'path-ambiguous' },
  { url: '/\\x/api/y', resource: 'path-ambiguous' },
  { url: '//x:1\\api\\y', resource: 'path-ambiguous' },
  { url: '//api', resource: 'path-ambiguous' },
  { url: '//x/y', resource: '*' },
  { url: 'http://h//x/api/y', resource: 'path-ambiguous' },
  // A request target has no fragment, but the URL of a Fetch request may have one.
  { url: '/health#x', resource: 'path-ambiguous' },
  { url: '/x/#/../api/y', resource: 'path-ambiguous' },
  { url: '/x?#', resource: '*' },
  { url: 'http://h/health#x', resource: '/health' },
  // Some routers end the host only at a slash, or read the first segment as the host.
  { url: 'http://api.example?x', resource: 'path-ambiguous' },
  { url: 'http://api.example?/api/x', resource: 'path-ambiguous' },
  { url: 'http://api.example#/api/x', resource: 'path-ambiguous' },
  { url: 'http:///x/api/y', resource: 'path-ambiguous' },
  { url: 'http:///y', resource: 'path-ambiguous' },
  // In some routers a mount ends at a dot.
  { url: '/api.json', resource: 'path-ambiguous' },
  { url: '/api.v1.2/x', resource: 'path-ambiguous' },
  { url: '/API.json', resource: 'path-ambiguous' },
  { url: '/api/admin.x/y', resource: 'path-ambiguous' },
  { url: '/api%2Ejson', resource: 'path-ambiguous' },
  { url: '/v9.x/y', resource: 'path-ambiguous' },
  { url: '/v1.x/users', resource: '*' },
  { url: '/health.json', resource: '*' },
  { url: '/x.api/y', resource: '*' },
  { url: 'http://api.example/health.json', resource: 'path-ambiguous' },
  { url: 'http://api.example/api/x.y/z', resource: '/api/*' },
  { url: 'http://api.example/api.x/z', resource: 'path-ambiguous' },
  // In some routers a path ends at its first semicolon.
  { url: '/health;/x', resource: 'path-ambiguous' },
  { url: '/health;x=y/z', resource: 'path-ambiguous' },
  { url: '/api/x;/../admin', resource: 'path-ambiguous' },
  { url: '/api;/admin', resource: 'path-ambiguous' },
  { url: '/api/x;/y', resource: '/api/*' },
  { url: '/x;/api', resource: '*' },
  { url: '//h;x/y', resource: '*' },
  { url: '//h;x/api/y', resource: 'path-ambiguous' },
  { url: '//h;x/health', resource: 'path-ambiguous' },
  { url: '//h/health;/x', resource: 'path-ambiguous' },
  // Some file systems ignore dots, spaces and Unicode forms.
  { url: '/health.', resource: 'path-ambiguous' },
  { url: '/api%20/x', resource: 'path-ambiguous' },
  { url: '/api.%20./x', resource: 'path-ambiguous' },
  { url: '/cafe%CC%81', resource: 'path-ambiguous' },
  { url: '/api/adm%C4%B1n', resource: '/api/*' },
  { url: '/%EF%BD%81pi/x', resource: 'path-ambiguous' },
  { url: '/api/v1.2/x', resource: '/api/*' },
  { url: '/api/.well-known', resource: '/api/*' },
  { url: '/api//admin/x', resource: 'path-ambiguous' },
  { url: '/x/../api/x', resource: 'path-ambiguous' },
  { url: '/api/../x', resource: 'path-ambiguous' },
  { url: '/api/admin/../x', resource: 'path-ambiguous' },
  { url: '/api/admin/%2e%2e/x', resource: 'path-ambiguous' },
  { url: '/api/admin/..%2fx', resource: 'path-ambiguous' },
  { url: '/api/admin/..%5Cx', resource: 'path-ambiguous' },
  { url: '/api/%61dmin/x', resource: 'path-ambiguous' },
  { url: '/%61pi/x', resource: 'path-ambiguous' },
  { url: '/api/admin;v=1/x', resource: 'path-ambiguous' },
  { url: '/api/..;/x', resource: 'path-ambiguous' },
  { url: '/caf%c3%a9', resource: 'path-ambiguous' },
  { url: '/api/admin\\..\\x', resource: 'path-ambiguous' },
  { url: '/api/y/./z', resource: 'path-ambiguous' },
  // A router that ignores case or escapes but keeps dots reaches the resource, unlike the path as sent or resolved.
  { url: '/API/..%2f', resource: 'path-ambiguous' },
  { url: '/API/ADMIN/..%5c', resource: 'path-ambiguous' },
  { url: '/%61pi/..%2Fx', resource: 'path-ambiguous' },
  // These cannot be decoded.
  { url: '/100%', resource: 'path-ambiguous' },
  { url: '/x%E9', resource: 'path-ambiguous' },
  { url: '/x%00', resource: 'path-ambiguous' },
  { url: 'api.example:443', resource: 'path-ambiguous' },
  // Other spellings are fine if no reading leads to another resource.
  { url: '/api/%78', resource: '/api/*' },
  { url: '/api/X//y/z/', resource: '/api/*' },
  { url: '/api/100%25', resource: '/api/*' },
  { url: '/%252e%252e/x', resource: '*' },
]

const policy = policyOf(paths)
for (const { url, resource } of table) {
  const is = resource === 'path-ambiguous' ? 'ambiguous' : `in the resource ${resource}`
  test(`${url || 'an empty URL'} is ${is}`, () => {
    assert.equal(found(policy, url), resource === 'path-ambiguous' ? resource : name(resource))
  })
}

test('an ordinary path is not ambiguous, whatever characters are in it', () => {
  const everywhere: (string | RegExp)[] = [
    '/api/*',
    '/assets/*',
    '/files/*',
    '/users/*',
    '/v2.1/*',
    /^\/files2\/[^/]+\.pdf$/,
    '*',
  ]
  const innocent = policyOf(everywhere)
  for (const { path, resource } of [
    { path: '/assets/app.v2.js', resource: '/assets/*' },
    { path: '/assets/app.v2.js?v=1.2;3', resource: '/assets/*' },
    { path: '/api/v1.2/users', resource: '/api/*' },
    { path: '/v2.1/users', resource: '/v2.1/*' },
    { path: '/v2.1', resource: '/v2.1/*' },
    { path: '/v2.10/users', resource: '*' },
    { path: '/files/report.final.pdf', resource: '/files/*' },
    { path: '/files2/report.final.pdf', resource: /^\/files2\/[^/]+\.pdf$/ },
    { path: '/files/.hidden/x', resource: '/files/*' },
    { path: '/.well-known/security.txt', resource: '*' },
    { path: '/favicon.ico', resource: '*' },
    { path: '/~me', resource: '*' },
    { path: '/a,b', resource: '*' },
    { path: '/a:b', resource: '*' },
    { path: '/users/@me', resource: '/users/*' },
    { path: '/users/a@b.example', resource: '/users/*' },
    { path: '/search;page=2', resource: '*' },
    { path: '/api/search;page=2/x;y', resource: '/api/*' },
    { path: '/api/caf%C3%A9', resource: '/api/*' },
    { path: "/api/(a)'!*$&=+", resource: '/api/*' },
    { path: `/api/${'x.'.repeat(5000)}y`, resource: '/api/*' },
    { path: 'https://api.example/assets/app.v2.js', resource: '/assets/*' },
    { path: 'https://api.example/favicon.ico', resource: '*' },
  ]) {
    assert.equal(found(innocent, path), name(resource), path)
  }
})

test('an entry for a path with a dot comes before one for the part in front of the dot', () => {
  const dotted = policyOf(['/api/*', '/api.json', '/api.v2/*'])
  for (const { path, resource } of [
    { path: '/api.json', resource: '/api.json' },
    { path: '/api.v2/x', resource: '/api.v2/*' },
    { path: '/api/x', resource: '/api/*' },
  ]) {
    assert.equal(found(dotted, path), name(resource))
  }
  assert.equal(found(dotted, '/api.v3/x'), 'path-ambiguous')
})

test('a path is ambiguous if a RegExp matches it up to a dot', () => {
  const patterns = ['*', /^\/admin(?:\/|$)/, /^\/[^/]+\.json$/]
  const by = (path: string) => found(policyOf(patterns), path)
  assert.deepEqual(['/admin.json', '/admin.x/y', '/a.admin.json', '/x.json'].map(by), [
    'path-ambiguous',
    'path-ambiguous',
    name(/^\/[^/]+\.json$/),
    name(/^\/[^/]+\.json$/),
  ])
  assert.equal(by(`/admin${'.x'.repeat(16)}`), 'path-ambiguous')
  // A path with more dots than that counts as ambiguous.
  assert.equal(by(`/x${'.x'.repeat(17)}`), 'path-ambiguous')
})

test('an absolute URL is ambiguous at a dot, except in a Fetch request', () => {
  const exact = policyOf(['/report', '*'])
  const headers = new Headers({ origin: A })
  const url = 'https://api.example/report.pdf'
  const fetched = resolve(exact, { method: 'GET', url, headers })
  assert.equal(fetched.headers['Access-Control-Expose-Headers'], name('*'))
  // Connect turns it into https://api.example.pdf for a handler at /report.
  assert.equal(found(exact, url), 'path-ambiguous')
})

test('a letter with more combining marks than any word has is ambiguous', () => {
  const marks = policyOf(['/a/*', '*'])
  assert.equal(found(marks, `/a/${'%CC%81%CC%A7'.repeat(15)}`), name('/a/*'))
  assert.equal(found(marks, `/a/${'%CC%81%CC%A7'.repeat(16)}`), 'path-ambiguous')
})

test('RegExps are tried in their order, after exact paths and prefixes', () => {
  const ordered = policyOf(['/*', /^\/a.?$/, /^\/ab/, '/abc', '/abd/*'])
  const by = (url: string) => found(ordered, url)
  assert.deepEqual(
    ['/ab', '/abx', '/abc', '/abd/x', '/x'].map(by),
    [/^\/a.?$/, /^\/ab/, '/abc', '/abd/*', '/*'].map(name),
  )
})

test('without resources every path is covered, even one that cannot be decoded', () => {
  const everything = createPolicy({ origins: [A, B] })
  for (const url of ['/', '/%', '*', '/a/../b', 'x']) {
    assert.equal(resolve(everything, get(A, url)).reason, 'origin-listed')
  }
})

test('a request without Origin gets nothing at an ambiguous path', () => {
  const ambiguous = createPolicy({ resources: { '/a/*': { sendWildcard: true }, '/b/*': { origins: A } } })
  const { headers, reason } = resolve(ambiguous, get(undefined, '/a/../b/x'))
  assert.deepEqual([headers, reason], [{}, 'path-ambiguous'])
})

test('a preflight for an ambiguous path is answered and denied', () => {
  const decision = resolve(policy, { ...preflight(A, 'PUT'), url: '/API/x' })
  assert.deepEqual(decision, {
    kind: 'preflight',
    allowed: false,
    reason: 'path-ambiguous',
    status: 204,
    headers: {},
    vary: ['Origin'],
  })
})

test('an ambiguous path is blocked if any resource blocks', () => {
  const statuses = (blockDisallowed: boolean) => {
    const blocking = createPolicy({ resources: { '/a/*': { origins: A, blockDisallowed }, '/b/*': {} } })
    return ['/a/x', '/b/x', '/A/x', '/c'].map(url => resolve(blocking, get(A, url)).status)
  }
  assert.deepEqual(statuses(true), [undefined, undefined, 403, undefined])
  assert.deepEqual(statuses(false), [undefined, undefined, undefined, undefined])
})

test('the options of a resource override the outer ones', () => {
  const layered = createPolicy({
    origins: [A, B],
    credentials: true,
    exposeHeaders: 'X-Outer',
    resources: {
      '/in': { exposeHeaders: 'X-Inner' },
      '/public': { origins: '*', credentials: false, sendWildcard: true },
    },
  })
  const headers = (url: string) => resolve(layered, get(A, url)).headers
  assert.deepEqual(headers('/in'), {
    'Access-Control-Allow-Origin': A,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': 'X-Inner',
  })
  assert.deepEqual(headers('/public'), {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'X-Outer',
  })
})

test('no spelling of a path reaches more than its canonical spelling', () => {
  const strict = createPolicy({
    resources: {
      '/open/*': { sendWildcard: true },
      '/open/shut/*': { origins: [] },
      '/shut/*': { origins: [] },
    },
  })
  const part = fc.constantFrom(
    'open',
    'shut',
    'OPEN',
    '%6fpen',
    '..',
    '%2e%2e',
    '.',
    '',
    'x',
    '..;a',
    '\\',
    '%5c',
    '%2f',
    'shut;x',
    '%',
  )
  const allowed = (url: string) => resolve(strict, get(A, url)).allowed
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), parts => {
      const path = `/${parts.join('/')}`
      if (!allowed(path)) return
      // The most lenient file server would open this path.
      const opened: string[] = []
      for (const segment of decodeURIComponent(path).toLowerCase().replaceAll('\\', '/').split('/')) {
        const bare = segment.split(';')[0] as string
        if (bare === '..') opened.pop()
        else if (bare !== '' && bare !== '.') opened.push(bare)
      }
      assert.equal(opened[0], 'open', path)
      assert.notEqual(opened[1], 'shut', path)
    }),
    { numRuns: 3000 },
  )
})
