import { ORIGIN } from '../protocol.js'

/**
 * Why a decision is what it is.
 *
 * - `any-origin`, `origin-listed`: allowed, because every origin is, or this one.
 * - `no-origin`: not a CORS request.
 * - `origin-not-allowed`, `origin-malformed`: the origin is not one of the policy's, or not an origin.
 * - `method-not-allowed`, `headers-not-allowed`: the origin is allowed, but not what its preflight asks for.
 * - `no-resource`: the policy does not cover this path.
 * - `path-ambiguous`: the path names different resources to different routers, or cannot be decoded.
 */
export type Reason =
  | 'any-origin'
  | 'origin-listed'
  | 'no-origin'
  | 'origin-not-allowed'
  | 'origin-malformed'
  | 'method-not-allowed'
  | 'headers-not-allowed'
  | 'no-resource'
  | 'path-ambiguous'

/** What a policy says about one request. */
export interface Decision {
  /**
   * `preflight`: `OPTIONS` with `Origin` and `Access-Control-Request-Method`; `actual`: any other request
   * with `Origin`; `none`: a request without `Origin`, which CORS does not cover.
   */
  readonly kind: 'preflight' | 'actual' | 'none'
  /** Whether a page of the request's origin may read the answer, or send what its preflight asks. */
  readonly allowed: boolean
  /** What decided; see `Reason`. */
  readonly reason: Reason
  /** Answer at once with this status and no body; if absent, pass the request on. */
  readonly status?: number
  /** Headers to set, by name. Remove every other CORS response header. */
  readonly headers: Readonly<Record<string, string>>
  /** Request headers that the answer depends on. Merge them into `Vary`. */
  readonly vary: readonly string[]
  /** The shadow policy's decision, if it would have refused what this one allows. Only `onDecision` and the diagnostics channel get it. */
  readonly shadow?: Decision
}

/**
 * A decision as adapters apply it; `headersOf` makes its headers. `allowed` and `reason` do not tell whether the origin is
 * well-formed. `publicDecision` looks.
 *
 * @internal
 */
export interface AppliedDecision extends Omit<Decision, 'status' | 'headers' | 'shadow'> {
  /** Always an own property, so that nothing on `Object.prototype` answers a request. */
  readonly status: number | undefined
  /** Who may read the response, for as long as something may change its headers. */
  readonly readers: Readers
  /** What an allowed preflight's answer lists besides. */
  readonly lists: PreflightLists | undefined
  /** What holds for the path; `undefined` if the policy does not cover it, so that the response only gets what is in `vary`. */
  readonly rules: HeadRules | undefined
}

/** Options that apply when a response's head goes out. @internal */
export interface HeadRules {
  /** Whether responses of status 500 and above keep the headers. */
  readonly interceptExceptions: boolean
  /** Whether the policy also decides about `Timing-Allow-Origin`. */
  readonly timing: boolean
}

/** Until the path's rules are known, `Timing-Allow-Origin` may be the policy's to decide, so it is withheld too. @internal */
export const UNKNOWN_RULES: HeadRules = Object.freeze({ interceptExceptions: true, timing: true })

/** Every policy that is chosen for each request makes the response depend on this. @internal */
export const VARY_OF_CHOSEN: readonly string[] = Object.freeze([ORIGIN])

/** Who may read a response, as values of headers: they stay as they are decided, whatever is set later. @internal */
export interface Readers {
  readonly allowOrigin: string | undefined
  readonly allowCredentials: 'true' | undefined
  /** A handler may add names to these. */
  readonly exposeHeaders: string | undefined
  readonly timingAllowOrigin: string | undefined
}

/** @internal */
export const NO_READERS: Readers = Object.freeze({
  allowOrigin: undefined,
  allowCredentials: undefined,
  exposeHeaders: undefined,
  timingAllowOrigin: undefined,
})

/** What browsers compare a request with after its preflight, as values of headers. Empty texts are not sent. @internal */
export interface PreflightLists {
  readonly allowMethods: string
  readonly allowHeaders: string
  readonly maxAge: string | undefined
}
