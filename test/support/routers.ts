import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { parse } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { Router as KoaRouter } from '@koa/router'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import fastify4 from 'fastify4'
import { H3, toNodeHandler } from 'h3'
import { Hono } from 'hono'
import { IttyRouter } from 'itty-router'
import Koa from 'koa'
import polka from 'polka'
import serveStatic from 'serve-static'
import sirv from 'sirv'

/**
 * Which handler ran: that of exactly `/admin` or `/admin/users`, that of everything below one of them, or another. A
 * mount counts as exact only if nothing but `/` is left of its URL.
 */
export type Ran = '/admin' | '/admin/*' | '/admin/users' | '/admin/users/*' | 'other'

const RAN: readonly string[] = ['/admin', '/admin/*', '/admin/users', '/admin/users/*']

/** Reads from a response's body which handler ran. */
export const ranBy = (body: string): Ran => (RAN.includes(body) ? (body as Ran) : 'other')

const say = (body: string) => (_request: unknown, response: http.ServerResponse) => void response.end(body)
const fetched = (body: string) => () => new Response(body)
/** The handler of a mount: the rest of the URL shows whether its root was requested. */
const mounted = (path: string) => (request: http.IncomingMessage, response: http.ServerResponse) =>
  void response.end(request.url === '/' || request.url === '' ? path : `${path}/*`)

type Start = (t: TestContext) => http.RequestListener | Promise<http.RequestListener>

type ExpressLike = typeof express4

const expressRoutes =
  (create: ExpressLike, wildcard: string, settings: readonly string[] = []): Start =>
  () => {
    const app = create()
    for (const setting of settings) app.set(setting, true)
    app.get('/admin', say('/admin'))
    app.get('/admin/users', say('/admin/users'))
    app.get(`/admin/users/${wildcard}`, say('/admin/users/*'))
    app.get(`/admin/${wildcard}`, say('/admin/*'))
    app.use(say('other'))
    return app
  }

const expressMounts =
  (create: ExpressLike, options: express4.RouterOptions = {}): Start =>
  () => {
    const admin = create.Router(options)
    admin.get('/', say('/admin'))
    admin.get('/users', say('/admin/users'))
    admin.use('/users', mounted('/admin/users'))
    admin.use(mounted('/admin'))
    const outer = create.Router(options)
    outer.use('/admin', admin)
    return create().use(outer).use(say('other'))
  }

const expressFiles =
  (create: ExpressLike, options: object): Start =>
  t => {
    const app = create()
    app.use(create.static(files(t), options))
    app.use(say('other'))
    return app
  }

const koa =
  (build: () => KoaRouter): Start =>
  () => {
    const app = new Koa()
    app.use(build().routes())
    app.use(context => {
      context.body = 'other'
    })
    return app.callback()
  }
const koaSay = (body: string) => (context: { body: unknown }) => {
  context.body = body
}
const koaRoutes = (options: ConstructorParameters<typeof KoaRouter>[0]) =>
  koa(() =>
    new KoaRouter(options)
      .get('/admin', koaSay('/admin'))
      .get('/admin/users', koaSay('/admin/users'))
      .get('/admin/users/{*rest}', koaSay('/admin/users/*'))
      .get('/admin/{*rest}', koaSay('/admin/*')),
  )

const fastifyRoutes =
  (create: typeof fastify, options: object, nested = false): Start =>
  async t => {
    const app = create(options)
    t.after(() => app.close())
    const routes = async (scope: typeof app, prefix: string) => {
      scope.get(nested ? '/' : prefix, async () => '/admin')
      const at = nested ? '' : prefix
      scope.get(`${at}/users`, async () => '/admin/users')
      scope.get(`${at}/users/*`, async () => '/admin/users/*')
      scope.get(`${at}/*`, async () => '/admin/*')
    }
    if (nested) app.register(scope => routes(scope as never, '/admin'), { prefix: '/admin' })
    else await routes(app, '/admin')
    app.setNotFoundHandler(async () => 'other')
    await app.ready()
    return app.routing as never
  }

function honoApp(strict: boolean): Hono {
  const app = new Hono({ strict })
  app.get('/admin', fetched('/admin'))
  app.get('/admin/users', fetched('/admin/users'))
  app.get('/admin/users/*', fetched('/admin/users/*'))
  app.get('/admin/*', fetched('/admin/*'))
  app.all('*', fetched('other'))
  return app
}

