import type { CorsOptions } from 'cors-policy'

export const A = 'https://a.example'
export const B = 'https://b.example'
export const EVIL = 'https://evil.invalid'

type Settings = Readonly<Record<string, unknown>>

/** Settings that both libraries get. A RegExp is a compiled one in Python, and a list of pairs a dictionary. */
export interface Policy {
  readonly settings: Settings
  /** What only cors-policy asks for: its word for a risk that Flask-CORS takes without one. */
  readonly accepted?: CorsOptions
}

const accepted: CorsOptions = { dangerouslyAllow: ['any-origin-with-credentials'] }

const origins: readonly Settings[] = [
  {},
  { CORS_ORIGINS: '*' },
  { CORS_ORIGINS: ['*'] },
  { CORS_ORIGINS: A },
  { CORS_ORIGINS: [A] },
  { CORS_ORIGINS: [A, B] },
  { CORS_ORIGINS: [B, A] },
  { CORS_ORIGINS: [B] },
  { CORS_ORIGINS: [] },
  { CORS_ORIGINS: 'null' },
  { CORS_ORIGINS: [A, 'null'] },
  { CORS_ORIGINS: 'https://*.a.example' },
  { CORS_ORIGINS: [A, 'http://localhost:*'] },
  { CORS_ORIGINS: /^https:\/\/[a-z.]+\.example$/ },
  { CORS_ORIGINS: [B, /^https:\/\/([a-z]+\.)?a\.example$/] },
  { CORS_ORIGINS: /^https:\/\/.*\.example$/ },
  { CORS_ORIGINS: `${A},${B}` },
]

const one = { CORS_ORIGINS: A }
const list = { CORS_ORIGINS: [A, B] }

const rest: readonly Settings[] = [
  { ...list, CORS_METHODS: ['GET', 'PUT'] },
  { ...list, CORS_METHODS: 'put' },
  { ...list, CORS_METHODS: ['PUT', 'purge'] },
  { ...list, CORS_METHODS: '*' },
  { ...list, CORS_METHODS: [] },
  { ...list, CORS_ALLOW_HEADERS: ['X-B', 'X-A'] },
  { ...list, CORS_ALLOW_HEADERS: 'x-a' },
  { ...list, CORS_ALLOW_HEADERS: /^x-a$/i },
  { ...list, CORS_ALLOW_HEADERS: ['x-b', /^x-a/] },
  { ...list, CORS_ALLOW_HEADERS: '*' },
  { ...list, CORS_ALLOW_HEADERS: [] },
  { ...list, CORS_EXPOSE_HEADERS: 'ETag' },
  { ...list, CORS_EXPOSE_HEADERS: ['X-Total', 'ETag'] },
  { ...list, CORS_EXPOSE_HEADERS: '*' },
  { ...list, CORS_EXPOSE_HEADERS: [] },
  { ...one, CORS_SUPPORTS_CREDENTIALS: true },
  { ...one, CORS_SUPPORTS_CREDENTIALS: false },
  { ...one, CORS_SUPPORTS_CREDENTIALS: 'true' },
  { ...one, CORS_SUPPORTS_CREDENTIALS: 'false' },
  { ...list, CORS_SUPPORTS_CREDENTIALS: true },
  { ...list, CORS_SUPPORTS_CREDENTIALS: true, CORS_METHODS: '*' },
  { ...list, CORS_SUPPORTS_CREDENTIALS: true, CORS_EXPOSE_HEADERS: 'ETag', CORS_MAX_AGE: 60 },
  { ...list, CORS_MAX_AGE: 600 },
  { ...list, CORS_MAX_AGE: '600' },
  { ...list, CORS_MAX_AGE: 0 },
  { ...list, CORS_MAX_AGE: -1 },
  { CORS_SEND_WILDCARD: true },
  { CORS_SEND_WILDCARD: false },
  { CORS_SEND_WILDCARD: true, CORS_ALWAYS_SEND: false },
  { CORS_SEND_WILDCARD: true, CORS_ALLOW_HEADERS: ['X-A'], CORS_EXPOSE_HEADERS: 'ETag' },
  { CORS_SEND_WILDCARD: true, CORS_VARY_HEADER: false },
  { CORS_ALWAYS_SEND: true },
  { CORS_ALWAYS_SEND: false },
  { ...one, CORS_ALWAYS_SEND: false },
  { ...list, CORS_ALWAYS_SEND: false },
  { CORS_VARY_HEADER: true },
  { CORS_VARY_HEADER: false },
  { ...list, CORS_VARY_HEADER: false },
  { ...list, CORS_AUTOMATIC_OPTIONS: true },
  { ...list, CORS_AUTOMATIC_OPTIONS: false },
  { ...one, CORS_AUTOMATIC_OPTIONS: false, CORS_SUPPORTS_CREDENTIALS: true },
  { CORS_AUTOMATIC_OPTIONS: false, CORS_SEND_WILDCARD: true },
  { ...list, CORS_INTERCEPT_EXCEPTIONS: true },
  { ...list, CORS_INTERCEPT_EXCEPTIONS: false },
  { ...one, CORS_INTERCEPT_EXCEPTIONS: false },
  { CORS_INTERCEPT_EXCEPTIONS: false, CORS_SEND_WILDCARD: true },
]

