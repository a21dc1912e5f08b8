import { readFileSync } from 'node:fs'
import http from 'node:http'
import { Socket } from 'node:net'
import {
  type CorsMiddleware,
  type CorsRequest,
  cors,
  createPolicy,
  optionsFromSettings,
  type Policy,
  resolve,
} from 'cors-policy'
import { diagnose, type Exchange, plan } from 'cors-policy/diagnose'
import { withCors } from 'cors-policy/web'
import { A, asking, B, evil } from './attacker.js'

/** What a server has once its options are compiled. */
interface Compiled {
  readonly policies: readonly Policy[]
  readonly middleware: readonly CorsMiddleware[]
}

const everyOption = {
  origins: [
    A,
    'https://*.b.example',
    'http://localhost:*',
    'http://*.localhost:*',
    /^https:\/\/c\d\.d\.example$/,
  ],
  methods: ['GET', 'PUT'],
  allowHeaders: ['X-A', /^x-acme-/],
  exposeHeaders: 'ETag, X-B',
  credentials: true,
  maxAge: 60,
  alwaysSend: false,
  vary: ['X-Tenant'],
  automaticOptions: true,
  interceptExceptions: false,
  preflightStatus: 200,
  blockDisallowed: true,
  timing: true,
  onDecision: () => {},
  dangerouslyAllow: ['insecure-origin'],
} as const
const two = { origins: [A, B], credentials: true }

