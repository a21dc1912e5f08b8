import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AskedRequest, Exchange } from '../diagnose/exchange.js'
import type { Verdict } from '../diagnose/verdict.js'
import { parseUrl } from '../protocol.js'
import { addressSpaces } from './check/address-spaces.js'
import { ask } from './check/ask.js'
import { type FetchHandler, fetchHandler } from './check/fetch-handler.js'
import type { Send, SentStep } from './check/network-walk.js'
import { report } from './check/report.js'
import { network } from './check/send.js'
import { CannotRun } from './command.js'
import { painter } from './terminal.js'

export type { FetchHandler } from './check/fetch-handler.js'
export type { SentRequest, SentStep } from './check/network-walk.js'

/** What a page asks, and whom. */
export interface CheckOptions extends Omit<AskedRequest, 'url' | 'streamBody' | 'uploadListener'> {
  /** Absolute; a path for a `server`, and for a `fetch`, where it means `http://localhost`. */
  readonly url: string
  /** Origin of the page, as browsers send it. */
  readonly origin: string
  /** Cookies as the header `Cookie` has them. They are sent with `credentials: 'include'`, which they imply. Default none. */
  readonly cookie?: string
  /** A Node server, or what `http.createServer` takes, such as an Express app. It need not listen. Default: the network. */
  readonly server?: http.Server | ((request: http.IncomingMessage, response: http.ServerResponse) => void)
  /** A fetch handler, as Hono, Deno, Bun and workers have them. Default: the network. */
  readonly fetch?: FetchHandler
  /** Send up to eight further `GET`, `HEAD` or `OPTIONS` requests that tell causes apart. Default `true`. */
  readonly probe?: boolean
  /** Milliseconds for each answer. Default 10000. */
  readonly timeout?: number
  /** Do not verify the server's certificate. Default `false`. */
  readonly insecure?: boolean
}

/** A verdict, with what it is about. */
export interface CheckResult extends Verdict {
  /** The requests that were sent, with their answers. */
  readonly steps: readonly SentStep[]
  /** The same as `diagnose` takes it. */
  readonly exchange: Exchange
  /** All that the command prints, for the message of an assertion. */
  readonly report: string
}

/**
 * Does to a server what a browser would do, and says what a browser would say: the command `cors-policy check`, for tests.
 *
 * @throws TypeError if an option is wrong; Error if the server could not be asked (DNS, TLS, connection, time-out).
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { origin, server, fetch, cookie = '', timeout = 10_000, insecure = false } = options
  const { method, headers, credentials, mode = 'cors', redirect, api, body } = options
  if (server !== undefined && fetch !== undefined)
    throw new TypeError('check: give `server` or `fetch`, not both.')
  const target = await reach(options.url, server, fetch !== undefined)
  const request: AskedRequest = {
    url: target.url,
    mode,
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(redirect !== undefined && { redirect }),
    ...(api !== undefined && { api }),
    ...(body != null && { body }),
    ...((credentials !== undefined || cookie !== '') && {
      credentials: cookie === '' ? credentials : 'include',
    }),
  }
  const page = { pageOrigin: origin, request }
  try {
    const overNetwork = network({ timeout, insecure, pageOrigin: origin, mode, userAgent: undefined })
    const send: Send =
      fetch === undefined ? overNetwork : fetchHandler(fetch, target.url, timeout, overNetwork)
    const checked = await ask(page, send, {
      body: body == null ? null : Buffer.from(body),
      cookie,
      probes: options.probe !== false,
      spaces: server === undefined && fetch === undefined ? addressSpaces(origin, target.url) : null,
    })
    const { steps, exchange, verdict } = checked
    return { ...verdict, steps, exchange, report: report(checked, painter(false)).join('\n') }
  } catch (error) {
    throw error instanceof CannotRun ? new Error(`check: ${error.message}`) : error
  } finally {
    await target.close()
  }
}

interface Target {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Has a server listen for as long as it is asked, if it does not yet. */
async function reach(url: string, server: CheckOptions['server'], isHandler: boolean): Promise<Target> {
  if (server === undefined)
    return { url: absolute(url, isHandler ? 'http://localhost' : undefined), close: async () => {} }
  if (!url.startsWith('/'))
    throw new TypeError(
      `check: with \`server\`, \`url\` is a path such as "/users", got ${JSON.stringify(url)}.`,
    )
  const own = typeof server === 'function' ? http.createServer(server) : server
  const isListening = own.listening
  if (!isListening) await new Promise<void>(resolve => own.listen(0, '127.0.0.1', resolve))
  const { port } = own.address() as AddressInfo
  const scheme = 'setSecureContext' in own ? 'https' : 'http'
  return {
    url: absolute(url, `${scheme}://localhost:${port}`),
    close: async () => {
      if (isListening) return
      own.closeAllConnections()
      await new Promise(resolve => own.close(resolve))
    },
  }
}

function absolute(url: string, base: string | undefined): string {
  const parsed = parseUrl(url, base === undefined ? undefined : new URL(base))
  if (parsed === undefined)
    throw new TypeError(
      `check: \`url\` must be an absolute URL, or a path with \`server\` or \`fetch\`, got ${JSON.stringify(url)}.`,
    )
  return parsed.href
}
