import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import expressCors from 'cors'
import { cors } from 'cors-policy'
import { A, asking, B, evil, guard, is } from '../support/attacker.js'
import { serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

test('CORS headers that another layer set before are replaced', async t => {
  const before: Record<string, (request: http.IncomingMessage, response: http.ServerResponse) => void> = {
    'a list of origins': (_, response) => response.setHeader('Access-Control-Allow-Origin', [evil, '*']),
    'appended twice': (_, response) =>
      void response
        .appendHeader('access-control-allow-origin', evil)
        .appendHeader('Access-Control-Allow-Origin', '*'),
    'in upper case': (_, response) => response.setHeader('ACCESS-CONTROL-ALLOW-CREDENTIALS', 'true'),
    'expressjs/cors': (request, response) =>
      expressCors({
        origin: true,
        credentials: true,
        exposedHeaders: '*',
        allowedHeaders: 'X-B',
        preflightContinue: true,
      })(request as never, response, () => {}),
    'a looser policy': (request, response) =>
      cors({ timing: true, exposeHeaders: '*', allowHeaders: 'X-B', maxAge: 5, automaticOptions: false })(
        request,
        response,
        () => {},
      ),
  }
  for (const set of Object.values(before)) {
    const middleware = cors({ origins: [A, B], allowHeaders: [], methods: 'PUT' })
    const ask = await serve(t, (request, response) => {
      set(request, response)
      middleware(request, response, () => response.end('handled'))
    })
    is(await ask({ headers: { origin: A } }), 200, mine, 'handled')
    is(await ask({ headers: { origin: evil } }), 200, nobody, 'handled')
    is(await ask(), 200, nobody, 'handled')
    is(await ask({ method: 'OPTIONS', headers: asking(evil, 'PUT') }), 204, nobody, '')
    is(await ask({ method: 'OPTIONS', headers: asking(A, 'PUT') }), 204, {
      ...mine,
      'access-control-allow-methods': 'PUT',
    })
  }
})

test('no request can split a response', async t => {
  const ask = await guard(t, { methods: '*', allowHeaders: ['*', /^x/], timing: true })
  const [cr, lf] = ['%0d', '%0a']
  for (const end of [`${cr}${lf}`, lf, cr, '\x85', '\xe5\x98\x8d\xe5\x98\x8a', '\t']) {
    const forged = `x${end}Set-Cookie:session=1${end}`
    const path = `/${encodeURI(forged)}?${encodeURI(forged)}`
    for (const asked of [
      { path, headers: { origin: `${A}${end}X-Forged: 1`, vary: forged, host: 'api.example' } },
      { path, method: 'OPTIONS', headers: asking(A, forged, forged) },
      { path, method: 'OPTIONS', headers: asking(`${A}${forged}`, 'PUT', 'x') },
    ]) {
      const answer = await ask(asked)
      assert.ok([200, 204].includes(answer.status))
      assert.doesNotMatch(JSON.stringify([answer.headers, answer.body]), /forged|cookie|session/i)
    }
  }
})
