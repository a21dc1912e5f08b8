import type { AskedRequest } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  judge,
  preflighted,
  redirect,
  testWords,
  type Words,
} from '../support/exchange.js'

const PUT = { method: 'PUT' }
const COOKIES = { credentials: 'include' } as const
const METHODS = 'Access-Control-Allow-Methods'
const HEADERS = 'Access-Control-Allow-Headers'

/** A preflight whose CORS check is passed. */
const allowed = (headers: Record<string, string>, request: Partial<AskedRequest> = PUT) =>
  preflighted({ ...ALLOWED, ...headers }, request)

/** So many headers, `X-a` and on. */
const named = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`X-${String.fromCharCode(97 + index)}`, '1']),
  )

const texts: Words[] = [
  [
    'methods without commas',
    allowed({ [METHODS]: 'GET PUT' }),
    'kInvalidAllowMethodsPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Methods "GET PUT", in which "GET PUT" is no name, so the whole header is void.',
    'Send bare names with commas between them: "Access-Control-Allow-Methods: GET, PUT". No quotes, brackets or colons, no spaces in place of commas. In `methods` write each name as a string of its own.',
  ],
  [
    'headers as JSON',
    allowed({ [HEADERS]: 'x-a, ["x-b"]' }),
    'kInvalidAllowHeadersPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) has Access-Control-Allow-Headers "x-a, [\\"x-b\\"]", in which "[\\"x-b\\"]" is no name, so the whole header is void.',
    'Send bare names with commas between them: "Access-Control-Allow-Headers: Content-Type, Authorization". No quotes, brackets or colons, no spaces in place of commas. In `allowHeaders` write each name as a string of its own.',
  ],
  [
    'no list of methods',
    allowed({}),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": it has no Access-Control-Allow-Methods header.',
    'Add "PUT" to `methods`. If it is there already, another layer answered the preflight: see which one answers OPTIONS.',
  ],
  [
    'no list of methods, after a redirect',
    judge({
      request: PUT,
      redirects: [{ ...redirect('/x', ALLOWED, 307) }],
      preflightResponse: { status: 204, headers: ALLOWED },
    }),
    'kMethodDisallowedByPreflightResponse',
    'The answer from "https://api.example" to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": it has no Access-Control-Allow-Methods header.',
    'Add "PUT" to `methods`. If it is there already, another layer answered the preflight: see which one answers OPTIONS.',
  ],
  [
    'another method',
    allowed({ [METHODS]: 'GET, DELETE' }),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "GET, DELETE".',
    'Add "PUT" to `methods`.',
  ],
  [
    'another method, and Allow',
    allowed({ [METHODS]: 'GET', Allow: 'PUT' }),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "GET".',
    'Add "PUT" to `methods`. The Allow header has no part in CORS.',
  ],
  [
    'a method in lower case',
    allowed({ [METHODS]: 'PATCH' }, { method: 'patch' }),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "patch": Access-Control-Allow-Methods is "PATCH".',
    'Let the page write "PATCH": a browser sends "patch" as it stands, and names compare byte for byte. `methods` are upper-cased, so "PATCH" in `methods` allows that one.',
  ],
  [
    'any method, with credentials',
    preflighted({ ...ALLOWED_WITH_COOKIES, [METHODS]: '*' }, { ...PUT, ...COOKIES }),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "*".',
    'Add "PUT" to `methods`. With credentials "*" is no wildcard but a method of that name.',
  ],
  [
    'another method, with credentials',
    preflighted({ ...ALLOWED_WITH_COOKIES, [METHODS]: 'GET' }, { ...PUT, ...COOKIES }),
    'kMethodDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the method "PUT": Access-Control-Allow-Methods is "GET".',
    'Add "PUT" to `methods`.',
  ],
  [
    'no list of headers',
    allowed({}, { headers: named(1) }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "x-a": it has no Access-Control-Allow-Headers header.',
    'Add "x-a" to `allowHeaders`. If it is there already, another layer answered the preflight: see which one answers OPTIONS.',
  ],
  [
    'other headers',
    allowed({ [HEADERS]: 'X-C' }, { headers: named(2) }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b": Access-Control-Allow-Headers is "X-C".',
    'Add "x-a", "x-b" to `allowHeaders`.',
  ],
  [
    'ten headers',
    allowed({ [HEADERS]: '' }, { headers: named(10) }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j": Access-Control-Allow-Headers is "".',
    'Add "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" to `allowHeaders`.',
  ],
  [
    'eleven headers',
    allowed({ [HEADERS]: '' }, { headers: named(11) }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request headers "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" and 1 more: Access-Control-Allow-Headers is "".',
    'Add "x-a", "x-b", "x-c", "x-d", "x-e", "x-f", "x-g", "x-h", "x-i", "x-j" and 1 more to `allowHeaders`.',
  ],
  [
    'any header, with credentials',
    preflighted({ ...ALLOWED_WITH_COOKIES, [HEADERS]: '*' }, { headers: named(1), ...COOKIES }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "x-a": Access-Control-Allow-Headers is "*".',
    'Add "x-a" to `allowHeaders`. With credentials "*" is no wildcard but a header of that name.',
  ],
  [
    'any header, with credentials, for Authorization',
    preflighted({ ...ALLOWED_WITH_COOKIES, [HEADERS]: '*' }, { headers: { Authorization: 'x' }, ...COOKIES }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "*".',
    'Add "authorization" to `allowHeaders`. With credentials "*" is no wildcard but a header of that name.',
  ],
  [
    'any header, for Authorization',
    allowed({ [HEADERS]: '*' }, { headers: { Authorization: 'x', 'X-A': '1' } }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "*".',
    'Add "authorization" to `allowHeaders`. "*" does not cover Authorization; name it.',
  ],
  [
    'other headers, for Authorization',
    allowed({ [HEADERS]: 'x-b' }, { headers: { Authorization: 'x' } }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "authorization": Access-Control-Allow-Headers is "x-b".',
    'Add "authorization" to `allowHeaders`.',
  ],
  [
    'Content-Type',
    allowed({ [HEADERS]: 'x-a' }, { headers: { 'Content-Type': 'application/json' } }),
    'kHeaderDisallowedByPreflightResponse',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) does not allow the request header "content-type": Access-Control-Allow-Headers is "x-a".',
    'Add "content-type" to `allowHeaders`. Only form types and text/plain, with nothing unusual in them, pass without; application/json does not.',
  ],
]

testWords(texts)
