import { quote } from '../../config/words.js'
import { causeInLayers } from '../../diagnose/cause/in-layers.js'
import type { PageCall } from '../../diagnose/cause/layer-fix.js'
import type { Exchange } from '../../diagnose/exchange.js'
import {
  answersTo,
  failing,
  type JudgedLayer,
  layerAtFault,
  type Trace,
  traceLayers,
} from '../../diagnose/layers.js'
import { type Answer, readAnswer } from '../../diagnose/read.js'
import { isLoopback, parseUrl } from '../../protocol.js'
import { wrong } from '../command.js'
import { type AskedLayer, askLayer, judgedAs, judgedBy, urlOfLayer } from './ask-layer.js'
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
  /** Whether they were asked once more, as a proxy would. */
  readonly askedAsProxy: boolean
  readonly traces: readonly { readonly kind: SentStep['kind']; readonly lines: readonly Trace[] }[]
}

/** @throws CannotRun */
export function readVia(text: string): Layer {
  const { name = '', url = '' } = /^(?<name>[^=\s/]+)=(?<url>.*)$/s.exec(text)?.groups ?? {}
  if (/^https?:\/\//i.test(url) && parseUrl(url)) return { name, url }
  return wrong(`--via ${quote(text)} is not a layer. Write name=url, such as app=http://127.0.0.1:5000.`)
}

/**
 * The layers, outermost first: the URL itself is the first, unless the first that was named is at the same URL.
 *
 * @throws CannotRun if two have one name.
 */
export function layersOf(named: readonly Layer[], url: string | undefined): readonly Layer[] {
  const [first] = named
  if (first === undefined || url === undefined) return named
  const isNamed = isSameServer(new URL(urlOfLayer(first, url)), new URL(url))
  const layers = isNamed ? named : [{ name: new URL(url).host, url }, ...named]
  const twice = layers.find(({ name }, index) => layers.findIndex(layer => layer.name === name) < index)
  return twice === undefined
    ? layers
    : wrong(`--via ${quote(twice.name)} is named twice. Give each layer a name of its own.`)
}

function isSameServer(one: URL, other: URL): boolean {
  const areHere = isLoopback(one.hostname) && isLoopback(other.hostname)
  return (
    one.port === other.port && one.protocol === other.protocol && (areHere || one.hostname === other.hostname)
  )
}

/**
 * Asks each inner layer what the outermost was asked, and says which layer is at fault.
 *
 * @param checked What the outermost layer was asked and answered.
 * @param probes Ask a layer in other ways too, if the page cannot read.
 */
export async function askLayers(
  layers: readonly Layer[],
  checked: Checked,
  send: Send,
  { body, probes }: { readonly body: Buffer | null; readonly probes: boolean },
): Promise<Checked> {
  const { exchange, verdict } = checked
  const asked = new URL(exchange.request.url).href.replace(/#.*$/, '')
  const steps = checked.steps.filter(({ request }) => new URL(request.url).href === asked)
  const question = { steps, exchange, send, body, asProxy: probes && !verdict.readable }
  const judged: JudgedLayer[] = [outermost(layers.at(0)?.name ?? '', checked, steps)]
  const inner: AskedLayer[] = []
  for (const layer of layers.slice(1)) {
    const one = await askLayer(layer, judged.at(-1)?.answers ?? new Map(), question)
    inner.push(one)
    judged.push(one.judged)
  }
  const call = callOf(exchange, steps)
  if (question.asProxy) await askAnonymously(judged, inner, call)
  const kinds = [...new Set(steps.map(({ kind }) => kind))]
  return {
    ...checked,
    verdict: { ...verdict, cause: verdict.cause && causeInLayers(judged, verdict.cause, call) },
    layers: {
      layers,
      askedAsProxy: question.asProxy,
      traces: kinds.map(kind => ({ kind, lines: traceLayers(answersTo(judged, kind)) })),
    },
  }
}

/** The layer that the page requests. Its name may tell more of it than its answers do. */
function outermost(layer: string, { exchange, verdict }: Checked, steps: readonly SentStep[]): JudgedLayer {
  const answers = answersIn(layer, steps)
  const named = judgedBy(exchange, answers)
  const isSame = named.verdict.cause?.code === verdict.cause?.code
  return { layer, ...(isSame ? named : judgedAs(verdict, answers)) }
}

function answersIn(layer: string, steps: readonly SentStep[]): ReadonlyMap<SentStep['kind'], Answer> {
  return new Map(
    steps.flatMap(({ kind, response }) => {
      const answer = readAnswer({ ...response, answeredBy: layer }, 'response')
      return answer === null ? [] : [[kind, answer] as const]
    }),
  )
}

const CREDENTIALS = /^(?:cookie|authorization)$/i

function callOf({ pageOrigin, request }: Exchange, steps: readonly SentStep[]): PageCall {
  const sent = steps.flatMap(step => step.request.headers.map(([name]) => name))
  return {
    origin: pageOrigin,
    url: new URL(request.url),
    method: request.method ?? 'GET',
    credentials: ['Cookie', 'Authorization'].filter(name =>
      sent.some(one => one.toLowerCase() === name.toLowerCase()),
    ),
  }
}

/** If a layer answers otherwise than the right one behind it, perhaps the credentials did not reach that. */
async function askAnonymously(
  judged: JudgedLayer[],
  inner: readonly AskedLayer[],
  { credentials }: PageCall,
): Promise<void> {
  const at = layerAtFault(judged)
  const [fault, behind, asked] = [judged.at(at), judged.at(at + 1), inner.at(at)]
  const kind = failing(fault)
  const isOther = fault?.answers.get(kind)?.status !== behind?.answers.get(kind)?.status
  if (behind?.isRight !== true || asked === undefined || credentials.length === 0 || !isOther) return
  judged[at + 1] = { ...behind, anonymous: await asked.again(kind, CREDENTIALS) }
}
