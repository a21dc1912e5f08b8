import { isEnumerable } from '../own.js'
import type { ReportIssue } from './errors.js'
import { isSettingMark } from './setting-table.js'
import { alternatives, quote } from './words.js'

/** A property of a record, its name as it was typed. */
export interface Property {
  readonly name: string
  readonly value: unknown
}

/** Bundlers and compilers put these on the exports of a module. */
const MODULE_MARKS: ReadonlySet<string | symbol> = new Set(['__esModule', Symbol.toStringTag])

/**
 * Reads each property of a record once. Reports properties that `{ ...record }` would skip: a lost option falls back to its
 * default, which allows more.
 */
export function readProperties(
  record: object,
  at: (name: string) => string,
  report: ReportIssue,
  isAsked: (name: string) => boolean = () => true,
): Property[] {
  const properties: Property[] = []
  for (const key of Reflect.ownKeys(record)) {
    if (!isAsked(typeof key === 'symbol' ? '' : key)) continue
    if (typeof key === 'symbol') {
      if (MODULE_MARKS.has(key) || isSettingMark(key)) continue
      const message = `${String(key)} is a symbol, which names nothing here. Take it out.`
      report('unknown-option', at(`[${String(key)}]`), undefined, message)
    } else if (isEnumerable(record, key)) {
      tryToRead(at(key), record, report, () => {
        properties.push({ name: key, value: (record as Record<string, unknown>)[key] })
      })
    } else if (!MODULE_MARKS.has(key)) {
      const message = `${quote(key)} is not enumerable, so it would be overlooked. Write { ${key}: … }.`
      report('invalid-type', at(key), undefined, message)
    }
  }
  return properties
}

/** Reports what a getter or proxy throws, so that no policy is made from the half that was read. */
export function tryToRead<Result>(
  path: string,
  value: unknown,
  report: ReportIssue,
  read: () => Result,
): Result | undefined {
  try {
    return read()
  } catch (error) {
    const why = error instanceof Error ? error.message : quote(error)
    report('invalid-type', path, value, `it cannot be read: ${quote(why)}. Write an object literal.`)
    return undefined
  }
}

/** Whether a value is an object literal of any realm, or has no prototype: it then inherits no options. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: object | null = Object.getPrototypeOf(value)
  return prototype === null || isRoot(prototype)
}

/** Whether an object is the `Object.prototype` of any realm. */
function isRoot(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf')
}

/** The names that an object inherits from its class or another object, but not those of `Object.prototype`. */
export function inheritedNames(value: object): string[] {
  const names = new Set<string>()
  let prototype: object | null = Object.getPrototypeOf(value)
  for (; prototype !== null && !isRoot(prototype); prototype = Object.getPrototypeOf(prototype)) {
    for (const name of Object.getOwnPropertyNames(prototype)) names.add(name)
  }
  names.delete('constructor')
  return [...names].filter(name => !Object.hasOwn(value, name))
}

/** The message for an object that inherits these names; `variable` stands for it in the advice. */
export function describeInherited(names: readonly string[], variable: string): string {
  const list = names.length === 1 ? quote(names[0]) : alternatives(names).replace(/ or (?=[^ ]*$)/, ' and ')
  const values = names.map(name => `${name}: ${variable}.${name}`).join(', ')
  return `it inherits ${list}, and only what is its own would be read. Write { ${values} }.`
}

/** Whether a value is a map of any realm. The getter reads an internal slot that only maps have. */
export function isMap(value: unknown): value is Map<unknown, unknown> {
  try {
    mapSize.call(value)
    return true
  } catch {
    return false
  }
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as (this: unknown) => number
