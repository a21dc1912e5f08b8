import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { type AnsweredResponse, diagnose, type HeaderList, plan, type Verdict } from 'cors-policy/diagnose'
import type { AskedPage } from '../../../src/lint/site.js'

/** What a browser makes of the answers to a page, and the head of the last one. */
export interface Asked {
  readonly verdict: Verdict
  readonly response: AnsweredResponse | null
}

/** Sends what a browser would send for a page's request, and follows redirects on the same server. */
export async function ask(port: number, path: string, page: AskedPage): Promise<Asked> {
  const asked = {
    pageOrigin: page.origin ?? 'null',
    request: {
      url: `http://127.0.0.1:${port}${path}`,
      method: page.method,
      headers: page.headers,
      credentials: page.credentials ? ('include' as const) : ('same-origin' as const),
    },
  }
  const { preflight, request } = plan(asked)
  const preflightResponse = preflight && (await send(preflight.url, 'OPTIONS', preflight.headers))
  const first = request && (await send(request.url, request.method, request.headers))
  const location = first?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (first === null || request === null || location === undefined) {
    return { verdict: diagnose({ ...asked, preflightResponse, response: first }), response: first }
  }
  const redirects = [{ preflightResponse, response: first }]
  const last = await send(new URL(location, request.url).href, request.method, request.headers)
  const again = preflight && (await send(new URL(location, request.url).href, 'OPTIONS', preflight.headers))
  return {
    verdict: diagnose({ ...asked, redirects, preflightResponse: again, response: last }),
    response: last,
  }
}

export interface Answered extends AnsweredResponse {
  readonly headers: [string, string][]
}

export async function send(url: string, method: string, headers: HeaderList): Promise<Answered> {
  const lines = headers.flat()
  const { host } = new URL(url)
  const request = http.request(url, { method, headers: ['Host', host, ...lines], agent: false })
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  const { rawHeaders, statusCode = 0 } = response
  const answered: [string, string][] = []
  for (let i = 0; i < rawHeaders.length; i += 2) answered.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''])
  return { status: statusCode, headers: answered }
}
