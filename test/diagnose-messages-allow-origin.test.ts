import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Check, Verdict } from 'cors-policy/diagnose'
import { answer, get, judge, PAGE, preflighted, redirect } from './exchange.js'

const PUT = { method: 'PUT' }
const COOKIES = { credentials: 'include' } as const
const ORIGIN = 'Access-Control-Allow-Origin'

// A failed CORS check in words.
const texts: [what: string, verdict: Verdict, check: Check, message: string, fix: string][] = [
  [
    'no header',
    get(),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    'no header, though it varies by origin',
    get({ Vary: 'Accept, ORIGIN' }),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off.',
  ],
  [
    'no header, status 299',
    get({}, 299),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    'no header, status 300',
    get({}, 300),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 300; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    'no header, status 199',
    get({}, 199),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 199; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    'no header, status 400',
    get({}, 400),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 400; the request comes from "https://app.example".',
    'Look at the status first, 400: that is the real problem, and the browser hides it from the page. Error pages need the header too, also those of an error handler or a proxy that answers before the CORS layer; leave `interceptExceptions` on. Add "https://app.example" to `origins`.',
  ],
  [
    'no header, status 401',
    get({}, 401),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 401; the request comes from "https://app.example".',
    'Look at the status first, 401: that is the real problem, and the browser hides it from the page. Error pages need the header too, also those of an authentication layer that answers before the CORS layer; leave `interceptExceptions` on. Add "https://app.example" to `origins`.',
  ],
  [
    'no header, status 403',
    get({}, 403),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 403; the request comes from "https://app.example".',
    'Look at the status first, 403: that is the real problem, and the browser hides it from the page. Error pages need the header too, also those of an authentication layer that answers before the CORS layer; leave `interceptExceptions` on. Add "https://app.example" to `origins`.',
  ],
  [
    'no header, status 429',
    get({}, 429),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header, and its status is 429; the request comes from "https://app.example".',
    'Look at the status first, 429: that is the real problem, and the browser hides it from the page. Error pages need the header too, also those of a rate limit that answers before the CORS layer; leave `interceptExceptions` on. Add "https://app.example" to `origins`.',
  ],
  [
    'no header, but one of Helmet',
    get({ 'Cross-Origin-Resource-Policy': 'same-origin' }),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on). Cross-Origin-Resource-Policy, which Helmet sets, is not CORS and cannot stand in for this header.',
  ],
  [
    'no header on a redirect',
    judge({ redirects: [redirect('/x', {})] }),
    'kMissingAllowOriginHeader',
    'The redirect has no Access-Control-Allow-Origin header, and its status is 302; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. A redirect must carry the header too: put the CORS layer before what redirects (http to https, trailing slash, www, login), or let the page ask for the final URL at once.',
  ],
  [
    'no header on a second redirect',
    judge({ redirects: [redirect('/x'), redirect('/y', {})] }),
    'kMissingAllowOriginHeader',
    'The redirect from "https://api.example" has no Access-Control-Allow-Origin header, and its status is 302; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. A redirect must carry the header too: put the CORS layer before what redirects (http to https, trailing slash, www, login), or let the page ask for the final URL at once.',
  ],
  [
    'no header after a redirect',
    judge({ redirects: [redirect('/x')], response: answer() }),
    'kMissingAllowOriginHeader',
    'The response from "https://api.example" has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    'no header on a preflight',
    preflighted({}, PUT),
    'kPreflightMissingAllowOriginHeader',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off.',
  ],
  [
    'no header on a preflight after a redirect',
    judge({ redirects: [redirect('/x')], request: { uploadListener: true }, preflightResponse: answer() }),
    'kPreflightMissingAllowOriginHeader',
    'The answer from "https://api.example" to the preflight (an OPTIONS request, sent first to ask for permission) has no Access-Control-Allow-Origin header; the request comes from "https://app.example".',
    'Add "https://app.example" to `origins`. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off.',
  ],
  [
    'no header for the origin null',
    judge({ pageOrigin: 'null', response: answer() }),
    'kMissingAllowOriginHeader',
    'The response has no Access-Control-Allow-Origin header; the request comes from "null".',
    'Only "*" (`origins: \'*\'`) or "null" satisfies a request from "null". The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page. If it is there already, the CORS layer did not see this request: put it before routes and static files, and see that no proxy takes the header off. Or this is a copy that a cache kept from a request without Origin: send "Vary: Origin" on every response (leave `vary` on).',
  ],
  [
    '* with credentials',
    get({ [ORIGIN]: '*' }, 200, COOKIES),
    'kWildcardOriginNotAllowed',
    'The response has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    'Add "https://app.example" to `origins`. Set `credentials: true`, and take `sendWildcard` out: then the origin itself comes back in place of "*". Or, if the page needs no cookies, let it leave the credentials out.',
  ],
  [
    '* with credentials on a preflight',
    preflighted({ [ORIGIN]: '*' }, { ...PUT, ...COOKIES }),
    'kPreflightWildcardOriginNotAllowed',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    'Add "https://app.example" to `origins`. Set `credentials: true`, and take `sendWildcard` out: then the origin itself comes back in place of "*". Or, if the page needs no cookies, let it leave the credentials out.',
  ],
  [
    '* with credentials for the origin null',
    judge({ pageOrigin: 'null', request: COOKIES, response: answer({ [ORIGIN]: '*' }) }),
    'kWildcardOriginNotAllowed',
    'The response has "Access-Control-Allow-Origin: *", but the page sends the request with credentials (credentials: "include", or withCredentials), where "*" is not allowed.',
    'With credentials only "null" satisfies a request from "null", and to allow that is dangerous. The page itself has the origin "null": a sandboxed frame (allow-same-origin gives it its own back), a data: page, or a file opened from disk. Serve it over http or https instead. Do not allow "null" together with `credentials`: any site can make such a page. Or, if the page needs no cookies, let it leave the credentials out.',
  ],
  [
    'two lines',
    get({ [ORIGIN]: [PAGE, '*'] }),
    'kMultipleAllowOriginValues',
    'The response has several values in Access-Control-Allow-Origin in 2 lines: "https://app.example, *". Only one is allowed.',
    'Two layers set the header: the application and a proxy (nginx add_header), CDN or gateway, or two middlewares. Let only one of them do CORS.',
  ],
  [
    'three lines on a preflight',
    preflighted({ [ORIGIN]: ['*', '*', '*'] }, PUT),
    'kPreflightMultipleAllowOriginValues',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has several values in Access-Control-Allow-Origin in 3 lines: "*, *, *". Only one is allowed.',
    'Two layers set the header: the application and a proxy (nginx add_header), CDN or gateway, or two middlewares. Let only one of them do CORS.',
  ],
  [
    'a list',
    get({ [ORIGIN]: `${PAGE}, https://b.example` }),
    'kMultipleAllowOriginValues',
    'The response has several values in Access-Control-Allow-Origin: "https://app.example, https://b.example". Only one is allowed.',
    'Write the origins as a list in `origins`, ["https://a.example", "https://b.example"]: each request is then answered with its own. Or a proxy or CDN joined the headers of two layers: let only one of them do CORS.',
  ],
  [
    'an origin with a space',
    get({ [ORIGIN]: 'https://app .example' }),
    'kMultipleAllowOriginValues',
    'The response has several values in Access-Control-Allow-Origin: "https://app .example". Only one is allowed.',
    'Write the origins as a list in `origins`, ["https://a.example", "https://b.example"]: each request is then answered with its own. Or a proxy or CDN joined the headers of two layers: let only one of them do CORS.',
  ],
  [
    'no origin',
    get({ [ORIGIN]: 'app.example' }),
    'kInvalidAllowOriginValue',
    'The response has Access-Control-Allow-Origin "app.example", which is not an origin; the request comes from "https://app.example".',
    'An origin is scheme, host and port, such as "https://app.example", without quotes. Add "https://app.example" to `origins`.',
  ],
  [
    'an empty value',
    get({ [ORIGIN]: '' }),
    'kInvalidAllowOriginValue',
    'The response has Access-Control-Allow-Origin "", which is not an origin; the request comes from "https://app.example".',
    'An origin is scheme, host and port, such as "https://app.example", without quotes. An empty value often comes from a setting that is not set. Add "https://app.example" to `origins`.',
  ],
  [
    'no origin on a preflight',
    preflighted({ [ORIGIN]: '/' }, PUT),
    'kPreflightInvalidAllowOriginValue',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Origin "/", which is not an origin; the request comes from "https://app.example".',
    'An origin is scheme, host and port, such as "https://app.example", without quotes. Add "https://app.example" to `origins`.',
  ],
]

for (const [what, verdict, check, message, fix] of texts) {
  test(`in words: ${what}`, () => {
    const failure = verdict.failures.find(failed => failed.check === check)
    assert.deepEqual([failure?.message, failure?.fix], [message, fix])
  })
}