const resources: readonly Settings[] = [
  '*',
  '/*',
  '/api/x',
  '/api/*',
  [],
  ['/api/x', '/own'],
  /^\/api\//,
  [/^\/api\//, '/own'],
  { '/api/*': { origins: B }, '*': {} },
  { '/api/x': { origins: '*', send_wildcard: true }, '/own': { supports_credentials: true } },
  { '/api/x': { max_age: 60 }, '/api/*': { origins: '*' }, '/other': { origins: [] } },
  { '/api/*': { methods: ['GET'], allow_headers: ['X-A'] }, '/api/a/*': { expose_headers: ['ETag'] } },
  [
    [/^\/[a-z]+\/a\//, { origins: B }],
    ['/api/*', {}],
  ],
].map(CORS_RESOURCES => ({ ...list, CORS_RESOURCES }))

const values: Readonly<Record<string, readonly unknown[]>> = {
  CORS_ORIGINS: [
    A,
    [A, B],
    '*',
    [A, /^https:\/\/[a-z]+\.a\.example$/, 'null'],
    [B],
    ['https://*.a.example', B],
    [],
  ],
  CORS_METHODS: [['GET', 'POST', 'PUT'], ['PUT', 'purge'], '*', 'put', []],
  CORS_ALLOW_HEADERS: [['X-A', 'Content-Type'], '*', /^x-/i, []],
  CORS_EXPOSE_HEADERS: [['ETag', 'X-Total'], 'X-Total', []],
  CORS_SUPPORTS_CREDENTIALS: [true, false],
  CORS_MAX_AGE: [600, 0, -1],
  CORS_SEND_WILDCARD: [true, false],
  CORS_ALWAYS_SEND: [true, false],
  CORS_VARY_HEADER: [true, true, true, false],
  CORS_AUTOMATIC_OPTIONS: [true, false],
  CORS_INTERCEPT_EXCEPTIONS: [true, false],
  CORS_RESOURCES: [
    '*',
    ['/api/x', '/own', '/raises'],
    { '/api/*': { origins: B }, '*': { max_age: 60 } },
    [/^\/api\//, '/error'],
    { '/api/x': { origins: [A, B], expose_headers: [] }, '/sends': {}, '/raises': { origins: A } },
  ],
}

/** Every setting at once. Each policy steps through the values of each setting at that setting's own pace. */
const everything: readonly Settings[] = Array.from({ length: 28 }, (_, policy) => {
  const settings = Object.fromEntries(
    Object.entries(values).map(([name, list], setting) => [
      name,
      list[Math.floor((policy * (setting + 7)) / 5) % list.length],
    ]),
  )
  // Both refuse this pair, or only cors-policy does: see the refused settings.
  return settings.CORS_SUPPORTS_CREDENTIALS ? { ...settings, CORS_SEND_WILDCARD: false } : settings
})

export const policies: readonly Policy[] = [
  ...[...origins, ...rest, ...resources].map(settings => ({ settings })),
  ...everything.map(settings => ({ settings, accepted })),
  { settings: { CORS_ORIGINS: '*', CORS_SUPPORTS_CREDENTIALS: true }, accepted },
]
