import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALLOWED, API, COOKIES, ORIGIN, PUT } from '../support/example-exchange.js'
import { answer, redirect, verdictOf } from '../support/exchange.js'

// What a redirect asks to change: the URL in the page, or what a proxy tells the application.

const FORWARDED =
  'Let every proxy on the way send `X-Forwarded-Proto: https` (the scheme that the page uses), and let the application trust it.'

/** The cause of a preflight that is redirected. */
function preflighted(from: string, to: string, headers: Record<string, string> = {}) {
  const { cause } = verdictOf({
    pageOrigin: 'http://localhost:5173',
    request: { ...PUT, url: from },
    preflightResponse: answer({ Location: to, ...headers }, 308),
  })
  assert.equal(cause?.code, 'redirect')
  return cause
}

const moves: readonly { readonly what: string; readonly from: string; readonly to: string }[] = [
  { what: 'http to https', from: 'http://api.example/users', to: 'https://api.example/users' },
  { what: 'http to https, with a slash', from: 'http://api.example/users', to: 'https://api.example/users/' },
  { what: 'http to https at other ports', from: 'http://localhost:8080/a', to: 'https://localhost:8443/a/' },
  { what: 'http to https on the machine', from: 'http://127.0.0.1:8080/a', to: 'https://localhost:8443/a' },
  { what: 'www', from: 'https://api.example/users', to: 'https://www.api.example/users' },
  { what: 'www, with a slash', from: 'https://www.api.example/users', to: 'https://api.example/users/' },
  { what: 'another public host', from: 'https://api.example/users', to: 'https://api2.example/users/' },
  { what: 'another public host over http', from: 'https://api.example/a', to: 'http://b.example/a/' },
  { what: 'another public address', from: 'https://8.8.8.8/a', to: 'https://172.32.0.1/a/' },
  { what: 'a name that begins like an address', from: 'https://api.example/a', to: 'https://10.example/a/' },
  { what: 'another port', from: 'https://api.example/users', to: 'https://api.example:8443/users' },
  { what: 'another port of the machine', from: 'http://localhost:3000/a', to: 'http://localhost:4000/a' },
  { what: 'another path of the machine', from: 'http://localhost:3000/a', to: 'http://127.0.0.1:4000/b/' },
  { what: 'another path', from: 'https://api.example/users', to: 'https://api.example/v2/users/' },
  {
    what: 'a program of the user',
    from: 'https://id.example/start',
    to: 'http://localhost:8000/callback?x=1',
  },
  { what: 'from the machine to the internet', from: 'http://localhost:3000/a', to: 'http://api.example/a/' },
  { what: 'from inside to the internet', from: 'http://backend:8000/a', to: 'https://api.example/a/' },
]

for (const { what, from, to } of moves) {
  test(`a redirect to another URL is a move, ${what}: ${from} to ${to}`, () => {
    const cause = preflighted(from, to)
    assert.match(
      cause.message,
      /^The answer to the preflight is a redirect (?:from|to) (?:http|the|another) /,
    )
    assert.equal(cause.fix, `Let the page request "${to}" at once.`)
  })
}

interface Inside {
  readonly what: string
  readonly from: string
  readonly to: string
  /** What the page has to request; absent if it requests that already. */
  readonly asked?: string
  readonly says: 'host' | 'scheme' | 'both'
}

