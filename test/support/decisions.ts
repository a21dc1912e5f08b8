import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, type CorsRequest, createPolicy, type Decision, resolve } from 'cors-policy'

export const A = 'https://a.example'
export const B = 'https://b.example'

export function get(origin?: string, url = '/'): CorsRequest {
  return { method: 'GET', url, headers: { ...(origin !== undefined && { origin }) } }
}

export function preflight(origin: string | undefined, method: string, headers?: string): CorsRequest {
  return {
    method: 'OPTIONS',
    url: '/',
    headers: {
      ...(origin !== undefined && { origin }),
      'access-control-request-method': method,
      ...(headers !== undefined && { 'access-control-request-headers': headers }),
    },
  }
}

/** A decision without the prefix `Access-Control-` of its header names. */
export function shortened({ kind, allowed, reason, status, headers, vary }: Decision) {
  const bare = Object.entries(headers).map(([name, value]) => [name.replace('Access-Control-', ''), value])
  return {
    kind,
    allowed,
    reason,
    ...(status !== undefined && { status }),
    headers: Object.fromEntries(bare),
    vary: vary.map(name => name.replace('Access-Control-', '')).join(', '),
  }
}

/** A request and the whole decision on it, with names as `shortened` writes them. */
export interface Decided {
  readonly title: string
  readonly options: CorsOptions
  readonly request: CorsRequest
  /** `actual` by default. */
  readonly kind?: Decision['kind']
  readonly reason: Decision['reason']
  readonly headers: Readonly<Record<string, string>>
  readonly vary: string
  readonly status?: number | undefined
}

const denials = ['origin-not-allowed', 'origin-malformed', 'method-not-allowed', 'headers-not-allowed']

/** Each row is a test of its own; one more changes every decision and asks again. */
export function testDecisions(rows: readonly Decided[]): void {
  for (const { title, options, request, kind = 'actual', reason, headers, vary, status } of rows) {
    test(title, () => {
      assert.deepEqual(shortened(resolve(createPolicy(options), request)), {
        kind,
        allowed: !denials.includes(reason),
        reason,
        ...(status !== undefined && { status }),
        headers,
        vary,
      })
    })
  }

  test('changing a decision does not change the next one', () => {
    for (const { options, request } of rows) assertUnshared(options, request)
  })
}

/** Fails if a caller who changes a decision changes a later one. */
export function assertUnshared(options: CorsOptions, request: CorsRequest): void {
  const policy = createPolicy(options)
  const first = resolve(policy, request)
  const before = structuredClone(first)
  // What is frozen throws.
  try {
    Object.assign(first, { allowed: 'hacked' })
    ;(first.vary as string[]).push('hacked')
  } catch {}
  try {
    Object.assign(first.headers, { 'Access-Control-Allow-Origin': 'hacked' })
  } catch {}
  assert.deepEqual(structuredClone(resolve(policy, request)), before)
}
