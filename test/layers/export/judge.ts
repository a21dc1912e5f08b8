import { type Policy, resolve } from 'cors-policy'
import { compiledOf } from '../../../src/policy/policy.js'
import { CORS_HEADERS } from '../../../src/protocol.js'
import { UPSTREAM_HEADERS } from './upstream.js'
import type { Lines, ReceivedAnswer, SentRequest } from './wire.js'

/** What must come back for a request. */
interface Expected {
  readonly status: number
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly vary: ReadonlySet<string>
  readonly blocks: boolean
}

const NAMES = [...CORS_HEADERS.keys()]

/** `passed` is the status of the response if the request is passed on. */
function expected(policy: Policy, { method, target, lines }: SentRequest, passed: number): Expected {
  const request = { method, url: target, headers: joined(lines) }
  const decision = resolve(policy, request)
  const { find, denial } = compiledOf(policy as never)
  const found = find(request)
  // A symbol for an ambiguous path, of the package that is tested.
  const rules = typeof found === 'symbol' ? denial : found
  const upstream = new Map(
    Object.entries(UPSTREAM_HEADERS).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const passes = decision.status === undefined
  const status = decision.status ?? passed
  const isQuiet = rules?.interceptExceptions === false && passes && status >= 500
  const headers = new Map<string, string>()
  for (const name of NAMES) {
    const isUpstreams = passes && (rules === undefined || (name === 'timing-allow-origin' && !rules.timing))
    const value = isUpstreams
      ? upstream.get(name)
      : isQuiet
        ? undefined
        : decision.headers[CORS_HEADERS.get(name) ?? '']
    if (value !== undefined) headers.set(name, value)
  }
  const vary = new Set([
    ...(passes ? ['accept-encoding'] : []),
    ...decision.vary.map(name => name.toLowerCase()),
  ])
  return { status, headers, vary, blocks: decision.status === 403 }
}

/** The status that upstream answers with. */
function statusOf({ target }: SentRequest): number {
  return Number(/\?(\d{3})$/.exec(target)?.[1] ?? 200)
}

/** Lines of one name joined, as Node has them. */
function joined(lines: Lines): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value
  }
  return headers
}

/** Empty if the answer is the policy's, otherwise what is wrong with it. */
export function differences(policy: Policy, request: SentRequest, answer: ReceivedAnswer): string {
  const { status, headers, vary } = expected(policy, request, statusOf(request))
  const wrong: string[] = []
  if (status !== answer.status) wrong.push(`status ${answer.status}, not ${status}`)
  for (const name of NAMES) {
    const got = answer.lines.filter(line => line[0] === name).map(line => line[1])
    const want = headers.has(name) ? [headers.get(name)] : []
    if (JSON.stringify(got) !== JSON.stringify(want))
      wrong.push(`${name} ${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
  }
  const varies = varyOf(answer)
  if (varies.size !== vary.size || [...vary].some(name => !varies.has(name)))
    wrong.push(`Vary ${[...varies]}, not ${[...vary]}`)
  return wrong.join('; ')
}

function varyOf({ lines }: ReceivedAnswer): ReadonlySet<string> {
  const values = lines.filter(line => line[0] === 'vary').flatMap(line => line[1].split(','))
  return new Set(values.map(name => name.trim().toLowerCase()).filter(name => name !== ''))
}

/** Empty if the answer grants no more than the policy does to one of these readings of a request. */
export function excess(policy: Policy, readings: readonly SentRequest[], answer: ReceivedAnswer): string {
  const faults = readings.map(reading => excessOver(expected(policy, reading, answer.status), answer))
  return faults.includes('') ? '' : faults.join(' | ')
}

function excessOver({ headers, blocks }: Expected, answer: ReceivedAnswer): string {
  if (blocks && answer.status < 400) return `status ${answer.status} for a request that is to be blocked`
  for (const name of NAMES) {
    const got = answer.lines.filter(line => line[0] === name).map(line => line[1])
    if (got.length > 1) return `${name} appears twice`
    const value = got.at(0)
    // Without it, the others grant nothing.
    if (value === undefined || !answer.lines.some(line => line[0] === 'access-control-allow-origin')) continue
    const most = headers.get(name)
    if (most === undefined || !isWithin(name, value, most)) return `${name}: ${value}, beyond ${most}`
  }
  return ''
}

function isWithin(name: string, value: string, most: string): boolean {
  if (value === most || !/allow-methods|allow-headers|expose-headers/.test(name)) return value === most
  const names = (text: string) =>
    text
      .toLowerCase()
      .split(',')
      .map(part => part.trim())
  return names(value).every(each => names(most).includes(each))
}
