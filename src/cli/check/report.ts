import type { Cause } from '../../diagnose/cause/cause.js'
import type { Exchange, PageRequest } from '../../diagnose/exchange.js'
import { plan } from '../../diagnose/plan.js'
import { isTolerated } from '../../diagnose/tolerated.js'
import { topicOf } from '../../diagnose/topic.js'
import type { Failure, Verdict } from '../../diagnose/verdict.js'
import type { Reason } from '../../policy/decision.js'
import { shownHeaders, withoutPasswords } from '../secrets.js'
import { type Paint, printable } from '../terminal.js'
import type { SentStep } from './network-walk.js'
import { layerLines } from './report-layers.js'
import { POLICY_TOPICS, stepLines, ticks } from './report-steps.js'
import type { Layers } from './via.js'

/** The requests that were sent, and what a browser says of them. */
export interface Checked {
  readonly steps: readonly SentStep[]
  readonly exchange: Exchange
  readonly verdict: Verdict
  /** Absent if no layer was named. */
  readonly layers?: Layers | undefined
}

/** The fix for reasons of a policy that say more than its headers do. */
const FIXES: { readonly [Name in Reason]?: string } = {
  'no-resource':
    'The policy says nothing of this path. Add an entry to `resources`, or "*" for all other paths.',
  'path-ambiguous':
    'Routers read this path in several ways, which name different resources. Let the page ask it as `resources` has it.',
}

/** For people: the cause first, then each step, then what was checked. Secrets show their first letters. */
export function report(checked: Checked, paint: Paint): readonly string[] {
  const { steps, exchange, verdict, layers } = checked
  const isCredentialed = exchange.request.credentials === 'include'
  // Whoever is blocked has something else to change first.
  const notes = verdict.notes.filter(
    ({ code }) => verdict.cause === null || code !== 'local-network-permission',
  )
  return [
    asked(exchange, paint),
    '',
    ...(verdict.cause === null ? readable(exchange, verdict, paint) : blocked(checked, verdict.cause, paint)),
    ...(layers ? layerLines(layers, paint) : []),
    ...steps.flatMap((step, index) => stepLines(shownStep(step), index + 1, paint)),
    ...probed(exchange, paint),
    '',
    ...ticks(steps, isCredentialed, verdict).map(({ passed, text }) => `${mark(passed, paint)} ${text}`),
    ...verdict.failures.flatMap(failure => failureLines(failure, verdict, paint)),
    ...(notes.length > 0 ? [''] : []),
    ...notes.map(({ message }) => `${paint('yellow', '!')} ${message}`),
  ].map(withoutPasswords)
}

function shownStep(step: SentStep): SentStep {
  const { request, response } = step
  return {
    ...step,
    request: { ...request, headers: shownHeaders(request.headers) },
    response: { ...response, headers: shownHeaders(response.headers) },
  }
}

function asked({ pageOrigin, request: { method, url, credentials } }: PageRequest, paint: Paint): string {
  const cookies = credentials === 'include' ? ' with credentials' : ''
  return `Page on ${paint('bold', pageOrigin)} requests ${paint('bold', `${printable(method ?? 'GET')} ${printable(url)}`)}${cookies}.`
}

function readable(exchange: Exchange, { exposedHeaders }: Verdict, paint: Paint): readonly string[] {
  const { status } = exchange.response ?? { status: 200 }
  const headers = exposedHeaders.length > 0 ? ` and the headers ${printable(exposedHeaders.join(', '))}` : ''
  const lines = [paint('green', `Readable: the page gets the answer, status ${status}${headers}.`)]
  if (plan(exchange).sameOrigin) lines.push('  No CORS is involved: the page asks its own origin.')
  else if (status >= 400) lines.push(`  CORS is fine. ${STATUS(status)}`)
  return lines
}

/** What a page that may read it still has to know of an error. */
function STATUS(status: number): string {
  if (status === 401) return 'The server wants a login: --cookie or --header sends one.'
  return status === 404 ? 'The server has nothing at this URL.' : `The server says ${status}.`
}

function blocked({ steps, verdict, layers }: Checked, cause: Cause, paint: Paint): readonly string[] {
  const first = firstBlocking(verdict)
  const { reason } = steps.at(-1)?.response ?? {}
  const isByPolicy = first !== undefined && POLICY_TOPICS.has(topicOf(first.check))
  const fix = (isByPolicy && reason && FIXES[reason]) || cause.fix
  const others = cause.explains.length - 1
  return [
    paint(
      'red',
      first === undefined
        ? `Blocked by the standard, though today's browsers let it through: ${cause.code}.`
        : `Blocked: ${cause.code}.`,
    ),
    ...indented('', printable(cause.message, LONGEST)),
    ...indented(paint('bold', 'Fix: '), ...fix.split('\n').map(line => printable(line, LONGEST))),
    ...(cause.code === 'login-redirect' ? indented('', ...cookieLines(steps, layers)) : []),
    ...(cause.alternative ? indented('', printable(cause.alternative.message, LONGEST)) : []),
    ...indented(
      paint('dim', 'Seen: '),
      ...cause.evidence.map(line => paint('dim', printable(line, LONGEST))),
    ),
    ...(others > 0
      ? [
          paint(
            'dim',
            `  It explains ${others === 1 ? 'one more failure' : `${others} more failures`} below.`,
          ),
        ]
      : []),
  ]
}

/** What browsers stop at. */
function firstBlocking({ failures, notes }: Verdict): Failure | undefined {
  const codes = notes.map(({ code }) => code)
  return failures.find(failure => !isTolerated(failure, codes))
}

/** What another run of the command tells about a login. */
function cookieLines(steps: readonly SentStep[], layers: Layers | undefined): readonly string[] {
  if (!steps.some(({ request }) => request.headers.some(([name]) => /^cookie$/i.test(name))))
    return ['Here, --cookie sends a cookie.']
  return layers === undefined ? ['Here, --via sends the same cookie to a layer behind.'] : []
}

const LONGEST = 1000

/** A label before the first line; the others stand below it, further in. */
function indented(label: string, ...lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? `  ${label}${line}` : `    ${line}`))
}

/** The requests that no browser sends. */
function probed({ probes = [] }: Exchange, paint: Paint): readonly string[] {
  if (probes.length === 0) return []
  return [
    '',
    paint('bold', `${probes.length} more, to tell causes apart (--no-probe sends none)`),
    ...probes.map(({ method, headers, response }) => {
      const origin = [...(headers as Iterable<readonly [string, string]>)].find(([name]) => name === 'Origin')
      return paint(
        'dim',
        `   > ${method} ${origin ? `with Origin: ${printable(origin[1])}` : 'without Origin'} < ${response.status}`,
      )
    }),
  ]
}

function mark(passed: boolean, paint: Paint): string {
  return passed ? paint('green', '✓') : paint('red', '✗')
}

/** A failure has a fix of its own only if the cause does not explain it, and a line in the console only if browsers stop at it. */
function failureLines(failure: Failure, verdict: Verdict, paint: Paint): readonly string[] {
  const isExplained = verdict.cause?.explains.includes(failure.check) ?? false
  return [
    '',
    `${paint('red', '✗')} ${paint('bold', failure.check)} (${failure.at})`,
    `  ${failure.message}`,
    ...(failure.console === '' || failure !== firstBlocking(verdict)
      ? []
      : [paint('dim', `  Chromium's console: ${printable(failure.console, LONGEST)}`)]),
    ...(isExplained ? [] : [`  ${paint('bold', 'Fix:')} ${failure.fix}`]),
  ]
}
