import { ANY, COOKIES, ORIGIN, PAGE, PUT } from '../support/example-exchange.js'
import { answer, get, preflighted, redirect, testWords, verdictOf } from '../support/exchange.js'

testWords([
  {
    what: 'no header',
    verdict: get(),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 299',
    verdict: get({}, 299),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 300',
    verdict: get({}, 300),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header, and its status is 300; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 199',
    verdict: get({}, 199),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header, and its status is 199; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header, status 500',
    verdict: get({}, 500),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header, and its status is 500; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: "no header, but Helmet's Cross-Origin-Resource-Policy",
    verdict: get({ 'Cross-Origin-Resource-Policy': 'same-origin' }),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`. Cross-Origin-Resource-Policy, which Helmet sets, is not CORS and cannot stand in for this header.',
  },
  {
    what: 'no header on a redirect',
    verdict: verdictOf({ redirects: [redirect('/x', {})] }),
    check: 'kMissingAllowOriginHeader',
    message:
      'The redirect has no Access-Control-Allow-Origin header, and its status is 302; the request comes from "https://app.example".',
    fix: 'Let the page request the final URL at once.',
  },
  {
    what: 'no header on a second redirect',
    verdict: verdictOf({ redirects: [redirect('/x'), redirect('/y', {})] }),
    check: 'kMissingAllowOriginHeader',
    message:
      'The redirect from "https://api.example" has no Access-Control-Allow-Origin header, and its status is 302; the request comes from "https://app.example".',
    fix: 'Let the page request the final URL at once.',
  },
  {
    what: 'no header after a redirect',
    verdict: verdictOf({ redirects: [redirect('/x')], response: answer() }),
    check: 'kMissingAllowOriginHeader',
    message:
      'The response from "https://api.example" has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header on a preflight',
    verdict: preflighted({}, PUT),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header on a preflight after a redirect',
    verdict: verdictOf({
      redirects: [redirect('/x')],
      request: { uploadListener: true },
      preflightResponse: answer(),
    }),
    check: 'kPreflightMissingAllowOriginHeader',
    message:
      'The answer from "https://api.example" to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no header for the origin null',
    verdict: verdictOf({ pageOrigin: 'null', response: answer() }),
    check: 'kMissingAllowOriginHeader',
    message: 'The response has no Access-Control-Allow-Origin header; the request comes from "null".',
    fix: 'Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null". The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.',
  },
  {
    what: '* with credentials',
    verdict: get(ANY, 200, COOKIES),
    check: 'kWildcardOriginNotAllowed',
    message:
      'The response has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`. Set `credentials: true`, and take `sendWildcard` out. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: '* with credentials on a preflight',
    verdict: preflighted(ANY, { ...PUT, ...COOKIES }),
    check: 'kPreflightWildcardOriginNotAllowed',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`. Set `credentials: true`, and take `sendWildcard` out. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: '* with credentials for the origin null',
    verdict: verdictOf({ pageOrigin: 'null', request: COOKIES, response: answer(ANY) }),
    check: 'kWildcardOriginNotAllowed',
    message:
      'The response has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    fix: 'With credentials only "null" satisfies a request from "null", and to allow that is dangerous. The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: 'two header lines',
    verdict: get({ [ORIGIN]: [PAGE, '*'] }),
    check: 'kMultipleAllowOriginValues',
    message:
      'The response has several values in Access-Control-Allow-Origin in 2 lines: "https://app.example, *". Only one is allowed.',
    fix: 'Two layers set the header. Let only one of them do CORS.',
  },
  {
    what: 'three header lines on a preflight',
    verdict: preflighted({ [ORIGIN]: ['*', '*', '*'] }, PUT),
    check: 'kPreflightMultipleAllowOriginValues',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has several values in Access-Control-Allow-Origin in 3 lines: "*, *, *". Only one is allowed.',
    fix: 'Two layers set the header. Let only one of them do CORS.',
  },
  {
    what: 'a list of origins',
    verdict: get({ [ORIGIN]: `${PAGE}, https://b.example` }),
    check: 'kMultipleAllowOriginValues',
    message:
      'The response has several values in Access-Control-Allow-Origin: "https://app.example, https://b.example". Only one is allowed.',
    fix: 'Write the origins as a list in `origins`, ["https://a.example", "https://b.example"]: each request is then answered with its own. Or two layers set the header, and their lines were joined: let only one of them do CORS.',
  },
  {
    what: 'an origin with a space',
    verdict: get({ [ORIGIN]: 'https://app .example' }),
    check: 'kMultipleAllowOriginValues',
    message:
      'The response has several values in Access-Control-Allow-Origin: "https://app .example". Only one is allowed.',
    fix: 'Write the origins as a list in `origins`, ["https://a.example", "https://b.example"]: each request is then answered with its own. Or two layers set the header, and their lines were joined: let only one of them do CORS.',
  },
  {
    what: 'a value that is not an origin',
    verdict: get({ [ORIGIN]: 'app.example' }),
    check: 'kInvalidAllowOriginValue',
    message:
      'The response has Access-Control-Allow-Origin "app.example", which is not an origin; the request comes from "https://app.example".',
    fix: 'An origin is scheme, host and port, such as "https://app.example", without quotes. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'an empty value',
    verdict: get({ [ORIGIN]: '' }),
    check: 'kInvalidAllowOriginValue',
    message:
      'The response has Access-Control-Allow-Origin "", which is not an origin; the request comes from "https://app.example".',
    fix: 'An origin is scheme, host and port, such as "https://app.example", without quotes. An empty value often comes from a setting that is not set. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a value on a preflight that is not an origin',
    verdict: preflighted({ [ORIGIN]: '/' }, PUT),
    check: 'kPreflightInvalidAllowOriginValue',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Origin "/", which is not an origin; the request comes from "https://app.example".',
    fix: 'An origin is scheme, host and port, such as "https://app.example", without quotes. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
])
