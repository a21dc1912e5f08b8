import { isSafelistedMethod, ORIGIN, REQUEST_HEADERS, REQUEST_METHOD } from '../../protocol.js'
import { corsCheck } from '../cors-check.js'
import type { Finding } from '../finding.js'
import { combined, type HeaderList, listItems, variesByOrigin } from '../header-list.js'
import type { Hop } from '../hop.js'
import { isOkStatus } from '../preflight-check.js'
import type { Answer, ReadProbe } from '../read.js'

/** A failure with the answer that fails. */
export interface Failed {
  readonly finding: Finding
  readonly hop: Hop
  /** `null` if nothing was answered yet. */
  readonly answer: Answer | null
}

/** What a cause is inferred from. */
export interface Seen {
  /** What browsers report. */
  readonly failed: Failed
  readonly all: readonly Failed[]
  /** The answer to the preflight of the hop that fails. */
  readonly preflight: Answer | null
  /** The answer to the request of the hop that fails. */
  readonly response: Answer | null
  /** The answers before it, which led to its URL. */
  readonly redirects: readonly Answer[]
  /** The answer of the URL that its answer leads to, if one is recorded. */
  readonly next: Answer | null
  readonly probes: readonly ReadProbe[]
}

/** An answer, named for a reader. */
export interface Look {
  readonly name: string
  readonly answer: Answer
}

/** Whether a browser would let the page read it. */
export function isReadable(answer: Answer, hop: Hop): boolean {
  return corsCheck(hop, answer.headers, 'response').length === 0
}

/** Whether a CORS layer has touched the answer: its headers stand there, or `Vary` names `Origin`. */
export function showsCors({ headers }: Answer): boolean {
  return hasCorsHeader(headers) || variesByOrigin(headers)
}

export function hasCorsHeader(headers: HeaderList): boolean {
  return headers.some(({ 0: name }) => name.startsWith('access-control-'))
}

/** Whether the answer says itself that a cache kept it. */
export function isCopy({ headers }: Answer): boolean {
  if (Number(combined(headers, 'age')) > 0) return true
  // Varnish names two requests in a copy: this one, and the one that the copy was made for.
  if (/^\d+ \d+$/.test(combined(headers, 'x-varnish') ?? '')) return true
  return ['x-cache', 'x-cache-status', 'cf-cache-status', 'x-proxy-cache'].some(name =>
    /hit/i.test(combined(headers, name) ?? ''),
  )
}

/** The request of the page as it is, or as GET where it is not safe to repeat. */
export function sameRequest({ response, probes, failed: { hop } }: Seen): Look | null {
  if (response !== null) return { name: 'the request itself', answer: response }
  const probe = probes.find(probe => isActual(probe) && originOf(probe) === hop.origin && !isUncached(probe))
  return probe ? look(`${probe.method} with the same Origin`, probe) : null
}

export function uncachedRequest({ probes }: Seen): Look | null {
  const probe = probes.find(isUncached)
  return probe ? look(`${probe.method} past the cache`, probe) : null
}

export function requestWithoutOrigin({ probes }: Seen): Look | null {
  const probe = probes.find(probe => isActual(probe) && originOf(probe) === undefined)
  return probe ? look(`${probe.method} without Origin`, probe) : null
}

/** The whole preflight of the page, or the recorded one. */
export function samePreflight({ preflight, probes, failed: { hop } }: Seen): Look | null {
  if (preflight !== null) return { name: 'the preflight', answer: preflight }
  const probe = probes.find(probe => !isActual(probe) && originOf(probe) === hop.origin)
  return probe ? look('a preflight with the same Origin', probe) : null
}

/** A preflight for less than the page wants: for GET, or for its method without its headers. */
export function lesserPreflights({ probes, failed: { hop } }: Seen): readonly ReadProbe[] {
  return probes.filter(
    probe =>
      !isActual(probe) &&
      originOf(probe) === hop.origin &&
      combined(probe.headers, REQUEST_HEADERS.toLowerCase()) === undefined,
  )
}

/** Answers to other origins, or to none, that a CORS layer has touched; first those that say whom they allow. */
export function looksOfOthers({ probes, failed: { hop } }: Seen): readonly Look[] {
  const others = probes.filter(probe => originOf(probe) !== hop.origin && showsCors(probe.response))
  const allowing = others.filter(({ response }) => hasCorsHeader(response.headers))
  return [...new Set([...allowing, ...others])].map(probe => {
    const origin = originOf(probe)
    const who = origin === undefined ? 'without Origin' : `with Origin: ${origin}`
    return look(`${isActual(probe) ? probe.method : 'a preflight'} ${who}`, probe)
  })
}

/** Whether it was made to be allowed: a lesser preflight, answered well. */
export function isAllowedPreflight({ response }: ReadProbe, hop: Hop): boolean {
  return isOkStatus(response.status) && isReadable(response, hop)
}

export function askedMethod(probe: ReadProbe): string | undefined {
  return combined(probe.headers, REQUEST_METHOD.toLowerCase())
}

/** Whether the page's own method may be repeated without harm. */
export function isSafeMethod(method: string): boolean {
  return isSafelistedMethod(method) && method !== 'POST'
}

function isActual({ method }: ReadProbe): boolean {
  return method !== 'OPTIONS'
}

function isUncached({ headers }: ReadProbe): boolean {
  return listItems(combined(headers, 'cache-control')).includes('no-cache')
}

function originOf({ headers }: ReadProbe): string | undefined {
  return combined(headers, ORIGIN.toLowerCase())
}

function look(name: string, { response }: ReadProbe): Look {
  return { name, answer: response }
}

/** What failed, for a sentence. */
export function nameOf({ failed: { finding } }: Seen): string {
  return finding.at === 'preflight' ? 'the preflight' : 'the request'
}

export function statusOf({ failed: { answer } }: Seen): number {
  return answer?.status ?? 0
}
