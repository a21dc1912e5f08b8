import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { type CorsRequest, cors, createPolicy, optionsFromSettings, resolve } from 'cors-policy'
import { withCors } from 'cors-policy/web'
import { A, asking, B, evil, guarded, is } from '../support/attacker.js'
import { named } from '../support/options.js'
import { issuesOf } from '../support/refused.js'
import { serve } from '../support/servers.js'

const hidden = (value: object, name: string, on: unknown) => Object.defineProperty(value, name, { value: on })
const throws = () => {
  throw new Error('boom')
}

class Getters {
  maxAge = 5
  get origins() {
    return [A]
  }
  get credentials() {
    return true
  }
}
class Fields {
  origins = [A]
}

const inherits = 'it inherits from more than Object.prototype. Write { ...options }.'
const revoked = Proxy.revocable({}, {})
revoked.revoke()

/** Objects with an option that would be silently ignored if they were accepted. */
const refused: readonly { what: string; options: unknown; issues: readonly string[] }[] = [
  {
    what: 'options that are getters of a class',
    options: new Getters(),
    issues: [
      'invalid-type: an object (Object) is not an options object: it inherits "origins" and "credentials", and only what is its own would be read. Write { origins: options.origins, credentials: options.credentials }.',
    ],
  },
  {
    what: 'options inherited from another object',
    options: Object.assign(Object.create({ origins: [A] }), { maxAge: 5 }),
    issues: [
      'invalid-type: an object (Object) is not an options object: it inherits "origins", and only what is its own would be read. Write { origins: options.origins }.',
    ],
  },
  {
    what: 'inherited options in another library’s spelling',
    options: Object.assign(Object.create({ origin: A, allowedHeaders: 'X-A', max_age: 5 }), { timing: true }),
    issues: [
      'invalid-type: an object (Object) is not an options object: it inherits "origin", "allowedHeaders" and "max_age", and only what is its own would be read. Write { origin: options.origin, allowedHeaders: options.allowedHeaders, max_age: options.max_age }.',
    ],
  },
  {
    what: 'options inherited from an object without a prototype',
    options: Object.assign(Object.create(Object.assign(Object.create(null), { origins: [A] })), {
      maxAge: 5,
    }),
    issues: [
      'invalid-type: an object (Object) is not an options object: it inherits "origins", and only what is its own would be read. Write { origins: options.origins }.',
    ],
  },
  {
    what: 'an instance of a class',
    options: new Fields(),
    issues: [`invalid-type: an object (Object) is not an options object: ${inherits}`],
  },
  {
    what: 'a Map with an option of its own',
    options: Object.assign(new Map([['origins', A]]), { maxAge: 5 }),
    issues: [`invalid-type: an object (Map) is not an options object: ${inherits}`],
  },
  {
    what: 'an Error with an option of its own',
    options: Object.assign(new Error('x'), { maxAge: 5 }),
    issues: [`invalid-type: an object (Error) is not an options object: ${inherits}`],
  },
  {
    what: 'a promise',
    options: Promise.resolve({ origins: A }),
    issues: [
      'invalid-type: an object (Promise) is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    what: 'an array with an option of its own',
    options: Object.assign([A], { maxAge: 5 }),
    issues: [
      'invalid-type: an array of 1 is not an options object. Write cors({ origins: "https://app.example.com" }).',
    ],
  },
  {
    what: 'an option that is not enumerable',
    options: hidden({ maxAge: 5 }, 'origins', [A]),
    issues: [
      'invalid-type origins: "origins" is not enumerable, so it would be overlooked. Write { origins: … }.',
    ],
  },
  {
    what: 'a misspelt option that is not enumerable',
    options: hidden({ maxAge: 5 }, 'orgins', [A]),
    issues: [
      'invalid-type orgins: "orgins" is not enumerable, so it would be overlooked. Write { orgins: … }.',
    ],
  },
  {
    what: 'a symbol',
    options: { maxAge: 5, [Symbol('origins')]: [A] },
    issues: [
      'unknown-option [Symbol(origins)]: Symbol(origins) is a symbol, which names nothing here. Take it out.',
    ],
  },
  {
    what: 'a getter that throws',
    options: {
      maxAge: 5,
      credentials: true,
      get origins() {
        return throws()
      },
    },
    issues: ['invalid-type origins: it cannot be read: "boom". Write an object literal.'],
  },
  {
    what: 'a revoked proxy',
    options: revoked.proxy,
    issues: [
      'invalid-type: it cannot be read: "Cannot perform \'getPrototypeOf\' on a proxy that has been revoked". Write an object literal.',
    ],
  },
  ...(['getPrototypeOf', 'ownKeys', 'getOwnPropertyDescriptor'] as const).map(trap => ({
    what: `a proxy whose ${trap} throws`,
    options: new Proxy({ maxAge: 5, origins: [A] }, { [trap]: throws }),
    issues: ['invalid-type: it cannot be read: "boom". Write an object literal.'],
  })),
  {
    what: 'a proxy whose get throws',
    options: new Proxy({ maxAge: 5, origins: [A] }, { get: throws }),
    issues: [
      'invalid-type maxAge: it cannot be read: "boom". Write an object literal.',
      'invalid-type origins: it cannot be read: "boom". Write an object literal.',
    ],
  },
  {
    what: 'a list that cannot be read',
    options: { origins: Object.defineProperty([A], 0, { get: throws }), methods: revoked.proxy },
    issues: [
      'invalid-type origins: it cannot be read: "boom". Write an object literal.',
      'invalid-type methods: it cannot be read: "Cannot perform \'IsArray\' on a proxy that has been revoked". Write an object literal.',
    ],
  },
]

/** Every place where options may be written. */
const places: readonly { place: string; put: (options: unknown) => unknown; path: string }[] = [
  { place: 'alone', put: options => options, path: '' },
  { place: 'in a map of resources', put: o => ({ resources: { '/a': o } }), path: 'resources["/a"]' },
  {
    place: 'in a Map of resources',
    put: o => ({ resources: new Map([['/a', o]]) }),
    path: 'resources["/a"]',
  },
  { place: 'in pairs of resources', put: o => ({ resources: [['/a', o]] }), path: 'resources[0][1]' },
]

for (const { what, options, issues } of refused) {
  for (const { place, put, path } of places) {
    test(`refused, ${place}: ${what}`, () => {
      const found = issuesOf(put(options)).map(({ code, path: at, message }) => {
        const within = at.slice(path.length).replace(/^\./, '')
        return `${within === '' ? code : `${code} ${within}`}: ${message}`
      })
      const expected = path === '' ? issues : issues.map(each => each.replace(/cors\((.*)\)\.$/, '$1.'))
      assert.deepEqual(found, expected)
    })
  }
}

test('refused: a map of resources with an inherited or hidden path', () => {
  class Paths {
    '/a' = { origins: A }
  }
  const mapMessage =
    'an object (Object) is not a map of paths: it inherits from more than Object.prototype. Write { ...resources }, or a Map.'
  const rows = [
    { resources: new Paths(), at: 'resources', message: mapMessage },
    { resources: Object.create({ '/a': {} }), at: 'resources', message: mapMessage },
    {
      resources: hidden({ '/b': {} }, '/a', { origins: A }),
      at: 'resources["/a"]',
      message: '"/a" is not enumerable, so it would be overlooked. Write { /a: … }.',
    },
    {
      resources: { '/b': {}, [Symbol('/a')]: { origins: A } },
      at: 'resources[Symbol(/a)]',
      message: 'Symbol(/a) is a symbol, which names nothing here. Take it out.',
    },
  ]
  for (const { resources, at, message } of rows) {
    const found = issuesOf({ resources }).map(issue => [issue.path, issue.message])
    assert.deepEqual(found, [[at, message]])
  }
})

test('refused: settings that are inherited or hidden', () => {
  class Settings {
    CORS_MAX_AGE = 5
    get CORS_ORIGINS() {
      return A
    }
  }
  const inherited =
    'an object (Object) is no record of settings: it inherits "CORS_ORIGINS", and only what is its own would be read. Write { CORS_ORIGINS: settings.CORS_ORIGINS }.'
  const rows = [
    { settings: new Settings(), message: inherited },
    { settings: Object.assign(Object.create({ CORS_ORIGINS: A }), { CORS_MAX_AGE: 5 }), message: inherited },
    {
      settings: Object.assign(new Map([['CORS_ORIGINS', A]]), { CORS_MAX_AGE: 5 }),
      message: 'an object (Map) is no record of settings. Write optionsFromSettings(process.env).',
    },
    {
      settings: hidden({ CORS_MAX_AGE: 5 }, 'CORS_ORIGINS', A),
      message: '"CORS_ORIGINS" is not enumerable, so it would be overlooked. Write { CORS_ORIGINS: … }.',
    },
    {
      settings: new Proxy({ CORS_ORIGINS: A }, { get: throws }),
      message: 'it cannot be read: "boom". Write an object literal.',
    },
  ]
  for (const { settings, message } of rows) {
    const found = issuesOf(settings, optionsFromSettings).map(issue => issue.message)
    assert.deepEqual(found, [message])
  }
})

test('settings are read from process.env, and beside hidden properties with other names', () => {
  process.env.CORS_ORIGINS = A
  try {
    assert.deepEqual(named(optionsFromSettings(process.env)), { origins: A })
  } finally {
    delete process.env.CORS_ORIGINS
  }
  const others = hidden({ CORS_ORIGINS: A, [Symbol('x')]: 1 }, 'port', 80)
  assert.deepEqual(named(optionsFromSettings(others as never)), { origins: A })
})

test('options may be any plain object', () => {
  const exported = Object.defineProperty({ origins: [A] }, '__esModule', { value: true })
  const namespace = Object.defineProperty(
    Object.assign(Object.create(null), { origins: [A] }),
    Symbol.toStringTag,
    { value: 'Module' },
  )
  const plain = [
    { origins: Object.assign([A], { note: 'mine' }) },
    { origins: Object.assign(new Set([A]), { note: 'mine' }) },
    { ...new Fields() },
    Object.assign(Object.create(null), { origins: [A] }),
    runInNewContext(`({ origins: ['${A}'] })`),
    runInNewContext(`({ resources: new Map([['*', { origins: new Set(['${A}']) }]]) })`),
    exported,
    namespace,
    Object.freeze({ origins: [A] }),
    new Proxy({ origins: [A] }, {}),
    {
      get origins() {
        return [A]
      },
    },
  ]
  for (const options of plain) {
    const allowed = [A, evil].map(origin => createPolicy(options as never).allowsOrigin(origin))
    assert.deepEqual(allowed, [true, false])
  }
})

test('each property of a proxy is read only once', () => {
  const asked: string[] = []
  const shifty = new Proxy<Record<string, unknown>>(
    { origins: [A, B], credentials: true },
    {
      get(target, name) {
        asked.push(String(name))
        return asked.filter(each => each === name).length === 1 ? target[String(name)] : '*'
      },
    },
  )
  const policy = createPolicy(shifty as never)
  assert.deepEqual(
    [A, evil].map(origin => policy.allowsOrigin(origin)),
    [true, false],
  )
  assert.deepEqual(asked, ['origins', 'credentials'])
})

test('properties of Object.prototype are ignored, enumerable or not', () => {
  for (const enumerable of [true, false]) {
    Object.defineProperty(Object.prototype, 'origins', { value: '*', enumerable, configurable: true })
    try {
      assert.equal(createPolicy({ methods: 'PUT', origin: [A] } as never).allowsOrigin(evil), false)
    } finally {
      delete (Object.prototype as { origins?: unknown }).origins
    }
  }
})

test('a request fails without CORS headers if its options are an unreadable object', async t => {
  for (const options of [new Getters(), hidden({ maxAge: 5 }, 'origins', [A]), revoked.proxy]) {
    for (const source of [() => options, async () => options]) {
      const ask = await serve(t, guarded(source as never))
      for (const sent of [{ headers: { origin: evil } }, { method: 'OPTIONS', headers: asking(A, 'PUT') }]) {
        const answer = await ask(sent)
        const { vary: _, ...headers } = answer.headers
        is({ ...answer, headers }, 200, {})
        assert.match(answer.body, /^(?:CorsConfig|Type)Error: /)
      }
    }
  }
})

test('every function that takes options reports a proxy that throws', () => {
  const trapped = new Proxy({ origins: [A] }, { getOwnPropertyDescriptor: throws }) as never
  for (const enter of [cors, createPolicy, (options: never) => withCors(() => new Response(), options)]) {
    assert.throws(() => enter(trapped), { name: 'CorsConfigError', message: /^it cannot be read: "boom"/ })
  }
})

test('every function that takes options refuses an object with inherited ones', () => {
  const options = new Getters() as never
  const request: CorsRequest = { method: 'GET', url: '/', headers: { origin: evil } }
  for (const enter of [
    () => cors(options),
    () => cors({ origins: [A] }).with(options),
    () => cors({ origins: [A] }).update(options),
    () => resolve(createPolicy(options), request),
    () => withCors(() => new Response(), options),
  ]) {
    assert.throws(enter, { name: 'CorsConfigError', message: /it inherits "origins" and "credentials"/ })
  }
})