/** Policies and middleware that use every option, in every spelling and form. */
function compile(): Compiled {
  const updated = cors()
  updated.update({ ...two, resources: ['/api/*', /^\/x(?:\/|$)/] })
  return {
    policies: [
      createPolicy(),
      createPolicy(everyOption),
      createPolicy({ origins: '*', sendWildcard: true, methods: '*', exposeHeaders: '*' }),
      createPolicy({ origins: (origin: string) => origin === A, credentials: true, automaticOptions: false }),
      createPolicy({
        ...two,
        resources: { '/': {}, '/api/*': { maxAge: 5, methods: 'PATCH' }, '/b': { origins: B } },
      }),
      createPolicy({ origins: [], resources: new Map([['/api/*', { origins: A }]]) }),
      createPolicy({
        origins: [A, B],
        resources: [
          [/^\/api\//, { alwaysSend: false }],
          ['*', { origins: [] }],
        ],
      }),
      createPolicy({ origin: false, resources: '/api/*, /x' }),
      createPolicy({ origin: [A], allowedHeaders: 'X-A', exposedHeaders: 'X-B', optionsSuccessStatus: 200 }),
      createPolicy({
        origins: A,
        allow_headers: ['X-A'],
        supports_credentials: true,
        max_age: 5,
        vary_header: false,
      }),
      createPolicy(
        optionsFromSettings({
          CORS_ORIGINS: `${A},${B}`,
          CORS_MAX_AGE: '5',
          CORS_SUPPORTS_CREDENTIALS: 'true',
        }),
      ),
      createPolicy(
        optionsFromSettings({
          CORS_ORIGINS: A,
          CORS_RESOURCES: '{ "/api/*": { "credentials": true }, "/x": {} }',
        }),
      ),
    ],
    middleware: [
      cors(everyOption).with({ maxAge: 5, resources: ['/api/*', '/'] }),
      updated,
      cors(request => (request.url === '/x' ? two : { origins: A, interceptExceptions: false })),
      cors({
        origins: () => {
          throw new Error('no database')
        },
      }),
    ],
  }
}

const paths = ['/', '/api/x', '/x', '/b', '/API/%2e/x']
const sampleRequests: readonly CorsRequest[] = [
  ...paths.map((url, i) => ({ method: 'GET', url, headers: i % 2 === 0 ? { origin: A, host: 'h' } : {} })),
  ...paths.map((url, i) => ({ method: 'POST', url, headers: { origin: [evil, 'null', B, 'x', A][i] } })),
  ...paths.map((url, i) => ({
    method: 'OPTIONS',
    url,
    headers: asking(i % 2 === 0 ? A : evil, 'PUT', ['x-a', 'x-acme-b,x-a', 'x-evil'][i % 3]),
  })),
  { method: 'GET', url: '/api/x', originalUrl: '/x', headers: { origin: B } },
  { method: 'OPTIONS', url: '/api/x', headers: { origin: A } },
  { method: 'GET', url: '/', headers: { origin: 'http://localhost:5173' } },
  {
    method: 'GET',
    url: '/x/%61;b',
    headers: { origin: 'https://a.b.example:8443', host: 'a.b.example:8443' },
  },
  { headers: { origin: A } },
  { headers: {} },
]

/** The decisions of each policy on sample requests, and on origins alone. */
function decide({ policies }: Compiled): unknown {
  return policies.map(policy => [
    ...sampleRequests.map(request => outcome(() => resolve(policy, request))),
    ...[A, B, evil, 'null', undefined].map(origin => outcome(() => policy.allowsOrigin(origin))),
  ])
}

const mistakes: readonly unknown[] = [
  {
    origins: ['https://a.example/', 'a.example', '', 5],
    methods: ['TRACE', 'a b'],
    maxAge: '5 m',
    orgins: A,
  },
  { origins: '*', credentials: true, exposeHeaders: '*', sendWildcard: true },
  { origins: ['https://*.com', 'http://a.example', 'null', /^https?:\/\/.*$/, /a/], credentials: true },
  { allowHeaders: ['x-*', 'Content‑Type', '©', ','], exposeHeaders: 'Set-Cookie', preflightStatus: 404 },
  { resources: { 'api/*': {}, '/a/': {}, '/a': { resources: [] }, '/A': {}, '^/x/.*$': 5 }, maxAge: '90' },
  { resources: [['/a'], ['/b', {}], [5]], timing: 'yes', onDecision: 5, dangerouslyAllow: ['null'] },
  { origin: A, origins: A, credentials: undefined, allow_private_network: true, vary: 'on' },
  undefined,
]

/** The errors of wrong configurations. */
function refuse(): unknown {
  return [
    ...mistakes.map(options => outcome(() => createPolicy(options as never))),
    outcome(() =>
      optionsFromSettings({
        CORS_ORIGIN: A,
        CORS_MAX_AGE: 'x',
        CORS_RESOURCES: '{',
        CORS_METHODS: undefined,
      }),
    ),
    outcome(() => createPolicy(optionsFromSettings({ CORS_ORIGINS: '*', CORS_SUPPORTS_CREDENTIALS: '1' }))),
    outcome(() => cors(everyOption).update({ origins: A, credentials: 'yes' as never })),
  ]
}

const all: readonly (Exchange & { group: string; id: string })[] = JSON.parse(
  readFileSync('test/data/browser-cases.json', 'utf8'),
)
/** Two exchanges of each group in browser-cases.json, and some that leave most fields out. */
const exchanges: readonly Exchange[] = [
  ...all.filter(
    ({ group, id }) => all.filter(other => other.group === group).findIndex(o => o.id === id) < 2,
  ),
  { pageOrigin: A, request: { url: evil } },
  { pageOrigin: A, request: { url: evil }, response: { status: 200 } },
  {
    pageOrigin: A,
    request: { url: evil },
    response: new Response(null, { headers: { Vary: 'Origin' } }) as never,
  },
  { pageOrigin: A, request: { url: evil }, response: { status: 302, headers: { location: '//c.example' } } },
  {
    pageOrigin: A,
    request: { url: evil },
    redirects: [{ response: { status: 302, headers: { location: B } } }],
  },
  {
    pageOrigin: A,
    request: { url: evil, method: 'PUT', headers: { 'X-A': 'a', Cookie: 'b' } },
    preflightResponse: { status: 404 },
  },
  {
    pageOrigin: A,
    request: { url: 'http://127.0.0.1/' },
    addressSpaces: { page: 'public', target: 'loopback' },
  },
  { pageOrigin: 'x' } as never,
  { pageOrigin: A, request: {} } as never,
  { pageOrigin: A, request: { url: evil }, addressSpaces: {} } as never,
]

/** Plans and verdicts. */
function judge(): unknown {
  return exchanges.map(exchange => [outcome(() => plan(exchange)), outcome(() => diagnose(exchange))])
}

interface Exchanged {
  readonly request: CorsRequest
  readonly response: http.ServerResponse
}

/** Sample requests for each middleware, with Node's own responses. */
function exchange({ middleware }: Compiled): readonly (readonly Exchanged[])[] {
  return middleware.map(() =>
    [0, 1, 5, 7, 10, 11, 12, 17].map(index => {
      const message = new http.IncomingMessage(new Socket())
      const { method, url, headers } = sampleRequests[index] as CorsRequest
      const request = Object.assign(message, { method, url, headers }) as CorsRequest
      const response = new http.ServerResponse(message)
      response.sendDate = false
      return { request, response }
    }),
  )
}

const heads: readonly (readonly unknown[])[] = [
  [200],
  [500],
  [200, { Vary: 'X' }],
  [200, 'OK', ['Vary', 'X', 'A', 'b']],
]

/** The headers that Node's adapter sets, at once and when the head is written; every third response passes two policies. */
function answer({ middleware }: Compiled, exchanges: ReturnType<typeof exchange>): unknown {
  return exchanges.map((each, i) =>
    each.map(({ request, response }, j) => {
      const passed: unknown[] = []
      const pass = (error?: unknown) => passed.push(error)
      if (j % 3 === 0) middleware[(i + 1) % middleware.length]?.(request, response, pass)
      const thrown = outcome(() => middleware[i]?.(request, response, pass))
      const set = response.getHeaders()
      if (!response.headersSent) response.writeHead(...(heads[j % heads.length] as [number]))
      // The head as it goes over the wire.
      return [passed, thrown, set, (response as never as { _header: string })._header]
    }),
  )
}

const fetched = sampleRequests.slice(0, 14).map(({ method = 'GET', url, headers }) => {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  )
  // The constructor of `Request` drops headers that only browsers may set; a server's own requests have them.
  return {
    method,
    url: `https://h${url}`,
    headers: new Headers(lines as [string, string][]),
  } as unknown as Request
})
const handled = new Response('handled', { headers: { Vary: 'Cookie', 'X-B': '1' } })

