import { combined, variesByOrigin } from '../header-list.js'
import {
  type Asked,
  failing,
  isSameContent,
  isSameToBrowsers,
  type JudgedLayer,
  layerAtFault,
  sentLines,
} from '../layers.js'
import type { Answer } from '../read.js'
import { isRedirectStatus } from '../redirects.js'
import type { Cause, CauseCode } from './cause.js'
import { evidence } from './find-cause.js'
import { type Between, layerFix, type PageCall, type Spoiling } from './layer-fix.js'
import { requestLines } from './request-ways.js'
import { isCopy } from './seen.js'

/** Mistakes of the page, and of no layer. */
const OF_THE_PAGE: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'page-header',
  'page-call',
  'mixed-content',
  'local-network',
  'bad-port',
  'unreachable',
])

/**
 * The cause, with the layer that it is about.
 *
 * @param layers The outermost first; its verdict blocks.
 */
export function causeInLayers(layers: readonly JudgedLayer[], cause: Cause, call: PageCall): Cause {
  const index = layerAtFault(layers)
  const fault = layers.at(index)
  const behind = layers.at(index + 1)
  const isOfThePage = OF_THE_PAGE.has(cause.code) || call.method !== call.method.toUpperCase()
  if (fault === undefined || isOfThePage) return cause
  if (behind?.isRight === true) return spoiled(fault, behind, cause, call)
  // What no layer does is no layer's fault.
  if (cause.code === 'no-cors-layer') return cause
  const torn = cause.code === 'wildcard-with-credentials' ? betweenTwo(layers, cause) : null
  if (torn !== null) return torn
  const { message, isLeftOut } = messageOfAll(layers, fault, cause)
  const fix = ownFix(fault, cause)
  return { ...cause, message, fix: isLeftOut ? withoutOtherCase(fix) : fix }
}

/** In the words of the layer, as far as it is asked directly. */
function ownFix({ verdict }: JudgedLayer, { code, fix }: Cause): string {
  // A layer that is asked directly redirects to its own URL, which no page knows.
  return verdict.cause?.code === code && code !== 'redirect' ? verdict.cause.fix : fix
}

/** No layer is right, so the fault is that of whoever does CORS, even if another one made the answer. */
function messageOfAll(
  layers: readonly JudgedLayer[],
  { layer }: JudgedLayer,
  { code, message }: Cause,
): { readonly message: string; readonly isLeftOut: boolean } {
  const status = sentLines(layers, failing(layers.at(0))).find(({ name }) => name === 'status')
  const isForeign = code === 'answered-before-cors' || code === 'server-error'
  if (!isForeign || status === undefined || status.by === layer)
    return { message: `${layer}: ${message}`, isLeftOut: false }
  return {
    message: `${layer} leaves its CORS headers out of this answer: status ${status.value}, by ${status.by}.`,
    isLeftOut: true,
  }
}

/** The layer has shown that it sets the headers itself. */
function withoutOtherCase(fix: string): string {
  const lines = fix.split('\n').filter(line => !line.includes(', if the application behind it does: '))
  const isProxys = lines.some(line => line.startsWith('In '))
  return lines
    .filter(line => !isProxys || !line.startsWith('With '))
    .join('\n')
    .replace(', if it sets the CORS headers: ', ': ')
}

/** One layer lets every origin read, and another one allows credentials. */
function betweenTwo(layers: readonly JudgedLayer[], cause: Cause): Cause | null {
  const traces = sentLines(layers, failing(layers.at(0)))
  const open = traces.find(({ name }) => name === 'access-control-allow-origin')
  const strict = traces.find(({ name }) => name === 'access-control-allow-credentials')
  if (open === undefined || strict === undefined || open.by === strict.by) return null
  return {
    ...cause,
    code: 'two-layers',
    message: `Two layers do CORS: ${open.by} allows every origin, and ${strict.by} allows credentials, which "*" does not go with.`,
    fix: `Let ${strict.by} alone do CORS: take \`Access-Control-Allow-Origin: *\` out of ${open.by}.`,
    alternative: null,
  }
}

/** The cause is what one layer does to the right answer of the layer behind it. */
function spoiled(fault: JudgedLayer, behind: JudgedLayer, cause: Cause, call: PageCall): Cause {
  const between = { fault, behind, kind: failing(fault) }
  const spoiling = spoilingOf(between, cause, call)
  const isKept = KEPT.has(spoiling)
  const message = messageOf(spoiling, between, cause)
  return {
    code: isKept && spoiling !== 'copy' ? cause.code : codeOf(spoiling, between.kind, cause),
    message: spoiling === 'copy' ? message : `${message} ${behind.layer}, behind it, answers rightly.`,
    fix: isKept ? keptFix(spoiling, between, cause) : layerFix(spoiling, between, call),
    evidence: [...cause.evidence, ...evidenceOf(behind, between.kind)],
    explains: cause.explains,
    alternative: spoiling === 'copy' || mayBeCopy(cause) ? cause.alternative : null,
  }
}

