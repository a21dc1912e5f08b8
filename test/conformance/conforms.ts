import assert from 'node:assert/strict'
import { createPolicy, resolve } from 'cors-policy'
import { type Answer, type Ask, corsHeaders } from '../support/servers.js'
import type { Row } from './policies.js'
import { type Exchange, exchanges } from './requests.js'
import { sent } from './worker.js'

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

interface Expected {
  readonly status: number
  readonly headers: Answer['headers']
  readonly body: string | undefined
  /** `Content-Length`, of answers that the adapter makes. */
  readonly length: string | undefined
  readonly isOfAdapter: boolean
}

/** The answer that `resolve` says an adapter gives. */
function expected({ resolved }: Row, { method, path, headers, handled }: Exchange): Expected {
  const policy = createPolicy(resolved)
  const { status, headers: decided, vary, reason } = resolve(policy, { method, url: path, headers })
  if (status !== undefined) {
    const varies = vary.length > 0 && { vary: vary.join(', ') }
    const length = status === 204 ? undefined : '0'
    return { status, headers: { ...lowerCased(decided), ...varies }, body: '', length, isOfAdapter: true }
  }
  const own = handled.sends ? lowerCased(sent) : {}
  const answer = { status: handled.status, body: handled.body, length: undefined, isOfAdapter: false }
  if (reason === 'no-resource') return { ...answer, headers: own }
  const names = [...(own.vary === undefined ? [] : [own.vary]), ...vary]
  const varies = names.length > 0 && { vary: names.join(', ') }
  const isBare = handled.status >= 500 && resolved.interceptExceptions === false
  const kept = isBare ? {} : lowerCased(decided)
  if (handled.sends && kept['access-control-allow-origin'] !== undefined) {
    const exposed = [kept['access-control-expose-headers'], 'X-Own'].filter(name => name !== undefined)
    kept['access-control-expose-headers'] = exposed.join(', ')
  }
  return { ...answer, headers: { ...kept, ...varies } }
}

/** Asserts that a server with this policy answers every request as `resolve` says: status, all CORS headers, and body. */
export async function assertConforms(ask: Ask, policy: Row): Promise<void> {
  for (const exchange of exchanges) {
    const { title, method, path, headers } = exchange
    const answer = await ask({ method, path, headers })
    const { isOfAdapter, ...wanted } = expected(policy, exchange)
    assert.deepEqual(
      {
        status: answer.status,
        headers: corsHeaders(answer),
        body: wanted.body === undefined ? undefined : answer.body,
        length: isOfAdapter ? answer.headers['content-length'] : undefined,
      },
      wanted,
      title,
    )
  }
}
