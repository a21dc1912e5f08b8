import { isSet } from '../config/lists.js'
import { isMap, isPlainObject } from '../config/plain-objects.js'
import { isRegExp } from '../regexp.js'

/** All parts of the options that a policy was made of, flattened; `undefined` if they are frozen and cannot change. */
export type Snapshot = readonly unknown[] | undefined

export function takeSnapshot(options: object): Snapshot {
  if (isFrozen(options)) return undefined
  const parts: unknown[] = []
  visitParts(options, part => parts.push(part) > 0)
  return parts
}

/** Whether the options are as they were when the snapshot was taken. */
export function isUnchanged(options: object, snapshot: Snapshot): boolean {
  if (snapshot === undefined) return true
  let index = 0
  return visitParts(options, part => Object.is(part, snapshot[index++])) && index === snapshot.length
}

/** Visits the parts of a value in order until a visit returns false. A list's length comes before its items, so that no two nestings look the same. */
function visitParts(value: unknown, visit: (part: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return visit(value)
  if (Array.isArray(value)) return visit(value.length) && value.every(item => visitParts(item, visit))
  if (isPlainObject(value)) {
    const names = Object.keys(value)
    return visit(names.length) && names.every(name => visit(name) && visitParts(value[name], visit))
  }
  if (isRegExp(value)) return visit(value.source) && visit(value.flags)
  return isMap(value) || isSet(value) ? visitParts([...value], visit) : visit(value)
}

/** Deeply frozen. Sets, maps and RegExps can change though frozen, and a getter may return anything, so they do not count. */
function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (!Object.isFrozen(value) || !(Array.isArray(value) || isPlainObject(value))) return false
  return Object.values(Object.getOwnPropertyDescriptors(value)).every(
    each => 'value' in each && isFrozen(each.value),
  )
}
