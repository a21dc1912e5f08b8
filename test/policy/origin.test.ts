import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy, resolve } from 'cors-policy'
import { A, B, get } from '../support/decisions.js'

function reason(origins: CorsOptions['origins'], origin: string) {
  return resolve(createPolicy({ origins: origins as never }), get(origin)).reason
}

const table: readonly {
  readonly entry: string | RegExp
  readonly allowed: readonly string[]
  readonly denied: readonly string[]
  /** Texts that are no origins at all. */
  readonly malformed?: readonly string[]
}[] = [
  {
    entry: 'https://example.com',
    allowed: ['https://example.com'],
    denied: [
      'http://example.com',
      'https://example.com:8443',
      'https://www.example.com',
      'https://example.com.evil.net',
      'https://example.com.',
      'https://evilexample.com',
      'https://example.co',
    ],
    malformed: [
      'https://example.com/',
      'https://example.com:443',
      'https://EXAMPLE.com',
      'https://user@example.com',
      'https://example.com?',
      'https://example.com\\@evil.net',
      'https://example.com%2eevil.net',
      'https://example.com\t',
      'https://example.com, https://evil.net',
      'example.com',
      'https://',
      'https:///',
      'https:example.com',
      '//example.com',
      'https://ｅxample.com',
      'https://example.com\u0000',
    ],
  },
  {
    entry: 'https://*.example.com',
    allowed: [
      'https://a.example.com',
      'https://a.b.example.com',
      'https://a-b_c.example.com',
      'https://xn--mnchen-3ya.example.com',
    ],
    denied: [
      'https://example.com',
      'http://a.example.com',
      'https://a.example.com:8443',
      'https://aexample.com',
      'https://a.example.com.evil.net',
      'https://a.example.net',
      'https://a.com',
    ],
    malformed: [
      'https://.example.com',
      'https://a..example.com',
      'https://a.example.com/',
      'https://a`.example.com',
      'https://{a}.example.com',
      'https://a!.example.com',
      'https://a&b.example.com',
      'https://*.example.com',
      'https://evil.net#.example.com',
      'https://evil.net/.example.com',
    ],
  },
  {
    entry: 'http://localhost:*',
    allowed: [
      'http://localhost',
      'http://localhost:1',
      'http://localhost:5173',
      'http://localhost:65535',
      'http://localhost:0',
    ],
    denied: [
      'https://localhost',
      'http://localhost.evil.net:80801'.slice(0, -1),
      'http://a.localhost:3000',
      'http://localhos:3000',
    ],
    malformed: [
      'http://localhost:65536',
      'http://localhost:80',
      'http://localhost:',
      'http://localhost:0080',
      'http://localhost:3000x',
      'http://localhost:*',
      'http://localhost:-1',
    ],
  },
  {
    entry: 'https://*.example.com:*',
    allowed: ['https://a.example.com', 'https://a.b.example.com:8443'],
    denied: ['https://example.com', 'https://example.com:8443', 'http://a.example.com:8443'],
  },
  {
    entry: 'https://*.example.com:8443',
    allowed: ['https://a.example.com:8443'],
    denied: ['https://a.example.com', 'https://a.example.com:84430'.slice(0, -2), 'https://example.com:8443'],
  },
  {
    entry: 'http://[::1]:*',
    allowed: ['http://[::1]', 'http://[::1]:3000'],
    denied: ['http://[::2]:3000'],
    malformed: ['http://[0:0:0:0:0:0:0:1]', 'http://[::1', 'http://::1', 'http://[::1]x', 'http://[:::]'],
  },
  {
    entry: 'http://127.0.0.1:*',
    allowed: ['http://127.0.0.1:3000'],
    denied: ['http://127.0.0.2'],
    malformed: [
      'http://127.1',
      'http://2130706433',
      'http://0x7f.0.0.1',
      'http://0177.0.0.1',
      'http://127.0.0.1.',
    ],
  },
  {
    entry: 'capacitor://localhost',
    allowed: ['capacitor://localhost'],
    denied: ['capacitor://localhost2', 'http://localhost'],
    malformed: ['capacitor:localhost', 'capacitor://', 'capacitor://localhost/', 'Capacitor://localhost'],
  },
  {
    entry: /^https:\/\/app-\d+\.example\.com$/,
    allowed: ['https://app-1.example.com'],
    denied: ['https://app-x.example.com', 'https://app-1.example.com.evil.net', 'https://xapp-1.example.com'],
    malformed: ['https://app-1.example.com\nhttps://evil.net'],
  },
  {
    entry: /^https:\/\/app\.example\.com$/gimy,
    allowed: ['https://app.example.com', 'https://app.example.com'],
    denied: ['https://app.example.com.evil.net'],
    malformed: ['https://evil.net\nhttps://app.example.com', 'https://APP.example.com'],
  },
  {
    entry: /^https:\/\/a\.com$|^https:\/\/b\.com$/,
    allowed: ['https://a.com', 'https://b.com'],
    denied: ['https://a.com.evil.net', 'https://xb.com'],
  },
]