function h3App(): H3 {
  return new H3()
    .get('/admin', () => '/admin')
    .get('/admin/users', () => '/admin/users')
    .get('/admin/users/**', () => '/admin/users/*')
    .get('/admin/**', () => '/admin/*')
    .all('/**', () => 'other')
}

function ittyFetch(request: Request): Promise<Response> {
  const router = IttyRouter()
    .get('/admin', fetched('/admin'))
    .get('/admin/users', fetched('/admin/users'))
    .get('/admin/users/*', fetched('/admin/users/*'))
    .get('/admin/*', fetched('/admin/*'))
    .all('*', fetched('other'))
  return router.fetch(request) as Promise<Response>
}

/** Routers of Fetch requests; the policy sees the same URL as they do. */
export const fetchRouters: Readonly<Record<string, (request: Request) => Response | Promise<Response>>> = {
  Hono: request => honoApp(true).fetch(request),
  h3: request => h3App().fetch(request),
  'itty-router': ittyFetch,
  'a handler that decodes pathname': request => {
    const path = decodeURIComponent(new URL(request.url).pathname)
    return new Response(ranAt(path))
  },
}

/** A directory of files, each with a body that says what ran. */
function files(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'admin/users'), { recursive: true })
  mkdirSync(join(root, 'admin/.hidden'))
  mkdirSync(join(root, 'open'))
  for (const [file, body] of [
    ['admin/index.html', '/admin/*'],
    ['admin/x', '/admin/*'],
    ['admin/.hidden/x', '/admin/*'],
    ['admin/users/index.html', '/admin/users/*'],
    ['admin/users/x', '/admin/users/*'],
    ['open/index.html', 'other'],
    ['open/x', 'other'],
  ] as const) {
    writeFileSync(join(root, file), body)
  }
  return root
}

/** What a server runs that compares paths itself. */
function ranAt(path: string | null): string {
  if (path === '/admin' || path === '/admin/users') return path
  return ['/admin/users/', '/admin/'].find(start => path?.startsWith(start))?.concat('*') ?? 'other'
}

const byPath =
  (pathOf: (url: string) => string | null): Start =>
  () =>
  (request, response) =>
    void response.end(ranAt(pathOf(request.url as string)))

