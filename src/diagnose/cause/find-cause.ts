import { combined, type HeaderList } from '../header-list.js'
import { sentUrl } from '../hop.js'
import { quote } from '../messages/quote.js'
import type { Answer } from '../read.js'
import { topicOf } from '../topic.js'
import type { Check, Failure } from '../verdict.js'
import type { Cause, CauseCode } from './cause.js'
import { inferCause } from './infer.js'
import { isHiddenOrigin } from './infer-redirect.js'
import { type Failed, type Look, nameOf, type Seen } from './seen.js'
import { alternativeOf, causeWords, isListCheck } from './words.js'

/**
 * The one thing to change first.
 *
 * @param failure What browsers report, in words.
 */
export function findCause(seen: Seen, failure: Failure): Cause {
  const inference = inferCause(seen)
  const inferred = { seen, inference, failure }
  const { message, fix } = causeWords(inferred)
  const looks = [...looksOnTheWay(seen), ...inference.looks]
  return {
    code: inference.code,
    message,
    fix: fix.join('\n'),
    evidence: [...new Set(looks.map(evidence))],
    explains: [...new Set(seen.all.filter(failed => isExplained(inference.code, failed, seen)).map(checkOf))],
    alternative: alternativeOf(inferred),
  }
}

/** As many redirects as a reader needs to see how the page's request came there. */
const MOST_REDIRECTS = 3

/** The answer that fails, after the redirects to its URL. */
function looksOnTheWay(seen: Seen): readonly Look[] {
  const { hop, answer } = seen.failed
  const redirects = seen.redirects
    .slice(-MOST_REDIRECTS)
    .map(redirect => ({ name: 'the request', answer: redirect }))
  const url = hop.redirectCount > 0 ? ` after the redirect, ${quote(sentUrl(hop.url))}` : ''
  return answer ? [...redirects, { name: `${nameOf(seen)}${url}`, answer }] : redirects
}

/** Headers that tell who answered, and what it allows. */
const TELLING = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'vary',
  'location',
  'allow',
  'www-authenticate',
  'retry-after',
  'age',
  'x-cache',
  'cf-ray',
  'via',
  'server',
  'x-powered-by',
]

/** An answer in one line. */
export function evidence({ name, answer }: Look): string {
  const lines = TELLING.flatMap(header => {
    const value = combined(answer.headers, header)
    return value === undefined ? [] : [`${header}: ${quote(value)}`]
  })
  return `${name}: ${[`status ${answer.status}`, ...lines].join(', ')}`
}

function checkOf({ finding }: Failed): Check {
  return finding.check
}

/** Causes that have another layer's answer in place of the CORS layer's, in which nothing can be right. */
const FOREIGN: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'answered-before-cors',
  'preflight-not-routed',
  'no-cors-layer',
  'server-error',
])

/** Whether the failure goes away with the cause. */
function isExplained(code: CauseCode, failed: Failed, { failed: first }: Seen): boolean {
  if (failed === first) return true
  const { finding, answer, hop } = failed
  const topic = topicOf(finding.check)
  switch (code) {
    case 'redirect':
    case 'login-redirect':
    case 'mixed-content':
      return hop.redirectCount >= first.hop.redirectCount || isHiddenOrigin(hop)
    case 'credentials-not-allowed':
      return topic === 'credentials'
    case 'wildcard-with-credentials':
      return topic === 'origin' || topic === 'credentials' || isStarred(finding.check, answer)
    case 'origin-not-listed':
    case 'header-misspelt':
    case 'cached-copy':
      return topic === 'origin' || followsFromOrigin(failed)
    case 'two-layers':
      return topic === 'origin' || topic === 'credentials' || followsFromOrigin(failed)
    case 'method-not-listed':
    case 'header-not-listed':
      // Some layers refuse the whole preflight for a method or a header.
      return isListCheck(first.finding.check)
        ? finding.check === first.finding.check
        : answer === first.answer
    case 'page-header':
      return finding.at === 'preflight'
    default:
      return FOREIGN.has(code) ? answer === first.answer || !hasAllowOrigin(answer) : true
  }
}

/** A layer that does not allow the origin sends nothing else, or not all. */
function followsFromOrigin({ finding, answer }: Failed): boolean {
  if (answer === null || hasAllowOrigin(answer)) return false
  const topic = topicOf(finding.check)
  if (topic === 'method') return combined(answer.headers, 'access-control-allow-methods') === undefined
  if (topic === 'headers') return combined(answer.headers, 'access-control-allow-headers') === undefined
  return topic === 'credentials' || topic === 'status'
}

/** With credentials `*` is no wildcard in the other headers either. */
function isStarred(check: Check, answer: Answer | null): boolean {
  const headers: HeaderList = answer?.headers ?? []
  const topic = topicOf(check)
  if (topic === 'method') return combined(headers, 'access-control-allow-methods') === '*'
  return topic === 'headers' && combined(headers, 'access-control-allow-headers') === '*'
}

function hasAllowOrigin(answer: Answer | null): boolean {
  return answer !== null && combined(answer.headers, 'access-control-allow-origin') !== undefined
}
