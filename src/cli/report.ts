import type { PageRequest } from '../diagnose/exchange.js'
import { isTolerated } from '../diagnose/tolerated.js'
import { type Topic, topicOf } from '../diagnose/topic.js'
import type { Failure, Verdict } from '../diagnose/verdict.js'
import type { Reason } from '../policy/decision.js'
import type { SentStep } from './network-walk.js'
import { printable } from './terminal.js'

/** Writes for people: each step as it comes, then the verdict. */
export interface Report {
  readonly start: (page: PageRequest) => void
  readonly step: (step: SentStep) => void
  readonly end: (verdict: Verdict) => void
}

type Paint = (format: keyof typeof SGR, text: string) => string

const SGR = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 }

/** The fix for reasons of a policy that say more than its headers do. */
const FIXES: { readonly [Name in Reason]?: string } = {
  'no-resource':
    'The policy says nothing of this path. Add an entry to `resources`, or "*" for all other paths.',
  'path-ambiguous':
    'Routers read this path in several ways, which name different resources. Let the page ask it as `resources` has it.',
}

/** What `Access-Control-*` headers decide. */
const HEADER_TOPICS: ReadonlySet<Topic> = new Set(['origin', 'credentials', 'method', 'headers'])

/** What a policy decides. */
const POLICY_TOPICS: ReadonlySet<Topic> = new Set([...HEADER_TOPICS, 'status'])

/** Response headers that decide what a page can read, or where a redirect leads. */
const TELLING = /^(?:access-control-|timing-allow-origin$|vary$|location$)/i

/** A server may send thousands of headers. */
const MOST_LINES = 20

export function report(write: (line: string) => void, colour: boolean): Report {
  const paint: Paint = colour ? (format, text) => `\x1b[${SGR[format]}m${text}\x1b[0m` : (_, text) => text
  const steps: SentStep[] = []
  let isCredentialed = false
  return {
    start({ pageOrigin, request: { method, url, credentials } }) {
      isCredentialed = credentials === 'include'
      const cookies = isCredentialed ? ', with credentials' : ''
      write(
        `A page of ${paint('bold', pageOrigin)} asks for ${paint('bold', `${printable(method ?? 'GET')} ${printable(url)}`)}${cookies}.`,
      )
    },
    step(step) {
      steps.push(step)
      const { kind, reasons, request, response } = step
      write('')
      write(paint('bold', `${steps.length}. ${kind === 'preflight' ? 'Preflight' : 'Request'}`))
      for (const reason of reasons) write(`   ${reason}`)
      write(`   > ${printable(request.method)} ${printable(request.url)}`)
      for (const [name, value] of request.headers)
        write(paint('dim', `   > ${printable(name)}: ${printable(value)}`))
      write(
        `   < ${response.status}${response.reason === undefined ? '' : `, by the policy: ${response.reason}`}`,
      )
      const telling = response.headers.filter(([name]) => TELLING.test(name))
      for (const [name, value] of telling.slice(0, MOST_LINES)) {
        write(paint('dim', `   < ${printable(name)}: ${printable(value)}`))
      }
      const more = telling.length - MOST_LINES
      if (more > 0) write(paint('dim', `   < … and ${more} lines more`))
    },
    end(verdict) {
      write('')
      for (const { passed, text } of ticks(steps, isCredentialed, verdict))
        write(`${mark(passed, paint)} ${text}`)
      const { reason } = steps.at(-1)?.response ?? {}
      for (const failure of verdict.failures) {
        const isByPolicy = POLICY_TOPICS.has(topicOf(failure.check))
        writeFailure(
          { ...failure, fix: (isByPolicy && reason && FIXES[reason]) || failure.fix },
          write,
          paint,
        )
      }
      if (verdict.notes.length > 0) write('')
      for (const { message } of verdict.notes) write(`${paint('yellow', '!')} ${message}`)
      write('')
      write(sentence(verdict, paint))
    },
  }
}

function mark(passed: boolean, paint: Paint): string {
  return passed ? paint('green', '✓') : paint('red', '✗')
}

interface Tick {
  readonly passed: boolean
  readonly text: string
}

/** What browsers check of an answer: one tick a topic, and one for every other topic that failed. */
function ticks(steps: readonly SentStep[], isCredentialed: boolean, { failures, notes }: Verdict): Tick[] {
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

function writeFailure(failure: Failure, write: (line: string) => void, paint: Paint): void {
  write('')
  write(`${paint('red', '✗')} ${paint('bold', failure.check)} (${failure.at})`)
  write(`  ${failure.message}`)
  write(`  ${paint('bold', 'Fix:')} ${failure.fix}`)
}

function sentence({ readable, failures, exposedHeaders, notes }: Verdict, paint: Paint): string {
  if (!readable) {
    const codes = notes.map(({ code }) => code)
    const [first, ...others] = failures.filter(failure => !isTolerated(failure, codes))
    if (!first) return paint('red', "Blocked by the standard, though today's browsers let it through.")
    const more = others.length > 0 ? ` and ${others.length} more` : ''
    return paint('red', `Blocked: a browser refuses this with ${first.check}${more}.`)
  }
  const headers = exposedHeaders.length > 0 ? ` and the headers ${printable(exposedHeaders.join(', '))}` : ''
  return paint('green', `Readable: the page gets the answer${headers}.`)
}