for (const { entry, allowed, denied, malformed = [] } of table) {
  // Other entries keep the policy from sending the same origin to everyone, and from trying this entry alone.
  for (const { form, origins } of [
    { form: 'alone', origins: entry },
    { form: 'in a list', origins: ['https://other.example', 'https://*.other.example', entry] },
  ] as const) {
    test(`${entry} ${form} allows its origins and no others`, () => {
      for (const origin of allowed) assert.equal(reason(origins, origin), 'origin-listed', origin)
      for (const origin of denied) assert.equal(reason(origins, origin), 'origin-not-allowed', origin)
      for (const origin of malformed)
        assert.equal(reason(origins, origin), 'origin-malformed', JSON.stringify(origin))
    })
  }
}

test('a RegExp with the g or y flag gives the same answer every time', () => {
  const shared = /^https:\/\/a\.example$/gy
  const policy = createPolicy({ origins: shared })
  const ask = () => resolve(policy, get(A)).allowed
  shared.lastIndex = 5
  assert.deepEqual([ask(), ask(), ask()], [true, true, true])
  assert.equal(shared.lastIndex, 5)
})

test('an overlong origin is rejected before any RegExp or function sees it', () => {
  const asked: string[] = []
  const origins = [/^https:\/\/a+\.example$/, (origin: string) => asked.push(origin) > 0]
  const host = (length: number) => `https://${'a'.repeat(length)}.example`
  assert.equal(reason(origins, host(200)), 'origin-listed')
  assert.equal(reason(origins, host(400)), 'origin-malformed')
  assert.deepEqual(asked, [])
})

test('a list of origins may be a Set or a comma-separated string', () => {
  for (const origins of [
    new Set(['https://a.com', 'https://b.com']),
    'https://a.com,https://b.com',
    ' https://a.com , https://b.com ',
  ]) {
    assert.equal(reason(origins, 'https://b.com'), 'origin-listed')
    assert.equal(reason(origins, 'https://c.com'), 'origin-not-allowed')
  }
})

test('patterns that differ only in their scheme all count', () => {
  for (const port of ['', ':8443', ':*']) {
    const patterns = ['https', 'http', 'capacitor'].map(scheme => `${scheme}://*.a.example${port}`)
    const at = port.replace('*', '5173')
    for (const pattern of patterns)
      assert.equal(reason(patterns, pattern.replace('*', 'x').replace(port, at)), 'origin-listed')
    assert.equal(reason(patterns, `ws://x.a.example${at}`), 'origin-not-allowed')
    assert.equal(reason(patterns, `https://a.example${at}`), 'origin-not-allowed')
  }
})

