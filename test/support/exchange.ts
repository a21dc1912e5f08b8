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

export const PAGE = 'https://app.example'
export const API = 'https://api.example/data'
export const ALLOWED = { 'Access-Control-Allow-Origin': PAGE, Vary: 'Origin' }
export const ALLOWED_WITH_COOKIES = { ...ALLOWED, 'Access-Control-Allow-Credentials': 'true' }

export type Parts = Omit<Partial<Exchange>, 'request'> & { request?: Partial<AskedRequest> }

export function judge({ request, ...parts }: Parts): Verdict {
  return diagnose({ pageOrigin: PAGE, ...parts, request: { url: API, ...request } })
}

export function ask(request: Partial<AskedRequest> = {}, pageOrigin = PAGE): Plan {
  return plan({ pageOrigin, request: { url: API, ...request } })
}

export function answer(headers: AnsweredResponse['headers'] = {}, status = 200): AnsweredResponse {
  return { status, headers }
}

/** The verdict on a GET with such an answer. */
export function get(
  headers?: AnsweredResponse['headers'],
  status?: number,
  request: Partial<AskedRequest> = {},
): Verdict {
  return judge({ request, response: answer(headers, status) })
}

/** The verdict on a request whose preflight is answered so. */
export function preflighted(
  headers: AnsweredResponse['headers'],
  request: Partial<AskedRequest>,
  status = 204,
): Verdict {
  return judge({ request, preflightResponse: answer(headers, status) })
}

export function checks(verdict: Verdict): string[] {
  return verdict.failures.map(({ at, check }) => `${at} ${check}`)
}

export function codes(verdict: Verdict): string[] {
  return verdict.notes.map(note => note.code)
}

export function redirect(location: string, headers: Record<string, string> = ALLOWED, status = 302) {
  return { response: answer({ ...headers, Location: location }, status) }
}

/** At an origin that is neither the page's nor the server's. */
export const OTHER = 'https://other.example/end'
export const AS_NULL = { 'Access-Control-Allow-Origin': 'null' }

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
    test(`in words: ${what}`, () => {
      const failure = verdict.failures.find(failed => failed.check === check)
      assert.deepEqual([failure?.message, failure?.fix], [message, fix])
    })
  }
}
