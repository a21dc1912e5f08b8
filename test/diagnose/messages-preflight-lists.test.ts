import type { AskedRequest } from 'cors-policy/diagnose'
import { ALLOWED, ALLOWED_WITH_COOKIES, COOKIES, HEADERS, METHODS, PUT } from '../support/example-exchange.js'
import { preflighted, redirect, testWords, verdictOf } from '../support/exchange.js'

/** A preflight that passes the CORS check. */
const allowed = (headers: Record<string, string>, request: Partial<AskedRequest> = PUT) =>
  preflighted({ ...ALLOWED, ...headers }, request)

/** The headers `X-a`, `X-b` and so on, `count` of them. */
const named = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`X-${String.fromCharCode(97 + index)}`, '1']),
  )

testWords([
  {
    what: 'methods without commas',
    verdict: allowed({ [METHODS]: 'GET PUT' }),
    check: 'kInvalidAllowMethodsPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Methods "GET PUT", in which "GET PUT" is no name, so the whole header is void.',
    fix: 'Send bare names with commas between them: "Access-Control-Allow-Methods: GET, PUT". No quotes, brackets or colons, no spaces in place of commas. In `methods` write each name as a string of its own.',
  },
  {
    what: 'headers as JSON',
    verdict: allowed({ [HEADERS]: 'x-a, ["x-b"]' }),
    check: 'kInvalidAllowHeadersPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Headers "x-a, [\\"x-b\\"]", in which "[\\"x-b\\"]" is no name, so the whole header is void.',
    fix: 'Send bare names with commas between them: "Access-Control-Allow-Headers: Content-Type, Authorization". No quotes, brackets or colons, no spaces in place of commas. In `allowHeaders` write each name as a string of its own.',
  },
  {
    what: 'no list of methods',
    verdict: allowed({}),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": it has no Access-Control-Allow-Methods header.',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`.',
  },
  {
    what: 'no list of methods, after a redirect',
    verdict: verdictOf({
      request: PUT,
      redirects: [{ ...redirect('/x', ALLOWED, 307) }],
      preflightResponse: { status: 204, headers: ALLOWED },
    }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer from "https://api.example" to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": it has no Access-Control-Allow-Methods header.',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`.',
  },
  {
    what: 'another method',
    verdict: allowed({ [METHODS]: 'GET, DELETE' }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "GET, DELETE".',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`.',
  },
  {
    what: 'no list of methods, but an Allow header',
    verdict: allowed({ Allow: 'PUT' }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": it has no Access-Control-Allow-Methods header.',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`.',
  },
  {
    what: 'a method in lower case',
    verdict: allowed({ [METHODS]: 'PATCH' }, { method: 'patch' }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "patch": Access-Control-Allow-Methods is "PATCH".',
    fix: 'Let the page write "PATCH": a browser sends "patch" as it stands, and names compare byte for byte.',
  },
  {
    what: '* for methods, with credentials',
    verdict: preflighted({ ...ALLOWED_WITH_COOKIES, [METHODS]: '*' }, { ...PUT, ...COOKIES }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "*".',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`. With credentials "*" is no wildcard but a method of that name.',
  },
  {
    what: 'another method, with credentials',
    verdict: preflighted({ ...ALLOWED_WITH_COOKIES, [METHODS]: 'GET' }, { ...PUT, ...COOKIES }),
    check: 'kMethodDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "GET".',
    fix: 'Name "PUT" in Access-Control-Allow-Methods: add it to `methods`.',
  },
  {
    what: 'no list of headers',
    verdict: allowed({}, { headers: named(1) }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "x-a": it has no Access-Control-Allow-Headers header.',
    fix: 'Name "x-a" in Access-Control-Allow-Headers: add it to `allowHeaders`.',
  },
  {
    what: 'other headers',
    verdict: allowed({ [HEADERS]: 'X-C' }, { headers: named(2) }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b": Access-Control-Allow-Headers is "X-C".',
    fix: 'Name "x-a", "x-b" in Access-Control-Allow-Headers: add them to `allowHeaders`.',
  },
  {
    what: 'ten headers that are not listed',
    verdict: allowed({ [HEADERS]: '' }, { headers: named(10) }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j": Access-Control-Allow-Headers is "".',
    fix: 'Name "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" in Access-Control-Allow-Headers: add them to `allowHeaders`.',
  },
  {
    what: 'eleven headers that are not listed',
    verdict: allowed({ [HEADERS]: '' }, { headers: named(11) }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" and 1 more: Access-Control-Allow-Headers is "".',
    fix: 'Name "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" and 1 more in Access-Control-Allow-Headers: add them to `allowHeaders`.',
  },
  {
    what: '* for headers, with credentials',
    verdict: preflighted({ ...ALLOWED_WITH_COOKIES, [HEADERS]: '*' }, { headers: named(1), ...COOKIES }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "x-a": Access-Control-Allow-Headers is "*".',
    fix: 'Name "x-a" in Access-Control-Allow-Headers: add it to `allowHeaders`. With credentials "*" is no wildcard but a header of that name.',
  },
  {
    what: '* for headers, with credentials and Authorization',
    verdict: preflighted(
      { ...ALLOWED_WITH_COOKIES, [HEADERS]: '*' },
      { headers: { Authorization: 'x' }, ...COOKIES },
    ),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "*".',
    fix: 'Name "authorization" in Access-Control-Allow-Headers: add it to `allowHeaders`. With credentials "*" is no wildcard but a header of that name.',
  },
  {
    what: '* for headers, with Authorization',
    verdict: allowed({ [HEADERS]: '*' }, { headers: { Authorization: 'x', 'X-A': '1' } }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "*".',
    fix: 'Name "authorization" in Access-Control-Allow-Headers: add it to `allowHeaders`. "*" does not cover Authorization; name it.',
  },
  {
    what: 'other headers, with Authorization',
    verdict: allowed({ [HEADERS]: 'x-b' }, { headers: { Authorization: 'x' } }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "x-b".',
    fix: 'Name "authorization" in Access-Control-Allow-Headers: add it to `allowHeaders`.',
  },
  {
    what: 'Content-Type',
    verdict: allowed({ [HEADERS]: 'x-a' }, { headers: { 'Content-Type': 'application/json' } }),
    check: 'kHeaderDisallowedByPreflightResponse',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "content-type": Access-Control-Allow-Headers is "x-a".',
    fix: 'Name "content-type" in Access-Control-Allow-Headers: add it to `allowHeaders`. Only form types and text/plain, with nothing unusual in them, pass without; application/json does not.',
  },
])