const inside: readonly Inside[] = [
  {
    what: 'another port of the machine',
    from: 'http://localhost:21501/api/items',
    to: 'http://127.0.0.1:21502/api/items/',
    asked: 'http://localhost:21501/api/items/',
    says: 'host',
  },
  {
    what: 'the same without the slash',
    from: 'http://localhost:21501/api/items/?q=1',
    to: 'http://localhost:21502/api/items?q=1',
    asked: 'http://localhost:21501/api/items?q=1',
    says: 'host',
  },
  {
    what: 'a name of one label',
    from: 'https://api.example/users',
    to: 'http://backend:8000/users/',
    asked: 'https://api.example/users/',
    says: 'both',
  },
  {
    what: 'a name of one label, and another path',
    from: 'http://api.example/old',
    to: 'http://backend/new?x=1',
    asked: 'http://api.example/new?x=1',
    says: 'host',
  },
  {
    what: 'a name of one label, asked by localhost',
    from: 'http://localhost:8080/old',
    to: 'http://backend:8000/new',
    asked: 'http://localhost:8080/new',
    says: 'host',
  },
  { what: 'the same path', from: 'http://api.example/a', to: 'http://backend./a', says: 'host' },
  ...[
    '10.0.0.5',
    '192.168.1.2',
    '172.31.0.1',
    '169.254.1.1',
    '[fd00::1]',
    '[fe80::1]',
    '0.0.0.0',
    '[::]',
  ].map(
    (host): Inside => ({
      what: 'a private address',
      from: 'https://api.example/users',
      to: `https://${host}/users/`,
      asked: 'https://api.example/users/',
      says: 'host',
    }),
  ),
  ...['api.internal', 'api.local', 'api.home.arpa', 'a.svc.cluster.local.', 'localhost', '[::1]'].map(
    (host): Inside => ({
      what: 'a name of no public DNS',
      from: 'https://api.example/users/',
      to: `https://${host}:8000/users`,
      asked: 'https://api.example/users',
      says: 'host',
    }),
  ),
  {
    what: 'another port of the public host',
    from: 'https://api.example/users',
    to: 'https://api.example:8443/users/',
    asked: 'https://api.example/users/',
    says: 'host',
  },
  {
    what: 'https to http',
    from: 'https://api.example/users',
    to: 'http://api.example/users/',
    asked: 'https://api.example/users/',
    says: 'scheme',
  },
  {
    what: 'https to http, and another path',
    from: 'https://api.example/users',
    to: 'http://api.example/v2/users',
    asked: 'https://api.example/v2/users',
    says: 'scheme',
  },
  { what: 'https to http alone', from: 'https://api.example/a', to: 'http://api.example/a', says: 'scheme' },
  {
    what: 'https to http at another port',
    from: 'https://api.example/users',
    to: 'http://api.example:8080/v2',
    asked: 'https://api.example/v2',
    says: 'both',
  },
  {
    what: 'https to http on the machine',
    from: 'https://localhost:8443/a',
    to: 'http://127.0.0.1:3000/a',
    says: 'both',
  },
]

for (const { what, from, to, asked, says } of inside) {
  test(`a redirect to an address that only the application knows, ${what}: ${from} to ${to}`, () => {
    const cause = preflighted(from, to)
    const { host } = new URL(from)
    assert.equal(
      cause.message,
      `The answer to the preflight is a redirect to ${JSON.stringify(new URL(to).href)}. ${
        says === 'scheme'
          ? 'The application, behind a proxy that ends TLS, believes that it is called over http.'
          : `That is what a proxy calls the application, which does not know that pages call it "${host}".`
      }`,
    )
    const lines = cause.fix.split('\n')
    const expected = [
      ...(asked === undefined ? [] : [`Let the page request "${asked}" at once.`]),
      ...(says === 'scheme'
        ? []
        : [
            `Let every proxy on the way pass on \`Host: ${host}\`, as the page sends it: \`proxy_set_header Host $http_host;\` in nginx, \`ProxyPreserveHost On\` in Apache.`,
          ]),
      ...(says === 'host' ? [] : [FORWARDED]),
    ]
    assert.deepEqual(lines, expected)
  })
}

const prefixes = [
  {
    from: 'http://localhost:8080/api/items',
    to: 'http://127.0.0.1:8081/items/',
    asked: 'http://localhost:8080/api/items/',
  },
  {
    from: 'http://localhost:8080/api/items/?q=1',
    to: 'http://127.0.0.1:8081/items?q=1',
    asked: 'http://localhost:8080/api/items?q=1',
  },
  { from: 'https://api.example/v1/a', to: 'http://app/a/', asked: 'https://api.example/v1/a/' },
]

for (const { from, to, asked } of prefixes) {
  test(`the start of the path is the proxy's own, ${from} to ${to}`, () => {
    const lines = preflighted(from, to).fix.split('\n')
    assert.equal(lines[0], `Let the page request "${asked}" at once.`)
    assert.match(
      lines[2] ?? '',
      /^A proxy that takes the start of the path off must put it back into `Location`/,
    )
  })
}

for (const { what, path, to } of [
  { what: 'a longer word', path: 'line-items', to: 'items/' },
  { what: 'a path without another slash', path: 'api/items', to: 'items' },
  { what: 'a longer path', path: 'items', to: 'app/items/' },
]) {
  test(`a redirect to the end of ${what} takes nothing off the start of the path`, () => {
    const { fix } = preflighted(`http://localhost:8080/${path}`, `http://127.0.0.1:8081/${to}`)
    assert.equal(fix, `Let the page request "http://127.0.0.1:8081/${to}" at once.`)
  })
}

