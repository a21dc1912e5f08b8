import { isIP } from 'node:net'
import { answerers } from '../../diagnose/cause/answered-by.js'
import type { CauseCode } from '../../diagnose/cause/cause.js'
import type { Exchange, PageRequest, Probe } from '../../diagnose/exchange.js'
import { combined, type HeaderList, variesByOrigin } from '../../diagnose/header-list.js'
import { plan } from '../../diagnose/plan.js'
import { readAnswer } from '../../diagnose/read.js'
import { isTolerated } from '../../diagnose/tolerated.js'
import type { Failure, Verdict } from '../../diagnose/verdict.js'
import { isLoopback, isSafelistedMethod, REQUEST_HEADERS, REQUEST_METHOD } from '../../protocol.js'
import { CannotRun } from '../command.js'
import type { Send, SentRequest } from './network-walk.js'

/** An origin that nobody lists. */
const STRANGER = 'https://not-listed.example'

/** As `--help` promises. */
const MOST = 8

/** No probe says more about these: the failing answer, or the page's own call, tells all. */
const TOLD: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'wildcard-with-credentials',
  'credentials-not-allowed',
  'method-not-listed',
  'header-not-listed',
  'header-misspelt',
  'redirect',
  'login-redirect',
  'page-header',
  'page-call',
  'mixed-content',
  'local-network',
  'bad-port',
  'unreachable',
])

/** Sends the probes that tell causes apart, one after the other, and adds their answers to the exchange. */
export async function probe(
  exchange: Exchange,
  verdict: Verdict,
  send: Send,
  cookie: string,
): Promise<Exchange> {
  const probes: Probe[] = []
  for (const request of probesFor(exchange, verdict).slice(0, MOST)) {
    const isPreflight = request.method === 'OPTIONS'
    const headers: HeaderList =
      cookie === '' || isPreflight ? request.headers : [...request.headers, ['Cookie', cookie]]
    try {
      const response = await send({ ...request, headers }, null)
      probes.push({ method: request.method as Probe['method'], headers, response })
    } catch (error) {
      // What does not answer a probe tells nothing.
      if (!(error instanceof CannotRun)) throw error
    }
  }
  return probes.length > 0 ? { ...exchange, probes } : exchange
}

function probesFor(exchange: Exchange, { cause, failures, notes }: Verdict): readonly SentRequest[] {
  if (cause === null) return forReadable(exchange)
  const codes = notes.map(({ code }) => code)
  const failure = failures.find(found => !isTolerated(found, codes))
  const isAsked = failure?.url === plan(exchange).request?.url
  // A server that says "too many requests" is asked no more.
  const isTold = TOLD.has(cause.code) || /MultipleAllowOriginValues$/.test(failure?.check ?? '')
  if (failure === undefined || !isAsked || hasStatus(exchange, 429)) return []
  if (isTold) return isOfLists(cause.code) && failure.at === 'preflight' ? toSeeWho(exchange) : []
  return failure.at === 'preflight' ? ofPreflight(exchange, failure) : ofRequest(exchange, failure)
}

/** Causes that are mended in the lists of a CORS layer. */
function isOfLists(code: CauseCode): boolean {
  return /^(?:wildcard-with-credentials|(?:credentials|method|header)-not-(?:allowed|listed))$/.test(code)
}

/** A CORS layer may answer the preflight with no sign of the application behind it, which the request itself shows. */
function toSeeWho(exchange: Exchange): readonly SentRequest[] {
  const answer = readAnswer(exchange.preflightResponse, 'preflight')
  const isKnown = answer === null || answerers(answer).some(({ isProxy }) => !isProxy)
  return isKnown ? [] : [actual(exchange, exchange.pageOrigin)]
}

