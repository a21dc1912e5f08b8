import vary from 'vary'

/** Adds names to the value of `Vary`. @internal */
export function mergeVary(header: string | undefined, names: readonly string[]): string {
  const text = names.length === 1 ? (names[0] as string) : joinedNames(names)
  // The usual values skip the parser, which costs as much as setting three headers.
  return header === undefined || header === text ? text : vary.append(header, [...names])
}

const texts = new WeakMap<readonly string[], string>()

/** Joining the names costs as much as setting a header, so the text is cached. */
function joinedNames(names: readonly string[]): string {
  const known = texts.get(names)
  if (known !== undefined) return known
  const text = names.join(', ')
  if (isOfPolicy(names)) texts.set(names, text)
  return text
}

/** Policies freeze their lists. Other lists live for one response, so caching by them would only fill the memory. */
export function isOfPolicy(names: readonly string[]): boolean {
  return Object.isFrozen(names)
}

/** The value of `Vary` that is set so far. @internal */
export function varyOf(response: { getHeader(name: string): unknown }): string | undefined {
  const value = response.getHeader('vary')
  if (typeof value === 'string' || value === undefined) return value
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** A list of names with those of another that it lacks; the list itself if it lacks none. @internal */
export function withNames(names: readonly string[], others: readonly string[]): readonly string[] {
  const missing = others.filter(name => !names.includes(name))
  return missing.length === 0 ? names : [...names, ...missing]
}
