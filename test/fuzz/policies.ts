import { posix } from 'node:path'
import { type CorsMiddleware, type CorsOptions, cors } from 'cors-policy'

/** A second and simpler reading of what a policy's options mean. */
export interface Rules {
  /** Called only with `null` and well-formed origins. */
  allows: (origin: string) => boolean
  /** Every origin is allowed: `null` is answered `*`. */
  any?: boolean
  /** Every origin is answered `*`. */
  wildcard?: boolean
  /** `Access-Control-Allow-Origin` for requests without `Origin`. */
  toNone?: string
  /** `Access-Control-Allow-Origin` for every request. */
  toAll?: string
  vary?: string[]
  credentials?: boolean
  /** `Access-Control-Allow-Methods`; if `undefined`, the requested method. */
  methods?: string
  /** Names that `Access-Control-Allow-Headers` always has; requested ones that match `repeats` follow. */
  headers?: string
  repeats?: RegExp
  expose?: string
  maxAge?: string
  timing?: boolean
  blocks?: boolean
  /** Status of preflights; 204 if not set. */
  status?: number
  passesPreflights?: boolean
  /** Responses of status 500 and above have no CORS header. */
  quietErrors?: boolean
}

export interface Subject {
  name: string
  middleware: () => (...call: Parameters<CorsMiddleware>) => void
  /** Returns `undefined` if the policy does not cover the path. */
  rules: (path: string, url: string) => Rules | undefined
}

/** The origin for which the policy `function` throws. */
export const FAILING = 'https://fails.example'

const LIST = [
  'https://a.example',
  'https://b.example:8443',
  'capacitor://localhost',
  'https://xn--bcher-kva.example',
]
const DEFAULT_METHODS = 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE'
const listed = (origin: string) => LIST.includes(origin)

const NOBODY: Rules = { allows: () => false }
const LISTED: Rules = { allows: listed, methods: DEFAULT_METHODS, repeats: /^/ }
const ANYONE: Rules = { allows: () => true, any: true, toNone: '*', methods: DEFAULT_METHODS, repeats: /^/ }

function subject(name: string, options: CorsOptions, rules: Rules): Subject {
  return { name, middleware: () => cors(options), rules: () => rules }
}

const wildcard: CorsOptions = { origins: '*', sendWildcard: true }
const WILDCARD: Rules = { ...ANYONE, wildcard: true }
const STATIC_WILDCARD: Rules = { ...WILDCARD, toAll: '*', vary: [] }

const resources: Record<string, { readonly options: CorsOptions; readonly rules: Rules }> = {
  '/public': { options: wildcard, rules: STATIC_WILDCARD },
  '/api': { options: { origins: LIST, credentials: true }, rules: { ...LISTED, credentials: true } },
  '/api/status': { options: { origins: '*' }, rules: ANYONE },
}

/** The rules of the longest prefix that ends with a segment of the path. */
function resourceOf(path: string): Rules | undefined {
  const covering = Object.keys(resources).filter(prefix => path === prefix || path.startsWith(`${prefix}/`))
  return resources[covering.sort((a, b) => b.length - a.length)[0] ?? '']?.rules
}

/** Rules on which a file server, a router that ignores case and one that reads `//` as a host all agree. */
function ofResources(path: string, url: string): Rules | undefined {
  if (/^\/[^?]*#/.test(url)) return NOBODY
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return NOBODY
  }
  if ((path !== '*' && !path.startsWith('/')) || decoded.includes('\0')) return NOBODY
  const plain = decoded
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('\\', '/')
    .replaceAll(/;[^/]*/g, '')
  if (plain.split('/').some(segment => segment === '.' || segment === '..')) return NOBODY
  const cut = plain.replaceAll(/[. ]+(?=\/|$)/g, '')
  const behind = /^[/\\]{2,}[^/\\]*(.*)/s.exec(path) ? cut.replace(/^\/{2,}[^/]*/, '/') : cut
  const rules = resourceOf(path)
  const agrees = (reading: string) => rules === resourceOf(posix.normalize(reading))
  return agrees(cut) && agrees(behind) ? rules : NOBODY
}

