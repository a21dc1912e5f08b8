import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import http from 'node:http'
import { test } from 'node:test'
import { cors, createPolicy } from 'cors-policy'
import { A, asking, B, evil, guarded, is } from '../support/attacker.js'
import { askHttp, listen, serve } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }

/** Replacements of the global `Promise`, which a program may make before or after it loads this package. */
const replacements = [
  { name: 'zone.js', code: `require('zone.js/node')` },
  { name: 'bluebird', code: `globalThis.Promise = require('bluebird')` },
  { name: 'undefined', code: 'globalThis.Promise = undefined' },
]

/** Asynchronous policies, each allowing only A. */
const asynchronous = [
  { name: 'async origins', code: 'cors({ origins: async origin => origin === A })' },
  { name: 'origins of a native promise', code: 'cors({ origins: origin => later(origin === A) })' },
  { name: 'origins of the global promise', code: 'cors({ origins: origin => given(origin === A) })' },
  { name: 'a callback', code: 'cors({ origin: (origin, callback) => callback(null, origin === A) })' },
  { name: 'an async choice', code: 'cors(async () => ({ origins: [A] }))' },
  { name: 'a choice by callback', code: 'cors((request, callback) => callback(null, { origins: [A] }))' },
  { name: 'options over an async choice', code: 'cors(async () => policy).with({ vary: true })' },
]

