import { consoleSentence } from '../console.js'
import type { Finding } from '../finding.js'
import { type Hop, sentUrl } from '../hop.js'
import type { PreflightReason } from '../preflight-needed.js'
import type { Answer } from '../read.js'
import type { Check, Failure } from '../verdict.js'
import type { Describe } from './context.js'
import * as cors from './cors-check.js'
import * as preflight from './preflight.js'
import { quote } from './quote.js'
import * as request from './request.js'

const DESCRIBE: Readonly<Record<Check, Describe>> = {
  kMissingAllowOriginHeader: cors.missingAllowOrigin,
  kWildcardOriginNotAllowed: cors.wildcardOrigin,
  kMultipleAllowOriginValues: cors.multipleAllowOrigin,
  kInvalidAllowOriginValue: cors.invalidAllowOrigin,
  kAllowOriginMismatch: cors.originMismatch,
  kInvalidAllowCredentials: cors.invalidCredentials,
  kPreflightMissingAllowOriginHeader: cors.missingAllowOrigin,
  kPreflightWildcardOriginNotAllowed: cors.wildcardOrigin,
  kPreflightMultipleAllowOriginValues: cors.multipleAllowOrigin,
  kPreflightInvalidAllowOriginValue: cors.invalidAllowOrigin,
  kPreflightAllowOriginMismatch: cors.originMismatch,
  kPreflightInvalidAllowCredentials: cors.invalidCredentials,
  kPreflightDisallowedRedirect: preflight.preflightRedirect,
  kPreflightInvalidStatus: preflight.preflightStatus,
  kInvalidAllowMethodsPreflightResponse: preflight.invalidAllowMethods,
  kInvalidAllowHeadersPreflightResponse: preflight.invalidAllowHeaders,
  kMethodDisallowedByPreflightResponse: preflight.methodDisallowed,
  kHeaderDisallowedByPreflightResponse: preflight.headerDisallowed,
  kRedirectContainsCredentials: request.redirectCredentials,
  kCorsDisabledScheme: request.unsupportedScheme,
  kDisallowedByMode: request.disallowedByMode,
  kNoCorsRedirectModeNotFollow: request.noCorsRedirect,
  kInsecureLocalNetwork: request.insecureLocalNetwork,
  kLocalNetworkAccessPermissionDenied: request.localNetworkDenied,
  'url-credentials': request.urlCredentials,
  'invalid-method': request.invalidMethod,
  'invalid-header': request.invalidHeader,
  'forbidden-method': request.forbiddenMethod,
  'no-cors-method': request.noCorsMethod,
  'body-not-allowed': request.bodyNotAllowed,
  'unsupported-scheme': request.unsupportedScheme,
  'bad-port': request.badPort,
  'mixed-content': request.mixedContent,
  'invalid-location': request.invalidLocation,
  'too-many-redirects': request.tooManyRedirects,
  'stream-body-redirect': request.streamBodyRedirect,
  'redirect-error': request.redirectError,
  'opaque-redirect': request.opaqueRedirect,
  'opaque-response': request.opaqueResponse,
  'no-response': request.noResponse,
}

/** Puts a finding into words. */
export function describeFinding(finding: Finding, hop: Hop, answer: Answer | null): Failure {
  const words = DESCRIBE[finding.check]({ finding, hop, answer })
  const { check, at, parameter, names } = finding
  return {
    check,
    at,
    ...(parameter !== undefined && { parameter }),
    ...(names !== undefined && { names }),
    url: sentUrl(hop.url),
    ...words,
    console: consoleSentence(finding, hop, answer),
  }
}

/** Puts a reason for a preflight into words. */
export function describeReason(reason: PreflightReason): string {
  switch (reason.code) {
    case 'method':
      return `The method is ${quote(reason.name)}; only GET, HEAD and POST need none.`
    case 'header':
      return reason.name === 'content-type'
        ? 'The Content-Type is none of application/x-www-form-urlencoded, multipart/form-data and text/plain, or has an unusual value.'
        : `The header ${quote(reason.name)}, or the value that it has, needs the server's permission.`
    case 'headers-too-long':
      return 'The headers that any page may send are longer than 1024 bytes together.'
    case 'upload-listener':
      return 'A listener on xhr.upload would show whether the server exists.'
    case 'stream-body':
      return 'The body is a stream.'
  }
}
