/** A variable of a request and its response, so that both can read it. @internal */
export function variable(name: string): string {
  return `txn.cors_${name}`
}

/** A word that HAProxy takes as it is. @internal */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A word in which HAProxy looks for `%[…]`. @internal */
export function formatted(text: string): string {
  return quoted(text.replaceAll('%', '%%'))
}

/** The condition that a variable has one of these values. @internal */
export function is(name: string, ...texts: readonly string[]): string {
  return `{ var(${variable(name)}) -m str ${texts.join(' ')} }`
}

/** @internal */
export function isSet(name: string): string {
  return `{ var(${variable(name)}) -m found }`
}

/** @internal */
export function matches(name: string, pattern: string, ignoreCase = false): string {
  return `{ var(${variable(name)}) -m reg ${ignoreCase ? '-i ' : ''}${quoted(pattern)} }`
}

/** A condition with a name, for as many values as there are. @internal */
export function named(condition: string, name: string, texts: readonly string[]): string {
  return inLines(texts)
    .map(some => `acl ${condition} var(${variable(name)}) -m str ${some.map(quoted).join(' ')}\n`)
    .join('')
}

/** Sets a variable if all conditions hold. `fetch` is an expression of HAProxy. @internal */
export function set(name: string, fetch: string, ...conditions: readonly string[]): string {
  return `http-request set-var(${variable(name)}) ${fetch}${conditions.length === 0 ? '' : ` if ${conditions.join(' ')}`}\n`
}

/** HAProxy reads 64 words of a line, and some are conditions. */
const MOST_WORDS = 40

/** @internal */
export function inLines<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / MOST_WORDS)
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * MOST_WORDS, (index + 1) * MOST_WORDS),
  )
}
