import {
  allHeaders,
  asker,
  everything,
  type Group,
  hidden,
  json,
  preflight,
  put,
  refused,
  type Sites,
  withCookies,
} from '../ask.js'

/** Policies about paths, redirects, errors and timing. */
export function responses(sites: Sites): Group[] {
  const { app, shop, stranger, api, files } = sites
  const ask = asker(sites)
  const redirect = (status: number, to: string) => ({
    path: `/redirect?status=${status}&to=${encodeURIComponent(`${to}/there`)}`,
  })
  const needless = { preflights: 2, why: 'it sends a second preflight for what is now a plain GET' }
  const passedOn = { handled: 2 }
  const lost = { ...hidden, ...passedOn }

  return [
    {
      policy: 'resources',
      options: {
        origins: [],
        resources: {
          '/public/*': { origins: '*', sendWildcard: true },
          '/api/*': { origins: app, credentials: true, methods: 'PUT' },
          '/api/status': { origins: '*', exposeHeaders: 'ETag' },
        },
      },
      asks: [
        ask('public, from a stranger', {}, { path: '/public/a', from: stranger }),
        ask('DELETE in public', preflight, { path: '/public/a', method: 'DELETE' }),
        ask('PUT in the API', { ...preflight, cookie: true }, { path: '/api/a', ...put, ...withCookies }),
        ask('DELETE in the API', refused, { path: '/api/a', method: 'DELETE' }),
        ask('the API, from a stranger', hidden, { path: '/api/a', from: stranger }),
        ask(
          'the API’s status, from a stranger',
          { headers: ['etag'] },
          { path: '/api/status', from: stranger },
        ),
        ask('a path not covered', hidden, { path: '/other' }),
        ask('a path with two meanings', hidden, { path: '/public/..%2fapi/a' }),
      ],
    },
    {
      policy: 'a route’s own cors()',
      options: { origins: '*', sendWildcard: true, exposeHeaders: '*' },
      route: { origins: [app, shop], credentials: true },
      asks: [
        ask('the app’s paths', { headers: allHeaders }, { from: stranger }),
        ask('the route', { cookie: true }, { path: '/route', ...withCookies }),
        ask('the route, from a stranger', hidden, { path: '/route', from: stranger }),
      ],
    },
    {
      policy: 'redirects, a list',
      options: { origins: [app, shop] },
      asks: [
        ask('API to API', passedOn, redirect(302, api)),
        ask('PUT, API to API', { ...passedOn, preflights: 2 }, { ...put, ...redirect(307, api) }),
        ask('API to another server: from null now', lost, redirect(302, files)),
        ask('page to API', passedOn, { to: app, ...redirect(302, api) }),
        ask('PUT, page to API', { ...passedOn, ...preflight }, { ...put, to: app, ...redirect(308, api) }),
        ask('API to page: from null now', lost, redirect(302, app)),
      ],
    },
    {
      policy: 'redirects, any',
      options: {},
      asks: [
        ask('API to another server', passedOn, redirect(302, files)),
        ask(
          'PUT, API to another server',
          { ...passedOn, preflights: 2 },
          { ...put, ...redirect(307, files) },
        ),
        ask('API to page', passedOn, redirect(302, app)),
        ask(
          'JSON, which 303 makes a GET',
          { ...passedOn, ...preflight },
          {
            ...json,
            ...redirect(303, api),
            engines: { Firefox: needless, WebKit: needless },
          },
        ),
      ],
    },
    {
      policy: 'preflights passed on',
      options: { origins: app, automaticOptions: false },
      asks: [
        ask('PUT, preflight answered 200', preflight, put),
        ask('PUT, preflight answered 302', refused, {
          ...put,
          ...redirect(302, api),
          undecided: 'the handler redirects the preflight',
        }),
      ],
    },
    {
      policy: 'preflightStatus 200',
      options: { origins: app, preflightStatus: 200 },
      asks: [ask('PUT', preflight, put)],
    },
    {
      policy: 'errors',
      options: { origins: app },
      asks: [
        ask('500, thrown', { status: 500, headers: [] }, { path: '/throws' }),
        ask('404', { status: 404 }, { path: '/missing' }),
        ask('401', { status: 401 }, { path: '/private' }),
        ask('500 for a PUT', { ...preflight, status: 500 }, { ...put, path: '/throws' }),
        ask('500, from a stranger', hidden, { path: '/throws', from: stranger }),
      ],
    },
    {
      policy: 'interceptExceptions false',
      options: { origins: app, interceptExceptions: false },
      asks: [
        ask('500, thrown', hidden, { path: '/throws', undecided: 'the headers came off the 500' }),
        ask('404', { status: 404 }, { path: '/missing' }),
      ],
    },
    {
      policy: 'timing',
      options: { origins: [app, shop], timing: true },
      asks: [
        ask('GET', { timed: true }),
        ask('GET from another', { timed: true }, { from: shop }),
        ask('PUT', { ...preflight, timed: true }, put),
        ask('API to API', { ...passedOn, timed: true }, redirect(302, api)),
        ask('from a stranger', hidden, { from: stranger }),
      ],
    },
    {
      policy: 'timing for any, as *',
      options: { sendWildcard: true, timing: true },
      asks: [
        ask('GET from a stranger', { timed: true }, { from: stranger }),
        ask('from a sandbox', { timed: true }, { from: 'null' }),
        ask('API to another server', { ...passedOn, timed: true }, redirect(302, files)),
      ],
    },
    {
      policy: 'blockDisallowed',
      options: { origins: app, blockDisallowed: true },
      asks: [
        ask('POST', {}, { method: 'POST' }),
        ask(
          'POST from another, which the handler never sees',
          { ...hidden, handled: 0 },
          { method: 'POST', from: shop },
        ),
        ask('POST from its own page', { ...everything, cookie: true }, { method: 'POST', from: api }),
      ],
    },
  ]
}
