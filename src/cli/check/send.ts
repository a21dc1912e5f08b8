import http from 'node:http'
import https from 'node:https'
import { getDomain } from 'tldts'
import type { HeaderList } from '../../diagnose/header-list.js'
import { isLoopback } from '../../protocol.js'
import { CannotRun } from '../command.js'
import { printable } from '../terminal.js'
import type { Send, SentRequest } from './network-walk.js'

export interface SendOptions {
  /** Milliseconds from the start of a request to the head of its answer. */
  readonly timeout: number
  /** Do not verify the server's certificate. */
  readonly insecure: boolean
  readonly pageOrigin: string
  readonly mode: string
  /** That of the browser in which a request was copied: some servers answer no other. */
  readonly userAgent: string | undefined
}

/** Of `timeout`, for all answers together: a server may redirect twenty times, with a preflight each. */
const ALL_ANSWERS = 5

/**
 * Sends over HTTP/1.1, one connection at a time. Of the body it reads the start of an error page, which tells who answered.
 */
export function network({ timeout, insecure, pageOrigin, mode, userAgent }: SendOptions): Send {
  // Once a redirect has left the page's site, `Sec-Fetch-Site` keeps saying so, even if a later redirect comes back.
  let site = 0
  const end = performance.now() + timeout * ALL_ANSWERS
  return (request, body) =>
    new Promise((resolve, reject) => {
      const url = new URL(request.url)
      site = Math.max(site, SITES.indexOf(siteOf(pageOrigin, url)))
      const fail = (reason: string) =>
        reject(new CannotRun(`${printable(request.method)} ${printable(request.url)}: ${printable(reason)}`))
      const defaults: HeaderList = [
        ['Accept', '*/*'],
        ['User-Agent', userAgent ?? 'cors-policy check'],
        ...(isTrustworthy(url) ? fetchMetadata(SITES[site] as Site, mode) : []),
      ]
      const sent = start(url, browserHeaders(request, url, defaults, body), request.method, insecure)
      // 0 means no limit.
      sent.maxHeadersCount = 0
      const left = end - performance.now()
      const timer = setTimeout(
        () => {
          sent.destroy()
          fail(
            left < timeout
              ? `the answers took longer than ${timeout * ALL_ANSWERS} ms together. A longer --timeout allows more.`
              : `no answer within ${timeout} ms. Is the server up, and is --timeout long enough?`,
          )
        },
        Math.min(timeout, left),
      )
      const onHead = async (answer: http.IncomingMessage) => {
        clearTimeout(timer)
        const { statusCode = 0, rawHeaders } = answer
        const bodyStart = statusCode >= 400 ? await readStart(answer) : ''
        sent.destroy()
        if (statusCode === 101)
          fail('the answer has status 101 and switches to another protocol, which no page can read.')
        else resolve({ status: statusCode, headers: pairs(rawHeaders), bodyStart })
      }
      sent.on('response', onHead)
      sent.on('upgrade', onHead)
      sent.on('error', error => {
        clearTimeout(timer)
        fail(explain(error, url))
      })
      sent.end(body)
    })
}

/** Milliseconds; a server that sends its error page later is known by its headers alone. */
const PATIENCE = 500

const LONGEST_START = 2000

function readStart(answer: http.IncomingMessage): Promise<string> {
  return new Promise(resolve => {
    let text = ''
    const end = () => resolve(text.slice(0, LONGEST_START))
    const timer = setTimeout(end, PATIENCE)
    answer.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.length >= LONGEST_START) end()
    })
    answer.on('close', () => {
      clearTimeout(timer)
      end()
    })
  })
}

function start(url: URL, headers: HeaderList, method: string, insecure: boolean): http.ClientRequest {
  const options = {
    method,
    headers: headers.flat(),
    agent: false as const,
    // Browsers accept as much.
    maxHeaderSize: 256 * 1024,
    rejectUnauthorized: !insecure,
    ALPNProtocols: ['http/1.1'],
    // Browsers accept answers that are not quite HTTP.
    insecureHTTPParser: true,
  }
  return url.protocol === 'https:' ? https.request(url, options) : http.request(url, options)
}

