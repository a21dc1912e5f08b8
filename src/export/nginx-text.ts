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
    : `# For long lists and texts. nginx takes these lines once, and only before the first map: if another file of the http block has
# them too, keep the larger numbers there and remove them here.
${lines.join('\n')}
`
}

/**
 * Gives the variables names of their own. nginx lets a second map of the same name replace the first without a word, so two
 * policies in one http block would become one; and parts of two versions of a policy would work together, wrongly.
 *
 * @internal
 */
export function withOwnNames(text: string): string {
  let hash = 0x811c9dc5
  // FNV-1a.
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  // Short, since nginx warns of many long names.
  const own = (hash >>> 0).toString(36).padStart(4, '0').slice(-4)
  // A dollar sign of the policy has a backslash before it, or is a variable itself.
  return text.replaceAll(/(?<!\\)(\$\{?|\?<)cors_/g, `$1cors_${own}_`)
}
