import { ALLOWED, API, PAGE, PUT } from '../support/example-exchange.js'
import { answer, preflighted, testWords, verdictOf } from '../support/exchange.js'

/** A preflight whose response is a redirect. */
const moved = (location: string, url = API, pageOrigin = PAGE) =>
  verdictOf({
    pageOrigin,
    request: { method: 'PUT', url },
    preflightResponse: answer({ Location: location }, 301),
  })

/** A preflight that passes the CORS check, but not the check of its status. */
const refused = (status: number) => preflighted(ALLOWED, PUT, status)

testWords([
  {
    what: 'a redirect to https',
    verdict: moved('https://api.example/data', 'http://api.example/data', 'http://app.example'),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://api.example/data". Browsers do not follow it.',
    fix: 'Let the page request the final URL at once, or answer OPTIONS before anything redirects it: put `cors()` first.',
  },
  {
    what: 'a redirect to a long path',
    verdict: moved(`/${'x'.repeat(194)}/auth`),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…". Browsers do not follow it.',
    fix: 'Let the page request the final URL at once, or answer OPTIONS before anything redirects it: put `cors()` first.',
  },
  {
    what: 'a redirect to something that is not a URL',
    verdict: moved('https://['),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "https://[". Browsers do not follow it.',
    fix: 'Let the page request the final URL at once, or answer OPTIONS before anything redirects it: put `cors()` first.',
  },
  {
    what: 'a redirect to the same place',
    verdict: moved(''),
    check: 'kPreflightDisallowedRedirect',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is a redirect (status 301) to "". Browsers do not follow it.',
    fix: 'Let the page request the final URL at once, or answer OPTIONS before anything redirects it: put `cors()` first.',
  },
  {
    what: 'status 199',
    verdict: refused(199),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 199; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 300',
    verdict: refused(300),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 300; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 401',
    verdict: refused(401),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 401; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 403',
    verdict: refused(403),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 403; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 407',
    verdict: refused(407),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 407; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 404',
    verdict: refused(404),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 404; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 405',
    verdict: refused(405),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 405; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 501',
    verdict: refused(501),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 501; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 429',
    verdict: refused(429),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 429; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 499',
    verdict: refused(499),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 499; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 500',
    verdict: refused(500),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 500; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'status 503',
    verdict: refused(503),
    check: 'kPreflightInvalidStatus',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has status 503; only 200 to 299 say yes.',
    fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
  },
  {
    what: 'no header, status 405',
    verdict: preflighted({}, PUT, 405),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 405; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 401',
    verdict: preflighted({}, PUT, 401),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 401; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 502',
    verdict: preflighted({}, PUT, 502),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header, and its status is 502; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 200',
    verdict: preflighted({}, PUT, 200),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 299',
    verdict: preflighted({}, PUT, 299),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
])
