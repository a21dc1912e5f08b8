import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALLOWED, API, PUT } from '../support/example-exchange.js'
import { preflighted, testWords } from '../support/exchange.js'

/** A preflight whose response is a redirect. */
const moved = (location: string, url = API) =>
  preflighted({ Location: location }, { method: 'PUT', url }, 301)

/** A preflight that passes the CORS check, but not the check of its status. */
const refused = (status: number) => preflighted(ALLOWED, PUT, status)

testWords([
  {
    what: 'a redirect to https',
    verdict: moved('https://api.example/data', 'http://api.example/data'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://api.example/data". Browsers do not follow it.',
    fix: 'This is the redirect from http to https: request the https URL. Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect from http to http',
    verdict: moved('http://b.example/data', 'http://api.example/data'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "http://b.example/data". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect from https to http',
    verdict: moved('http://api.example/data'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "http://api.example/data". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to a path with a slash',
    verdict: moved('/data/'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/data/". Browsers do not follow it.',
    fix: 'This is the redirect to a path with a slash at the end: request that path. Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to another host with a slash',
    verdict: moved('https://b.example/data/'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://b.example/data/". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to a path without the slash',
    verdict: moved('/data', `${API}/`),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/data". Browsers do not follow it.',
    fix: 'This is the redirect to a path without the slash at the end: request that path. Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to another host without the slash',
    verdict: moved('https://b.example/data', `${API}/`),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://b.example/data". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to a login',
    verdict: moved('/users/Log-In'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/users/Log-In". Browsers do not follow it.',
    fix: 'This looks like the redirect to a login. A preflight never carries cookies, so authentication must let OPTIONS pass: put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to a login far down the path',
    verdict: moved(`/${'x'.repeat(194)}/auth`),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…". Browsers do not follow it.',
    fix: 'This looks like the redirect to a login. A preflight never carries cookies, so authentication must let OPTIONS pass: put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to a login too far down the path',
    verdict: moved(`/${'x'.repeat(195)}/auth`),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to something that is not a URL',
    verdict: moved('https://['),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://[". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer: put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'a redirect to the same place',
    verdict: moved(''),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "". Browsers do not follow it.',
    fix: 'Something redirects before the CORS layer (http to https, trailing slash, www). Let the page request the final URL at once, or put the CORS layer before what redirects, so that it answers OPTIONS itself.',
  },
  {
    what: 'status 199',
    verdict: refused(199),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 199; only 200 to 299 say yes.',
    fix: "Status 199 is not the CORS layer's: see what answers OPTIONS before it does. Answer OPTIONS with status 204 or 200 (`preflightStatus`).",
  },
  {
    what: 'status 300',
    verdict: refused(300),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 300; only 200 to 299 say yes.',
    fix: "Status 300 is not the CORS layer's: see what answers OPTIONS before it does. Answer OPTIONS with status 204 or 200 (`preflightStatus`).",
  },
  {
    what: 'status 401',
    verdict: refused(401),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 401; only 200 to 299 say yes.',
    fix: 'Status 401 is the answer of an authentication layer or a firewall: a preflight never carries cookies or Authorization. Put the CORS layer before it, or exempt OPTIONS from it. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 403',
    verdict: refused(403),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 403; only 200 to 299 say yes.',
    fix: 'Status 403 is the answer of an authentication layer or a firewall: a preflight never carries cookies or Authorization. Put the CORS layer before it, or exempt OPTIONS from it. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 407',
    verdict: refused(407),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 407; only 200 to 299 say yes.',
    fix: 'Status 407 is the answer of an authentication layer or a firewall: a preflight never carries cookies or Authorization. Put the CORS layer before it, or exempt OPTIONS from it. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 404',
    verdict: refused(404),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 404; only 200 to 299 say yes.',
    fix: 'The CORS headers are there, so the CORS layer saw the request, but let a router answer it: let it answer OPTIONS itself (leave `automaticOptions` on).',
  },
  {
    what: 'status 405',
    verdict: refused(405),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 405; only 200 to 299 say yes.',
    fix: 'The CORS headers are there, so the CORS layer saw the request, but let a router answer it: let it answer OPTIONS itself (leave `automaticOptions` on).',
  },
  {
    what: 'status 501',
    verdict: refused(501),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 501; only 200 to 299 say yes.',
    fix: 'The CORS headers are there, so the CORS layer saw the request, but let a router answer it: let it answer OPTIONS itself (leave `automaticOptions` on).',
  },
  {
    what: 'status 429',
    verdict: refused(429),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 429; only 200 to 299 say yes.',
    fix: 'Status 429 is the answer of a rate limit. Put the CORS layer before it, or exempt OPTIONS from it. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 499',
    verdict: refused(499),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 499; only 200 to 299 say yes.',
    fix: "Status 499 is not the CORS layer's: see what answers OPTIONS before it does. Answer OPTIONS with status 204 or 200 (`preflightStatus`).",
  },
  {
    what: 'status 500',
    verdict: refused(500),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 500; only 200 to 299 say yes.',
    fix: 'Status 500: the server, or a proxy before it, failed at OPTIONS. Look at its log first. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 503',
    verdict: refused(503),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 503; only 200 to 299 say yes.',
    fix: 'Status 503: the server, or a proxy before it, failed at OPTIONS. Look at its log first. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'status 405 without headers',
    verdict: preflighted({}, PUT, 405),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 405; only 200 to 299 say yes.',
    fix: 'Status 405 is the answer of a router, or of a list of allowed methods in a server or gateway, that has nothing for OPTIONS. Put the CORS layer before it. Answer OPTIONS with status 204 or 200 (`preflightStatus`).',
  },
  {
    what: 'no header, status 405',
    verdict: preflighted({}, PUT, 405),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 405; the request comes from "https://app.example".',
    fix: 'Status 405 is the answer of a router, or of a list of allowed methods in a server or gateway, that has nothing for OPTIONS. Put the CORS layer before it. Add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 401',
    verdict: preflighted({}, PUT, 401),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 401; the request comes from "https://app.example".',
    fix: 'Status 401 is the answer of an authentication layer or a firewall: a preflight never carries cookies or Authorization. Put the CORS layer before it, or exempt OPTIONS from it. Add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 404',
    verdict: preflighted({}, PUT, 404),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 404; the request comes from "https://app.example".',
    fix: 'Status 404 is the answer of a router, or of a list of allowed methods in a server or gateway, that has nothing for OPTIONS. Put the CORS layer before it. Add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 429',
    verdict: preflighted({}, PUT, 429),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 429; the request comes from "https://app.example".',
    fix: 'Status 429 is the answer of a rate limit. Put the CORS layer before it, or exempt OPTIONS from it. Add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 502',
    verdict: preflighted({}, PUT, 502),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 502; the request comes from "https://app.example".',
    fix: 'Status 502: the server, or a proxy before it, failed at OPTIONS. Look at its log first. Add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 200',
    verdict: preflighted({}, PUT, 200),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off.',
  },
  {
    what: 'no header, status 299',
    verdict: preflighted({}, PUT, 299),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off.',
  },
])

test('a login is recognised by the words in its path', () => {
  const isLogin = (path: string) =>
    /looks like the redirect to a login/.test(moved(path).failures[0]?.fix ?? '')
  for (const path of ['/login', '/log-in', '/signin?next=/', '/sign-in', '/oauth/authorize', '/SSO']) {
    assert.ok(isLogin(path), path)
  }
  for (const path of ['/account/sign_in', '/logon', '/auth.php', '/saml2/x']) assert.ok(isLogin(path), path)
  const others = [
    '/log',
    '/in',
    '/sign--in',
    '/data?login',
    '/data#login',
    '/lessons/',
    '/authors',
    '/authority/1',
  ]
  for (const path of others) assert.ok(!isLogin(path), path)
})
