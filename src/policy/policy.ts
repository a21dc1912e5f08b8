import type { Decision } from './decision.js'
import { answerNow, type OriginSet, originAllowed } from './origin.js'
import type { AnyRequest, CorsRequest, FetchRequest } from './request.js'
import { AMBIGUOUS, type ResourceFinder } from './resource.js'

/** Options, checked and compiled; immutable. */
export interface Policy {
  /**
   * Whether pages of this origin may read: for what CORS does not cover, such as a WebSocket upgrade.
   * A missing or malformed origin may not. Where `resources` have options of their own, the origin must
   * be allowed for the path of `request`, or without one for all of them. A function in `origins` is
   * given `request`.
   *
   * @throws TypeError if a function in `origins` answers with a promise: this answer cannot wait.
   */
  readonly allowsOrigin: (origin: string | undefined, request?: CorsRequest | FetchRequest) => boolean
  /** What tells a policy from other objects. */
  readonly [COMPILED]: unknown
}

/** Known to other versions of this package in the same program too. */
const COMPILED: unique symbol = Symbol.for('cors-policy.compiled') as never

/** A list of names, compiled. */
export interface NameSet {
  /** The list has `'*'`. */
  readonly any: boolean
  readonly names: ReadonlySet<string>
  /** The names as a header's value. */
  readonly text: string
  readonly regexps: readonly RegExp[]
}

/** The options of one resource, merged and compiled: what `resolve` reads. */
export interface Rules {
  /** They stand in for those of a path that names more than one resource. */
  readonly ambiguous: boolean
  readonly origins: OriginSet
  /** The one exact origin, where that is all that is allowed. */
  readonly onlyOrigin: string | undefined
  /**
   * The answer is the same for every request, so it goes out on every response.
   * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
   */
  readonly isStatic: boolean
  readonly methods: NameSet
  readonly allowHeaders: NameSet
  /** A list of names, as browsers write it, or none: of the listed ones; under `*` with none beside it, of any. */
  readonly plainHeaders: RegExp
  readonly credentials: boolean
  readonly sendWildcard: boolean
  readonly alwaysSend: boolean
  readonly timing: boolean
  /** The value of the header; empty: none. */
  readonly exposeHeaders: string
  readonly maxAge: string | undefined
  /** What the answer depends on, of an actual request and of a preflight that is granted. */
  readonly vary: readonly string[]
  readonly preflightVary: readonly string[]
  /** What an answer depends on that goes out while a function is asked, or because one has failed. */
  readonly asked: readonly string[]
  /** `undefined`: preflights are passed on. */
  readonly preflightStatus: number | undefined
  readonly interceptExceptions: boolean
  readonly blockDisallowed: boolean
  readonly onDecision: ((decision: Decision, request: never) => void) | undefined
}

/** The paths of one resource and what holds for them. @internal */
export interface PolicyEntry {
  readonly pattern: string | RegExp
  readonly rules: Rules
}

/** What is behind a policy. @internal */
export interface CompiledPolicy {
  /** The options that it was made of, as the configuration's side keeps them. */
  readonly written: unknown
  /** Its resources in the order in which they were written; `*` where there are none. */
  readonly entries: readonly PolicyEntry[]
  readonly find: ResourceFinder<Rules>
  /** For a path that names more than one resource: nobody may read. */
  readonly denial: Rules
  /** By a function for each request. */
  readonly chosen: boolean
}

const NO_NAMES: readonly string[] = Object.freeze([])

/** @internal */
export function makePolicy(compiled: CompiledPolicy): Policy {
  const policy = {
    allowsOrigin: (origin: string | undefined, request?: AnyRequest) =>
      allowsOrigin(compiled, origin, request),
  }
  // Not enumerable, so that `{ ...policy, origins }` is no policy, but refused.
  Object.defineProperty(policy, COMPILED, {
    __proto__: null,
    value: Object.freeze(compiled),
  } as PropertyDescriptor)
  return Object.freeze(policy) as Policy
}

/** @internal */
export function compiledOf(policy: Policy): CompiledPolicy {
  return policy[COMPILED] as CompiledPolicy
}

/** @internal */
export function isPolicy(value: unknown): value is Policy {
  try {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, COMPILED)
  } catch {
    // A proxy that throws is refused where it is read as options.
    return false
  }
}

/** The rules for a request; none: the policy says nothing of its path. @internal */
export function rulesFor(policy: Policy, request: AnyRequest): Rules | undefined {
  const { find, denial } = compiledOf(policy)
  const found = find(request)
  return found === AMBIGUOUS ? denial : found
}

/** What holds where no rules apply: who is told, and what the answer still depends on. @internal */
export function uncovered(policy: Policy): Pick<Rules, 'onDecision' | 'vary' | 'asked'> {
  const { denial, chosen } = compiledOf(policy)
  // Another policy that is chosen for this path may cover it.
  return { onDecision: denial.onDecision, vary: chosen ? denial.vary : NO_NAMES, asked: denial.asked }
}

function allowsOrigin(
  { entries, find }: CompiledPolicy,
  origin: string | undefined,
  request?: AnyRequest,
): boolean {
  if (typeof origin !== 'string') return false
  const found = request ? find(request) : undefined
  const all = [...new Set(entries.map(({ rules }) => rules))]
  const covering = request ? all.filter(each => each === found) : all
  return covering.length > 0 && covering.every(each => answerNow(mayRead(each, origin, request)))
}

/** Whether pages of this origin may read; a promise only where a function answers with one. @internal */
export function mayRead(
  { origins, credentials }: Rules,
  origin: string,
  request: unknown,
): boolean | Promise<boolean> {
  // `*` does not go with credentials, and `null` must not be repeated: it is any sandboxed frame.
  if (origin === 'null' && origins.any && credentials) return false
  return originAllowed(origins, origin, request)
}
