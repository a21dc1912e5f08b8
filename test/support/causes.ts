import type { AnsweredResponse, HeaderLines, Probe } from 'cors-policy/diagnose'
import { ALLOWED, HEADERS, METHODS, PAGE } from './example-exchange.js'
import { answer } from './exchange.js'

/** An origin that the page's is not. */
export const STRANGER = 'https://not-listed.example'

/** A PUT with a header, which needs a preflight for both. */
export const PUT_TOKEN = { method: 'PUT', headers: { 'X-Token': '1' } } as const

/** What passes the preflight of `PUT_TOKEN`. */
export const PASSES = { ...ALLOWED, [METHODS]: 'PUT', [HEADERS]: 'x-token' }

/** A GET that tells causes apart, from another origin or from none. */
export function probed(origin: string | null, response: AnsweredResponse, headers: HeaderLines = {}): Probe {
  const own = origin === null ? {} : { Origin: origin }
  return { method: 'GET', headers: { ...own, ...headers }, response }
}

/** The same past caches. */
export function uncached(response: AnsweredResponse): Probe {
  return probed(PAGE, response, { 'Cache-Control': 'no-cache' })
}

/** A preflight that tells causes apart: for a method, and for headers if there are `names`. */
export function asked(method: string, response: AnsweredResponse, names?: string, origin = PAGE): Probe {
  return {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': method,
      ...(names !== undefined && { 'Access-Control-Request-Headers': names }),
    },
    response,
  }
}

/** An answer whose body begins so. */
export function page(bodyStart: string, status: number, headers: HeaderLines = {}): AnsweredResponse {
  return { ...answer(headers, status), bodyStart }
}
