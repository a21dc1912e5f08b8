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
}

/**
 * A decision as adapters apply it: header names are in lower case, and `allowed` and `reason` do not tell whether the origin is
 * well-formed. `publicDecision` looks.
 *
 * @internal
 */
export interface AppliedDecision extends Omit<Decision, 'status' | 'headers'> {
  /** Names in lower case. A decision with a status has an object of its own, which the adapter may add to. */
  readonly headers: Record<string, string>
  /** Always an own property, so that nothing on `Object.prototype` answers a request. */
  readonly status: number | undefined
  /** Whether the policy covers the path. If it does not, the response only gets what is in `vary`. */
  readonly covers: boolean
  /** Whether responses of status 500 and above keep the headers. */
  readonly keptOnErrors: boolean
}

/** Frozen, for decisions that set no header. @internal */
export const NO_HEADERS: Record<string, string> = Object.freeze({})
