import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, cors } from 'cors-policy'
import { A, B, evil } from '../support/attacker.js'
import { type Answer, type Asked, serve } from '../support/servers.js'

/** Whether a shared cache that stored the response to the first request serves it for the second (RFC 9111, 4.1). */
function serves(first: Asked, { headers }: Answer, second: Asked): boolean {
  const names = String(headers.vary ?? '')
    .split(', ')
    .filter(Boolean)
  const agree = (name: string) => first.headers?.[name.toLowerCase()] === second.headers?.[name.toLowerCase()]
  return !names.includes('*') && names.every(agree)
}

/** Whether a browser lets a page on this origin read the response. */
function canRead({ headers }: Answer, origin: string | undefined, withCredentials: boolean): boolean {
  const allowed = headers['access-control-allow-origin']
  if (withCredentials && headers['access-control-allow-credentials'] !== 'true') return false
  return allowed === origin || (allowed === '*' && !withCredentials)
}

const cached: Record<string, CorsOptions> = {
  'any origin': {},
  'any origin, not always sent': { alwaysSend: false },
  'a literal *': { sendWildcard: true },
  'a literal *, not always sent': { sendWildcard: true, alwaysSend: false },
  'one origin': { origins: A, credentials: true },
  'one origin, not always sent': { origins: A, credentials: true, alwaysSend: false },
  'two origins': { origins: [A, B], credentials: true, exposeHeaders: 'ETag' },
  'a pattern': { origins: 'https://*.example', credentials: true },
  nobody: { origins: [] },
  null: { origins: ['null', A] },
  'a function': { origins: origin => origin === A, credentials: true },
  'a function of a header': {
    origins: (_, request) => request.headers['x-tenant'] === 'acme',
    vary: ['X-Tenant'],
  },
  'one origin, others blocked': { origins: A, blockDisallowed: true },
  'no headers on errors': { origins: [A, B], interceptExceptions: false },
}
for (const [name, options] of Object.entries(cached)) {
  test(`${name}: a shared cache serves what the server would have answered`, async t => {
    const middleware = cors({ ...options, resources: { '*': {}, '/a/*': {} } })
    const ask = await serve(t, (request, response) =>
      middleware(request, response, () => {
        response.statusCode = Number(request.url?.slice(-3)) || 200
        if (request.url?.startsWith('/overwrites')) response.setHeader('Vary', 'Accept')
        response.end()
      }),
    )
    const asked: { origin?: string; [name: string]: string }[] = [undefined, A, B, evil, 'null', 'x'].flatMap(
      origin =>
        ['acme', undefined].map(tenant => ({
          ...(origin !== undefined && { origin }),
          ...(tenant !== undefined && { 'x-tenant': tenant }),
        })),
    )
    asked.push({ origin: A, 'x-tenant': 'acme', 'accept-language': 'fr' })
    let hits = 0
    for (const path of ['/', '/404', '/500', '/overwrites', '/overwrites/500', '/A/x']) {
      const answered = await Promise.all(
        asked.map(async headers => ({ asked: { headers }, answer: await ask({ path, headers }) })),
      )
      for (const stored of answered) {
        for (const fresh of answered) {
          if (stored === fresh || !serves(stored.asked, stored.answer, fresh.asked)) continue
          hits++
          const where = `${path} of ${JSON.stringify([stored.asked, fresh.asked])}`
          const { origin } = fresh.asked.headers
          for (const withCredentials of [true, false]) {
            const [served, wanted] = [stored, fresh].map(({ answer }) =>
              canRead(answer, origin, withCredentials),
            )
            assert.equal(served, wanted, where)
          }
          assert.equal(stored.answer.status, fresh.answer.status, where)
        }
      }
    }
    assert.ok(hits > 0)
  })
}