export const subjects: readonly Subject[] = [
  subject('any', {}, ANYONE),
  subject(
    'wildcard',
    { ...wildcard, exposeHeaders: '*', timing: true, methods: '*', maxAge: 0, allowHeaders: 'X-A, X-B' },
    {
      allows: () => true,
      any: true,
      wildcard: true,
      toAll: '*',
      vary: [],
      expose: '*',
      timing: true,
      methods: '*',
      maxAge: '0',
      headers: 'X-A, X-B',
    },
  ),
  subject(
    'any with credentials',
    { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] },
    { allows: () => true, any: true, credentials: true, methods: DEFAULT_METHODS, repeats: /^/ },
  ),
  subject(
    'list',
    {
      origins: LIST,
      credentials: true,
      methods: ['GET', 'PUT'],
      allowHeaders: ['Content-Type', /^x-acme-/],
      exposeHeaders: ['ETag', 'X-Total'],
      maxAge: 600,
      timing: true,
      vary: ['X-Tenant'],
    },
    {
      allows: listed,
      credentials: true,
      methods: 'GET, PUT',
      headers: 'Content-Type',
      repeats: /^x-acme-/,
      expose: 'ETag, X-Total',
      maxAge: '600',
      timing: true,
      vary: ['origin', 'x-tenant'],
    },
  ),
  subject(
    'one',
    { origins: 'https://a.example', credentials: true, methods: '*', preflightStatus: 200 },
    {
      allows: origin => origin === 'https://a.example',
      toAll: 'https://a.example',
      vary: [],
      credentials: true,
      repeats: /^/,
      status: 200,
    },
  ),
  subject(
    'patterns',
    {
      origins: [
        'https://*.example.com',
        'http://localhost:*',
        'https://*.wild.example:*',
        'null',
        /^https:\/\/d\d\.example$/,
      ],
      dangerouslyAllow: ['null-origin'],
    },
    {
      ...LISTED,
      allows: origin =>
        origin === 'null' ||
        (origin.startsWith('https://') && /[^/]\.example\.com$/.test(origin)) ||
        /^http:\/\/localhost(:[0-9]+)?$/.test(origin) ||
        (origin.startsWith('https://') && /[^/]\.wild\.example(:[0-9]+)?$/.test(origin)) ||
        /^https:\/\/d[0-9]\.example$/.test(origin),
    },
  ),
  {
    name: 'resources',
    middleware: () =>
      cors({
        resources: Object.fromEntries(
          Object.entries(resources).map(([path, { options }]) => [`${path}/*`, options]),
        ),
      }),
    rules: ofResources,
  },
  subject(
    'blocking',
    { origins: LIST, blockDisallowed: true },
    { ...LISTED, blocks: true, vary: ['origin', 'sec-fetch-site'] },
  ),
  subject(
    'function',
    {
      credentials: true,
      origins: async origin => {
        await new Promise(setImmediate)
        if (origin === FAILING) throw new Error('as asked')
        return listed(origin)
      },
    },
    { ...LISTED, credentials: true },
  ),
  {
    name: 'a second policy',
    middleware: () => {
      const first = cors({
        automaticOptions: false,
        exposeHeaders: '*',
        methods: '*',
        allowHeaders: 'X-Loose',
        maxAge: 5,
        timing: true,
      })
      const second = cors({ origins: LIST, allowHeaders: [] })
      return (request, response, next) =>
        first(request, response, error => (error ? next(error) : second(request, response, next)))
    },
    rules: () => ({ allows: listed, methods: DEFAULT_METHODS }),
  },
  {
    name: 'chosen',
    middleware: () => {
      const [open, closed] = [wildcard, { origins: [] }]
      return cors(async request => (request.url?.includes('/public') ? open : closed))
    },
    rules: (_path, url) => (url.includes('/public') ? WILDCARD : NOBODY),
  },
  subject(
    'quiet errors',
    { origins: LIST, interceptExceptions: false, automaticOptions: false },
    { ...LISTED, quietErrors: true, passesPreflights: true },
  ),
]
