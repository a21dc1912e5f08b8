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

/** The response to a request that is passed on: upstream's, or one that the layer makes itself, such as a 502. */
export interface Passed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

function expected(policy: Policy, { method, target, lines }: SentRequest, passed: Passed): Expected {
  const request = { method, url: target, headers: joined(lines) }
  const decision = resolve(policy, request)
  const { find, denial } = compiledOf(policy as never)
  const found = find(request)
  // A symbol for an ambiguous path, of the package that is tested.
  const rules = typeof found === 'symbol' ? denial : found
  const upstream = new Map(Object.entries(passed.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const passes = decision.status === undefined
  const status = decision.status ?? passed.status
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
    ...(passes ? namesOf(upstream.get('vary') ?? '') : []),
    ...decision.vary.map(name => name.toLowerCase()),
  ])
  return { status, headers, vary, blocks: decision.status === 403 }
}

/** What upstream answers. */
export function fromUpstream({ target }: SentRequest): Passed {
  return { status: Number(/\?(\d{3})$/.exec(target)?.[1] ?? 200), headers: UPSTREAM_HEADERS }
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
export function differences(
  policy: Policy,
  request: SentRequest,
  answer: ReceivedAnswer,
  passed = fromUpstream(request),
): string {
  const { status, headers, vary } = expected(policy, request, passed)
  const wrong: string[] = []
  if (status !== answer.status) wrong.push(`status ${answer.status}, not ${status}`)
  for (const name of NAMES) {
    const got = answer.lines.filter(line => line[0] === name).map(line => line[1])
    const want = headers.has(name) ? [headers.get(name)] : []
    if (JSON.stringify(got) !== JSON.stringify(want))
      wrong.push(`${name} ${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
  }
  const varies = answer.lines.filter(line => line[0] === 'vary').flatMap(line => namesOf(line[1]))
  if (varies.toSorted().join() !== [...vary].toSorted().join())
    wrong.push(`Vary ${[...varies]}, not ${[...vary]}`)
  return wrong.join('; ')
}

function namesOf(list: string): string[] {
  return list
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '')
}

/** Empty if the answer grants no more than the policy does to one of these readings of a request. */
export function excess(policy: Policy, readings: readonly SentRequest[], answer: ReceivedAnswer): string {
  const faults = readings.map(reading => {
    const passed = { status: answer.status, headers: UPSTREAM_HEADERS }
    return excessOver(expected(policy, reading, passed), answer)
  })
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
  return namesOf(value).every(each => namesOf(most).includes(each))
}
