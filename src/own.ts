/**
 * Nothing on `Object.prototype` has an effect on this library, whenever it was put there. Five rules keep it so:
 *
 * - Our own records have all their keys, with `undefined` where there is no value. Their types have no optional
 *   property, so that the compiler asks for each key.
 * - Dictionaries, whose keys are data, are `Map`s or have no prototype. So are records that the platform or a package
 *   reads, such as property descriptors.
 * - Users' options are read by own property. Their other objects (requests, exchanges) may be of a class with getters,
 *   so optional properties of these are read by `given`.
 * - An index that may be out of range goes to `at()`, which does not look at the prototype.
 * - Arrays are destructured by index, `{ 0: name, 1: value }`, and no `for…of` ends early: both would look up `return` on
 *   the iterator, and throw if somebody has put it on `Object.prototype`.
 */

/** Reads a property of an object or its classes, but not of `Object.prototype`. @internal */
export function given<Value extends object, Name extends keyof Value>(
  object: Value,
  name: Name,
): Value[Name] | undefined {
  // The usual case. It also serves proxies that answer only `get`.
  if (!Object.hasOwn(Object.prototype, name)) return object[name]
  let at: object | null = object
  while (at !== null && at !== Object.prototype) {
    if (Object.hasOwn(at, name)) return object[name]
    at = Object.getPrototypeOf(at)
  }
  return undefined
}

const { toString: describe, propertyIsEnumerable: enumerable } = Object.prototype

/** Whether an own property is enumerable. @internal */
export function isEnumerable(object: object, key: PropertyKey): boolean {
  return enumerable.call(object, key)
}

/** The tag of a value (`Set`, `RegExp`, `Object`), which is right for values of other realms too. @internal */
export function tagOf(value: unknown): string {
  return describe.call(value).slice(8, -1)
}

const NATIVE: ReadonlySet<string | symbol> = new Set([
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  '__proto__',
])

/**
 * Runs code that does not follow these rules, such as another package's, with everything that was added to `Object.prototype`
 * removed, and puts it back afterwards.
 *
 * @internal
 */
export function withPlainPrototype<Result>(run: () => Result): Result {
  const added = Reflect.ownKeys(Object.prototype).filter(key => !NATIVE.has(key))
  if (added.length === 0) return run()
  const held = added.map(key => {
    const descriptor = Object.getOwnPropertyDescriptor(Object.prototype, key) as PropertyDescriptor
    return { key, descriptor: Object.setPrototypeOf(descriptor, null) }
  })
  for (let i = 0; i < added.length; i++) Reflect.deleteProperty(Object.prototype, added.at(i) as string)
  try {
    return run()
  } finally {
    held.forEach(({ key, descriptor }) => {
      Reflect.defineProperty(Object.prototype, key, descriptor)
    })
  }
}
