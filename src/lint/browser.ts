import { diagnose } from '../diagnose/diagnose.js'
import { plan } from '../diagnose/plan.js'
import type { Verdict } from '../diagnose/verdict.js'
import type { SentHeader } from './answer.js'
import type { Level } from './level.js'
import { pathOf } from './locate.js'
import type { AskedPage } from './site.js'

/** The head of an answer. */
export interface Head {
  readonly status: number
  readonly headers: readonly SentHeader[]
}

/** A page's request, when all that matters is its origin. */
export function plainPage(origin: string, credentials = false): AskedPage {
  return { origin, method: 'GET', headers: [], credentials }
}

/** What a browser says of the answers to a page's request at a level. */
export function verdictOf(
  page: AskedPage,
  level: Level,
  preflightResponse: Head | null,
  response: Head | null,
): Verdict {
  const answered = (head: Head | null) =>
    head && {
      status: head.status,
      headers: head.headers.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
    }
  return diagnose({
    ...pageRequest(page, level),
    preflightResponse: answered(preflightResponse),
    response: answered(response),
  })
}

/** `A browser says: …`, about the answer to a simple request or to a preflight; `''` if nothing is wrong with it. */
export function browserSays(
  page: AskedPage,
  level: Level,
  kind: 'preflight' | 'response',
  head: Head,
): string {
  const verdict =
    kind === 'preflight'
      ? verdictOf(preflighted(page), level, head, null)
      : verdictOf(page, level, null, head)
  const { 0: first } = verdict.failures
  return first === undefined ? '' : ` A browser says: ${first.message} (${first.check})`
}

/** The request, changed so that it needs a preflight. */
function preflighted(page: AskedPage): AskedPage {
  return page.method === 'GET' && page.headers.length === 0 ? { ...page, method: 'PUT' } : page
}

/** The header names that a preflight asks for; `null` if a browser sends no preflight. */
export function preflightNames(page: AskedPage, level: Level): readonly string[] | null {
  const planned = plan(pageRequest(page, level)).preflight
  if (planned === null) return null
  const names = planned.headers.find(({ 0: name }) => /^access-control-request-headers$/i.test(name))?.[1]
  return names === undefined ? [] : names.split(',')
}

function pageRequest({ origin, method, headers, credentials }: AskedPage, level: Level) {
  const path = encodeURI(pathOf(level))
  return {
    pageOrigin: origin ?? 'null',
    request: {
      url: `https://api.example.com${path}`,
      method,
      headers,
      credentials: credentials ? ('include' as const) : ('same-origin' as const),
    },
  }
}