/** What these layers do is mended as it would be without a layer behind. */
const KEPT: ReadonlySet<Spoiling> = new Set<Spoiling>(['copy', 'failure', 'refusal', 'redirect'])

function spoilingOf({ fault, behind, kind }: Between, { code }: Cause, { url }: PageCall): Spoiling {
  const outer = fault.answers.get(kind)
  const inner = behind.answers.get(kind)
  if (code === 'cached-copy' || (outer && isCopy(outer))) return 'copy'
  if (outer === undefined || inner === undefined) return 'headers'
  const untold = behind.untold?.get(kind)
  if (untold && isSameToBrowsers(outer, untold))
    return isRedirectStatus(outer.status) && url.protocol === 'https:' ? 'forwarded' : 'host'
  if (outer.status !== inner.status) return byStatus(outer, behind.anonymous, kind)
  if (!isSameContent(outer, inner)) return outer.status >= 400 ? 'error' : 'answer'
  return 'headers'
}

function byStatus(outer: Answer, anonymous: Answer | null, kind: Asked): Spoiling {
  const { status } = outer
  if (anonymous && isSameToBrowsers(outer, anonymous)) return 'credentials'
  if (status >= 500) return 'failure'
  if (isRedirectStatus(status)) return 'redirect'
  if (!REFUSALS.has(status)) return 'answer'
  return kind === 'preflight' ? 'gate' : 'refusal'
}

/** A login, a firewall, a limit of size or rate. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 407, 413, 429])

/** Without a layer behind it, an answer without CORS headers would mean that nothing does CORS, or that the origin is not listed. */
function codeOf(spoiling: Spoiling, kind: Asked, { code }: Cause): CauseCode {
  if (spoiling === 'copy') return 'cached-copy'
  if (code !== 'no-cors-layer' && code !== 'origin-not-listed') return code
  if (spoiling === 'headers') return code === 'no-cors-layer' ? 'two-layers' : code
  return kind === 'preflight' ? 'preflight-not-routed' : 'answered-before-cors'
}

function messageOf(
  spoiling: Spoiling,
  { fault: { layer, answers }, behind, kind }: Between,
  { code, message }: Cause,
): string {
  const what = kind === 'preflight' ? 'the preflight' : 'the request'
  const answer = answers.get(kind)
  const type = combined(answer?.headers ?? [], 'content-type')
    ?.split(';')
    .at(0)
  if (spoiling === 'copy' && code !== 'cached-copy')
    return `${layer}: A cache answered with a copy that was made for another request.`
  if (spoiling === 'answer' && code === 'no-cors-layer')
    return `${layer} did not pass ${what} on to ${behind.layer}, or not as it came: status ${answer?.status ?? 0}${type ? `, ${type}` : ''}.`
  if (spoiling === 'headers' && code === 'no-cors-layer')
    return `${layer}: Its answer to ${what} lacks the CORS headers that ${behind.layer} sends.`
  return `${layer}: ${message}`
}

function keptFix(spoiling: Spoiling, { fault, behind, kind }: Between, cause: Cause): string {
  const headers = behind.answers.get(kind)?.headers
  const outer = fault.answers.get(kind)?.headers
  const isVaryLost = headers && outer && variesByOrigin(headers) && !variesByOrigin(outer)
  if (spoiling === 'copy' && isVaryLost)
    return [
      `Let ${fault.layer} heed and pass on \`Vary: Origin\` of ${behind.layer}. Then clear its cache.`,
      ...requestLines(fault.answers.get(kind) ?? null, 'key'),
      `If ${fault.layer} passes it on already, let ${behind.layer} send it with every response, also to requests without Origin or with another.`,
    ].join('\n')
  if (spoiling === 'copy' && headers && !variesByOrigin(headers))
    return `Let ${behind.layer} send \`Vary: Origin\` with every response, also to requests without Origin. Then clear the cache of ${fault.layer}.`
  const [first = '', ...ways] = ownFix(fault, cause).split('\n')
  // The headers of a refusal would stand beside those of the layer behind, which needs no change itself.
  const kept = spoiling === 'refusal' ? [] : ways.filter(line => !line.startsWith('With '))
  return [first, ...kept].join('\n')
}

/** Whether the look that tells two causes apart still tells them apart here. */
function mayBeCopy({ alternative }: Cause): boolean {
  return alternative?.code === 'cached-copy'
}

function evidenceOf({ layer, answers }: JudgedLayer, kind: Asked): readonly string[] {
  const answer = answers.get(kind)
  return answer === undefined ? [] : [evidence({ name: `the same from ${layer}`, answer })]
}
