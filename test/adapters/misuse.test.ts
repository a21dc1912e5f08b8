import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cors as nodeCors } from 'cors-policy'
import corsPlugin from 'cors-policy/fastify'
import honoCors from 'cors-policy/hono'
import koaCors from 'cors-policy/koa'
import { corsFetch, withCors } from 'cors-policy/web'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import fastify4 from 'fastify4'
import { Hono } from 'hono'
import Koa from 'koa'
import { serve } from '../support/servers.js'

const handler = () => new Response('handled')

const adapters: Readonly<Record<string, (options: never) => unknown>> = {
  cors: nodeCors,
  'cors of cors-policy/koa': koaCors,
  'cors of cors-policy/hono': honoCors,
  corsFetch,
  withCors: (options: never) => withCors(handler, options),
  corsPlugin: (options: never) =>
    corsPlugin({ addHook() {} } as never, options, error => {
      if (error) throw error
    }),
}
/** NestJS calls `cors(undefined)` for `enableCors()`, so Node's adapters take it for `cors()`. */
const onNode = new Set(['cors', 'cors of cors-policy/koa', 'corsPlugin'])
for (const [adapter, register] of Object.entries(adapters)) {
  test(`${adapter}: mistakes in the options throw at the call, all of them`, () => {
    assert.throws(() => register({ orgins: '*', maxAge: 'long' } as never), {
      name: 'CorsConfigError',
      code: 'ERR_CORS_CONFIG',
      message: /orgins: .*\n.*maxAge: /s,
    })
    if (!onNode.has(adapter)) assert.throws(() => register(undefined as never), { name: 'CorsConfigError' })
  })
}

/** What Express says about middleware of another server. */
async function failureUnder(
  t: Parameters<typeof serve>[0],
  create: unknown,
  middleware: unknown,
): Promise<string> {
  const app = (create as typeof express)()
  app.use(middleware as express.RequestHandler)
  app.use(
    ((error, _request, response, _next) => void response.end(String(error))) as express.ErrorRequestHandler,
  )
  return (await (await serve(t, app))()).body
}

for (const [name, create] of Object.entries({ 'Express 4': express4, 'Express 5': express })) {
  for (const [what, middleware, message] of [
    [
      'the Koa adapter',
      koaCors(),
      /^TypeError: cors of "cors-policy\/koa" is for Koa, .* import cors from "cors-policy"/,
    ],
    [
      'the Hono adapter',
      honoCors(),
      /^TypeError: cors of "cors-policy\/hono" is for Hono, .* import cors from "cors-policy"/,
    ],
    [
      'the Fastify plugin',
      corsPlugin,
      /^TypeError: corsPlugin is a plugin for Fastify, .* Write app\.register\(corsPlugin/,
    ],
    [
      'withCors',
      withCors(handler),
      /^TypeError: withCors\(\) is for servers of Request .* write cors\(options\) of "cors-policy"/,
    ],
    ['corsFetch', corsFetch(), /^TypeError: what corsFetch\(\) returns takes a Request and a function/],
  ] as const) {
    test(`${name}: ${what} says that it is for another server`, async t =>
      assert.match(await failureUnder(t, create, middleware), message))
  }
}

test('Koa and Hono: an adapter of another server says so', async t => {
  const koa = new Koa()
  koa.silent = true
  const errors: unknown[] = []
  koa.on('error', error => errors.push(error.message))
  koa.use(honoCors() as never)
  await (await serve(t, koa.callback()))()
  assert.match(String(errors), /^cors of "cors-policy\/hono" is for Hono/)
  const hono = new Hono()
  hono.use(koaCors() as never)
  hono.onError((error, context) => context.text(error.message))
  assert.match(await (await hono.request('/')).text(), /^cors of "cors-policy\/koa" is for Koa/)
})

for (const [name, create] of Object.entries({ 'Fastify 4': fastify4, 'Fastify 5': fastify })) {
  for (const [what, middleware] of Object.entries({
    options: nodeCors({ origins: 'https://a.example' }),
    'a function': nodeCors(() => ({ origins: 'https://a.example' })),
    'an async function': nodeCors(async () => ({ origins: 'https://a.example' })),
  })) {
    test(`${name}: middleware made from ${what} and registered as a plugin names the plugin`, async () => {
      const app = (create as typeof fastify)()
      app.register(middleware as never)
      await assert.rejects(async () => app.ready(), {
        name: 'TypeError',
        message:
          /^cors\(options\) of "cors-policy" is middleware, .* write await app\.register\(corsPlugin, options\)\.$/,
      })
    })
  }
}

test('the Fastify plugin called with options says how to register it', () => {
  const call = corsPlugin as (options: object) => void
  assert.throws(() => call({ origins: '*' }), /^TypeError: .* Write app\.register\(corsPlugin, options\)/)
})

test('corsFetch: its middleware called as a framework calls its own names the shape that it takes', () => {
  const call = corsFetch() as (...args: unknown[]) => unknown
  const request = new Request('https://api.example/')
  for (const args of [[{ event: { request }, resolve: handler }], [{ request }, handler], [request]]) {
    assert.throws(
      () => call(...args),
      /^TypeError: .* Write corsFetch\(options\)\(request, \(\) => next\(\)\)\.$/,
    )
  }
})

for (const [name, cors] of Object.entries({ Koa: koaCors, Hono: honoCors })) {
  test(`${name}: cors itself, uncalled, says so`, () => {
    const uncalled = cors as (context: object, next: () => void) => unknown
    assert.throws(() => uncalled({}, () => {}), /^TypeError: cors itself is no middleware: call it\./)
  })
}