/** The responses of withCors, with callbacks and promises. */
async function answerLater(): Promise<unknown> {
  const byCallback = createPolicy({
    origin: (origin, callback) => callback(null, origin === A ? [A, /^https:\/\/c\.example$/] : false),
  })
  const handlers = [
    withCors(() => handled, everyOption),
    withCors(
      async () => handled,
      async () => two,
    ),
    withCors(() => handled, byCallback),
    withCors(() => handled, { ...two, resources: ['/api/*'] }),
  ]
  const answers: unknown[] = []
  for (const handler of handlers) {
    for (const request of fetched) {
      answers.push(
        await handler(request).then(
          ({ status, statusText, headers }) => [status, statusText, headers],
          error => error,
        ),
      )
    }
  }
  return answers
}

function outcome(ask: () => unknown): unknown {
  try {
    return ask()
  } catch (error) {
    return error
  }
}

/** A result as text, from own properties only. */
export function asText(result: unknown): string {
  return JSON.stringify(result, (_, value: unknown) => {
    if (value instanceof Headers) return [...value]
    if (value instanceof Error) return { ...value, name: value.name, message: value.message }
    if (value instanceof RegExp || typeof value === 'function') return String(value)
    return value === undefined ? 'undefined' : value
  })
}

interface Case {
  readonly what: string
  /** Does what must come before the pollution, and returns the rest. */
  readonly prepare: () => () => unknown
  /** Names that Node or the language itself looks up, and where. */
  readonly except: ReadonlyMap<string, string>
}

const NONE: ReadonlyMap<string, string> = new Map()

/** Everything that the library does, except its command. */
export const cases: readonly Case[] = [
  { what: 'policies and their decisions', prepare: () => () => decide(compile()), except: NONE },
  {
    what: 'decisions of policies compiled before',
    prepare: () => {
      const compiled = compile()
      return () => decide(compiled)
    },
    except: NONE,
  },
  { what: 'the errors of wrong configurations', prepare: () => refuse, except: NONE },
  { what: 'plans and verdicts', prepare: () => judge, except: NONE },
  {
    what: 'the headers that middleware sets',
    prepare: () => {
      const exchanges = exchange(compile())
      return () => answer(compile(), exchanges)
    },
    except: NONE,
  },
  {
    what: 'the headers that middleware created before sets',
    prepare: () => {
      const compiled = compile()
      const exchanges = exchange(compiled)
      return () => answer(compiled, exchanges)
    },
    except: NONE,
  },
  {
    what: 'what withCors and functions that answer later do',
    prepare: () => answerLater,
    except: new Map([
      ['then', 'every `await` looks it up on the value it is given'],
      ['return', '`new Response()` stops before the end of an iterator'],
      ['append', '`new Response()` takes a body that has it as a form'],
      ['required', '`new Response()` takes an option that has it as required'],
      ['body', 'a `Response` without a body looks it up'],
    ]),
  },
]
