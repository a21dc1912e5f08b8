/** Header lines in their order. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/**
 * Joins the lines of one name into one value, as the standard does; `undefined` if there are none. Names are in lower case.
 *
 * @internal
 */
export function combined(headers: HeaderList, name: string): string | undefined {
  let value: string | undefined
  for (const line of headers) {
    if (line[0] === name) value = value === undefined ? line[1] : `${value}, ${line[1]}`
  }
  return value
}

/** @internal */
export function lineCount(headers: HeaderList, name: string): number {
  let count = 0
  for (const line of headers) if (line[0] === name) count++
  return count
}

/**
 * The elements of a comma-separated list, tokens or not, without the empty ones (RFC 9110, 5.6.1).
 *
 * @internal
 */
export function listItems(value: string | undefined): readonly string[] {
  if (value === undefined) return []
  const items: string[] = []
  for (const part of value.split(',')) {
    const item = stripWhitespace(part)
    if (item !== '') items.push(item)
  }
  return items
}

/** Whether a cache keeps one copy for each origin. @internal */
export function variesByOrigin(headers: HeaderList): boolean {
  return listItems(combined(headers, 'vary')).some(name => name === '*' || name.toLowerCase() === 'origin')
}

/**
 * Strips HTTP whitespace from both ends. `trim()` would strip more, and a regular expression takes time that grows with the
 * square of the whitespace inside.
 * https://fetch.spec.whatwg.org/#http-whitespace
 *
 * @internal
 */
export function stripWhitespace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isWhitespace(text.charCodeAt(start))) start++
  while (end > start && isWhitespace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
