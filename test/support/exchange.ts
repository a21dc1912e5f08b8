import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AnsweredResponse,
  type AskedRequest,
  type Check,
  diagnose,
  type Exchange,
  type Plan,
  plan,
  type Verdict,
} from 'cors-policy/diagnose'
import { ALLOWED, ALLOWED_WITH_COOKIES, API, METHODS, PAGE } from './example-exchange.js'

export type Parts = Omit<Partial<Exchange>, 'request'> & { request?: Partial<AskedRequest> }

/** The verdict on an exchange that is a GET of `API` from `PAGE` in whatever `parts` leave out. */
export function verdictOf({ request, ...parts }: Parts): Verdict {
  return diagnose({ pageOrigin: PAGE, ...parts, request: { url: API, ...request } })
}

export function planOf(request: Partial<AskedRequest> = {}, pageOrigin = PAGE): Plan {
  return plan({ pageOrigin, request: { url: API, ...request } })
}

export function answer(headers: AnsweredResponse['headers'] = {}, status = 200): AnsweredResponse {
  return { status, headers }
}

export function redirect(location: string, headers: Record<string, string> = ALLOWED, status = 302) {
  return { response: answer({ ...headers, Location: location }, status) }
}

/** The verdict on a GET that is answered with these headers. */
export function get(
  headers?: AnsweredResponse['headers'],
  status?: number,
  request: Partial<AskedRequest> = {},
): Verdict {
  return verdictOf({ request, response: answer(headers, status) })
}

/** The verdict on a request whose preflight is answered with these headers, and which has no response. */
export function preflighted(
  headers: AnsweredResponse['headers'],
  request: Partial<AskedRequest>,
  status = 204,
): Verdict {
  return verdictOf({ request, preflightResponse: answer(headers, status) })
}

/** The verdict on a PUT that passes its preflight, unless `headers`, which are added to the answer, or `request` fail it. */
export function putWith(
  headers: Record<string, string | string[]>,
  request: Partial<AskedRequest> = {},
): Verdict {
  return verdictOf({
    request: { method: 'PUT', ...request },
    preflightResponse: answer({ ...ALLOWED_WITH_COOKIES, [METHODS]: 'PUT', ...headers }),
    response: answer(ALLOWED_WITH_COOKIES),
  })
}

export function checks(verdict: Verdict): string[] {
  return verdict.failures.map(({ at, check }) => `${at} ${check}`)
}

export function codes(verdict: Verdict): string[] {
  return verdict.notes.map(note => note.code)
}

/** An exchange, and its failures as `checks` lists them. */
export interface Checked {
  readonly what: string
  readonly parts: Parts
  readonly expected: readonly string[]
}

export function testChecks(rows: readonly Checked[]): void {
  for (const { what, parts, expected } of rows) {
    test(`${what}: ${expected.join(', ') || 'readable'}`, () =>
      assert.deepEqual(checks(verdictOf(parts)), expected))
  }
}

/** What the failure of one check says. */
export interface Words {
  readonly what: string
  readonly verdict: Verdict
  readonly check: Check
  readonly message: string
  readonly fix: string
}

export function testWords(rows: readonly Words[]): void {
  for (const { what, verdict, check, message, fix } of rows) {
    test(`${check} in words: ${what}`, () => {
      const failure = verdict.failures.find(failed => failed.check === check)
      assert.deepEqual([failure?.message, failure?.fix], [message, fix])
    })
  }
}
