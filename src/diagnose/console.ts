import type { Finding } from './finding.js'
import { type Hop, sentUrl } from './hop.js'
import { redirectTarget } from './messages/context.js'
import type { Answer } from './read.js'
import type { Check } from './verdict.js'

/** What Chromium says after "has been blocked by CORS policy: ". `value` is the value, method or header at fault. */
type Say = (value: string, isXhr: boolean) => string

const FETCH_HINT = ' Have the server send the header with a valid value.'
const XHR_HINT =
  ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.'
const PREFLIGHT = "Response to preflight request doesn't pass access control check: "

const missing: Say = () => "No 'Access-Control-Allow-Origin' header is present on the requested resource."
const wildcard: Say = (_, isXhr) =>
  `The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.${isXhr ? XHR_HINT : ''}`
const multiple: Say = (value, isXhr) =>
  `The 'Access-Control-Allow-Origin' header contains multiple values '${value}', but only one is allowed.${isXhr ? '' : FETCH_HINT}`
const invalid: Say = (value, isXhr) =>
  `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.${isXhr ? '' : FETCH_HINT}`
const mismatch: Say = (value, isXhr) =>
  `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.${isXhr ? '' : FETCH_HINT}`
const credentials: Say = (value, isXhr) =>
  `The value of the 'Access-Control-Allow-Credentials' header in the response is '${value}' which must be 'true' when the request's credentials mode is 'include'.${isXhr ? XHR_HINT : ''}`

const ofPreflight =
  (say: Say): Say =>
  (value, isXhr) =>
    PREFLIGHT + say(value, isXhr)

const scheme: Say = () =>
  'Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.'

/** Checks without a line are not about CORS to Chromium. */
const SAY: ReadonlyMap<Check, Say> = new Map<Check, Say>([
  ['kMissingAllowOriginHeader', missing],
  ['kWildcardOriginNotAllowed', wildcard],
  ['kMultipleAllowOriginValues', multiple],
  ['kInvalidAllowOriginValue', invalid],
  ['kAllowOriginMismatch', mismatch],
  ['kInvalidAllowCredentials', credentials],
  ['kPreflightMissingAllowOriginHeader', ofPreflight(missing)],
  ['kPreflightWildcardOriginNotAllowed', ofPreflight(wildcard)],
  ['kPreflightMultipleAllowOriginValues', ofPreflight(multiple)],
  ['kPreflightInvalidAllowOriginValue', ofPreflight(invalid)],
  ['kPreflightAllowOriginMismatch', ofPreflight(mismatch)],
  ['kPreflightInvalidAllowCredentials', ofPreflight(credentials)],
  ['kPreflightDisallowedRedirect', ofPreflight(() => 'Redirect is not allowed for a preflight request.')],
  ['kPreflightInvalidStatus', ofPreflight(() => 'It does not have HTTP ok status.')],
  [
    'kInvalidAllowMethodsPreflightResponse',
    () => 'Cannot parse Access-Control-Allow-Methods response header field in preflight response.',
  ],
  [
    'kInvalidAllowHeadersPreflightResponse',
    () => 'Cannot parse Access-Control-Allow-Headers response header field in preflight response.',
  ],
  [
    'kMethodDisallowedByPreflightResponse',
    value => `Method ${value} is not allowed by Access-Control-Allow-Methods in preflight response.`,
  ],
  [
    'kHeaderDisallowedByPreflightResponse',
    value =>
      `Request header field ${value} is not allowed by Access-Control-Allow-Headers in preflight response.`,
  ],
  [
    'kRedirectContainsCredentials',
    () =>
      "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.",
  ],
  ['kCorsDisabledScheme', scheme],
  [
    'kLocalNetworkAccessPermissionDenied',
    value => `Permission was denied for this request to access the \`${value}\` address space.`,
  ],
  [
    'kInsecureLocalNetwork',
    value =>
      `The request client is not a secure context and the resource is in more-private address space \`${value}\`.`,
  ],
])

/**
 * The sentence that Chromium's console shows, or `''` if it says nothing about CORS. It names any one of several headers, and the
 * page's own origin even after a redirect that hides it.
 */
export function consoleSentence(finding: Finding, hop: Hop, answer: Answer | null): string {
  const { check, at } = finding
  const isXhr = hop.api === 'xhr'
  const url = sentUrl(hop.url)
  if (!isXhr && at !== 'redirect') {
    const refusal = refusalOfFetch(check, hop)
    if (refusal !== '') return `Fetch API cannot load ${url}. ${refusal}`
  }
  const say = SAY.get(check)
  if (say === undefined) return ''
  const target = check === 'kCorsDisabledScheme' && at === 'redirect'
  const shown = target ? redirectTarget({ finding, hop, answer }) : url
  const first = `'${sentUrl(hop.firstUrl)}'`
  const from = target || hop.redirectCount > 0 ? ` (redirected from ${first})` : ''
  const reason = say(finding.parameter ?? finding.names?.at(0) ?? hop.localNetwork ?? '', isXhr)
  return `Access to ${isXhr ? 'XMLHttpRequest' : 'fetch'} at '${shown}'${from} from origin '${hop.pageOrigin}' has been blocked by CORS policy: ${reason}`
}

/** What Chromium says of a call to `fetch` that it does not send. */
function refusalOfFetch(check: Check, hop: Hop): string {
  if (check === 'kDisallowedByMode')
    return `Request mode is "same-origin" but the URL's origin is not same as the request origin ${hop.pageOrigin}.`
  if (check === 'kNoCorsRedirectModeNotFollow')
    return 'Request mode is "no-cors" but the redirect mode is not "follow".'
  return check === 'kCorsDisabledScheme' || check === 'unsupported-scheme'
    ? `URL scheme "${hop.url.protocol.slice(0, -1)}" is not supported.`
    : ''
}
