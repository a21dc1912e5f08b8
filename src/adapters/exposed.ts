import type { Readers } from '../policy/decision.js'

/** Joins the names that a policy exposes and those that a handler set, each once. */
function mergeExposed(ofPolicy: string | undefined, byHandler: unknown): string | undefined {
  if (byHandler === undefined || byHandler === ofPolicy) return ofPolicy
  const names = new Map<string, string>()
  for (const name of `${ofPolicy ?? ''},${byHandler}`.split(',')) {
    const trimmed = name.trim()
    const key = trimmed.toLowerCase()
    if (trimmed !== '' && !names.has(key)) names.set(key, trimmed)
  }
  return [...names.values()].join(', ')
}

/**
 * The policy's list and a handler's, since a route knows its own headers; `undefined` if nobody may read the response.
 *
 * @internal
 */
export function exposedBy({ allowOrigin, exposeHeaders }: Readers, byHandler: unknown): string | undefined {
  return allowOrigin === undefined ? undefined : mergeExposed(exposeHeaders, byHandler)
}
