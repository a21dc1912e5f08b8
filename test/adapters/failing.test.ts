import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cors } from 'cors-policy'
import express from 'express'
import express4 from 'express4'
import { A, evil } from '../support/attacker.js'
import { corsHeaders, serve } from '../support/servers.js'

/** Values that Express does not take for errors when they are passed to `next`. */
const thrown: readonly unknown[] = ['', false, 0, 0n, Number.NaN, null, undefined, 'route', 'router', 'text']

for (const [make, version] of [
  [express, 5],
  [express4, 4],
] as const) {
  for (const value of thrown) {
    test(`Express ${version}: a function that fails with ${typeof value} ${String(value)} is an error, and no handler runs`, async t => {
      const fail = () => {
        throw value
      }
      const rejects = async () => fail()
      for (const source of [{ origins: fail }, { origins: rejects }, fail, rejects]) {
        const app = (make as typeof express)()
        app.set('env', 'test')
        app.use(cors(source as never))
        app.use((_request, response) => void response.end('handled'))
        app.use(((error, _request, response, _next) => {
          response.status(500).end(error.message)
        }) as express.ErrorRequestHandler)
        const ask = await serve(t, app)
        const answer = await ask({ headers: { origin: evil } })
        assert.deepEqual([answer.status, corsHeaders(answer)], [500, { vary: 'Origin' }])
        assert.match(answer.body, /^a function given to cors\(\) failed with /)
      }
    })
  }
}

test('a partial global process, as bundlers make, does no harm to a denied local origin', async () => {
  const { withCors } = await import('cors-policy/web')
  const { process } = globalThis
  const answer = withCors(() => new Response('handled'), { origins: [A] })
  Object.assign(globalThis, { process: {} })
  try {
    const request = new Request('https://api.example/', { headers: { origin: 'http://localhost:3999' } })
    const { status, headers } = await answer(request)
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, A])
  } finally {
    Object.assign(globalThis, { process })
  }
})