/** A plain server without error handling: an exception ends it. It prints its port. */
function program(replacement: string, order: 'before' | 'after', policy: string): string {
  return `
    const later = async value => value
    const native = Promise
    ${order === 'before' ? replacement : ''}
    const { cors, createPolicy } = require('./dist/index.js')
    ${order === 'after' ? replacement : ''}
    const given = value => (globalThis.Promise ?? native).resolve(value)
    const A = '${A}'
    const policy = createPolicy({ origins: [A] })
    const middleware = ${policy}
    require('http').createServer((request, response) =>
      middleware(request, response, error => response.end(error ? String(error) : 'handled')),
    ).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
}

for (const { name, code } of replacements) {
  for (const order of ['before', 'after'] as const) {
    test(`an asynchronous policy works if ${name} replaced Promise ${order} the import`, async t => {
      for (const policy of asynchronous) {
        // Functions with a callback need the global `Promise`.
        if (code.endsWith('undefined') && /callback/.test(policy.name)) continue
        const child = spawn(process.execPath, ['-e', program(code, order, policy.code)])
        t.after(() => child.kill())
        let failure = ''
        child.stderr.on('data', text => {
          failure += text
        })
        const port = await new Promise<number>((resolve, reject) => {
          child.stdout.once('data', text => resolve(Number(text)))
          child.once('exit', () => reject(new Error(failure)))
        })
        is(await askHttp(port, { headers: { origin: A } }), 200, mine, 'handled')
        is(await askHttp(port, { headers: { origin: evil } }), 200, nobody, 'handled')
        is(await askHttp(port, { method: 'OPTIONS', headers: asking(A, 'PUT') }), 204, {
          ...mine,
          'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
          vary: 'Origin, Access-Control-Request-Headers',
        })
        child.kill()
      }
    })
  }
}
type Settle = (value: unknown) => void

/** Built with defineProperty, since the linter refuses literals with a `then`. */
const thenable = (then: (done: Settle, fail: Settle) => unknown) => withThen({ value: then })
const withThen = (descriptor: PropertyDescriptor, on = {}) => Object.defineProperty(on, 'then', descriptor)

function boom(): never {
  throw new Error('boom')
}

function readableOnce(yes: unknown): object {
  let reads = 0
  return withThen({ get: () => (reads++ > 0 ? boom() : (done: Settle) => done(yes)) })
}

/** Odd values that a function may return in place of a promise; `yes` is the answer that would allow. */
const odd: readonly { what: string; make: (yes: unknown) => unknown; answers: 'yes' | 'error' | 'either' }[] =
  [
    { what: 'that answers at once', make: yes => thenable(done => done(yes)), answers: 'yes' },
    {
      what: 'that answers twice',
      make: yes => thenable(done => [done(yes), done(undefined)]),
      answers: 'yes',
    },
    {
      what: 'that answers and then throws',
      make: yes => thenable(done => [done(yes), boom()]),
      answers: 'yes',
    },
    {
      what: 'that fails and then answers',
      make: yes => thenable((done, fail) => [fail(new Error('boom')), done(yes)]),
      answers: 'error',
    },
    { what: 'whose then throws', make: () => thenable(boom), answers: 'error' },
    { what: 'whose then cannot be read', make: () => withThen({ get: boom }), answers: 'error' },
    { what: 'whose then can be read only once', make: readableOnce, answers: 'either' },
    {
      what: 'that is a promise with a then of its own',
      make: yes => withThen({ value: (done: Settle) => Boolean([done(yes)]) }, Promise.resolve(yes)),
      answers: 'yes',
    },
    {
      what: 'that is rejected with nothing',
      make: () => thenable((_, fail) => fail(undefined)),
      answers: 'error',
    },
    {
      what: 'that answers with a promise that fails',
      make: () => thenable(done => done(Promise.reject(new Error('boom')))),
      answers: 'error',
    },
  ]

for (const { what, make, answers } of odd) {
  test(`a thenable ${what} gets a decision or one error: ${answers}`, async t => {
    const policy = createPolicy({ origins: [A], vary: true })
    const allow = (source: unknown) => guarded(source as never)
    const sources = {
      origins: allow({ origins: (origin: string) => (origin === A ? make(true) : false) }),
      'the second function': allow({
        origins: [() => false, (origin: string) => (origin === A ? make(true) : false)],
      }),
      choice: allow(() => make(policy)),
      'choice by callback': allow((_: unknown, callback: (error: null, answer: unknown) => void) =>
        callback(null, make({ origins: [A] })),
      ),
      callback: allow({
        origin: (_: unknown, callback: (error: null, answer: unknown) => void) => callback(null, make(true)),
      }),
      'returned beside a callback': allow({ origin: (_: unknown, __: unknown) => make(true) }),
    }
    for (const [name, listener] of Object.entries(sources)) {
      let calls = 0
      const ask = await serve(t, (request, response) => {
        response.once('close', () => calls++)
        listener(request, response)
      })
      const { status, headers, body } = await ask({ headers: { origin: A } })
      const allowed = headers['access-control-allow-origin']
      const isHandled = body === 'handled'
      assert.deepEqual([status, allowed], [200, isHandled ? A : undefined], name)
      if (answers !== 'either') assert.equal(isHandled, answers === 'yes', name)
      assert.equal(calls, 1, name)
    }
  })
}

test('a response that is sent while a thenable is pending grants nothing', async t => {
  const never = thenable(() => {})
  for (const source of [
    { origins: () => never },
    () => never,
    { origin: (_: unknown, __: unknown) => never },
  ]) {
    const middleware = cors(source as never)
    const outer = cors({ origins: [A, B] })
    const ask = await serve(t, (request, response) => {
      outer(request, response, () => {
        middleware(request, response, () => assert.fail('nobody has answered'))
        setImmediate(() => response.end('too late'))
      })
    })
    const { headers, body } = await ask({ headers: { origin: A } })
    assert.deepEqual([headers['access-control-allow-origin'], body], [undefined, 'too late'])
  }
})

test('an onDecision that returns an odd thenable, or rejects with an unprintable value, breaks no response', async t => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const unprintable = Object.defineProperty(new Error('x'), 'name', {
    get() {
      throw new Error('boom')
    },
  })
  const answers = [
    ...odd.map(
      ({ make }) =>
        () =>
          make(true),
    ),
    () => Promise.reject(proxy),
    () => Promise.reject(unprintable),
    () => thenable((_, fail) => fail({ [Symbol.toStringTag]: Symbol('x') })),
  ]
  for (const [index, onDecision] of answers.entries()) {
    const ask = await serve(t, guarded({ origins: [A, B], onDecision: onDecision as () => void }))
    const { status, body } = await ask({ headers: { origin: A } })
    // A `then` that throws when it is read fails before the headers are set.
    const isUnreadable = odd[index]?.what === 'whose then cannot be read'
    assert.deepEqual([status, body], [200, isUnreadable ? 'Error: boom' : 'handled'], String(index))
  }
})

test('a function whose name cannot be read fails like any other', async t => {
  const nameless = Object.defineProperty(() => undefined, 'name', {
    get() {
      throw new Error('boom')
    },
  })
  const port = await listen(t, http.createServer(guarded({ origin: nameless as never })))
  const { headers, body } = await askHttp(port, { headers: { origin: A } })
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.match(body, /neither takes a callback nor returns an answer/)
})
