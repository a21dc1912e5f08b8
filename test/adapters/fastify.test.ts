import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { type CorsRequest, createPolicy } from 'cors-policy'
import corsPlugin, { type RouteCors } from 'cors-policy/fastify'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import fastify4 from 'fastify4'
import { A, asking, B, evil, is } from '../support/attacker.js'
import { granted, grantedPreflight, options, put, varies } from '../support/listed-with-credentials.js'
import { type Answer, type Ask, askHttp } from '../support/servers.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    cors?: RouteCors
  }
}

const handler = async () => 'handled'

const versions: Readonly<Record<string, typeof fastify>> = {
  'Fastify 4': fastify4 as never,
  'Fastify 5': fastify,
}
for (const [version, create] of Object.entries(versions)) {
  /** Listens until the test ends. */
  async function listening(t: TestContext, app: FastifyInstance): Promise<Ask> {
    await app.listen({ port: 0, host: '127.0.0.1' })
    t.after(() => app.close())
    return asked => askHttp((app.server.address() as AddressInfo).port, asked)
  }

  /** An application with the plugin. */
  async function withPlugin(
    given: typeof options | object = options,
    server: FastifyServerOptions = {},
  ): Promise<FastifyInstance> {
    const app: FastifyInstance = create(server)
    await app.register(corsPlugin, given)
    return app
  }

  test(`${version}: replies that are hijacked, written raw, or errors have the headers`, async t => {
    const app = await withPlugin()
    app.get('/hijacked', (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'Access-Control-Allow-Origin': '*' })
      reply.raw.end('raw')
    })
    app.get('/raw', (_request, reply) => reply.raw.end('raw'))
    app.get('/invalid', { schema: { querystring: { type: 'object', required: ['a'] } } }, handler)
    app.register(async child => {
      child.get('/child', handler)
      child.setNotFoundHandler((_request, reply) => reply.code(404).send('none here'))
    })
    const ask = await listening(t, app)
    for (const path of ['/hijacked', '/raw', '/child'])
      is(await ask({ path, headers: { origin: A } }), 200, granted)
    is(await ask({ path: '/invalid', headers: { origin: A } }), 400, granted)
    is(await ask({ path: '/none', headers: { origin: evil } }), 404, varies, 'none here')
  })

  test(`${version}: a plugin registered within a plugin holds for the whole application`, async t => {
    const app: FastifyInstance = create()
    await app.register(
      Object.assign(async (inner: FastifyInstance) => void (await inner.register(corsPlugin, options)), {
        [Symbol.for('skip-override')]: true,
      }),
    )
    app.get('/', handler)
    const ask = await listening(t, app)
    is(await ask({ headers: { origin: A } }), 200, granted, 'handled')
  })

  test(`${version}: onResponse hooks run for preflights that the policy answers`, async t => {
    const app = await withPlugin()
    const seen: number[] = []
    app.addHook('onResponse', async (_request, reply) => void seen.push(reply.statusCode))
    const ask = await listening(t, app)
    is(await ask({ method: 'OPTIONS', headers: { origin: A, ...put } }), 204, grantedPreflight, '')
    assert.deepEqual(seen, [204])
  })

  test(`${version}: the error of a function goes to the error handler, and nobody may read the reply`, async t => {
    const app = await withPlugin({ origins: () => Promise.reject(new Error('down')) })
    app.setErrorHandler((error, _request, reply) => reply.code(503).send((error as Error).message))
    app.get('/', () => assert.fail('passed on'))
    const ask = await listening(t, app)
    is(await ask({ headers: { origin: A } }), 503, varies, 'down')
  })

  test(`${version}: a policy, or a function that chooses one, may stand in place of the options`, async t => {
    const policy = createPolicy(options)
    const app: FastifyInstance = create()
    await app.register(
      corsPlugin,
      () => (request: CorsRequest) => (request.headers.host === 'a' ? { origins: [] } : policy),
    )
    app.get('/', handler)
    const ask = await listening(t, app)
    is(await ask({ headers: { origin: A } }), 200, granted, 'handled')
    is(await ask({ headers: { origin: A, host: 'a' } }), 200, varies, 'handled')
    const other = await listening(t, await withPlugin(policy))
    is(await other({ headers: { origin: A } }), 404, granted)
  })

  test(`${version}: options of a route lie over those of the plugin, for requests and for their preflights`, async t => {
    const app = await withPlugin()
    app.put('/before/:id', handler)
    app.put('/users/:id', { config: { cors: { origins: B, methods: 'PUT' } } }, handler)
    app.put('/users/me', handler)
    app.get('/users/:id', handler)
    await app.register(
      async child => {
        child.delete('/:id', { config: { cors: { maxAge: 60 } } }, handler)
      },
      { prefix: '/inner' },
    )
    const ask = await listening(t, app)
    const own = { ...granted, 'access-control-allow-origin': B }
    const static_ = ({ vary: _, ...headers }: Answer['headers']) => headers
    is(await ask({ method: 'PUT', path: '/users/1', headers: { origin: A } }), 200, static_(own), 'handled')
    is(await ask({ method: 'PUT', path: '/users/me', headers: { origin: A } }), 200, granted, 'handled')
    const preflight = async (path: string, method: string) => {
      const answer = await ask({ method: 'OPTIONS', path, headers: asking(A, method) })
      assert.deepEqual([answer.status, answer.body], [204, ''])
      const {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': methods,
        'access-control-max-age': age,
      } = answer.headers
      return [origin, methods, age]
    }
    const all = grantedPreflight['access-control-allow-methods']
    assert.deepEqual(await preflight('/users/1', 'PUT'), [B, 'PUT', undefined])
    assert.deepEqual(await preflight('/inner/1?a=b', 'DELETE'), [A, all, '60'])
    for (const [path = '', method = ''] of [
      ['/users/me', 'PUT'],
      ['/users/1', 'GET'],
      ['/users/1', 'HEAD'],
      ['/users/1', 'DELETE'],
      ['/before/1', 'PUT'],
      ['/none', 'PUT'],
    ]) {
      assert.deepEqual(await preflight(path, method), [A, all, undefined], `${method} ${path}`)
    }
  })

  test(`${version}: a preflight tells routes apart by host, but not by version, which it does not carry`, async t => {
    const app = await withPlugin()
    app.put('/', { constraints: { host: 'b.test' }, config: { cors: { maxAge: 60 } } }, handler)
    app.put('/v', { constraints: { version: '1.0.0' }, config: { cors: { maxAge: 60 } } }, handler)
    const ask = await listening(t, app)
    const ageFor = async (path: string, host: string) =>
      (await ask({ method: 'OPTIONS', path, headers: { host, ...asking(A, 'PUT') } })).headers[
        'access-control-max-age'
      ]
    assert.equal(await ageFor('/', 'b.test'), '60')
    assert.equal(await ageFor('/', 'a.test'), undefined)
    assert.equal(await ageFor('/v', 'b.test'), undefined)
  })

  test(`${version}: the policy does not apply to a route with cors: false, nor to its preflights`, async t => {
    const app = await withPlugin()
    const own = { 'access-control-allow-origin': 'https://upstream.example' }
    app.route({
      method: ['GET', 'PUT', 'OPTIONS'],
      url: '/proxied/*',
      config: { cors: false },
      handler: async (_request, reply) => reply.headers(own).send('upstream'),
    })
    app.put('/none', { config: { cors: false } }, handler)
    const ask = await listening(t, app)
    is(await ask({ path: '/proxied/x', headers: { origin: A } }), 200, own, 'upstream')
    is(await ask({ method: 'OPTIONS', path: '/proxied/x', headers: asking(A, 'PUT') }), 200, own, 'upstream')
    is(await ask({ method: 'OPTIONS', path: '/none', headers: asking(A, 'PUT') }), 404, {})
  })

  test(`${version}: a preflight that the policy of a route passes on reaches a route for OPTIONS, or is a 404`, async t => {
    const urls: unknown[] = []
    const rewriteUrl = ({ url = '' }) => (url.startsWith('/old') ? url.slice('/old'.length) : `/old${url}`)
    const app = await withPlugin(options, { rewriteUrl })
    for (const url of ['/x/:id', '/y'])
      app.put(url, { config: { cors: { automaticOptions: false } } }, handler)
    app.options('/x/*', async request => {
      urls.push(request.url, request.originalUrl)
      return 'mine'
    })
    const ask = await listening(t, app)
    const headers = { origin: A, ...put }
    is(await ask({ method: 'OPTIONS', path: '/old/x/1', headers }), 200, grantedPreflight, 'mine')
    assert.deepEqual(urls, ['/x/1', '/old/x/1'])
    is(await ask({ method: 'OPTIONS', path: '/old/y', headers }), 404, grantedPreflight)
  })

  test(`${version}: mistakes fail where the plugin or the route is registered`, async () => {
    const mistake = { name: 'CorsConfigError', code: 'ERR_CORS_CONFIG' }
    await assert.rejects(withPlugin({ orgins: A }), mistake)
    const app = await withPlugin({ origins: A, credentials: true })
    for (const cors of [{ orgins: A }, { origins: '*' }, undefined, true, null]) {
      assert.throws(() => app.get('/', { config: { cors } as never }, handler), mistake)
    }
  })

  test(`${version}: a route that was added before the plugin was loaded has its own options, and a warning`, async t => {
    const warnings: string[] = []
    t.mock.method(process, 'emitWarning', (message: string) => warnings.push(message))
    const app: FastifyInstance = create()
    app.register(corsPlugin, { origins: [A, B] })
    app.get('/', { config: { cors: options } }, handler)
    app.get('/wrong', { config: { cors: { orgins: A } as never } }, handler)
    const ask = await listening(t, app)
    for (let i = 0; i < 2; i++) is(await ask({ headers: { origin: A } }), 200, granted, 'handled')
    is(await ask({ path: '/wrong', headers: { origin: A } }), 500, varies)
    is(await ask({ path: '/wrong', headers: { origin: A } }), 500, varies)
    const warned = warnings.filter(text => text.includes('await app.register(corsPlugin'))
    assert.equal(warned.length, 2)
  })

  test(`${version}: registered twice, the last policy decides`, async t => {
    const app = await withPlugin({ origins: '*' })
    await app.register(corsPlugin, options)
    app.put('/', { config: { cors: { exposeHeaders: 'X-Own' } } }, handler)
    const ask = await listening(t, app)
    const own = { ...granted, 'access-control-expose-headers': 'X-Own' }
    is(await ask({ method: 'PUT', headers: { origin: A } }), 200, own, 'handled')
    is(await ask({ method: 'PUT', headers: { origin: evil } }), 200, varies, 'handled')
  })
}
