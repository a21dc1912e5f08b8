import {
  asker,
  custom,
  everything,
  type Group,
  hidden,
  preflight,
  put,
  refused,
  type Sites,
  withCookies,
} from '../ask.js'

/** Policies about who may read. */
export function origins(sites: Sites): Group[] {
  const { at, app, shop, stranger, api, files } = sites
  const ask = asker(sites)
  const login = { method: 'POST', path: '/login' }
  const strict = {
    WebKit: {
      cookie: false,
      why: 'libsoup takes each name under localhost for a site of its own, so this one is a third party',
    },
  }
  return [
    {
      policy: 'credentials',
      options: { origins: [app, shop], credentials: true },
      asks: [
        ask('before any cookie', {}, withCookies),
        ask('login, cookies left out', {}, login),
        ask('what that left', {}, withCookies),
        ask('login', {}, { ...withCookies, ...login }),
        ask('with the cookie', { cookie: true }, { ...withCookies, engines: strict }),
        ask(
          'login at its own page',
          { ...everything, cookie: true },
          { ...login, from: api, engines: strict },
        ),
        ask('with that cookie', { cookie: true }, withCookies),
        ask('PUT with the cookie', { ...preflight, cookie: true }, { ...withCookies, ...put, ...custom }),
        ask('without it', {}, { credentials: 'omit' }),
        ask('from the other one listed', { cookie: true }, { ...withCookies, from: shop }),
        ask(
          'from one of the site that is not listed',
          { ...hidden, cookie: true },
          { ...withCookies, from: files },
        ),
        ask('PUT from there', refused, { ...withCookies, ...put, from: files }),
        ask('from a stranger', hidden, { ...withCookies, from: stranger }),
      ],
    },
    {
      policy: 'any',
      options: {},
      asks: [
        ask('GET', {}),
        ask('from a stranger', {}, { from: stranger }),
        ask('from a sandbox', {}, { from: 'null' }),
        ask('PUT from a sandbox', preflight, { from: 'null', ...put, ...custom }),
        ask('PUT', preflight, put),
        ask('with Authorization', preflight, { headers: { Authorization: 'Bearer x' } }),
        ask('with cookies', { ...hidden, cookie: true }, withCookies),
      ],
    },
    {
      policy: 'any, as *',
      options: { sendWildcard: true },
      asks: [
        ask('GET', {}),
        ask('from a sandbox', {}, { from: 'null' }),
        ask('DELETE with a header', preflight, { method: 'DELETE', ...custom }),
        ask('with cookies', { ...hidden, cookie: true }, withCookies),
      ],
    },
    {
      policy: 'nobody',
      options: { origins: [] },
      asks: [
        ask('GET', hidden),
        ask('PUT', refused, put),
        ask('POST from its own page', { ...everything, cookie: true }, { from: api, method: 'POST' }),
      ],
    },
    {
      policy: 'one origin',
      options: { origins: app },
      asks: [
        ask('GET', {}),
        ask('PUT', preflight, put),
        ask('from another', hidden, { from: shop }),
        ask('PUT from another', refused, { from: shop, ...put }),
      ],
    },
    {
      policy: 'a list',
      options: { origins: [app, shop] },
      asks: [
        ask('GET from the first', {}),
        ask('GET from the second', {}, { from: shop }),
        ask('GET from a stranger', hidden, { from: stranger }),
        ask('PUT from a stranger', refused, { from: stranger, ...put }),
        ask('GET from a sandbox', hidden, { from: 'null' }),
        ask('a cacheable answer', {}, { path: '/cacheable' }),
        ask('the same, for the second', {}, { path: '/cacheable', again: true, from: shop }),
      ],
    },
    {
      policy: 'a list with null',
      options: { origins: [app, 'null'] },
      asks: [
        ask('from a sandbox', {}, { from: 'null' }),
        ask('PUT from a sandbox', preflight, { from: 'null', ...put }),
      ],
    },
    {
      policy: 'subdomains, any port',
      options: { origins: 'http://*.acme.localhost:*' },
      asks: [
        ask('from one label', {}),
        ask('from two labels', {}, { from: at('a.b.acme') }),
        ask('from none', hidden, { from: at('acme') }),
        ask('from a name with that end', hidden, { from: at('notacme') }),
        ask('PUT from one label', preflight, put),
      ],
    },
    {
      policy: 'a RegExp',
      options: { origins: /^http:\/\/(app|shop)\.acme\.localhost(:\d+)?$/g },
      asks: [ask('GET', {}), ask('once more', {}), ask('from another', hidden, { from: files })],
    },
    {
      policy: 'a function',
      options: { origins: async origin => origin === app },
      asks: [
        ask('PUT', preflight, put),
        ask('from another', hidden, { from: shop }),
        ask('from a sandbox', hidden, { from: 'null' }),
      ],
    },
    {
      policy: 'for each request',
      options: ({ headers }) => ({ origins: headers.host === new URL(api).host ? app : [] }),
      asks: [ask('PUT to one host', preflight, put), ask('PUT to another', refused, { to: files, ...put })],
    },
  ]
}
