import { tagOf } from '../own.js'

/** The items of a `List`; a value that is no list is the only item. */
export function itemsOf(value: unknown): readonly unknown[] {
  // A hole is `undefined`, which is then refused; a spread would look it up on `Object.prototype`.
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, i) => (Object.hasOwn(value, i) ? value[i] : undefined))
  }
  if (isSet(value)) return [...value]
  // The comma of `{5,}` belongs to a regular expression, which is refused as a whole.
  if (typeof value === 'string' && value.includes(','))
    return value.split(/,(?!(?<=\{\d*,)\d*\})/).map(item => item.trim())
  return [value]
}

/** The message for an empty part of a comma-separated string; `undefined` for any other value. */
export function strayComma(value: unknown): string | undefined {
  return typeof value === 'string' && value.includes(',')
    ? `${JSON.stringify(value)} has a comma with nothing before or behind it. Take it out.`
    : undefined
}

/** The path of the item at this index; a lone item and the parts of a string have that of the whole. */
export function itemPath(path: string, value: unknown, index: number): string {
  return Array.isArray(value) || isSet(value) ? `${path}[${index}]` : path
}

/** A set of any realm. */
export function isSet(value: unknown): value is Set<unknown> {
  return tagOf(value) === 'Set' && Symbol.iterator in (value as object)
}
