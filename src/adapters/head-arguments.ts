import type { CorsResponse } from './cors-response.js'

/**
 * Sets the headers that `writeHead` is given, as it would itself, so that they can be looked at. Returns the arguments that
 * are left to pass on.
 */
export function setGiven(response: CorsResponse, rest: unknown[]): unknown[] {
  const reason = typeof rest.at(0) === 'string' ? rest.slice(0, 1) : []
  // Node ignores a first object where there is a second.
  const given = isObject(rest.at(1)) ? rest[1] : rest.at(0)
  if (!isObject(given)) return rest
  if (!Array.isArray(given)) {
    for (const { 0: name, 1: value } of Object.entries(given))
      if (name !== '') response.setHeader(name, value)
    return reason
  }
  const isFlat = !Array.isArray(given.at(0))
  // Node says what is wrong with such a list.
  if (isFlat && given.length % 2 !== 0) return rest
  const lines = new Map<string, [name: string, values: unknown[]]>()
  for (let i = 0; i < given.length; i += isFlat ? 2 : 1) {
    const { 0: name, 1: value } = isFlat ? [given[i], given[i + 1]] : given[i]
    if (!name) continue
    const key = String(name).toLowerCase()
    lines.set(key, [name, [...(lines.get(key)?.[1] ?? []), value].flat()])
  }
  for (const { 0: name, 1: values } of lines.values()) {
    response.setHeader(name, (values.length === 1 ? values[0] : values) as string)
  }
  return reason
}

/** Node also takes a function's properties for headers. */
function isObject(value: unknown): value is object {
  return Object(value) === value
}
