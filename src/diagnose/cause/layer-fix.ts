import { given } from '../../own.js'
import { type Asked, type JudgedLayer, spoiledLines, type Trace } from '../layers.js'
import type { Answer } from '../read.js'
import { answerers, isProxy, type Software, softwareNamed } from './answered-by.js'
import { refusalOf } from './fix.js'
import { LAYER_WAYS } from './layer-ways.js'
import { REQUEST_WAYS } from './request-ways.js'
import { hasCorsHeader } from './seen.js'
import { code } from './text.js'
import { type Values, WAYS } from './ways.js'

/**
 * What a layer does to the right answer of the layer behind it.
 *
 * - `copy`: it keeps one for another origin.
 * - `failure`, `refusal`, `redirect`: it fails, says no, or leads elsewhere, as it would alone.
 * - `gate`: it wants a login, or counts requests, before it passes the preflight on.
 * - `answer`: it answers in place of passing the request on, or passes another one on.
 * - `error`: it replaces an error of the layer behind by a page of its own.
 * - `headers`: it adds, drops or replaces CORS headers.
 * - `credentials`: it does not pass `Cookie` or `Authorization` on.
 * - `forwarded`: it does not say that the page requests https.
 * - `host`: it does not say which host the page requests.
 */
export type Spoiling =
  | 'copy'
  | 'failure'
  | 'refusal'
  | 'redirect'
  | 'gate'
  | 'answer'
  | 'error'
  | 'headers'
  | 'credentials'
  | 'forwarded'
  | 'host'

/** What the page asks for, as far as a layer's fix names it. */
export interface PageCall {
  readonly origin: string
  readonly url: URL
  readonly method: string
  /** Those of `Cookie` and `Authorization` that it sends. */
  readonly credentials: readonly string[]
}

/** A layer, the right one behind it, and the request that the first answers wrongly. */
export interface Between {
  readonly fault: JudgedLayer
  readonly behind: JudgedLayer
  readonly kind: Asked
}

/** The one change in the layer that spoils what the layer behind it says, then how that layer writes it. */
export function layerFix(spoiling: Spoiling, between: Between, call: PageCall): string {
  const software = softwareOf(between)
  return [
    firstLine(spoiling, between, call),
    ...software.flatMap(name => wayOf(spoiling, name, between, call)),
  ].join('\n')
}

function firstLine(spoiling: Spoiling, { fault, behind, kind }: Between, call: PageCall): string {
  const outer = fault.layer
  const inner = behind.layer
  const status = fault.answers.get(kind)?.status ?? 0
  const what = kind === 'preflight' ? 'OPTIONS' : 'the request'
  const whole = kind === 'preflight' ? ' as it came, `Origin` included' : ''
  switch (spoiling) {
    case 'gate':
      return `Let ${outer} pass OPTIONS on to ${inner}, in place of the answer ${status}.`
    case 'answer':
      return `Let ${outer} pass ${what} on to ${inner}${whole}, in place of the answer ${status}.`
    case 'error':
      return `Let ${outer} pass on what ${inner} answers with status ${status}, in place of a page of its own without CORS headers.`
    case 'credentials': {
      const names = call.credentials.map(name => `\`${name}\``).join(' and ')
      return `Let ${outer} pass ${names} on: without that, ${inner} gives the same answer as ${outer}.`
    }
    case 'forwarded':
      return `Let ${outer} tell ${inner} what the page requests: \`X-Forwarded-Proto: ${call.url.protocol.slice(0, -1)}\`.`
    case 'host':
      return `Let ${outer} tell ${inner} what the page requests: \`Host: ${call.url.host}\`.`
    default:
      return headersLine(fault, behind)
  }
}

function headersLine(fault: JudgedLayer, behind: JudgedLayer): string {
  const { added, dropped } = spoiledLines(fault, behind)
  if (added.length > 0 && dropped.length > 0)
    return `Let ${fault.layer} pass on ${lines(dropped)}, in place of ${lines(added)}.`
  if (added.length > 0)
    return `Take ${lines(added)} out of ${fault.layer}: ${behind.layer} sends the right headers already.`
  return `Let ${fault.layer} pass on ${lines(dropped)} of ${behind.layer}.`
}

function lines(traces: readonly Trace[]): string {
  return code([...new Set(traces.map(({ name, value }) => `${headerName(name)}: ${value}`))])
}

/** As people write it. */
function headerName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, start => start.toUpperCase())
}

/** The software of the layer itself: what its user calls it, or what shows in its answer and not in that of the layer behind. */
function softwareOf({ fault, behind, kind }: Between): readonly Software[] {
  const named = softwareNamed(fault.layer)
  if (named !== undefined) return [named]
  const seen = (layer: JudgedLayer) => {
    const answer = layer.answers.get(kind)
    return answer === undefined ? [] : answerers(answer).map(({ software }) => software)
  }
  const inner = seen(behind)
  return seen(fault).filter(software => !inner.includes(software))
}

function wayOf(spoiling: Spoiling, software: Software, between: Between, call: PageCall): readonly string[] {
  const way = wordsOf(spoiling, software, between, call)
  return way === undefined ? [] : [`In ${software}: ${way}.`]
}

function wordsOf(
  spoiling: Spoiling,
  software: Software,
  { fault, behind, kind }: Between,
  call: PageCall,
): string | undefined {
  if (spoiling === 'gate') return given(WAYS[software], 'pass')?.(gateValues(fault.answers.get(kind), call))
  if (spoiling === 'forwarded' || spoiling === 'host')
    return isProxy(software) ? given(REQUEST_WAYS[software], spoiling) : undefined
  const ways = given(LAYER_WAYS, software)
  if (ways === undefined) return undefined
  if (spoiling === 'error') return ways.errors
  if (spoiling === 'credentials') return takeOut(call.credentials.map(ways.dropsOfRequest))
  const isPreflight = kind === 'preflight'
  if (spoiling === 'answer' && !isPreflight) return ways.through
  if (spoiling === 'answer') {
    const hasOwn = hasCorsHeader(fault.answers.get(kind)?.headers ?? [])
    if (ways.passesOptions !== '' && !hasOwn)
      return `${ways.passesOptions}, and ${takeOut([ways.dropsOfRequest('Origin')])}`
    return takeOut([...ways.answersOptions, ...(hasOwn ? ways.adds : [ways.dropsOfRequest('Origin')])])
  }
  const { added, dropped } = spoiledLines(fault, behind)
  return takeOut([
    ...(added.length > 0 ? ways.adds : []),
    ...(added.length > 0 && isPreflight ? ways.answersOptions : []),
    ...(dropped.length > 0 ? [ways.drops] : []),
    // Without an Origin the layer behind would have sent nothing.
    ...(added.length === 0 ? [ways.dropsOfRequest('Origin')] : []),
  ])
}

function takeOut(texts: readonly string[]): string {
  return texts.length === 1 ? `take ${code(texts)} out` : `take out ${code(texts)}, whichever stands there`
}

/** The layer keeps its own CORS headers, if it has any: only what refuses the preflight changes. */
function gateValues(answer: Answer | undefined, { origin, method, url, credentials }: PageCall): Values {
  return {
    origin,
    method,
    names: '',
    methods: method,
    headers: '',
    origins: [origin],
    isOneOrigin: false,
    isList: false,
    isCredentialed: credentials.length > 0,
    isOriginAllowed: false,
    host: url.hostname,
    status: answer?.status ?? 0,
    refusal: answer === undefined ? null : refusalOf(answer),
  }
}
