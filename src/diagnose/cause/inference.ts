import type { Failure } from '../verdict.js'
import type { CauseCode } from './cause.js'
import type { Look, Seen } from './seen.js'

/** What a person has to change, before it is put into words. */
export interface Inference {
  readonly code: CauseCode
  /** The answers that say so, besides the one that fails. */
  readonly looks: readonly Look[]
  /** The cause that fits as well. */
  readonly alternative: CauseCode | null
}

/** More of the same tells a reader no more. */
const MOST_LOOKS = 3

export function inferred(
  code: CauseCode,
  looks: readonly (Look | null)[] = [],
  alternative: CauseCode | null = null,
): Inference {
  return { code, looks: looks.filter(look => look !== null).slice(0, MOST_LOOKS), alternative }
}

/** What a cause is put into words from. */
export interface Inferred {
  readonly seen: Seen
  readonly inference: Inference
  /** What browsers report, in words. */
  readonly failure: Failure
}

export interface CauseWords {
  readonly message: string
  /** What must go out, then how one layer writes it: a line each. */
  readonly fix: readonly string[]
}
