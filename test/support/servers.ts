import { readFileSync } from 'node:fs'
import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { TestContext } from 'node:test'
import middie from '@fastify/middie'
import connect from 'connect'
import type { CorsMiddleware } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import Koa from 'koa'
import polka from 'polka'
import { nest } from './nest.js'

/** Key and certificate for localhost, which no system trusts. */
const pem = readFileSync('test/data/localhost.pem')

export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: string
}

export interface Asked {
  method?: string
  path?: string
  /** A list sends one line for each value. */
  headers?: Record<string, string | string[]>
  body?: string
}

export type Ask = (asked?: Asked) => Promise<Answer>

/** Listens on a free port until the test ends. */
export async function listen(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise(closed => server.close(closed)))
  return (server.address() as AddressInfo).port
}

/** Serves over HTTP, and returns a function that sends requests to it. */
export async function serve(t: TestContext, listener: http.RequestListener): Promise<Ask> {
  const port = await listen(t, http.createServer(listener))
  return asked => askHttp(port, asked)
}

export function askHttp(
  port: number,
  asked: Asked = {},
  module: typeof http | typeof https = http,
): Promise<Answer> {
  const { method = 'GET', path = '/', headers = {}, body } = asked
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false, ca: pem }
    const request = module.request(options, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: lines(response.rawHeaders), body: text }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

export function askHttp2(port: number, asked: Asked = {}, scheme = 'https'): Promise<Answer> {
  const { method = 'GET', path = '/', headers = {}, body } = asked
  return new Promise((resolve, reject) => {
    const session = http2.connect(`${scheme}://localhost:${port}`, { ca: pem })
    session.on('error', reject)
    const stream = session.request({ ':method': method, ':path': path, ...headers })
    let status = 0
    let raw: string[] = []
    let text = ''
    stream.setEncoding('utf8')
    stream.on('error', reject)
    stream.on('response', received => {
      status = Number(received[':status'])
      raw = Object.entries(received).flatMap(([name, value]) => [name, String(value)])
    })
    stream.on('data', chunk => {
      text += chunk
    })
    stream.on('end', () => {
      session.close()
      resolve({ status, headers: lines(raw), body: text })
    })
    stream.end(body)
  })
}

/** Headers by lower-case name; one that appears twice has a list of values. */
function lines(raw: readonly string[]): Answer['headers'] {
  const headers: Answer['headers'] = {}
  for (let i = 0; i < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase()
    const value = raw[i + 1] as string
    const before = headers[name]
    headers[name] = before === undefined ? value : [before, value].flat()
  }
  return headers
}

/** All CORS headers of a response, and `Vary`: tests compare them all, so that an extra one fails. */
export function corsHeaders({ headers }: Answer): Answer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^access-control-|^timing-allow-origin$|^vary$/.test(name)),
  )
}

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void
type Start = (t: TestContext, middleware: CorsMiddleware, handler: Handler) => Promise<Ask>

/** Calls the middleware before a handler, as a server without a framework does. */
function chain(middleware: CorsMiddleware, handler: Handler): Handler {
  return (request, response) =>
    middleware(request, response, error => {
      if (error === undefined) return handler(request, response)
      response.statusCode = 500
      response.end(`failed: ${(error as Error).message}`)
    })
}

const asFramework =
  (create: () => http.RequestListener & { use: (...args: never[]) => unknown }): Start =>
  (t, middleware, handler) => {
    const app = create() as unknown as express4.Express
    app.use(middleware)
    app.use((request, response) => handler(request, response))
    const onError: express4.ErrorRequestHandler = (error, _request, response, _next) => {
      response.statusCode = 500
      response.end(`failed: ${error.message}`)
    }
    app.use(onError)
    return serve(t, app)
  }

/** Every kind of server that the Node adapter supports. */
export const servers: Readonly<Record<string, Start>> = {
  http: (t, middleware, handler) => serve(t, chain(middleware, handler)),
  https: async (t, middleware, handler) => {
    const port = await listen(t, https.createServer({ key: pem, cert: pem }, chain(middleware, handler)))
    return asked => askHttp(port, asked, https)
  },
  'http2 without TLS': async (t, middleware, handler) => {
    const port = await listen(t, http2.createServer(chain(middleware, handler) as never))
    return asked => askHttp2(port, asked, 'http')
  },
  'http2 with TLS': async (t, middleware, handler) => {
    const options = { key: pem, cert: pem }
    const port = await listen(t, http2.createSecureServer(options, chain(middleware, handler) as never))
    return asked => askHttp2(port, asked)
  },
  Connect: asFramework(connect as never),
  'Express 4': asFramework(express4),
  'Express 5': asFramework(express),
  Polka: async (t, middleware, handler) => {
    const app = polka({
      onError(error: unknown, _request: http.IncomingMessage, response: http.ServerResponse) {
        response.statusCode = 500
        response.end(`failed: ${(error as Error).message}`)
      },
    })
    app.use(middleware as never)
    app.use(handler as never)
    const server = http.createServer(app.handler as never)
    const port = await listen(t, server)
    return asked => askHttp(port, asked)
  },
  'Koa, with its raw request and response': (t, middleware, handler) => {
    const app = new Koa()
    app.use(async (context, next) => {
      const { req, res } = context
      // The middleware or the handler answers, so Koa must not.
      context.respond = false
      try {
        await new Promise<void>((resolve, reject) => {
          res.once('close', resolve)
          middleware(req, res, error => (error === undefined ? resolve() : reject(error)))
        })
        if (!res.writableEnded) await next()
      } catch (error) {
        res.statusCode = 500
        res.end(`failed: ${(error as Error).message}`)
      }
    })
    app.use(({ req, res }) => {
      res.statusCode = 200
      handler(req, res)
    })
    return serve(t, app.callback())
  },
  'Fastify, with middie': async (t, middleware, handler) => {
    const app = fastify()
    await app.register(middie)
    app.use(middleware as never)
    app.setErrorHandler((error, _request, reply) =>
      reply.code(500).send(`failed: ${(error as Error).message}`),
    )
    app.addHttpMethod('OPTIONS', { hasBody: false }).all('/*', (request, reply) => {
      reply.hijack()
      handler(request.raw, reply.raw)
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    t.after(() => app.close())
    const { port } = app.server.address() as AddressInfo
    return asked => askHttp(port, asked)
  },
  NestJS: async (t, middleware, handler) => serve(t, await nest(middleware, handler)),
  'an API route of Next.js': (t, middleware, handler) => {
    const run = (request: http.IncomingMessage, response: http.ServerResponse) =>
      new Promise<boolean>((resolve, reject) => {
        response.once('close', () => resolve(false))
        middleware(request, response, error => (error === undefined ? resolve(true) : reject(error)))
      })
    return serve(t, async (request, response) => {
      try {
        if (await run(request, response)) handler(request, response)
      } catch (error) {
        response.statusCode = 500
        response.end(`failed: ${(error as Error).message}`)
      }
    })
  },
}