/** Routers and file servers as people set them up. Tests send requests to find out what each of them does. */
export const routers: Readonly<Record<string, Start>> = {
  'Express 4, routes': expressRoutes(express4, '*'),
  'Express 4, strict and case sensitive': expressRoutes(express4, '*', [
    'strict routing',
    'case sensitive routing',
  ]),
  'Express 4, mounts': expressMounts(express4),
  'Express 4, strict mounts': expressMounts(express4, { strict: true, caseSensitive: true }),
  'Express 4, files': expressFiles(express4, {}),
  'Express 4, files with dots and extensions': expressFiles(express4, {
    dotfiles: 'allow',
    extensions: ['html'],
  }),
  'Express 5, routes': expressRoutes(express as never, '*rest'),
  'Express 5, strict and case sensitive': expressRoutes(express as never, '*rest', [
    'strict routing',
    'case sensitive routing',
  ]),
  'Express 5, mounts': expressMounts(express as never),
  'Express 5, strict mounts': expressMounts(express as never, { strict: true, caseSensitive: true }),
  'Express 5, files': expressFiles(express as never, {}),
  'Express 5, files with dots': expressFiles(express as never, { dotfiles: 'allow' }),
  'Connect, mounts': () =>
    connect()
      .use('/admin/users', mounted('/admin/users'))
      .use('/admin', mounted('/admin'))
      .use(say('other')) as never,
  'Connect, mounts in mounts': () =>
    connect()
      .use('/admin', connect().use('/users', mounted('/admin/users')).use(mounted('/admin')) as never)
      .use(say('other')) as never,
  'Connect before an Express router': () =>
    connect()
      .use('/admin', expressRootRoutes() as never)
      .use(say('other')) as never,
  'Koa, routes': koaRoutes({}),
  'Koa, strict and sensitive': koaRoutes({ strict: true, sensitive: true }),
  'Koa, prefix': koa(() =>
    new KoaRouter({ prefix: '/admin' })
      .get('/', koaSay('/admin'))
      .get('/users', koaSay('/admin/users'))
      .get('/users/{*rest}', koaSay('/admin/users/*'))
      .get('/{*rest}', koaSay('/admin/*')),
  ),
  'Koa, nested': koa(() => {
    const inner = new KoaRouter()
      .get('/', koaSay('/admin'))
      .get('/users', koaSay('/admin/users'))
      .get('/{*rest}', koaSay('/admin/*'))
    return new KoaRouter().use('/admin', inner.routes())
  }),
  'Fastify 4': fastifyRoutes(fastify4 as never, {}),
  'Fastify 4, lenient': fastifyRoutes(fastify4 as never, {
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    caseSensitive: false,
  }),
  'Fastify 4, prefix': fastifyRoutes(fastify4 as never, {}, true),
  'Fastify 5': fastifyRoutes(fastify, {}),
  'Fastify 5, lenient': fastifyRoutes(fastify, {
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, caseSensitive: false },
  }),
  'Fastify 5, semicolons': fastifyRoutes(fastify, { routerOptions: { useSemicolonDelimiter: true } }),
  'Fastify 5, lenient with semicolons, prefix': fastifyRoutes(
    fastify,
    {
      routerOptions: {
        ignoreTrailingSlash: true,
        ignoreDuplicateSlashes: true,
        caseSensitive: false,
        useSemicolonDelimiter: true,
      },
    },
    true,
  ),
  Hono: () => getRequestListener(honoApp(true).fetch),
  'Hono, not strict': () => getRequestListener(honoApp(false).fetch),
  'Hono, a mounted app': () => {
    const inner = new Hono()
    inner.get('/', fetched('/admin'))
    inner.get('/users', fetched('/admin/users'))
    inner.get('/*', fetched('/admin/*'))
    return getRequestListener(new Hono().route('/admin', inner).all('*', fetched('other')).fetch)
  },
  'Hono, mount': () =>
    getRequestListener(
      new Hono()
        .mount('/admin', request => {
          const { pathname } = new URL(request.url)
          return new Response(
            pathname === '/' ? '/admin' : pathname === '/users' ? '/admin/users' : '/admin/*',
          )
        })
        .all('*', fetched('other')).fetch,
    ),
  h3: () => toNodeHandler(h3App()) as never,
  'h3, middleware': () =>
    toNodeHandler(
      new H3()
        .use('/admin/users/**', () => '/admin/users/*')
        .use('/admin/**', () => '/admin/*')
        .use(() => 'other'),
    ) as never,
  'h3, a mounted app': () =>
    toNodeHandler(
      new H3()
        .mount(
          '/admin',
          new H3()
            .get('/', () => '/admin')
            .get('/users', () => '/admin/users')
            .get('/**', () => '/admin/*'),
        )
        .all('/**', () => 'other'),
    ) as never,
  polka: () =>
    polka({ onNoMatch: say('other') })
      .get('/admin', say('/admin'))
      .get('/admin/users', say('/admin/users'))
      .get('/admin/users/*', say('/admin/users/*'))
      .get('/admin/*', say('/admin/*')).handler as never,
  'polka, mounts': () =>
    polka({ onNoMatch: say('other') }).use('/admin' as never, mounted('/admin') as never).handler as never,
  'itty-router': () => getRequestListener(ittyFetch),
  'serve-static below a mount': t => {
    const root = files(t)
    return connect()
      .use('/admin', serveStatic(join(root, 'admin'), { dotfiles: 'allow' }) as never)
      .use(say('other')) as never
  },
  sirv: t => {
    const serve = sirv(files(t), { dotfiles: true, extensions: ['html'] })
    return (request, response) => serve(request, response, () => void response.end('other'))
  },
  'sirv, dev': t => {
    const serve = sirv(files(t), { dev: true, dotfiles: true })
    return (request, response) => serve(request, response, () => void response.end('other'))
  },
  'new URL(url, base).pathname': byPath(url => new URL(url, 'http://localhost').pathname),
  'new URL(url, base).pathname, decoded': byPath(url =>
    decodeURIComponent(new URL(url, 'http://localhost').pathname),
  ),
  'new URL(base + url).pathname': byPath(url => new URL(`http://localhost${url}`).pathname),
  'url.parse': byPath(url => parse(url).pathname),
  'url.parse with slashesDenoteHost': byPath(url => parse(url, false, true).pathname),
  'the URL before its ?': byPath(url => url.split('?')[0] as string),
}

function expressRootRoutes(): http.RequestListener {
  const app = express()
  app.get('/', say('/admin'))
  app.get('/users', say('/admin/users'))
  app.use(mounted('/admin'))
  return app
}
