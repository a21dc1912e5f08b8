import type { AnyOptions } from '../config/spellings.js'
import { quote } from '../config/words.js'
import type { Policy } from '../policy/policy.js'
import type { CorsRequest } from '../policy/request.js'
import type { CorsResponse } from './cors-response.js'
import {
  type FastifyApp,
  isRoutedAgain,
  type Route,
  type RouteConfig,
  requestedRoute,
  routeAgain,
  routePreflights,
} from './fastify-preflights.js'
import { type CorsMiddleware, cors, type Next } from './node.js'
import type { PolicySource } from './policy-source.js'

/**
 * Options of a route, as `{ config: { cors: options } }`, laid over those of the plugin. `false`: the policy does not apply to
 * the route.
 */
export type RouteCors = AnyOptions<CorsRequest> | false

/** What a hook is given: Node's request and response are in these. */
interface HookRequest {
  readonly raw: CorsRequest
  /** Fastify 4.10 and later. */
  readonly routeOptions: { readonly config: RouteConfig }
}
interface HookReply {
  readonly raw: CorsResponse
  readonly hijack: () => unknown
}

/** A plugin, as `app.register` takes it. */
export type CorsPlugin = (
  app: FastifyApp,
  options: AnyOptions<CorsRequest> | Policy | PolicySource,
  done: (error?: Error) => void,
) => void

/**
 * A Fastify plugin that answers preflights, and sets a policy's headers on all other replies: 404s, errors, and those that are
 * hijacked or written to `reply.raw` too. It is not encapsulated: register it first, and with `await`, so that it sees every
 * route. The options are those of `cors`; mistakes in them, or in a route's `config.cors`, throw when they are registered.
 *
 * Functions among the options are called with Node's request, `request.raw`.
 */
export const corsPlugin: CorsPlugin = (app, options, done) => {
  if (typeof (app as Partial<FastifyApp> | undefined)?.addHook !== 'function') {
    const error = new TypeError(
      `corsPlugin is a plugin for Fastify, and was called with ${quote(app)}. Write app.register(corsPlugin, options), ` +
        'or on other servers, import cors from "cors-policy" or "cors-policy/koa".',
    )
    if (typeof done !== 'function') throw error
    done(error)
    return
  }
  try {
    install(app, cors(options as never))
  } catch (error) {
    done(error as Error)
    return
  }
  done()
}

// As the package fastify-plugin does it.
Object.assign(corsPlugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'cors-policy',
  [Symbol.for('plugin-meta')]: { name: 'cors-policy', fastify: '>=4.10.0 <6.0.0' },
})

export type { FastifyApp }
export default corsPlugin

function install(app: FastifyApp, base: CorsMiddleware): void {
  const ofRoutes = new WeakMap<object, CorsMiddleware>()
  const compile = (options: object): CorsMiddleware => {
    const middleware = base.with(options as never)
    // `base.with` throws unless `options` is an object, so it can be a key here.
    ofRoutes.set(options, middleware)
    return middleware
  }
  /** For a route that was added before the plugin was loaded. If its options are wrong, every request to it fails. */
  const compileLate = (options: object): CorsMiddleware => {
    process.emitWarning(
      'a route with config.cors was added before corsPlugin was loaded, so its preflights are answered by the options of ' +
        'the plugin. Write await app.register(corsPlugin, options) before it.',
      'CorsPolicyWarning',
    )
    try {
      return compile(options)
    } catch (error) {
      const failing = cors(() => {
        throw error
      })
      if (Object(options) === options) ofRoutes.set(options, failing)
      return failing
    }
  }
  /** `undefined` if the policy does not apply to the route. */
  const middlewareFor = (config: RouteConfig): CorsMiddleware | undefined => {
    if (!hasCors(config)) return base
    const options = config.cors
    return options === false ? undefined : (ofRoutes.get(options as object) ?? compileLate(options as object))
  }

  const seen: Route[] = []
  let routesDiffer = false
  app.addHook(
    'onRoute' as never,
    ((route: Route) => {
      if (requestedRoute(route.config) !== undefined) return
      if (hasCors(route.config)) {
        if (route.config.cors !== false) compile(route.config.cors as object)
        routesDiffer = true
      }
      seen.push(route)
      // All routes: a preflight for `/users/me`, which has the plugin's options, must not find `/users/:id`.
      if (routesDiffer) routePreflights(app, seen.splice(0))
    }) as never,
  )

  app.addHook(
    'onRequest' as never,
    ((request: HookRequest, reply: HookReply, done: Next) => {
      const { raw } = request
      if (isRoutedAgain(raw)) {
        done()
        return
      }
      const { config } = request.routeOptions
      const requested = requestedRoute(config)
      const middleware = middlewareFor(requested ?? config)
      const pass: Next =
        requested === undefined
          ? done
          : error => {
              if (error === undefined) routeAgain(app, raw, reply)
              else done(error)
            }
      if (middleware === undefined) pass()
      else middleware(raw, reply.raw, pass)
    }) as never,
  )
}

function hasCors(config: RouteConfig): config is NonNullable<RouteConfig> {
  return config !== undefined && Object.hasOwn(config, 'cors')
}
