import type { Check } from './verdict.js'

/**
 * What a failed check is about. The first five are what CORS headers and the status of an answer decide.
 *
 * - `target`: the URL, or the one that a redirect leads to.
 * - `mode`: the mode in which the page makes the request.
 * - `network`: whether the address may be reached at all, and answers.
 */
export type Topic =
  | 'origin'
  | 'credentials'
  | 'status'
  | 'method'
  | 'headers'
  | 'redirect'
  | 'target'
  | 'mode'
  | 'body'
  | 'network'

const TOPICS: Readonly<Record<Check, Topic>> = {
  kMissingAllowOriginHeader: 'origin',
  kWildcardOriginNotAllowed: 'origin',
  kMultipleAllowOriginValues: 'origin',
  kInvalidAllowOriginValue: 'origin',
  kAllowOriginMismatch: 'origin',
  kInvalidAllowCredentials: 'credentials',
  kPreflightMissingAllowOriginHeader: 'origin',
  kPreflightWildcardOriginNotAllowed: 'origin',
  kPreflightMultipleAllowOriginValues: 'origin',
  kPreflightInvalidAllowOriginValue: 'origin',
  kPreflightAllowOriginMismatch: 'origin',
  kPreflightInvalidAllowCredentials: 'credentials',
  kPreflightDisallowedRedirect: 'status',
  kPreflightInvalidStatus: 'status',
  kInvalidAllowMethodsPreflightResponse: 'method',
  kInvalidAllowHeadersPreflightResponse: 'headers',
  kMethodDisallowedByPreflightResponse: 'method',
  kHeaderDisallowedByPreflightResponse: 'headers',
  kRedirectContainsCredentials: 'redirect',
  kCorsDisabledScheme: 'target',
  kDisallowedByMode: 'mode',
  kNoCorsRedirectModeNotFollow: 'mode',
  kInsecureLocalNetwork: 'network',
  kLocalNetworkAccessPermissionDenied: 'network',
  'url-credentials': 'target',
  'invalid-method': 'method',
  'invalid-header': 'headers',
  'forbidden-method': 'method',
  'no-cors-method': 'mode',
  'body-not-allowed': 'body',
  'unsupported-scheme': 'target',
  'bad-port': 'target',
  'mixed-content': 'target',
  'invalid-location': 'redirect',
  'too-many-redirects': 'redirect',
  'stream-body-redirect': 'redirect',
  'redirect-error': 'redirect',
  'opaque-redirect': 'redirect',
  'opaque-response': 'mode',
  'no-response': 'network',
}

export function topicOf(check: Check): Topic {
  return TOPICS[check]
}
