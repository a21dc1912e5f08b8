import type { CorsRequest } from '../policy/request.js'
import type { CorsResponse } from './cors-response.js'

// Fastify's router is asked which route a preflight is for: each route gets a second one for `OPTIONS`, which is only found
// if `Access-Control-Request-Method` names the first one's method.

/** What the plugin needs of a Fastify instance. */
export interface FastifyApp {
  /** The path that the instance's routes begin with. */
  readonly prefix: string
  /** Adds a hook. */
  readonly addHook: (name: never, hook: never) => unknown
  /** Adds a route. */
  readonly route: (options: never) => unknown
  /** Node's server, which all instances of an application share. */
  readonly server: object
  /** Adds a kind of constraint of routes. */
  readonly addConstraintStrategy: (strategy: never) => void
  /** Whether there is such a kind. */
  readonly hasConstraintStrategy: (name: string) => boolean
  /** Routes a request. */
  readonly routing: (request: never, response: never) => void
}

/** What Fastify keeps of a route for its users. */
export type RouteConfig = { readonly [key: PropertyKey]: unknown } | undefined

/** What the hook `onRoute` is given. */
export interface Route {
  readonly method: string | readonly string[]
  /** With the prefix. */
  readonly url: string
  readonly config: RouteConfig
  readonly constraints: Readonly<Record<string, unknown>> | undefined
}

const REQUESTED: unique symbol = Symbol('cors-policy.requested')

/** The config of the route that a preflight is for, if the router has found it; `undefined` for other routes than those below. */
export function requestedRoute(config: RouteConfig): RouteConfig {
  return config !== undefined && Object.hasOwn(config, REQUESTED)
    ? (config[REQUESTED] as RouteConfig)
    : undefined
}

/** Adds the routes for preflights. */
export function routePreflights(app: FastifyApp, routes: readonly Route[]): void {
  if (!app.hasConstraintStrategy(CONSTRAINT)) app.addConstraintStrategy(strategy as never)
  const added = addedTo.get(app.server) ?? new Set<string>()
  addedTo.set(app.server, added)
  for (const { method: methods, url, config = {}, constraints = {} } of routes) {
    // A preflight has no `Accept-Version`, so no router can tell.
    if (Object.hasOwn(constraints, 'version')) continue
    for (const method of [methods].flat()) {
      const route = {
        method: 'OPTIONS',
        url: url.slice(app.prefix.length),
        prefixTrailingSlash: url.endsWith('/') ? 'slash' : 'no-slash',
        constraints: { ...constraints, [CONSTRAINT]: method },
        config: { [REQUESTED]: config },
        // Tools that list routes leave it out.
        schema: { hide: true },
        handler: unreached,
      }
      const key = [method, url, ...Object.entries(constraints).flat().map(String)].join(' ')
      if (added.has(key)) continue
      added.add(key)
      app.route(route as never)
    }
  }
}

/** The routes that were added to each server: the plugin may be registered twice. */
const addedTo = new WeakMap<object, Set<string>>()

/** The hook `onRequest` answers first, or routes the request again. */
function unreached(): void {}

const CONSTRAINT = 'corsRequestMethod'

const strategy = {
  name: CONSTRAINT,
  storage: () => {
    const stored = new Map<unknown, unknown>()
    return {
      get: (method: unknown) => stored.get(method),
      set: (method: unknown, handlers: unknown) => stored.set(method, handlers),
    }
  },
  deriveConstraint: (request: CorsRequest) =>
    request.method === 'OPTIONS' && request.headers.origin !== undefined && !isRoutedAgain(request)
      ? request.headers['access-control-request-method']
      : undefined,
}

const routedAgain = new WeakSet<CorsRequest>()

/** Whether the policy has passed a preflight on. */
export function isRoutedAgain(request: CorsRequest): boolean {
  return routedAgain.has(request)
}

/** Passes a preflight on to the route for `OPTIONS` that it would have had without those above. */
export function routeAgain(
  app: FastifyApp,
  request: CorsRequest,
  reply: { readonly raw: CorsResponse; readonly hijack: () => unknown },
): void {
  routedAgain.add(request)
  reply.hijack()
  // Fastify rewrites the URL again.
  if (typeof request.originalUrl === 'string') (request as { url: string }).url = request.originalUrl
  app.routing(request as never, reply.raw as never)
}
