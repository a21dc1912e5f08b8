import { CannotRun } from '../command.js'
import type { Send } from './network-walk.js'

/** Answers a request, as Hono, Deno, Bun and workers do it. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/** Asks a handler in place of its own origin's server; other origins, where a redirect leads, are asked over the network. */
export function fetchHandler(handler: FetchHandler, url: string, timeout: number, network: Send): Send {
  const { origin } = new URL(url)
  return async (request, body) => {
    if (new URL(request.url).origin !== origin) return network(request, body)
    const { method, headers } = request
    const asked = new Request(request.url, {
      method,
      headers: headers.map(([name, value]) => [name, value]),
      ...(body !== null && { body: new Uint8Array(body) }),
    })
    const late = AbortSignal.timeout(timeout)
    const response = await Promise.race([
      handler(asked),
      new Promise<never>((_, reject) =>
        late.addEventListener('abort', () =>
          reject(new CannotRun(`no answer within ${timeout} ms from the handler in \`fetch\`.`)),
        ),
      ),
    ])
    if (!(response instanceof Response)) throw new CannotRun('the handler in `fetch` gave no Response.')
    const bodyStart = response.status >= 400 ? (await response.text()).slice(0, 2000) : ''
    return { status: response.status, headers: [...response.headers], bodyStart }
  }
}
