import vary from 'vary'

/** A `Vary` that has these names too. @internal */
export function merge(header: string | undefined, names: readonly string[]): string {
  if (header !== undefined) return vary.append(header, [...names])
  return names.length === 1 ? (names[0] as string) : joined(names)
}

const texts = new WeakMap<readonly string[], string>()

/** To join names costs as much as a header. */
function joined(names: readonly string[]): string {
  const known = texts.get(names)
  if (known !== undefined) return known
  const text = names.join(', ')
  if (isOfPolicy(names)) texts.set(names, text)
  return text
}

/** Policies freeze their lists. Others live for one response, and what is kept for each would be much by the next collection. */
export function isOfPolicy(names: readonly string[]): boolean {
  return Object.isFrozen(names)
}

/** Where the headers that `writeHead` is given have a `Vary`, it wins over those that were set. */
export function mergeGiven(names: readonly string[], rest: unknown[]): boolean {
  // After the reason, where there is one.
  const at = typeof rest.at(1) === 'object' && rest.at(1) !== null ? 1 : 0
  const given = rest.at(at)
  if (typeof given !== 'object' || given === null) return false
  const pairs = toPairs(given)
  const isVary = ({ 0: name, 1: value }: Pair) => String(name).toLowerCase() === 'vary' && value !== undefined
  const written = pairs.filter(isVary)
  if (written.length === 0) return false
  const merged = merge(written.map(pair => String(pair[1])).join(', '), names)
  const mended: Pair[] = [...pairs.filter(pair => !isVary(pair)), ['Vary', merged]]
  rest[at] = !Array.isArray(given) ? Object.fromEntries(mended) : isFlat(given) ? mended.flat() : mended
  return true
}

type Pair = readonly [name: unknown, value: unknown]

/** Node takes headers as `[name, value, …]` too, and as pairs over HTTP/2. */
function toPairs(given: object): readonly Pair[] {
  if (!Array.isArray(given)) return Object.entries(given)
  if (!isFlat(given)) return given
  return given.flatMap((name, i) => (i % 2 === 0 ? [[name, given[i + 1]] as const] : []))
}

function isFlat(list: readonly unknown[]): boolean {
  return !Array.isArray(list[0])
}
