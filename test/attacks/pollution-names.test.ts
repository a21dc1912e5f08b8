import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CORS_HEADERS } from '../../src/protocol.js'
import { A, evil } from '../support/attacker.js'
import { asText, cases } from '../support/pollution-cases.js'

const built = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  .filter(file => /^(?!cli\b).*\.js$/.test(file))
  .map(file => `dist/${file}`)
const packages = ['tldts/dist/cjs/index.js', 'vary/index.js', 'debug/src/common.js', 'debug/src/node.js']
const code = [...built, ...packages.map(file => `node_modules/${file}`)]
  .flatMap(file => readFileSync(file, 'utf8').split('\n'))
  // Longer lines are the Public Suffix List, which is data.
  .filter(line => line.length < 10_000)
  .join('\n')

/**
 * Every identifier of the code that runs and every word of its strings, so the names of all options, settings and
 * headers, and a few names that the platform reads.
 */
const names: readonly string[] = [
  ...new Set([
    ...(code.match(/[A-Za-z_$][\w$]*/g) ?? []),
    ...(code.match(/[\w$-]+/g) ?? []),
    ...CORS_HEADERS.values(),
    ...['enumerable', 'configurable', 'writable', 'value', 'get', 'set', 'statusText', 'url', 'originalUrl'],
    ...['', '*', '/', '/*', '/x', '/api/*', '-1', 'http', 'https', A, evil],
  ]),
  // Defining `__proto__` would change how the test itself puts names on a prototype.
].filter(name => name !== '__proto__')

const values: readonly unknown[] = [
  true,
  false,
  null,
  0,
  1,
  '*',
  evil,
  'OPTIONS',
  [evil],
  [],
  () => true,
  () => evil,
  /.*/,
  {},
  { value: { origins: '*' } },
  { value: true, path: '' },
  { origins: '*', credentials: true },
]

/** Puts these names on `Object.prototype`; the returned function takes them off again. */
function pollute(polluting: Iterable<string>, describe: (name: string) => PropertyDescriptor): () => void {
  const before = new Map<string, PropertyDescriptor | undefined>()
  const descriptors = new Map<string, PropertyDescriptor>()
  for (const name of polluting) {
    before.set(name, bare(Object.getOwnPropertyDescriptor(Object.prototype, name)))
    descriptors.set(name, bare({ ...describe(name), configurable: true }) as PropertyDescriptor)
  }
  // A loop that ends early, or destructures pairs, would look up a polluted `return` itself.
  descriptors.forEach((descriptor, name) => {
    Object.defineProperty(Object.prototype, name, descriptor)
  })
  return () =>
    before.forEach((descriptor, name) => {
      if (descriptor) Object.defineProperty(Object.prototype, name, descriptor)
      else delete (Object.prototype as Record<string, unknown>)[name]
    })
}

/** A descriptor without a prototype, so that it inherits no polluted `get` or `value`. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  return descriptor && Object.assign(Object.create(null), descriptor)
}

type Case = (typeof cases)[number]

/** Runs a case while these names are polluted. Nothing else runs meanwhile: its promises wait for no I/O. */
async function runPolluted(
  { prepare }: Case,
  polluting: Iterable<string>,
  describe: (name: string) => PropertyDescriptor,
): Promise<string> {
  const run = prepare()
  const clean = pollute(polluting, describe)
  let result: unknown
  try {
    result = run()
    if (result instanceof Promise) result = await result
  } catch (error) {
    result = error
  } finally {
    clean()
  }
  return asText(result)
}

const shown = (value: unknown) =>
  typeof value === 'function' ? String(value) : (JSON.stringify(value) ?? '')

for (const each of cases) {
  test(`nothing on Object.prototype changes ${each.what}`, async () => {
    const expected = await runPolluted(each, [], () => ({}))
    const own = names.filter(name => !each.except.has(name))
    const reached = new Set<string>()
    const watched = await runPolluted(each, own, name => {
      const value: unknown = (Object.prototype as Record<string, unknown>)[name]
      return {
        enumerable: true,
        get() {
          reached.add(name)
          return value
        },
        set(written: unknown) {
          const descriptor = { value: written, writable: true, enumerable: true, configurable: true }
          Object.defineProperty(this, name, bare(descriptor) as PropertyDescriptor)
        },
      }
    })
    assert.equal(watched, expected)

    // A name that nothing looked up can have an effect only by existing, in a `for…in` say, so
    // all of these are polluted together. The others are polluted one by one.
    const unreached = own.filter(name => !reached.has(name))
    for (const value of values) {
      const found = await runPolluted(each, unreached, () => ({ value, enumerable: true, writable: true }))
      assert.equal(found, expected, `all names as ${shown(value)}`)
    }
    const hidden = await runPolluted(each, own, () => ({ value: undefined, writable: true }))
    assert.equal(hidden, expected)
    const changed: string[] = []
    for (const name of reached) {
      for (const value of values) {
        const found = await runPolluted(each, [name], () => ({ value, enumerable: true, writable: true }))
        if (found !== expected) changed.push(`${name} as ${shown(value)}`)
      }
    }
    assert.deepEqual(changed, [])
  })
}