const hasNoBody = /^(?:GET|HEAD|OPTIONS|DELETE)$/

/** Adds the headers of every browser that servers look at. */
function browserHeaders(
  { method, headers }: SentRequest,
  url: URL,
  defaults: HeaderList,
  body: Buffer | null,
): HeaderList {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  return [
    ...(names.has('host') ? [] : [['Host', url.host] as const]),
    ...defaults.filter(([name]) => !names.has(name.toLowerCase())),
    ...headers,
    ...(body === null && hasNoBody.test(method) ? [] : [['Content-Length', `${body?.length ?? 0}`] as const]),
    ['Connection', 'close'],
  ]
}

function fetchMetadata(site: Site, mode: string): HeaderList {
  return [
    ['Sec-Fetch-Site', site],
    ['Sec-Fetch-Mode', mode],
    ['Sec-Fetch-Dest', 'empty'],
  ]
}

/** Browsers send fetch metadata only to these. https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy */
function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname)
}

const SITES = ['same-origin', 'same-site', 'cross-site'] as const
type Site = (typeof SITES)[number]

/** https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header */
function siteOf(pageOrigin: string, url: URL): Site {
  if (pageOrigin === url.origin) return 'same-origin'
  if (pageOrigin === 'null') return 'cross-site'
  const page = new URL(pageOrigin)
  const domain = (host: string) => getDomain(host, { allowPrivateDomains: true }) ?? host
  const isSame = page.protocol === url.protocol && domain(page.hostname) === domain(url.hostname)
  return isSame ? 'same-site' : 'cross-site'
}

function pairs(raw: readonly string[]): [string, string][] {
  const lines: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) {
    const [name, value] = [raw[i] as string, raw[i + 1] as string]
    lines.push([name, /^location$/i.test(name) ? fromUtf8(value) : value])
  }
  return lines
}

/** Browsers read `Location` as UTF-8, and other headers one byte a character. */
function fromUtf8(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? bytes : text
}

/** Puts a failed connection into words. None is about CORS, though browsers may report it as a CORS error. */
function explain(error: NodeJS.ErrnoException, url: URL): string {
  const code = error.code ?? ''
  const where = `${url.hostname}${url.port && `:${url.port}`}`
  if (code === 'ENOTFOUND') return `host not found: ${url.hostname} (DNS).`
  if (code === 'EAI_AGAIN') return `DNS did not answer for ${url.hostname}. Is there a network?`
  if (code === 'ECONNREFUSED') return `connection refused: nothing listens at ${where}.`
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'the server closed the connection without an answer.'
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `${where} cannot be reached.`
  if (/^HPE_HEADER_OVERFLOW$/.test(code)) return 'the headers of the answer are longer than browsers take.'
  if (code.startsWith('HPE_')) return `the answer is not HTTP that Node reads (${error.message}).`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return `TLS failed (${tlsFailure(error.message)}`
  if (/CERT|SIGNED|SIGNATURE|ISSUER|ALTNAME/.test(code)) {
    return `the certificate is not valid (${error.message}). Browsers refuse it before CORS; --insecure skips the check.`
  }
  return error.message
}

/** OpenSSL's reason without its file names, and what it means. */
function tlsFailure(message: string): string {
  const reason = /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message.split('\n')[0] ?? ''
  if (/no application protocol/.test(reason))
    return `${reason}): the server speaks only HTTP/2, and this command only HTTP/1.1.`
  if (/certificate required|bad certificate/.test(reason))
    return `${reason}): the server asks for a certificate of the client, and this command has none.`
  if (/protocol version|no protocols/.test(reason))
    return `${reason}): the server speaks no TLS that is new enough.`
  return `${reason}). Does the server speak https on this port?`
}
