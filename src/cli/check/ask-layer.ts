import { diagnose } from '../../diagnose/diagnose.js'
import type { Exchange } from '../../diagnose/exchange.js'
import type { HeaderList } from '../../diagnose/header-list.js'
import { type Asked, isSameToBrowsers, type JudgedLayer } from '../../diagnose/layers.js'
import { type Answer, readAnswer } from '../../diagnose/read.js'
import { isRedirectStatus } from '../../diagnose/redirects.js'
import type { Verdict } from '../../diagnose/verdict.js'
import type { Send, SentStep } from './network-walk.js'
import type { Layer } from './via.js'

export type Answers = ReadonlyMap<Asked, Answer>

/** What all layers are asked. */
export interface Question {
  /** What the outermost layer was asked. */
  readonly steps: readonly SentStep[]
  readonly exchange: Exchange
  readonly send: Send
  readonly body: Buffer | null
  /** Ask once more as a proxy would. */
  readonly asProxy: boolean
}

/** An inner layer, and how it was asked. */
export interface AskedLayer {
  readonly judged: JudgedLayer
  readonly again: (kind: Asked, without: RegExp) => Promise<Answer | null>
}

/**
 * Asks a layer what the outermost was asked: with its own host, and with the page's and `X-Forwarded-Proto`, as proxies pass them on.
 * What the layer in front of it passes on tells which of the two reaches it.
 *
 * @param outer The answers of the layer in front of it.
 */
export async function askLayer(layer: Layer, outer: Answers, question: Question): Promise<AskedLayer> {
  const { exchange, steps, asProxy } = question
  const own = await askAll(layer, steps, [], question)
  const alone = judgedBy(exchange, own)
  const asked = (judged: Judged, more: HeaderList): AskedLayer => ({
    judged: { layer: layer.name, ...judged },
    again: async (kind, without) => {
      const again = steps
        .filter(step => step.kind === kind && isSafe(step))
        .map(step => withoutHeaders(step, without))
      return (await askAll(layer, again, more, question)).get(kind) ?? null
    },
  })
  if (!asProxy) return asked(alone, [])
  const told = toldHeaders(exchange)
  const answers: Answers = new Map([...own, ...(await askAll(layer, steps.filter(isSafe), told, question))])
  const asTold = judgedBy(exchange, answers)
  if (asTold.isRight) return asked(alone.isRight ? asTold : { ...asTold, untold: own }, told)
  const isPassedOn = [...outer].every(([kind, answer]) => isSame(answer, answers.get(kind)))
  return isPassedOn ? asked(asTold, told) : asked(alone, [])
}

/** A request that may be repeated: one that changes something is sent to each layer once. */
function isSafe({ request }: SentStep): boolean {
  return /^(?:GET|HEAD|OPTIONS)$/.test(request.method)
}

function isSame(one: Answer, other: Answer | undefined): boolean {
  return other !== undefined && isSameToBrowsers(one, other)
}

function withoutHeaders(step: SentStep, names: RegExp): SentStep {
  const headers = step.request.headers.filter(([name]) => !names.test(name))
  return { ...step, request: { ...step.request, headers } }
}

/** What proxies say of the request that they pass on. */
function toldHeaders({ request: { url } }: Exchange): HeaderList {
  const { host, protocol } = new URL(url)
  return [
    ['Host', host],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Proto', protocol.slice(0, -1)],
  ]
}

async function askAll(
  layer: Layer,
  steps: readonly SentStep[],
  more: HeaderList,
  { exchange, send, body }: Question,
): Promise<Answers> {
  const url = urlOfLayer(layer, exchange.request.url)
  const answers = new Map<Asked, Answer>()
  for (const { kind, request } of steps) {
    const sent = { ...request, url, headers: [...request.headers, ...more] }
    const answer = await send(sent, kind === 'request' && exchange.request.body != null ? body : null)
    const read = readAnswer({ ...answer, answeredBy: layer.name }, 'response')
    if (read !== null) answers.set(kind, read)
  }
  return answers
}

/** The URL of the layer for the page's request: the page's path, if the layer has none of its own. */
export function urlOfLayer({ url }: Layer, asked: string): string {
  const layer = new URL(url)
  if (layer.pathname !== '/' || layer.search !== '') return layer.href
  const { pathname, search } = new URL(asked)
  return new URL(`${pathname}${search}`, layer).href
}

type Judged = Omit<JudgedLayer, 'layer'>

/** What a browser would say if this layer stood outermost. */
export function judgedBy(exchange: Exchange, answers: Answers): Judged {
  return judgedAs(
    diagnose({
      pageOrigin: exchange.pageOrigin,
      request: exchange.request,
      preflightResponse: answers.get('preflight') ?? null,
      response: answers.get('request') ?? null,
      ...(exchange.probes && { probes: exchange.probes }),
    }),
    answers,
  )
}

export function judgedAs(verdict: Verdict, answers: Answers): Judged {
  const isRedirect = [...answers.values()].some(({ status }) => isRedirectStatus(status))
  // After a preflight that fails, the request itself is not sent.
  const isRight = !isRedirect && verdict.failures.every(({ check }) => check === 'no-response')
  return { verdict, answers, isRight, untold: null, anonymous: null }
}
