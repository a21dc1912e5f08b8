import { isSafelistedMethod, REQUEST_HEADERS, REQUEST_METHOD } from '../protocol.js'
import type { HeaderList } from './header-list.js'
import type { Hop } from './hop.js'
import { unsafeRequestHeaderNames } from './request-headers.js'

/** Why a preflight is needed, and the headers that it names. @internal */
export interface PreflightNeed {
  readonly reasons: readonly PreflightReason[]
  /** The names in `Access-Control-Request-Headers`: lower case, sorted, each once. */
  readonly unsafeNames: readonly string[]
}

/**
 * - `method`: it is not `GET`, `HEAD` or `POST`.
 * - `header`: a header, or the value that it has, is not safelisted.
 * - `headers-too-long`: the values of the safelisted headers are longer than 1024 bytes together.
 * - `upload-listener`: a listener on `xhr.upload`.
 * - `stream-body`: the body is a stream.
 */
export type PreflightReason =
  | {
      /** For programs. */
      readonly code: 'method' | 'header'
      /** The method or header. */
      readonly name: string
    }
  | {
      /** For programs. */
      readonly code: 'headers-too-long' | 'upload-listener' | 'stream-body'
    }

/**
 * Returns `null` if no preflight is needed. Whether a browser remembers an earlier one is not known here.
 * https://fetch.spec.whatwg.org/#main-fetch
 *
 * @internal
 */
export function preflightNeed(hop: Hop): PreflightNeed | null {
  if (hop.tainting !== 'cors') return null
  const { names, tooLongTogether } = unsafeRequestHeaderNames(hop.headers)
  const isSimple = names.length === 0 && isSafelistedMethod(hop.method)
  if (isSimple && !hop.uploadListener && !hop.streamBody) return null
  const reasons: PreflightReason[] = []
  if (!isSafelistedMethod(hop.method)) reasons.push({ code: 'method', name: hop.method })
  if (tooLongTogether.length > 0) reasons.push({ code: 'headers-too-long' })
  for (const name of names) {
    if (!tooLongTogether.includes(name)) reasons.push({ code: 'header', name })
  }
  if (hop.uploadListener) reasons.push({ code: 'upload-listener' })
  if (hop.streamBody) reasons.push({ code: 'stream-body' })
  return { reasons, unsafeNames: names }
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch, steps 1 to 5 @internal */
export function preflightHeaders(hop: Hop, need: PreflightNeed): HeaderList {
  const headers: HeaderList[number][] = [
    ['Accept', '*/*'],
    [REQUEST_METHOD, hop.method],
  ]
  if (need.unsafeNames.length > 0) headers.push([REQUEST_HEADERS, need.unsafeNames.join(',')])
  headers.push(['Origin', hop.origin])
  return headers
}