test('allowsOrigin takes an origin, and a request if its path matters', async t => {
  const plain = createPolicy({ origins: [A, 'https://*.a.example'], credentials: true })
  const answers = [A, 'https://x.a.example', B, 'null', 'x', '', undefined].map(o => plain.allowsOrigin(o))
  assert.deepEqual(answers, [true, true, false, false, false, false, false])

  await t.test(
    'with resources, the origin must be allowed at the path of the request, or in all resources',
    () => {
      const mapped = createPolicy({ resources: { '/a/*': { origins: [A, B] }, '/b/*': { origins: B } } })
      const allowed = (url: string) => [A, B].map(origin => mapped.allowsOrigin(origin, get(undefined, url)))
      assert.deepEqual(allowed('/a/x'), [true, true])
      assert.deepEqual(allowed('/b/x'), [false, true])
      assert.deepEqual(allowed('/c'), [false, false])
      assert.deepEqual(allowed('/A/x'), [false, false])
      assert.deepEqual(
        [A, B].map(origin => mapped.allowsOrigin(origin)),
        [false, true],
      )
    },
  )

  await t.test('a function gets the request, and an async function throws', () => {
    const seen: unknown[] = []
    const request = get()
    const sync = createPolicy({ origins: (origin, asked) => seen.push(origin, asked) > 0 })
    assert.equal(sync.allowsOrigin(A, request), true)
    assert.deepEqual(seen, [A, request])
    const slow = createPolicy({ origins: async () => true })
    assert.throws(() => slow.allowsOrigin(A), { name: 'TypeError', message: /Await the function/ })
  })

  await t.test('null is not allowed if any origin may send credentials', () => {
    assert.equal(createPolicy().allowsOrigin('null'), true)
    const open = createPolicy({ credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] })
    assert.deepEqual([open.allowsOrigin(A), open.allowsOrigin('null')], [true, false])
  })
})

const hostsOfDots: readonly { readonly origins: CorsOptions['origins']; readonly what: string }[] = [
  { what: 'by name', origins: ['app://.', 'https://a.example'] },
  { what: 'by a RegExp', origins: /^app:\/\/\.$/ },
  { what: 'by a RegExp for any app', origins: /^app:\/\/[a-z.-]+$/ },
  { what: 'by a function', origins: (origin: string) => origin === 'app://.' },
  { what: 'with any port', origins: 'app://.:*' },
]
for (const { what, origins } of hostsOfDots) {
  test(`app://., which Electron's pages have, can be allowed ${what}`, () => {
    assert.equal(reason(origins, 'app://.'), 'origin-listed')
    for (const denied of ['app://', 'app://./', 'https://.', 'https://..', 'http://a..b', 'ftp://.']) {
      assert.equal(reason(origins, denied), 'origin-malformed', denied)
    }
  })
}

test('a lone dot is a host for schemes of apps, and for no others', () => {
  assert.equal(reason('*', 'app://.:8080'), 'any-origin')
  for (const origin of [
    'https://.',
    'ftp://.',
    'wss://.:8443',
    'file://.',
    'app://..',
    'app://.a',
    'app://.:65536',
  ]) {
    assert.equal(reason('*', origin), 'origin-malformed', origin)
  }
})

test('file:// is allowed where it is listed by name, and by no RegExp, pattern or function', () => {
  const asked: string[] = []
  const takesAll: CorsOptions['origins'] = [
    /^.*$/,
    /^f?[a-z]*:\/\/[a-z]*$/i,
    'https://*.example.com',
    (origin: string) => asked.push(origin) > 0,
  ]
  assert.equal(reason(['file://', 'https://a.example'], 'file://'), 'origin-listed')
  assert.equal(reason('file://', 'file://'), 'origin-listed')
  for (const shared of ['file://', 'null']) assert.equal(reason(takesAll, shared), 'origin-not-allowed')
  for (const malformed of ['file:///', 'file://host', 'file:', 'FILE://']) {
    assert.equal(reason(['file://', ...(takesAll as string[])], malformed), 'origin-malformed')
  }
  assert.deepEqual(asked, [])
})
