/** Joins the names that a policy exposes and those that a handler set, each once. @internal */
export function mergeExposed(ofPolicy: string | undefined, byHandler: unknown): string | undefined {
  if (byHandler === undefined || byHandler === ofPolicy) return ofPolicy
  const names = new Map<string, string>()
  for (const name of `${ofPolicy ?? ''},${byHandler}`.split(',')) {
    const trimmed = name.trim()
    const key = trimmed.toLowerCase()
    if (trimmed !== '' && !names.has(key)) names.set(key, trimmed)
  }
  return [...names.values()].join(', ')
}
