import { parseUrl } from '../../protocol.js'
import { nullOriginHint } from '../messages/context.js'
import { quote } from '../messages/quote.js'
import { isOkStatus } from '../preflight-check.js'
import type { Failure } from '../verdict.js'
import type { Alternative, CauseCode } from './cause.js'
import { must, originLines, preflightLines, waysOf } from './fix.js'
import type { CauseWords, Inferred } from './inference.js'
import { nameOf, type Seen, statusOf } from './seen.js'
import { answeredBefore, noCorsLayer, notRouted, serverError, twoLayers } from './words-layer.js'
import { pageHeader, redirected, toLogin } from './words-page.js'

type Write = (inferred: Inferred) => CauseWords

const WORDS: Readonly<Record<CauseCode, Write>> = {
  'origin-not-listed': originNotListed,
  'wildcard-with-credentials': ({ seen, failure }) => ({
    message: failure.message,
    fix: [
      must(seen, originLines(seen)),
      ...waysOf(seen, 'credentials'),
      'Or, if the page needs no cookies, let it leave the credentials out: "*" is right then.',
    ],
  }),
  'credentials-not-allowed': ({ seen, failure }) => ({
    message: failure.message,
    fix: [must(seen, ['Access-Control-Allow-Credentials: true']), ...waysOf(seen, 'credentials')],
  }),
  'method-not-listed': ({ seen, failure }) => methodNotListed(seen, failure),
  'header-not-listed': ({ seen, failure }) => ({
    message: isListCheck(failure) ? failure.message : refusedAsAWhole(seen, 'a header that the page sets'),
    fix: [must(seen, preflightLines(seen).slice(-1)), ...waysOf(seen, 'headers')],
  }),
  'header-misspelt': ({ seen, failure }) => ({
    message: failure.message,
    fix: /^kInvalidAllow(?:Methods|Headers)/.test(failure.check)
      ? [failure.fix]
      : [must(seen, originLines(seen).slice(0, 1)), ...waysOf(seen, 'origin')],
  }),
  'two-layers': twoLayers,
  'answered-before-cors': answeredBefore,
  'preflight-not-routed': notRouted,
  'no-cors-layer': noCorsLayer,
  redirect: redirected,
  'login-redirect': toLogin,
  'cached-copy': ({ seen }) => ({
    message: `A cache answered with a copy that it kept from another request; this page's origin is ${quote(seen.failed.hop.origin)}.`,
    fix: [
      'Every answer must say, also those to requests without Origin: `Vary: Origin`. Then clear the cache.',
      'With cors-policy: leave `vary` on.',
      'A cache that does not heed Vary (many CDNs) needs Origin in its cache key.',
    ],
  }),
  'server-error': serverError,
  'page-header': pageHeader,
  'page-call': asFailure,
  'mixed-content': asFailure,
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

function isListCheck({ check }: Failure): boolean {
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
  return {
    message: `${message}${isMismatch ? difference(finding.parameter ?? '', hop.origin) : ''}`,
    fix:
      hop.origin === 'null' || hop.origin === 'file://'
        ? [nullOriginHint(hop) || failure.fix]
        : [must(seen, originLines(seen)), ...waysOf(seen, 'origin')],
  }
}

/** What two origins differ in, if they are nearly the same. */
function difference(value: string, origin: string): string {
  const listed = parseUrl(value)
  const sent = parseUrl(origin)
  if (listed === undefined || sent === undefined) return ''
  const bare = ({ hostname }: URL) => hostname.replace(/^www\./, '')
  if (bare(listed) !== bare(sent)) return ''
  const parts = [
    listed.protocol !== sent.protocol && 'the scheme',
    listed.hostname !== sent.hostname && '"www."',
    listed.port !== sent.port && 'the port',
  ].filter(part => part !== false)
  return parts.length > 0 ? ` They differ in ${parts.join(' and ')}.` : ''
}

function refusedAsAWhole(seen: Seen, what: string): string {
  return `The CORS layer refuses the whole preflight (status ${statusOf(seen)}) because of ${what}: it allows a preflight without that.`
}

function methodNotListed(seen: Seen, failure: Failure): CauseWords {
  const { method } = seen.failed.hop
  const upper = method.toUpperCase()
  if (method !== upper) return { message: failure.message, fix: [failure.fix] }
  return {
    message: isListCheck(failure) ? failure.message : refusedAsAWhole(seen, `the method ${quote(method)}`),
    fix: [must(seen, [`Access-Control-Allow-Methods: ${method}`]), ...waysOf(seen, 'method')],
  }
}

/** How to tell the cause from the one that fits as well. */
export function alternativeOf({ seen, inference }: Inferred): Alternative | null {
  const { alternative } = inference
  if (alternative === null) return null
  return { code: alternative, message: LOOKS[`${alternative}`]?.(seen) ?? '' }
}

const LOOKS: Partial<Readonly<Record<CauseCode, (seen: Seen) => string>>> = {
  'origin-not-listed': ({ failed: { hop } }) =>
    `Or there is a CORS layer that says nothing to origins that it does not list, as Flask-CORS does. Ask with an origin that it does list: if that is answered, add ${quote(hop.origin)}.`,
  'no-cors-layer': () =>
    'Or nothing here does CORS. Look at the answer to the request itself: if it has no Access-Control-Allow-Origin either, set up CORS first.',
  'preflight-not-routed': ({ failed: { hop } }) =>
    `Or the route for ${quote(hop.method)} does CORS and its router answers OPTIONS itself. Look at the answer to the request: if it has Access-Control-Allow-Origin, put the CORS layer before all routes.`,
  'cached-copy': () =>
    'Or a cache answered with a copy from before. Ask with a query that nobody has asked yet, such as ?x=1: if that is answered rightly, send `Vary: Origin` and clear the cache.',
}
