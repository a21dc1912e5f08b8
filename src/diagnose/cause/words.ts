import { given } from '../../own.js'
import { combined, listItems, variesByOrigin } from '../header-list.js'
import { nullOriginHint, sentences } from '../messages/context.js'
import { difference } from '../messages/cors-check.js'
import { quote, quoteAll } from '../messages/quote.js'
import { isOkStatus } from '../preflight-check.js'
import { preflightNeed } from '../preflight-needed.js'
import type { Answer } from '../read.js'
import type { Failure } from '../verdict.js'
import type { Alternative, CauseCode } from './cause.js'
import { isOpaque, must, originLines, waysOf } from './fix.js'
import type { CauseWords, Inference, Inferred } from './inference.js'
import { hasListOfOrigins } from './listed.js'
import { isTracingHeader } from './page-headers.js'
import { requestLines } from './request-ways.js'
import { isReadable, nameOf, type Seen, statusOf } from './seen.js'
import type { Change } from './ways.js'
import { answeredBefore, noCorsLayer, notRouted, serverError, twoLayers } from './words-layer.js'
import { pageHeader, TRACING_OPTIONS } from './words-page.js'
import { mixedContent, redirected, toLogin } from './words-redirect.js'

type Write = (inferred: Inferred) => CauseWords

const WORDS: Readonly<Record<CauseCode, Write>> = {
  'origin-not-listed': originNotListed,
  'wildcard-with-credentials': ({ seen, failure }) => ({
    message: failure.message,
    fix: [
      ...allowOrigin(seen, failure),
      'Or, if the page needs no cookies, let it leave the credentials out: "*" is right then.',
    ],
  }),
  'credentials-not-allowed': ({ seen, failure }) => ({
    message: failure.message,
    fix: isOpaque(seen.failed.hop.origin)
      ? allowOrigin(seen, failure)
      : [
          must(seen, ['Access-Control-Allow-Credentials: true']),
          ...(failure.parameter === '' || failure.parameter === undefined
            ? waysOf(seen, 'allow-credentials')
            : [
                'CORS libraries send `true` in lower case, so find where this is written by hand: in Python, `"true"` in place of `str(True)`.',
              ]),
        ],
  }),
  'method-not-listed': methodNotListed,
  'header-not-listed': ({ seen, inference, failure }) => ({
    message: isListCheck(failure.check)
      ? sentences(failure.message, starred(seen, 'access-control-allow-headers'))
      : refusedAsAWhole(seen, inference, unsafeNames(seen)),
    fix: [
      mustName(unsafeNames(seen), 'Access-Control-Allow-Headers'),
      ...waysOf(seen, 'headers'),
      ...(unsafeNames(seen).some(isTracingHeader) ? [TRACING_OPTIONS] : []),
    ],
  }),
  'header-misspelt': ({ seen, failure }) => ({
    message: sentences(failure.message, difference(seen.failed)),
    fix: /^kInvalidAllow(?:Methods|Headers)/.test(failure.check) ? [failure.fix] : allowOrigin(seen, failure),
  }),
  'two-layers': twoLayers,
  'answered-before-cors': answeredBefore,
  'preflight-not-routed': notRouted,
  'no-cors-layer': noCorsLayer,
  redirect: redirected,
  'login-redirect': toLogin,
  'cached-copy': cachedCopy,
  'server-error': serverError,
  'page-header': pageHeader,
  'page-call': asFailure,
  'mixed-content': mixedContent,
  'local-network': asFailure,
  'bad-port': asFailure,
  unreachable: asFailure,
}

export function causeWords(inferred: Inferred): CauseWords {
  return WORDS[inferred.inference.code](inferred)
}

function asFailure({ failure }: Inferred): CauseWords {
  return { message: failure.message, fix: [failure.fix] }
}

export function isListCheck(check: Failure['check']): boolean {
  return check === 'kHeaderDisallowedByPreflightResponse' || check === 'kMethodDisallowedByPreflightResponse'
}

function originNotListed({ seen, inference, failure }: Inferred): CauseWords {
  const { hop, answer, finding } = seen.failed
  const isMismatch = finding.check.endsWith('AllowOriginMismatch')
  const isRefused = !isMismatch && answer !== null && !isOkStatus(answer.status) && inference.looks.length > 0
  const message = isMismatch
    ? failure.message
    : isRefused
      ? `The server refuses ${nameOf(seen)} because of its origin, ${quote(hop.origin)}: status ${statusOf(seen)}, and no Access-Control-Allow-Origin.`
      : `The CORS layer does not allow the origin ${quote(hop.origin)}: its answer to ${nameOf(seen)} has no Access-Control-Allow-Origin.`
  const listed = allowedOther(seen)
  return {
    message: sentences(
      message,
      isMismatch ? difference(seen.failed) : '',
      listed === undefined ? '' : `It does allow ${quote(listed)}.`,
    ),
    fix: [
      ...allowOrigin(seen, failure, 'list'),
      // An answer that names an origin shows how the list differs, and nobody lists the origin null.
      ...(isMismatch || isOpaque(hop.origin) ? [] : [NEARLY_LISTED]),
    ],
  }
}

const NEARLY_LISTED =
  'If it is listed already, look for a blank, a slash at the end, or another scheme, port or case.'

/** An origin that is allowed, if a probe has found one: often another port, or another scheme. */
function allowedOther({ probes }: Seen): string | undefined {
  return probes
    .map(({ headers, response }) => ({
      origin: combined(headers, 'origin'),
      allowed: combined(response.headers, 'access-control-allow-origin'),
    }))
    .find(({ origin, allowed }) => origin !== undefined && origin === allowed)?.origin
}

