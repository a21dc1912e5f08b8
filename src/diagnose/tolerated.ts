import type { Check } from './verdict.js'

/**
 * Whether today's browsers ignore this failure, although the standard does not. The one known case is `Authorization` under
 * `Access-Control-Allow-Headers: *`, which has a note.
 */
export function isTolerated(
  { check, parameter }: { readonly check: Check; readonly parameter?: string | undefined },
  notes: readonly string[],
): boolean {
  return (
    check === 'kHeaderDisallowedByPreflightResponse' &&
    parameter === 'authorization' &&
    notes.includes('authorization-under-wildcard')
  )
}
