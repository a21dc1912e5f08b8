import {
  allHeaders,
  asker,
  custom,
  type Group,
  json,
  preflight,
  put,
  refused,
  type Sites,
  withCookies,
} from '../ask.js'

/** Policies about methods, headers and how long a preflight is kept. */
export function requests(sites: Sites): Group[] {
  const { app, shop, stranger } = sites
  const ask = asker(sites)
  const again = { again: true }
  return [
    {
      policy: 'methods GET, PUT',
      options: { origins: app, methods: 'GET, PUT' },
      asks: [
        ask('PUT', preflight, put),
        ask('DELETE', refused, { method: 'DELETE' }),
        ask('POST, never asked about', {}, { method: 'POST' }),
        ask('HEAD, never asked about', {}, { method: 'HEAD' }),
      ],
    },
    {
      policy: 'methods *, credentials',
      options: { origins: app, methods: '*', credentials: true },
      asks: [
        ask('LINK', { ...preflight, cookie: true }, { ...withCookies, method: 'LINK' }),
        ask(
          'OPTIONS of the page’s own',
          { ...preflight, cookie: true },
          { ...withCookies, method: 'OPTIONS' },
        ),
      ],
    },
    {
      policy: 'default methods',
      options: { origins: app },
      asks: [
        ask('PATCH', preflight, { method: 'PATCH' }),
        ask('patch, which is another', refused, { method: 'patch' }),
      ],
    },
    {
      policy: 'headers X-A, /^x-acme-/',
      options: { origins: app, allowHeaders: ['X-A', /^x-acme-/] },
      asks: [
        ask('X-A', preflight, custom),
        ask('X-Acme-B', preflight, { headers: { 'X-Acme-B': '1' } }),
        ask('X-B', refused, { headers: { 'X-B': '1' } }),
        ask('JSON', refused, json),
        ask('Accept, never asked about', {}, { headers: { Accept: 'text/html' } }),
      ],
    },
    {
      policy: 'any header, credentials',
      options: { origins: app, credentials: true },
      asks: [
        ask(
          'JSON and Authorization',
          { ...preflight, cookie: true },
          { ...withCookies, method: 'POST', headers: { ...json.headers, Authorization: 'Bearer x' } },
        ),
      ],
    },
    {
      policy: 'exposed ETag, X-Total-Count',
      options: { origins: app, exposeHeaders: ['ETag', 'X-Total-Count'] },
      asks: [ask('GET', { headers: ['etag', 'x-total-count'] })],
    },
    {
      policy: 'exposed *',
      options: { origins: app, exposeHeaders: '*' },
      asks: [ask('POST that sets a cookie', { headers: allHeaders }, { method: 'POST', path: '/login' })],
    },
    {
      policy: 'exposed with credentials',
      options: { origins: app, credentials: true, exposeHeaders: 'X-Trace' },
      asks: [ask('GET', { cookie: true, headers: ['x-trace'] }, withCookies)],
    },
    {
      policy: 'maxAge 600',
      options: { origins: [app, shop], maxAge: 600, allowHeaders: ['X-A', 'X-B'], credentials: true },
      asks: [
        ask('PUT', preflight, put),
        ask('PUT again', {}, { ...put, ...again }),
        ask('DELETE, as listed', {}, { method: 'DELETE', ...again }),
        ask('X-B, as listed', {}, { headers: { 'X-B': '1' }, ...again }),
        ask('X-C, not listed', refused, { headers: { 'X-C': '1' }, ...again }),
        ask('PUT from another', preflight, { ...put, ...again, from: shop }),
        ask('PUT with cookies', { ...preflight, cookie: true }, { ...put, ...again, ...withCookies }),
        ask('PUT to another URL', preflight, put),
        ask('PUT refused', refused, { ...put, from: stranger }),
        ask('PUT refused again', refused, { ...put, ...again, from: stranger }),
      ],
    },
    {
      policy: 'maxAge 600, any header',
      options: { origins: app, maxAge: 600 },
      asks: [
        ask('X-A', preflight, custom),
        ask('X-A again', {}, { ...custom, ...again }),
        ask('X-B, not asked about yet', preflight, { headers: { 'X-B': '1' }, ...again }),
      ],
    },
    {
      policy: 'maxAge 2',
      options: { origins: app, maxAge: 2 },
      asks: [
        ask('PUT', preflight, put),
        ask('PUT at once', {}, { ...put, ...again }),
        ask('PUT later', preflight, { ...put, ...again, after: 2100 }),
      ],
    },
    {
      policy: 'no maxAge',
      options: { origins: app },
      asks: [ask('PUT', preflight, put), ask('PUT at once', {}, { ...put, ...again })],
    },
    ...[0, -1].map(maxAge => ({
      policy: `maxAge ${maxAge}`,
      options: { origins: app, maxAge },
      asks: [ask('PUT', preflight, put), ask('PUT at once', preflight, { ...put, ...again })],
    })),
  ]
}