/** Nobody can be told to allow an origin that anybody's page may have. */
function allowOrigin(seen: Seen, failure: Failure, change: Change = 'value'): readonly string[] {
  const { hop, answer } = seen.failed
  if (isOpaque(hop.origin)) return [nullOriginHint(hop) || failure.fix]
  const allowed = combined(answer?.headers ?? [], 'access-control-allow-origin') ?? ''
  // Whoever could read until now must not be cut off by the list that takes the value's place.
  const isList = hasListOfOrigins(seen)
  const others =
    change === 'value' && !isList && /[*, ]/.test(allowed)
      ? 'List every other origin that may read, too.'
      : ''
  const one = isList ? 'That is one value: the origin that asks, if it is listed, with `Vary: Origin`.' : ''
  return [sentences(must(seen, originLines(seen)), others, one), ...waysOf(seen, change)]
}

/** What the preflight asks for, or what of that the answer does not allow. */
function unsafeNames({ failed: { finding, hop } }: Seen): readonly string[] {
  return finding.names ?? preflightNeed(hop)?.unsafeNames ?? []
}

/** Why a list with everything in it is no list of everything. */
function starred({ failed: { answer, hop } }: Seen, name: string): string {
  const isStarred = listItems(combined(answer?.headers ?? [], name)).includes('*')
  return isStarred && hop.credentials === 'include' ? 'With credentials, "*" is a name like any other.' : ''
}

function mustName(names: readonly string[], header: string): string {
  return `The answer to the preflight must name ${quoteAll(names)} in \`${header}\`.`
}

/** The message for layers that refuse the whole preflight for a method or a header. */
function refusedAsAWhole(seen: Seen, { looks }: Inference, names: readonly string[]): string {
  const isAllowed = looks.some(look => isReadable(look.answer, seen.failed.hop))
  return `The CORS layer refuses the whole preflight (status ${statusOf(seen)}) because of ${quoteAll(names)}${isAllowed ? ': it allows one without that' : ''}.`
}

function methodNotListed({ seen, inference, failure }: Inferred): CauseWords {
  const { method } = seen.failed.hop
  const upper = method.toUpperCase()
  if (method !== upper) return { message: failure.message, fix: [failure.fix] }
  return {
    message: isListCheck(failure.check)
      ? sentences(failure.message, starred(seen, 'access-control-allow-methods'))
      : refusedAsAWhole(seen, inference, [method]),
    fix: [mustName([method], 'Access-Control-Allow-Methods'), ...waysOf(seen, 'method')],
  }
}

function cachedCopy({ seen }: Inferred): CauseWords {
  const { answer, hop } = seen.failed
  const vary = varyOf(answer)
  return {
    message: `A cache answered with a copy that was made for another request, not for the origin ${quote(hop.origin)}.`,
    fix:
      vary === null
        ? [
            'Every response must have `Vary: Origin`, also to requests without Origin. Then clear the cache.',
            'With cors-policy: leave `vary` on.',
            'A cache that ignores Vary, as many CDNs do, needs Origin in its cache key.',
          ]
        : [
            `The copy has Vary: ${quote(vary)}, which the cache ignores: put \`Origin\` into its cache key, and clear it.`,
            ...requestLines(answer, 'key'),
          ],
  }
}

/** The `Vary` that tells caches to keep a copy for each origin; `null` without one. */
function varyOf(answer: Answer | null): string | null {
  return answer !== null && variesByOrigin(answer.headers) ? (combined(answer.headers, 'vary') ?? null) : null
}

/** How to tell the cause from the one that fits as well. */
export function alternativeOf({ seen, inference }: Inferred): Alternative | null {
  const { alternative } = inference
  if (alternative === null) return null
  return { code: alternative, message: given(LOOKS, alternative)?.(seen) ?? '' }
}

const LOOKS: Partial<Readonly<Record<CauseCode, (seen: Seen) => string>>> = {
  'origin-not-listed': ({ failed: { hop, finding } }) =>
    finding.parameter === undefined
      ? `Or a CORS layer is there, but lists other origins, or covers other paths. Try an origin that it lists, and another path: if a response has CORS headers, add ${quote(hop.origin)} to the list, or this path to what it covers.`
      : `Or the CORS layer lists ${quote(finding.parameter)} alone. Try a query that nobody has sent yet, such as ?x=1: if the response is the same, add ${quote(hop.origin)} to the list.`,
  'header-misspelt': () =>
    'Or one layer sends a list of origins. Ask the application directly, or with --via: if it sends both, let it send the one that equals the `Origin` of the request, with `Vary: Origin`.',
  'no-cors-layer': ({ failed: { finding } }) =>
    `Or nothing here does CORS, or a CORS layer covers other paths. Look at ${finding.at === 'preflight' ? 'the response to the request itself' : 'a response that succeeds'}: if it has no Access-Control-Allow-Origin either, set up CORS first, or add this path to what the layer covers.`,
  'preflight-not-routed': ({ failed: { hop } }) =>
    `Or the route for ${quote(hop.method)} does CORS and its router answers OPTIONS itself. Look at the response to the request: if it has Access-Control-Allow-Origin, put the CORS layer before all routes.`,
  'two-layers': seen =>
    hasListOfOrigins(seen)
      ? 'Or two layers set one origin each. Ask the application directly, or with --via: if it sends one alone, take the other out of the proxy.'
      : 'Or two layers do CORS: one answered the preflight with the origin itself, and another sends "*". Look at the response of the application alone: if it names the origin, take the CORS headers out of whatever adds "*".',
  'cached-copy': ({ failed: { answer } }) =>
    `Or a cache answered with an old copy. Try a query that nobody has sent yet, such as ?x=1: if the response to that is right, ${varyOf(answer) === null ? 'send `Vary: Origin`' : "put `Origin` into the cache's key"} and clear the cache.`,
}
