import type { Check } from './verdict.js'

/**
 * Whether today's browsers let pass what the standard counts as a failure. The one known case is `Authorization` under
 * `Access-Control-Allow-Headers: *`, which a note tells about.
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
