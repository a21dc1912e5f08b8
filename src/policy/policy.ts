import { isSharedByStrangers } from '../protocol.js'
import type { Decision } from './decision.js'
import { answerNow, type OriginSet, originAllowed } from './origin.js'
import type { AnyRequest, CorsRequest, FetchRequest } from './request.js'
import { AMBIGUOUS, type ResourceFinder } from './resource.js'

/** Options, checked and compiled; immutable. */
export interface Policy {
  /**
   * Whether pages on this origin may read. Use it for what CORS does not cover, such as a WebSocket upgrade.
   * A missing or malformed origin may not. If `resources` have their own options, the origin must be allowed
   * for the path of `request`, or for every resource if there is no `request`. Functions in `origins` receive
   * `request`.
   *
   * @throws TypeError if a function in `origins` answers with a promise: this answer cannot wait.
   */
  readonly allowsOrigin: (origin: string | undefined, request?: CorsRequest | FetchRequest) => boolean
  /** What tells a policy from other objects. */
  readonly [COMPILED]: unknown
}

/** Known to other versions of this package in the same program too. */
const COMPILED: unique symbol = Symbol.for('cors-policy.compiled') as never

/** A compiled list of names. */
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
  /** These rules are for paths that name more than one resource. */
  readonly ambiguous: boolean
  readonly origins: OriginSet
  /** The exact origin, if it is the only entry. */
  readonly onlyOrigin: string | undefined
  /**
   * The answer is the same for every request, so it is sent on every response.
   * https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches
   */
  readonly isStatic: boolean
  readonly methods: NameSet
  readonly allowHeaders: NameSet
  /** Matches whole `Access-Control-Request-Headers` values, as browsers serialise them, that need no look at each name. */
  readonly plainHeaders: RegExp
  readonly credentials: boolean
  readonly sendWildcard: boolean
  readonly alwaysSend: boolean
  readonly timing: boolean
  /** The value of the header; empty if there is none. */
  readonly exposeHeaders: string
  readonly maxAge: string | undefined
  /** Request headers that the answer to an actual request, or a preflight from a denied origin, depends on. */
  readonly vary: readonly string[]
  /** Request headers that the answer to a preflight from an allowed origin depends on. */
  readonly preflightVary: readonly string[]
  /** Request headers to name in `Vary` if a response is sent while a function is pending, or because one failed. */
  readonly varyMeanwhile: readonly string[]
  /** `undefined` if preflights are passed on. */
  readonly preflightStatus: number | undefined
  readonly interceptExceptions: boolean
  readonly blockDisallowed: boolean
  readonly onDecision: ((decision: Decision, request: never) => void) | undefined
}

/** A resource: its paths and their rules. @internal */
export interface PolicyEntry {
  readonly pattern: string | RegExp
  readonly rules: Rules
  /** For messages: the place where each option was typed, such as `resources["/api/*"].origins`, by its name. */
  readonly places: ReadonlyMap<string, string>
}

/** A policy as it is compiled. @internal */
export interface CompiledPolicy {
  /** The parsed options, in a form that only src/config knows. */
  readonly parsed: unknown
  /** The resources in the order in which they were written; only `*` if there are none. */
  readonly entries: readonly PolicyEntry[]
  readonly find: ResourceFinder<Rules>
  /** The rules for a path that names more than one resource: nobody may read. */
  readonly denial: Rules
  /** A function chooses the policy for each request. */
  readonly chosen: boolean
}

const NO_NAMES: readonly string[] = Object.freeze([])

/** @internal */
export function makePolicy(compiled: CompiledPolicy): Policy {
  const rules = [...new Set(compiled.entries.map(entry => entry.rules))]
  const policy = {
    allowsOrigin: (origin: string | undefined, request?: AnyRequest) =>
      allowsOrigin(rules, compiled.find, origin, request),
  }
  // Not enumerable, so that `{ ...policy, origins }` is refused instead of taken for a policy.
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

/** The rules for a request; `undefined` if the policy does not cover its path. @internal */
export function rulesFor(policy: Policy, request: AnyRequest): Rules | undefined {
  const { find, denial } = compiledOf(policy)
  const found = find(request)
  return found === AMBIGUOUS ? denial : found
}

/** What holds for a path without rules. @internal */
export function uncovered(policy: Policy): Pick<Rules, 'onDecision' | 'vary' | 'varyMeanwhile'> {
  const { denial, chosen } = compiledOf(policy)
  // The function may choose another policy for the same path, which covers it.
  return {
    onDecision: denial.onDecision,
    vary: chosen ? denial.vary : NO_NAMES,
    varyMeanwhile: denial.varyMeanwhile,
  }
}

function allowsOrigin(
  rules: readonly Rules[],
  find: CompiledPolicy['find'],
  origin: string | undefined,
  request?: AnyRequest,
): boolean {
  if (typeof origin !== 'string') return false
  const found = request ? find(request) : undefined
  const covering = request ? rules.filter(each => each === found) : rules
  return covering.length > 0 && covering.every(each => answerNow(mayRead(each, origin, request)))
}

/** Whether pages of this origin may read; a promise only where a function answers with one. @internal */
export function mayRead(
  { origins, credentials }: Rules,
  origin: string,
  request: unknown,
): boolean | Promise<boolean> {
  // `*` does not go with credentials, and `null` must not be repeated: it is any sandboxed frame.
  if (origins.any && credentials && isSharedByStrangers(origin)) return false
  return originAllowed(origins, origin, request)
}
