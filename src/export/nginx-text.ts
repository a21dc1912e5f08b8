/** A key and a value, each written as nginx reads it. @internal */
export type MapLine = readonly [key: string, value: string]

/** @internal */
export function map(source: string, variable: string, lines: readonly MapLine[]): string {
  return `map ${source} $${variable} {\n${lines.map(({ 0: key, 1: value }) => `  ${key} ${value};\n`).join('')}}\n`
}

/**
 * A text between double quotes. nginx has no escape for a dollar sign, which begins a variable in values, so that comes from a
 * variable itself.
 *
 * @internal
 */
export function quoted(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&')
  return `"${escaped.split('$').join(DOLLAR)}"`
}

/** The key of a map, for texts that match. @internal */
export function regexp(pattern: string, ignoreCase = false): string {
  return `"~${ignoreCase ? '*' : ''}${pattern.replaceAll(/["\\]/g, '\\$&')}"`
}

const DOLLAR = '\u0024{cors_dollar}'

/** What `quoted` needs for texts with a dollar sign. @internal */
export const DOLLAR_VARIABLE = 'geo $cors_dollar { default "$"; }\n'

/** nginx's defaults: as long as a cache line, and so many entries. */
const LONGEST_KEY = 24
const MOST_KEYS = 500

/** @internal */
export function hashSizes(lists: readonly (readonly string[])[]): string {
  const longest = Math.max(0, ...lists.map(list => Math.max(0, ...list.map(({ length }) => length))))
  const most = Math.max(...lists.map(({ length }) => length))
  const lines = []
  if (longest > LONGEST_KEY) lines.push('map_hash_bucket_size 512;')
  if (most > MOST_KEYS) lines.push('map_hash_max_size 65536;')
  return lines.length === 0
    ? ''
    : `# For long lists and texts. If the http block has these lines already, keep those with the larger numbers.\n${lines.join('\n')}\n`
}
