import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type AnsweredResponse, diagnose, type Exchange, type Plan, plan } from 'cors-policy/diagnose'
// The package does not export the walk.
import { firstHop } from '../../src/diagnose/hop.js'
import { planHop } from '../../src/diagnose/plan.js'
import { readAnswer, readPage } from '../../src/diagnose/read.js'
import { walk } from '../../src/diagnose/walk.js'

interface PreflightRequest {
  'Access-Control-Request-Method': string
  'Access-Control-Request-Headers': string | null
}

interface Hop {
  preflightRequest: PreflightRequest | null
  preflightResponse: AnsweredResponse | null
  response: AnsweredResponse
}

interface Case extends Exchange {
  id: string
  preflightRequest: PreflightRequest | null
  redirects: Hop[]
  expected: 'readable' | 'blocked'
  failedCheck: string | null
  failedParameter: string | null
  failedAt: string | null
  exposedHeaders: string[] | null
  originSent: string | null
  nonCorsReason?: string
  missing?: string[]
  engines?: object
}

const cases: Case[] = JSON.parse(readFileSync('test/data/browser-cases.json', 'utf8'))

/** The plan of each request that the browser sends. */
function plans(exchange: Case): Plan[] {
  const first = plan(exchange)
  if (first.refusals.length > 0) return [first]
  const sent: Plan[] = []
  const answers = [...exchange.redirects, exchange]
  const steps = walk(firstHop(readPage(exchange)).hop, () => {})
  for (let next = steps.next(); !next.done; ) {
    const { kind, hop } = next.value
    const answered = answers[hop.redirectCount]
    if (kind === 'preflight') next = steps.next(readAnswer(answered?.preflightResponse, 'preflightResponse'))
    else {
      sent.push(planHop(hop))
      next = steps.next(readAnswer(answered?.response, 'response'))
    }
  }
  return sent
}

function preflightRequest({ preflight }: Plan): PreflightRequest | null {
  if (preflight === null) return null
  const headers = new Headers(preflight.headers as [string, string][])
  return {
    'Access-Control-Request-Method': headers.get('access-control-request-method') ?? '',
    'Access-Control-Request-Headers': headers.get('access-control-request-headers'),
  }
}

function origin({ request }: Plan): string | null {
  return request?.headers.find(([name]) => name === 'Origin')?.[1] ?? null
}

// The data give the origin that the request has, but these requests send no `Origin`: they are not sent at all, or are
// a same-origin GET (Fetch, "append a request Origin header").
const NO_ORIGIN = new Set([
  'forbidden-method-trace',
  'mode-same-origin-cross',
  'redir-userinfo-local-to-remote',
  'redir-userinfo-same-origin',
])

for (const exchange of cases) {
  test(exchange.id, () => {
    const verdict = diagnose(exchange)
    const [first] = verdict.failures
    assert.deepEqual(
      {
        readable: verdict.readable,
        check: first?.check ?? null,
        parameter: first?.parameter ?? null,
        at: first?.at ?? null,
        exposedHeaders: verdict.exposedHeaders,
      },
      {
        readable: exchange.expected === 'readable',
        check: exchange.failedCheck ?? exchange.nonCorsReason ?? null,
        parameter: exchange.failedParameter,
        at: exchange.failedAt,
        exposedHeaders: exchange.exposedHeaders ?? [],
      },
    )
    if (exchange.missing) assert.deepEqual(first?.names, exchange.missing)
    for (const { message, fix } of verdict.failures) {
      assert.match(message, /^[A-Z"].+\.$/)
      assert.match(fix, /^[A-Z"].+\.$/)
    }

    const sent = plans(exchange)
    const seen = [...exchange.redirects, exchange].map(hop => hop.preflightRequest)
    assert.deepEqual(sent.map(preflightRequest), seen.slice(0, sent.length))
    const expectedOrigin = NO_ORIGIN.has(exchange.id) ? null : exchange.originSent
    assert.equal(origin(sent.at(-1) as Plan), expectedOrigin)
  })
}

test('every case in which a browser is known to differ gets a note', () => {
  const declared = cases.filter(({ engines }) => engines && !JSON.stringify(engines).includes('run in extra'))
  const unnoted = declared.filter(exchange => {
    const codes = diagnose(exchange).notes.map(note => note.code)
    return !codes.includes('engine-deviation') && !codes.includes('authorization-under-wildcard')
  })
  assert.ok(declared.length > 5)
  assert.deepEqual(
    unnoted.map(({ id }) => id),
    [],
  )
})
