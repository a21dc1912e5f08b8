import { NO_READERS } from '../policy/decision.js'
import {
  deniedOrigin,
  headersOf,
  preflightListsOf,
  preflightReadersOf,
  readersOf,
  sameForAll,
} from '../policy/headers.js'
import type { Rules } from '../policy/policy.js'

/**
 * The kinds of requests that rules answer in different ways.
 *
 * - `none`: no `Origin`
 * - `listed`: from an origin that may read, and is repeated
 * - `shared`: from `null` or `file://` under `origins: '*'`, which get `*`
 * - `other`: from an origin that may not read
 * - `own`: from an origin that is not listed, but is the server's own; only `blockDisallowed` asks
 *
 * @internal
 */
export type Reader = 'none' | 'listed' | 'shared' | 'other' | 'own'

/** A header's value: a text, or what the request says, which is repeated. @internal */
export type Value = Text | Repeated

interface Text {
  readonly repeats: undefined
  readonly text: string
}

/**
 * `origin`: the value of `Origin`. `method`: that of `Access-Control-Request-Method`, if it is a token other than CONNECT, TRACE
 * and TRACK. `headers`: that of `Access-Control-Request-Headers`, if `REQUESTED_HEADERS` matches it.
 */
interface Repeated {
  readonly repeats: 'origin' | 'method' | 'headers'
  readonly text: ''
}

/** What rules answer to one kind of request. @internal */
export interface Answer {
  readonly preflight: boolean
  readonly reader: Reader
  /** Answer with this status and no body; if it is undefined, pass the request on. */
  readonly status: number | undefined
  /** By names in lower case; all other CORS headers of upstream are taken off. */
  readonly headers: ReadonlyMap<string, Value>
  /** To merge into `Vary`. */
  readonly vary: readonly string[]
}

/** A whole `Access-Control-Request-Headers` value that may be repeated: as browsers write it. @internal */
export const REQUESTED_HEADERS = "^[!#$%&'*+.^_`|~0-9a-z-]+(?:,[!#$%&'*+.^_`|~0-9a-z-]+)*$"
/** `Access-Control-Request-Method` that may be repeated, once `FORBIDDEN_METHOD` does not match. @internal */
export const REQUESTED_METHOD = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
/** Whatever its case. @internal */
export const FORBIDDEN_METHOD = '^(?:connect|trace|track)$'

// No header's value and no name has angle brackets.
const REPEATED: ReadonlyMap<string, Value> = new Map([
  ['<origin>', { repeats: 'origin', text: '' }],
  ['<method>', { repeats: 'method', text: '' }],
  ['<headers>', { repeats: 'headers', text: '' }],
])

/** Everything that rules can answer; if they are static, only what they answer to `listed` readers. @internal */
export function answersOf(rules: Rules): readonly Answer[] {
  const { origins, credentials, blockDisallowed, isStatic } = rules
  const readers: Reader[] = []
  if (isStatic || origins.any || origins.exact.size + origins.others > 0) readers.push('listed')
  if (!isStatic) readers.push('other')
  if (!isStatic && origins.any && !credentials) readers.push('shared')
  if (blockDisallowed) readers.push('own')
  return [
    actual(rules, 'none'),
    ...readers.map(reader => actual(rules, reader)),
    ...readers.map(reader => preflight(rules, reader)),
  ]
}

function actual(rules: Rules, reader: Reader): Answer {
  const isBlocked = reader === 'other' && rules.blockDisallowed
  const readers = isBlocked ? NO_READERS : readersOf(rules, allowOrigin(rules, reader))
  const status = isBlocked ? 403 : undefined
  const headers = values(headersOf({ readers, lists: undefined }))
  return { preflight: false, reader, status, headers, vary: rules.vary }
}

function preflight(rules: Rules, reader: Reader): Answer {
  const { preflightStatus, blockDisallowed, methods, credentials, allowHeaders, vary, preflightVary } = rules
  const allowed = reader === 'listed' || reader === 'shared'
  const origin = allowOrigin(rules, reader)
  if (origin === undefined || (blockDisallowed && !allowed)) {
    const status = blockDisallowed ? (preflightStatus ?? 403) : preflightStatus
    return { preflight: true, reader, status, headers: new Map(), vary }
  }
  const method = methods.any && credentials ? '<method>' : ''
  const lists = preflightListsOf(rules, method, allowHeaders.any ? '<headers>' : '')
  const headers = values(headersOf({ readers: preflightReadersOf(rules, origin), lists }))
  return { preflight: true, reader, status: preflightStatus, headers, vary: preflightVary }
}

function allowOrigin(rules: Rules, reader: Reader): string | undefined {
  if (reader === 'none') return rules.alwaysSend ? sameForAll(rules) : undefined
  if (reader === 'shared') return '*'
  if (reader !== 'listed' || rules.isStatic) return deniedOrigin(rules)
  return rules.origins.any && rules.sendWildcard ? '*' : '<origin>'
}

function values(headers: Readonly<Record<string, string>>): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(headers).map(({ 0: name, 1: text }) => [
      name,
      REPEATED.get(text) ?? { repeats: undefined, text },
    ]),
  )
}