test('the application’s own address is known behind a redirect that hides the origin, too', () => {
  const { cause } = verdictOf({
    pageOrigin: 'http://localhost:5173',
    request: { url: 'http://localhost:8080/items' },
    redirects: [redirect('http://127.0.0.1:8081/items/', { [ORIGIN]: 'http://localhost:5173' })],
    response: answer({ Vary: 'Origin' }),
  })
  assert.equal(cause?.code, 'redirect')
  assert.match(
    cause.message,
    /^A redirect led to "http:\/\/127\.0\.0\.1:8081\/items\/"\. That is what a proxy calls/,
  )
  assert.match(
    cause.fix,
    /^Let the page request "http:\/\/localhost:8080\/items\/" at once\.\nLet every proxy/,
  )
})

test('a redirect from https to http that a browser blocks asks for the https URL, and for the scheme', () => {
  const { cause } = verdictOf({ redirects: [redirect('http://api.example/data/')] })
  assert.equal(cause?.code, 'mixed-content')
  assert.match(cause.message, /\(mixed content\)\. The application, behind a proxy that ends TLS, believes/)
  assert.equal(cause.fix, `Let the page request "https://api.example/data/" at once.\n${FORWARDED}`)
})

test('a redirect to another host over http that a browser blocks is to be sent to https', () => {
  const { cause } = verdictOf({ redirects: [redirect('http://b.example/data')] })
  assert.equal(cause?.code, 'mixed-content')
  assert.match(cause.fix, /^Redirect to "https:\/\/b\.example\/data"\./)
})

const LOOP =
  /^The answer to the (?:request|preflight) is a redirect to the URL that was requested, "https:\/\/api\.example\/data": a loop\. An application behind a proxy that ends TLS believes that it is called over http, and redirects to https\.$/

for (const location of [API, `${API}#top`, '/data', '', 'HTTPS://user:x@API.example:443/data']) {
  test(`a redirect of ${API} to ${JSON.stringify(location)} is a loop`, () => {
    for (const cause of [
      verdictOf({ redirects: [redirect(location, {})] }).cause,
      verdictOf({ request: PUT, preflightResponse: answer({ Location: location }, 301) }).cause,
    ]) {
      assert.equal(cause?.code, 'redirect')
      assert.match(cause.message, LOOP)
      assert.equal(cause.fix, FORWARDED)
    }
  })
}

for (const location of [`${API}/`, `${API}?`, `${API}?a=1`, 'https://api.example:8443/data', '/Data']) {
  test(`a redirect of ${API} to ${location} is no loop`, () => {
    const { cause } = verdictOf({ redirects: [redirect(location, {})] })
    assert.doesNotMatch(cause?.message ?? '', /a loop/)
  })
}

test('too many redirects to one URL are a loop; in a circle of several they are not', () => {
  const loop = verdictOf({ redirects: Array(21).fill(redirect(API)) })
  assert.equal(loop.failures[0]?.check, 'too-many-redirects')
  assert.match(loop.cause?.message ?? '', LOOP)
  assert.equal(loop.cause?.fix, FORWARDED)
  const circle = [redirect('/a'), redirect('/b')]
  const { cause } = verdictOf({ redirects: [...Array(10).fill(circle).flat(), circle[0]] })
  assert.match(cause?.fix ?? '', /^Look for redirects in a circle: /)
})

test('a redirect to https that leads to a loop there is not the URL to request', () => {
  const http = { pageOrigin: 'http://app.example', request: { url: 'http://api.example/data' } }
  const { cause } = verdictOf({ ...http, redirects: [redirect(API, {}), redirect(API, {})] })
  assert.equal(cause?.code, 'redirect')
  assert.match(
    cause.message,
    /is a redirect from http to https, "https:\/\/api\.example\/data", which redirects to itself: a loop\. An application/,
  )
  assert.equal(cause.fix, FORWARDED)
  const ends = verdictOf({ ...http, redirects: [redirect(API, {})], response: answer(ALLOWED) }).cause
  assert.equal(ends?.fix, `Let the page request "${API}" at once.`)
})

test('a loop at an http URL is about the host and the path', () => {
  const cause = preflighted('http://localhost:8080/data', 'http://localhost:8080/data')
  assert.match(
    cause.message,
    /a loop\. The application behind a proxy believes that another host or path was/,
  )
  assert.match(
    cause.fix,
    /^Let every proxy on the way pass on `Host: localhost:8080`, as the page sends it: /,
  )
})

test('a loop that sets a cookie may wait for it, unless the page sends its cookies', () => {
  const redirects = [redirect(API, { 'Set-Cookie': 'seen=1' })]
  const waits = /\nIf it waits for the cookie that it sets, let the page send its cookies/
  assert.match(verdictOf({ redirects }).cause?.fix ?? '', waits)
  assert.doesNotMatch(verdictOf({ request: COOKIES, redirects }).cause?.fix ?? '', waits)
})
