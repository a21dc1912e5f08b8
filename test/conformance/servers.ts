import type http from 'node:http'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { serve as serveHono } from '@hono/node-server'
import connect from 'connect'
import { cors } from 'cors-policy'
import { corsPlugin } from 'cors-policy/fastify'
import { cors as koaCors } from 'cors-policy/koa'
import { corsFetch, withCors } from 'cors-policy/web'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import fastify4 from 'fastify4'
import { H3, serve as serveH3 } from 'h3'
import Koa from 'koa'
import { type Ask, askHttp, askHttp2, listen, servers as nodeServers, serve } from '../support/servers.js'
import type { Row } from './policies.js'
import { handle, honoApp, sent } from './worker.js'

type Start = (t: TestContext, source: Row['source']) => Promise<Ask>

function express5Or4(create: () => express4.Express): Start {
  return (t, source) => {
    const app = create()
    app.use(cors(source))
    app.use('/x', (_request, response) => void response.end('handled'))
    app.use('/sends', (_request, response) => {
      for (const [name, value] of Object.entries(sent)) response.setHeader(name, value)
      response.end('handled')
    })
    app.use('/broken', () => {
      throw new Error('broken')
    })
    return serve(t, app)
  }
}

function fastify5Or4(create: typeof fastify, overHttp2 = false): Start {
  return async (t, source) => {
    const app = create({ http2: overHttp2 } as object)
    // Fastify calls a function in place of options once, with the instance.
    await app.register(corsPlugin, typeof source === 'function' ? () => source : source)
    // Fastify adds HEAD.
    const method = ['GET', 'POST', 'OPTIONS']
    app.route({ method, url: '/x', handler: async () => 'handled' })
    app.get('/sends', async (_request, reply) => reply.headers(sent).send('handled'))
    app.get('/broken', async () => {
      throw new Error('broken')
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    t.after(() => app.close())
    const { port } = app.server.address() as AddressInfo
    return asked => (overHttp2 ? askHttp2(port, asked, 'http') : askHttp(port, asked))
  }
}

function onFetch(
  fetchFor: (source: Row['source']) => (request: Request) => Response | Promise<Response>,
): Start {
  return async (t, source) => {
    const server = serveHono({ fetch: fetchFor(source), port: 0, hostname: '127.0.0.1' }) as http.Server
    await new Promise(resolve => server.once('listening', resolve))
    t.after(() => server.close())
    return asked => askHttp((server.address() as AddressInfo).port, asked)
  }
}

function koa(source: Row['source']): http.RequestListener {
  const app = new Koa()
  app.use(koaCors(source))
  app.use(context => {
    if (context.path === '/broken') context.throw(500, 'broken')
    if (context.path === '/sends') context.set(sent)
    if (context.path === '/x' || context.path === '/sends') context.body = 'handled'
  })
  return app.callback()
}

const h3: Start = async (t, source) => {
  const app = new H3({ silent: true })
  app.all('/x', () => 'handled')
  app.get('/sends', event => {
    for (const [name, value] of Object.entries(sent)) event.res.headers.set(name, value)
    return 'handled'
  })
  app.get('/broken', () => {
    throw new Error('broken')
  })
  const run = corsFetch(source as never)
  const fetch = (request: Request) => run(request, () => app.fetch(request))
  const server = await serveH3({ fetch } as never, { port: 0, hostname: '127.0.0.1', silent: true }).ready()
  t.after(() => server.close(true))
  return asked => askHttp(Number(new URL(server.url as string).port), asked)
}

/** On Node's own request and response. */
function listener(request: http.IncomingMessage, response: http.ServerResponse): void {
  const path = (request.url ?? '').replace(/\?.*/, '')
  if (path === '/sends') for (const [name, value] of Object.entries(sent)) response.setHeader(name, value)
  response.statusCode = path === '/broken' ? 500 : path === '/none' ? 404 : 200
  response.end('handled')
}

/** Every adapter on every server that it is for. */
export const servers: Readonly<Record<string, Start>> = {
  ...Object.fromEntries(
    Object.entries(nodeServers).map(([name, start]) => [
      name,
      (t, source) => start(t, cors(source), listener),
    ]),
  ),
  Connect: express5Or4(connect as never),
  'Express 4': express5Or4(express4),
  'Express 5': express5Or4(express as never),
  'Fastify 4': fastify5Or4(fastify4 as never),
  'Fastify 5': fastify5Or4(fastify),
  'Fastify 4 over http2': fastify5Or4(fastify4 as never, true),
  'Fastify 5 over http2': fastify5Or4(fastify, true),
  Koa: (t, source) => serve(t, koa(source)),
  'Koa over http2': async (t, source) => {
    const port = await listen(t, http2.createServer(koa(source) as never))
    return asked => askHttp2(port, asked, 'http')
  },
  'Hono on Node': onFetch(honoApp),
  'corsFetch over h3': h3,
  'withCors on Node': onFetch(source => withCors(handle, source as never)),
}
