import type { Decision } from '../policy/decision.js'
import type { CorsRequest } from '../policy/request.js'
import type { CorsRisk } from './errors.js'
import type { CorsOptions } from './spellings.js'

/**
 * Decides about one origin; only `true`, or a promise of it, allows. It is never asked about a
 * request without an `Origin`, nor about `null`, `file://` or a malformed one. What it throws goes to
 * `next(error)`.
 */
export type OriginFunction<Request = CorsRequest> = (
  origin: string,
  request: Request,
) => boolean | PromiseLike<boolean>

/** An array, a set, or a comma-separated string. */
export type List<Item> = string | readonly Item[] | ReadonlySet<Item>

/** Who may read: see the option `origins`. */
export type Origins<Request = CorsRequest> =
  | RegExp
  | OriginFunction<Request>
  | List<string | RegExp | OriginFunction<Request>>

/** Paths, or paths with options of their own. */
export type Resources<Request = CorsRequest> =
  | RegExp
  | List<string | RegExp>
  | Readonly<Record<string, ResourceOptions<Request>>>
  | ReadonlyMap<string | RegExp, ResourceOptions<Request>>
  | readonly (readonly [path: string | RegExp, options: ResourceOptions<Request>])[]

/** The options of a resource, which lie over the outer ones: all but `resources`. */
export type ResourceOptions<Request = CorsRequest> = Omit<CorsOptions<Request>, 'resources'>

/** The options in this library's spelling. One that is left out takes its default; all are checked when the policy is made. */
export interface OwnOptions<Request = CorsRequest> {
  /**
   * Who may read: `'*'`, an origin as a browser sends it, a pattern, an anchored RegExp, a function,
   * or a list of these. `https://*.example.com` is every subdomain, `http://localhost:*` every port;
   * everything else in a string is literal. `[]` allows nobody; `'null'` and `'file://'` must be
   * listed to be allowed.
   *
   * @defaultValue `'*'`
   * @example ['https://app.example.com', 'https://*.preview.example.com', 'http://localhost:*']
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-origin
   */
  readonly origins?: Origins<Request>

  /**
   * Methods that a preflight allows, or `'*'` for all. Names from the default list are upper-cased; others are compared as written.
   * Browsers let GET, HEAD and POST pass unlisted. `CONNECT`, `TRACE` and `TRACK` are refused.
   *
   * @defaultValue `['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']`
   * @example ['GET', 'PUT']
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   */
  readonly methods?: List<string>

  /**
   * Request headers that a preflight allows: names, RegExps that start with `^` and match lower-case names, or `'*'` for all,
   * `Authorization` included.
   *
   * @defaultValue `'*'`
   * @example ['Content-Type', 'Authorization', /^x-acme-/]
   * @see https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   */
  readonly allowHeaders?: RegExp | List<string | RegExp>

  /**
   * Response headers that a page may read beyond the safelisted seven (`Cache-Control`,
   * `Content-Language`, `Content-Length`, `Content-Type`, `Expires`, `Last-Modified`, `Pragma`);
   * or `'*'` for all, which needs `credentials: false`.
   *
   * @defaultValue none
   * @example ['ETag', 'X-Total-Count']
   * @see https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   */
  readonly exposeHeaders?: List<string>

  /**
   * Allow cookies and HTTP authentication. Needs `origins` that name who may read.
   *
   * @defaultValue `false`
   * @see https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
   */
  readonly credentials?: boolean

  /**
   * Whole seconds that a browser may keep a preflight; `-1` means never. Chromium keeps one for at most 7200 seconds, Firefox
   * 86400, WebKit 600.
   *
   * @defaultValue none, which browsers take as 5 seconds
   * @example 600
   * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  readonly maxAge?: number

  /**
   * Send a literal `*` instead of the request's origin, under `origins: '*'`.
   *
   * @defaultValue `false`
   */
  readonly sendWildcard?: boolean

  /**
   * Send the headers on responses to requests without `Origin` too, if every request gets the same: `*`, or the only origin.
   *
   * @defaultValue `true`
   */
  readonly alwaysSend?: boolean

  /**
   * Name in `Vary` what the answer depends on. A list adds request headers that your function looks at. `false` leaves `Vary`
   * alone, and caches may then mix up answers.
   *
   * @defaultValue `true`
   * @example ['X-Tenant']
   * @see https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
   */
  readonly vary?: boolean | List<string>

  /**
   * Let the middleware answer preflights. `false`: set the headers and call `next()`.
   *
   * @defaultValue `true`
   */
  readonly automaticOptions?: boolean

  /**
   * Send the headers on error responses too, so that a page can read the error. `false` leaves them out of responses with
   * status 500 and above.
   *
   * @defaultValue `true`
   */
  readonly interceptExceptions?: boolean

  /**
   * The paths that the policy covers, or a map from paths to options that lie over these: `'/health'` is
   * that path, `'/api/*'` is `/api` and all below it. The most specific entry wins. RegExps, which must
   * start with `^`, are tried after the paths, in the order given, and `'*'` last.
   *
   * @defaultValue every path
   * @example { '/public/*': { origins: '*' }, '/api/*': { credentials: true, origins: ['https://a.example'] } }
   */
  readonly resources?: Resources<Request>

  /**
   * Status of an answered preflight, 200 to 299.
   *
   * @defaultValue `204`
   * @see https://fetch.spec.whatwg.org/#ok-status
   */
  readonly preflightStatus?: number

  /**
   * Answer 403 to an actual cross-origin request whose origin is not allowed, before the handler runs.
   * Same-origin requests pass.
   *
   * @defaultValue `false`
   */
  readonly blockDisallowed?: boolean

  /**
   * `true`: send `Timing-Allow-Origin` to the origins that may read, and to no other. `false`: leave it as others set it.
   *
   * @defaultValue `false`
   * @see https://w3c.github.io/resource-timing/#sec-timing-allow-origin
   */
  readonly timing?: boolean

  /**
   * Called with each decision and its request before the headers are set, for logs and metrics. What it throws goes to
   * `next(error)`; nothing waits for a promise that it returns.
   *
   * @defaultValue none
   */
  readonly onDecision?: (decision: Decision, request: Request) => void

  /**
   * Risks to accept, by error code: for all of `origins`, or only for the entries that are listed here. RegExps with the same
   * source and flags are equal.
   *
   * @defaultValue `[]`
   * @example { 'insecure-origin': ['http://10.0.0.5:3000'] }
   */
  readonly dangerouslyAllow?:
    | List<CorsRisk>
    | { readonly [Risk in CorsRisk]?: RegExp | List<string | RegExp> }
}
