import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy, resolve } from 'cors-policy'
import fc from 'fast-check'

function reason(origins: CorsOptions['origins'], origin: string) {
  return resolve(createPolicy({ origins: origins as never }), {
    method: 'GET',
    url: '/',
    headers: { origin },
  }).reason
}

// An origin of the list, those it allows, those it does not, and those that are no origins at all.
const table: readonly [entry: string | RegExp, allowed: string[], denied: string[], malformed?: string[]][] =
  [
    [
      'https://example.com',
      ['https://example.com'],
      [
        'http://example.com',
        'https://example.com:8443',
        'https://www.example.com',
        'https://example.com.evil.net',
        'https://example.com.',
        'https://evilexample.com',
        'https://example.co',
      ],
      [
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
    ],
    [
      'https://*.example.com',
      [
        'https://a.example.com',
        'https://a.b.example.com',
        'https://a-b_c.example.com',
        'https://xn--mnchen-3ya.example.com',
      ],
      [
        'https://example.com',
        'http://a.example.com',
        'https://a.example.com:8443',
        'https://aexample.com',
        'https://a.example.com.evil.net',
        'https://a.example.net',
        'https://a.com',
      ],
      [
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
    ],
    [
      'http://localhost:*',
      [
        'http://localhost',
        'http://localhost:1',
        'http://localhost:5173',
        'http://localhost:65535',
        'http://localhost:0',
      ],
      [
        'https://localhost',
        'http://localhost.evil.net:80801'.slice(0, -1),
        'http://a.localhost:3000',
        'http://localhos:3000',
      ],
      [
        'http://localhost:65536',
        'http://localhost:80',
        'http://localhost:',
        'http://localhost:0080',
        'http://localhost:3000x',
        'http://localhost:*',
        'http://localhost:-1',
      ],
    ],
    [
      'https://*.example.com:*',
      ['https://a.example.com', 'https://a.b.example.com:8443'],
      ['https://example.com', 'https://example.com:8443', 'http://a.example.com:8443'],
    ],
    [
      'https://*.example.com:8443',
      ['https://a.example.com:8443'],
      ['https://a.example.com', 'https://a.example.com:84430'.slice(0, -2), 'https://example.com:8443'],
    ],
    [
      'http://[::1]:*',
      ['http://[::1]', 'http://[::1]:3000'],
      ['http://[::2]:3000'],
      ['http://[0:0:0:0:0:0:0:1]', 'http://[::1', 'http://::1', 'http://[::1]x', 'http://[:::]'],
    ],
    [
      'http://127.0.0.1:*',
      ['http://127.0.0.1:3000'],
      ['http://127.0.0.2'],
      ['http://127.1', 'http://2130706433', 'http://0x7f.0.0.1', 'http://0177.0.0.1', 'http://127.0.0.1.'],
    ],
    [
      'capacitor://localhost',
      ['capacitor://localhost'],
      ['capacitor://localhost2', 'http://localhost'],
      ['capacitor:localhost', 'capacitor://', 'capacitor://localhost/', 'Capacitor://localhost'],
    ],
    [
      /^https:\/\/app-\d+\.example\.com$/,
      ['https://app-1.example.com'],
      ['https://app-x.example.com', 'https://app-1.example.com.evil.net', 'https://xapp-1.example.com'],
      ['https://app-1.example.com\nhttps://evil.net'],
    ],
    [
      /^https:\/\/app\.example\.com$/gimy,
      ['https://app.example.com', 'https://app.example.com'],
      ['https://app.example.com.evil.net'],
      ['https://evil.net\nhttps://app.example.com', 'https://APP.example.com'],
    ],
    [
      /^https:\/\/a\.com$|^https:\/\/b\.com$/,
      ['https://a.com', 'https://b.com'],
      ['https://a.com.evil.net', 'https://xb.com'],
    ],
  ]

for (const [entry, allowed, denied, malformed = []] of table) {
  // Beside other entries, so that no answer is static and every path through the list is taken.
  for (const [form, origins] of [
    ['alone', entry],
    ['in a list', ['https://other.example', 'https://*.other.example', entry]],
  ] as const) {
    test(`${entry} ${form} allows what it says and nothing else`, () => {
      for (const origin of allowed) assert.equal(reason(origins, origin), 'origin-listed', origin)
      for (const origin of denied) assert.equal(reason(origins, origin), 'origin-not-allowed', origin)
      for (const origin of malformed)
        assert.equal(reason(origins, origin), 'origin-malformed', JSON.stringify(origin))
    })
  }
}

test('a RegExp answers the same however often it is asked, whatever its lastIndex', () => {
  const shared = /^https:\/\/a\.example$/gy
  const policy = createPolicy({ origins: shared })
  const ask = () =>
    resolve(policy, { method: 'GET', url: '/', headers: { origin: 'https://a.example' } }).allowed
  shared.lastIndex = 5
  assert.deepEqual([ask(), ask(), ask()], [true, true, true])
  assert.equal(shared.lastIndex, 5)
})

test('an overlong origin reaches no RegExp and no function', () => {
  const asked: string[] = []
  const origins = [/^https:\/\/a+\.example$/, (origin: string) => asked.push(origin) > 0]
  const host = (length: number) => `https://${'a'.repeat(length)}.example`
  assert.equal(reason(origins, host(200)), 'origin-listed')
  assert.equal(reason(origins, host(400)), 'origin-malformed')
  assert.deepEqual(asked, [])
})

test('lists may be sets and comma-separated strings', () => {
  for (const origins of [
    new Set(['https://a.com', 'https://b.com']),
    'https://a.com,https://b.com',
    ' https://a.com , https://b.com ',
  ]) {
    assert.equal(reason(origins, 'https://b.com'), 'origin-listed')
    assert.equal(reason(origins, 'https://c.com'), 'origin-not-allowed')
  }
})

const label = fc.stringMatching(/^[a-z0-9_-]{1,8}$/)
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map(labels => labels.join('.'))
const port = fc.option(fc.integer({ min: 0, max: 70_000 }))
const origin = fc
  .tuple(fc.constantFrom('http', 'https', 'ws', 'capacitor', 'file', 'HTTP'), host, port)
  .map(([scheme, name, number]) => `${scheme}://${name}${number === null ? '' : `:${number}`}`)

test('an origin is one exactly when the URL parser writes it back unchanged', () => {
  fc.assert(
    fc.property(fc.oneof(origin, fc.webUrl(), fc.string()), text => {
      const isOne = reason([() => true, 'https://x.example'], text) === 'origin-listed'
      let written: string | undefined
      try {
        const url = new URL(text)
        written = url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin
        if (url.protocol === 'file:' || url.host === '') written = undefined
      } catch {}
      assert.equal(isOne, written === text)
    }),
    { numRuns: 2000 },
  )
})

test('a pattern allows exactly the subdomains, the ports, or both', () => {
  fc.assert(
    fc.property(host, port, host, port, fc.boolean(), (base, basePort, prefix, otherPort, anyPort) => {
      const at = (name: string, number: number | null) =>
        `https://${name}${number === null ? '' : `:${number}`}`
      const pattern = anyPort ? `https://*.${base}:*` : at(`*.${base}`, basePort)
      let policy: ReturnType<typeof createPolicy>
      try {
        policy = createPolicy({ origins: [pattern, 'https://x.example'] })
      } catch {
        return
      }
      for (const [name, isSub] of [
        [base, false],
        [`${prefix}.${base}`, true],
        [`${prefix}${base}`, false],
      ] as const) {
        const asked = at(name, otherPort)
        const { reason } = resolve(policy, { method: 'GET', url: '/', headers: { origin: asked } })
        if (reason === 'origin-malformed') continue
        const inside = isSub || (name !== base && name.endsWith(`.${base}`))
        assert.equal(
          reason === 'origin-listed',
          inside && (anyPort || otherPort === basePort),
          `${pattern} ${asked}`,
        )
      }
    }),
    { numRuns: 1000 },
  )
})

test('patterns that differ in their scheme alone are all looked at', () => {
  for (const port of ['', ':8443', ':*']) {
    const patterns = ['https', 'http', 'capacitor'].map(scheme => `${scheme}://*.a.example${port}`)
    const at = port.replace('*', '5173')
    for (const pattern of patterns)
      assert.equal(reason(patterns, pattern.replace('*', 'x').replace(port, at)), 'origin-listed')
    assert.equal(reason(patterns, `ws://x.a.example${at}`), 'origin-not-allowed')
    assert.equal(reason(patterns, `https://a.example${at}`), 'origin-not-allowed')
  }
})

test('allowsOrigin answers for an origin alone, and for the path of a request', async t => {
  const A = 'https://a.example'
  const B = 'https://b.example'
  const plain = createPolicy({ origins: [A, 'https://*.a.example'], credentials: true })
  const answers = [A, 'https://x.a.example', B, 'null', 'x', '', undefined].map(o => plain.allowsOrigin(o))
  assert.deepEqual(answers, [true, true, false, false, false, false, false])

  await t.test('with resources it must be allowed for the path, or for all of them', () => {
    const mapped = createPolicy({ resources: { '/a/*': { origins: [A, B] }, '/b/*': { origins: B } } })
    const upgrade = (url: string) => ({ method: 'GET', url, headers: {} })
    assert.deepEqual(
      [A, B].map(o => mapped.allowsOrigin(o, upgrade('/a/x'))),
      [true, true],
    )
    assert.deepEqual(
      [A, B].map(o => mapped.allowsOrigin(o, upgrade('/b/x'))),
      [false, true],
    )
    assert.deepEqual(
      [A, B].map(o => mapped.allowsOrigin(o, upgrade('/c'))),
      [false, false],
    )
    assert.deepEqual(
      [A, B].map(o => mapped.allowsOrigin(o, upgrade('/A/x'))),
      [false, false],
    )
    assert.deepEqual(
      [A, B].map(o => mapped.allowsOrigin(o)),
      [false, true],
    )
  })

  await t.test('a function is given the request; one that needs time cannot answer here', () => {
    const seen: unknown[] = []
    const request = { method: 'GET', url: '/', headers: {} }
    const sync = createPolicy({ origins: (origin, asked) => seen.push(origin, asked) > 0 })
    assert.equal(sync.allowsOrigin(A, request), true)
    assert.deepEqual(seen, [A, request])
    const slow = createPolicy({ origins: async () => true })
    assert.throws(() => slow.allowsOrigin(A), { name: 'TypeError', message: /Await the function/ })
  })

  await t.test('null is nobody where any origin has credentials', () => {
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
