import { quote } from '../../config/words.js'
import { diagnose } from '../../diagnose/diagnose.js'
import type { Exchange } from '../../diagnose/exchange.js'
import { answersTo, causeInLayers, type JudgedLayer, type Trace, traceLayers } from '../../diagnose/layers.js'
import { type Answer, readAnswer } from '../../diagnose/read.js'
import type { Verdict } from '../../diagnose/verdict.js'
import { parseUrl } from '../../protocol.js'
import { wrong } from '../command.js'
import type { Send, SentStep } from './network-walk.js'
import type { Checked } from './report.js'

/** A layer on the way, as `--via name=url` names it. */
export interface Layer {
  readonly name: string
  /** Without a path, the page's is asked. */
  readonly url: string
}

/** What the layers answered to the same requests, outermost first. */
export interface Layers {
  readonly layers: readonly Layer[]
  readonly traces: readonly { readonly kind: SentStep['kind']; readonly lines: readonly Trace[] }[]
}

/** @throws CannotRun */
export function readVia(text: string): Layer {
  const { name = '', url = '' } = /^(?<name>[^=\s/]+)=(?<url>.*)$/s.exec(text)?.groups ?? {}
  if (/^https?:\/\//i.test(url) && parseUrl(url)) return { name, url }
  return wrong(`--via ${quote(text)} is not a layer. Write name=url, such as app=http://127.0.0.1:5000.`)
}

/** The URL of the layer for the page's request: the page's path, if the layer has none of its own. */
export function urlOfLayer({ url }: Layer, asked: string): string {
  const layer = new URL(url)
  if (layer.pathname !== '/' || layer.search !== '') return layer.href
  const { pathname, search } = new URL(asked)
  return new URL(`${pathname}${search}`, layer).href
}

/**
 * Asks each inner layer what the outermost was asked, and says which layer is at fault.
 *
 * @param checked What the outermost layer was asked and answered.
 */
export async function askLayers(
  layers: readonly Layer[],
  { steps, exchange, verdict }: Checked,
  send: Send,
  body: Buffer | null,
): Promise<Checked> {
  const { url } = exchange.request
  const asked = steps.filter(step => new URL(step.request.url).href === new URL(url).href.replace(/#.*$/, ''))
  const judged: JudgedLayer[] = []
  for (const [index, layer] of layers.entries()) {
    const answers = new Map<SentStep['kind'], Answer>()
    for (const { kind, request, response } of asked) {
      const answer =
        index === 0
          ? response
          : await send(
              { ...request, url: urlOfLayer(layer, url) },
              kind === 'request' && exchange.request.body != null ? body : null,
            )
      const read = readAnswer(answer, 'response')
      if (read !== null) answers.set(kind, read)
    }
    const own = index === 0 ? verdict : judge(exchange, answers)
    // After a preflight that fails, the request itself is not sent.
    const isRight = own.failures.every(({ check }) => check === 'no-response')
    judged.push({ layer: layer.name, verdict: own, isRight, answers })
  }
  const cause = verdict.cause && causeInLayers(judged, verdict.cause)
  const kinds = [...new Set(asked.map(({ kind }) => kind))]
  return {
    steps,
    exchange,
    verdict: { ...verdict, cause },
    layers: { layers, traces: kinds.map(kind => ({ kind, lines: traceLayers(answersTo(judged, kind)) })) },
  }
}

/** What a browser would say if this layer stood outermost. */
function judge(exchange: Exchange, answers: ReadonlyMap<SentStep['kind'], Answer>): Verdict {
  return diagnose({
    pageOrigin: exchange.pageOrigin,
    request: exchange.request,
    preflightResponse: answers.get('preflight') ?? null,
    response: answers.get('request') ?? null,
    ...(exchange.probes && { probes: exchange.probes }),
  })
}
