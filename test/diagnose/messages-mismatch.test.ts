import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  AS_NULL,
  COOKIES,
  ORIGIN,
  OTHER,
  PAGE,
  PUT,
} from '../support/example-exchange.js'
import { answer, get, preflighted, redirect, testWords, verdictOf } from '../support/exchange.js'

testWords([
  {
    what: '"null"',
    verdict: get(AS_NULL),
    check: 'kAllowOriginMismatch',
    message: 'The response allows the origin "null", but the request comes from "https://app.example".',
    fix: '"null" is an origin of its own, it does not stand for all or none. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a pattern',
    verdict: get({ [ORIGIN]: 'https://*.example' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://*.example", but the request comes from "https://app.example".',
    fix: 'Browsers know no patterns in this header. Write the pattern in `origins`: a request is then answered with its own origin. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a slash at the end',
    verdict: get({ [ORIGIN]: `${PAGE}/` }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://app.example/", but the request comes from "https://app.example".',
    fix: 'That is the same origin spelled otherwise, and browsers compare byte for byte: no user, no path, no slash at the end, no default port, no capitals. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'no scheme',
    verdict: get({ [ORIGIN]: 'localhost:3000' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "localhost:3000", but the request comes from "https://app.example".',
    fix: 'It has no scheme. Write "https://" or "http://" before it. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: "the server's own origin",
    verdict: get({ [ORIGIN]: 'https://api.example' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://api.example", but the request comes from "https://app.example".',
    fix: 'That is the server\'s own origin; the header takes the page\'s. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another scheme',
    verdict: get({ [ORIGIN]: 'http://app.example' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "http://app.example", but the request comes from "https://app.example".',
    fix: 'They differ in the scheme. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another port',
    verdict: get({ [ORIGIN]: `${PAGE}:8443` }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://app.example:8443", but the request comes from "https://app.example".',
    fix: 'They differ in the port. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'an extra www.',
    verdict: get({ [ORIGIN]: 'https://www.app.example' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://www.app.example", but the request comes from "https://app.example".',
    fix: 'They differ in "www.". Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a missing www.',
    verdict: verdictOf({ pageOrigin: 'https://www.app.example', response: answer(ALLOWED) }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://app.example", but the request comes from "https://www.app.example".',
    fix: 'They differ in "www.". Send `Access-Control-Allow-Origin: https://www.app.example`: add "https://www.app.example" to `origins`.',
  },
  {
    what: 'another scheme and port, for a page on localhost',
    verdict: verdictOf({
      pageOrigin: 'http://localhost:3000',
      response: answer({ [ORIGIN]: 'https://localhost:3001' }),
    }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://localhost:3001", but the request comes from "http://localhost:3000".',
    fix: 'They differ in the scheme and the port. Send `Access-Control-Allow-Origin: http://localhost:3000`: add "http://localhost:3000" to `origins`.',
  },
  {
    what: 'another scheme and port',
    verdict: verdictOf({
      pageOrigin: 'https://app.example',
      response: answer({ [ORIGIN]: 'http://app.example:8080' }),
    }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "http://app.example:8080", but the request comes from "https://app.example".',
    fix: 'They differ in the scheme and the port. Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another scheme and an extra www.',
    verdict: verdictOf({
      pageOrigin: 'https://app.example',
      response: answer({ [ORIGIN]: 'http://www.app.example' }),
    }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "http://www.app.example", but the request comes from "https://app.example".',
    fix: 'They differ in the scheme and "www.". Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another origin, with Vary: Origin',
    verdict: get({ [ORIGIN]: 'https://b.example', Vary: 'Accept, origin' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://b.example", but the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another origin, without Vary',
    verdict: get({ [ORIGIN]: 'https://b.example' }),
    check: 'kAllowOriginMismatch',
    message:
      'The response allows the origin "https://b.example", but the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'another origin on a preflight',
    verdict: preflighted({ [ORIGIN]: 'https://b.example' }, PUT),
    check: 'kPreflightAllowOriginMismatch',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) allows the origin "https://b.example", but the request comes from "https://app.example".',
    fix: 'Send `Access-Control-Allow-Origin: https://app.example`: add "https://app.example" to `origins`.',
  },
  {
    what: 'a pattern, for a page whose origin is null',
    verdict: verdictOf({ pageOrigin: 'null', response: answer({ [ORIGIN]: 'https://*.example' }) }),
    check: 'kAllowOriginMismatch',
    message: 'The response allows the origin "https://*.example", but the request comes from "null".',
    fix: 'Browsers know no patterns in this header. Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null". The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.',
  },
  {
    what: 'another origin, for a page whose origin is null',
    verdict: verdictOf({ pageOrigin: 'null', response: answer(ALLOWED) }),
    check: 'kAllowOriginMismatch',
    message: 'The response allows the origin "https://app.example", but the request comes from "null".',
    fix: 'Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null". The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.',
  },
  {
    what: 'another origin with credentials, for a page whose origin is null',
    verdict: verdictOf({ pageOrigin: 'null', request: COOKIES, response: answer(ALLOWED_WITH_COOKIES) }),
    check: 'kAllowOriginMismatch',
    message: 'The response allows the origin "https://app.example", but the request comes from "null".',
    fix: 'With credentials only "null" satisfies a request from "null", and to allow that is dangerous. The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page.',
  },
  {
    what: "the page's origin after a redirect hid it",
    verdict: verdictOf({ redirects: [redirect(OTHER)], response: answer(ALLOWED) }),
    check: 'kAllowOriginMismatch',
    message:
      'The response from "https://other.example" allows the origin "https://app.example", but the request comes from "null".',
    fix: 'That is the page\'s own origin, which the redirect has hidden. Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null". A redirect from a foreign origin to another origin made the browser hide the page\'s origin and send "Origin: null". Let the page request the final URL at once, or redirect within one scheme, host and port.',
  },
  {
    what: 'no Allow-Credentials',
    verdict: get(ALLOWED, 200, COOKIES),
    check: 'kInvalidAllowCredentials',
    message:
      'The response has no Access-Control-Allow-Credentials header, but the page sends the request with credentials (credentials: "include", or withCredentials): it must be exactly "true".',
    fix: 'Send `Access-Control-Allow-Credentials: true`, with the preflight and with the response: set `credentials: true`. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: 'Allow-Credentials True',
    verdict: get({ ...ALLOWED, 'Access-Control-Allow-Credentials': 'True' }, 200, COOKIES),
    check: 'kInvalidAllowCredentials',
    message:
      'The response has Access-Control-Allow-Credentials "True", but the page sends the request with credentials (credentials: "include", or withCredentials): it must be exactly "true".',
    fix: 'Send `Access-Control-Allow-Credentials: true`, with the preflight and with the response: set `credentials: true`. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: 'two lines of Allow-Credentials',
    verdict: get({ ...ALLOWED, 'Access-Control-Allow-Credentials': ['true', 'true'] }, 200, COOKIES),
    check: 'kInvalidAllowCredentials',
    message:
      'The response has Access-Control-Allow-Credentials "true, true", but the page sends the request with credentials (credentials: "include", or withCredentials): it must be exactly "true".',
    fix: 'Two layers set the header: let only one of them do CORS. Send `Access-Control-Allow-Credentials: true`, with the preflight and with the response: set `credentials: true`. Or, if the page needs no cookies, let it leave the credentials out.',
  },
  {
    what: 'no Allow-Credentials on a preflight',
    verdict: preflighted(ALLOWED, { ...PUT, ...COOKIES }),
    check: 'kPreflightInvalidAllowCredentials',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Credentials header, but the page sends the request with credentials (credentials: "include", or withCredentials): it must be exactly "true".',
    fix: 'Send `Access-Control-Allow-Credentials: true`, with the preflight and with the response: set `credentials: true`. Or, if the page needs no cookies, let it leave the credentials out.',
  },
])