/** Whether an answer that names one origin is the same for all, which needs no `Vary`. */
function forReadable(exchange: Exchange): readonly SentRequest[] {
  const answer = readAnswer(exchange.response, 'response')
  const { sameOrigin, preflight, request } = plan(exchange)
  if (sameOrigin || answer === null || request === null || (exchange.redirects ?? []).length > 0) return []
  const allowed = combined(answer.headers, 'access-control-allow-origin') ?? '*'
  if (preflight !== null || allowed === '*' || variesByOrigin(answer.headers)) return []
  return isSafe(request.method) ? [actual(exchange, STRANGER)] : []
}

function ofPreflight(exchange: Exchange, { url }: Failure): readonly SentRequest[] {
  const { pageOrigin, request } = exchange
  const planned = plan(exchange)
  const method = planned.request?.method ?? request.method ?? 'GET'
  const names = combined(planned.preflight?.headers ?? [], REQUEST_HEADERS)
  const probes = [actual(exchange, pageOrigin), actual(exchange, null)]
  if (names !== undefined || !isSafelistedMethod(method)) probes.push(preflight(url, pageOrigin, 'GET'))
  // A list that layers keep may lack POST, which no browser looks for in it.
  if (names !== undefined && method !== 'GET') probes.push(preflight(url, pageOrigin, method))
  for (const origin of [STRANGER, ...nearOrigins(pageOrigin)])
    probes.push(preflight(url, origin, method, names))
  return probes
}

function ofRequest(exchange: Exchange, { url }: Failure): readonly SentRequest[] {
  const { pageOrigin, request } = exchange
  const planned = plan(exchange)
  const method = planned.request?.method ?? request.method ?? 'GET'
  const names = combined(planned.preflight?.headers ?? [], REQUEST_HEADERS)
  const probes = [preflight(url, pageOrigin, method, names)]
  if (!isSafe(method)) return probes
  const uncached = actual(exchange, pageOrigin)
  probes.push({ ...uncached, headers: [...uncached.headers, ['Cache-Control', 'no-cache']] })
  for (const origin of [null, STRANGER, ...nearOrigins(pageOrigin)]) probes.push(actual(exchange, origin))
  return probes
}

/** Origins that people list when they mean this one: another port of the same machine, another scheme, `www.`. */
function nearOrigins(origin: string): readonly string[] {
  if (!/^https?:/.test(origin)) return []
  const { protocol, hostname, port } = new URL(origin)
  if (isLoopback(hostname)) {
    const other = hostname === 'localhost' ? '127.0.0.1' : 'localhost'
    return [`http://${other}:${port}`, 'http://localhost:3000', 'http://localhost:5173'].filter(
      near => near !== origin,
    )
  }
  const at = port === '' ? '' : `:${port}`
  const otherScheme = `${protocol === 'https:' ? 'http' : 'https'}://${hostname}${at}`
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return [otherScheme]
  const bare = hostname.replace(/^www\./, '')
  const parent = bare.split('.').slice(1).join('.')
  return [
    otherScheme,
    `${protocol}//${bare === hostname ? `www.${hostname}` : bare}${at}`,
    ...(parent.includes('.') ? [`${protocol}//${parent}${at}`] : []),
  ]
}

/** The page's request as GET or HEAD, with another origin or none. */
function actual(exchange: PageRequest, origin: string | null): SentRequest {
  const { request } = plan({ ...exchange, pageOrigin: origin ?? exchange.pageOrigin })
  const headers = (request?.headers ?? []).filter(([name]) => !/^(?:origin|content-type)$/i.test(name))
  return {
    url: request?.url ?? exchange.request.url,
    method: request?.method === 'HEAD' ? 'HEAD' : 'GET',
    headers: origin === null ? headers : [...headers, ['Origin', origin]],
  }
}

function preflight(url: string, origin: string, method: string, names?: string): SentRequest {
  const asked: HeaderList = names === undefined ? [] : [[REQUEST_HEADERS, names]]
  return {
    url,
    method: 'OPTIONS',
    headers: [['Accept', '*/*'], [REQUEST_METHOD, method], ...asked, ['Origin', origin]],
  }
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function hasStatus({ preflightResponse, response }: Exchange, status: number): boolean {
  return preflightResponse?.status === status || response?.status === status
}
