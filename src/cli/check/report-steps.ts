import { isTolerated } from '../../diagnose/tolerated.js'
import { type Topic, topicOf } from '../../diagnose/topic.js'
import type { Verdict } from '../../diagnose/verdict.js'
import { type Paint, printable } from '../terminal.js'
import type { SentStep } from './network-walk.js'

/** What `Access-Control-*` headers decide. */
const HEADER_TOPICS: ReadonlySet<Topic> = new Set(['origin', 'credentials', 'method', 'headers'])

/** What a policy decides. */
export const POLICY_TOPICS: ReadonlySet<Topic> = new Set([...HEADER_TOPICS, 'status'])

/** Response headers that decide what a page can read, where a redirect leads, or that tell who answered. */
const TELLING =
  /^(?:access-control-.*|timing-allow-origin|vary|location|allow|server|via|www-authenticate|x-powered-by|cf-ray|retry-after|age|x-cache|x-varnish)$/i

/** A server may send thousands of headers. */
const MOST_LINES = 20

/** A request and its answer. */
export function stepLines(
  { kind, reasons, request, response }: SentStep,
  number: number,
  paint: Paint,
): readonly string[] {
  const telling = response.headers.filter(([name]) => TELLING.test(name))
  const more = telling.length - MOST_LINES
  const lineOf = (direction: string) => (header: readonly [string, string]) =>
    paint('dim', `   ${direction} ${printable(header[0])}: ${printable(header[1])}`)
  return [
    '',
    paint('bold', `${number}. ${kind === 'preflight' ? 'Preflight' : 'Request'}`),
    ...reasons.map(reason => `   ${reason}`),
    `   > ${printable(request.method)} ${printable(request.url)}`,
    ...request.headers.map(lineOf('>')),
    `   < ${response.status}${response.reason === undefined ? '' : `, by the policy: ${response.reason}`}`,
    ...telling.slice(0, MOST_LINES).map(lineOf('<')),
    ...(more > 0 ? [paint('dim', `   < … and ${more} lines more`)] : []),
  ]
}

interface Tick {
  readonly passed: boolean
  readonly text: string
}

/** What browsers check of an answer: one tick a topic, and one for every other topic that failed. */
export function ticks(
  steps: readonly SentStep[],
  isCredentialed: boolean,
  { failures, notes }: Verdict,
): readonly Tick[] {
  // A refused request is sent only to see whether the port answers, so its answer is not checked.
  if (failures.some(({ at }) => at === 'api' || at === 'request')) return []
  const codes = notes.map(({ code }) => code)
  const ofResponse: readonly Topic[] = isCredentialed ? ['origin', 'credentials'] : ['origin']
  return steps.flatMap(({ kind, request, response: { status } }, index) => {
    const isPreflight = kind === 'preflight'
    const isLast = !steps.slice(index + 1).some(step => step.kind === 'request')
    const stages = isPreflight ? ['preflight'] : isLast ? ['response', 'redirect'] : ['redirect']
    // Nothing is sent after a failure, except a tolerated one: other failures belong to the last answer.
    const failed = failures
      .filter(({ at, url }) => stages.includes(at) && url === request.url)
      .filter(failure => index === steps.length - 1 || isTolerated(failure, codes))
      .map(({ check }) => topicOf(check))
    const checked: readonly Topic[] = isPreflight
      ? [...ofResponse, 'status', 'method', 'headers']
      : ofResponse
    const at = steps.length > 2 ? ` of ${printable(request.url)}` : ''
    const answer = isPreflight ? `the preflight${at}` : `the ${status} answer${at}`
    return [...new Set([...checked, ...failed])].map(topic => ({
      passed: !failed.includes(topic),
      text: tickText(topic, answer, status),
    }))
  })
}

function tickText(topic: Topic, answer: string, status: number): string {
  if (topic === 'status') return `status of ${answer}: ${status}`
  return HEADER_TOPICS.has(topic) ? `${topic} allowed by ${answer}` : `${topic} of ${answer}`
}
