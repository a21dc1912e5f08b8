import type { Check, Stage } from './verdict.js'

/** A failure before it is put into words. */
export interface Finding {
  readonly check: Check
  readonly at: Stage
  readonly parameter: string | undefined
  readonly names: readonly string[] | undefined
}

export function finding(check: Check, at: Stage, parameter?: string, names?: readonly string[]): Finding {
  return { check, at, parameter, names }
}
