import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { test } from 'node:test'
import {
  type AnyOptions,
  type CorsOptions,
  type CorsOptionsDelegate,
  type CorsRequest,
  cors,
  createPolicy,
  type ExpressOptions,
  type FlaskOptions,
  optionsFromSettings,
  resolve,
} from 'cors-policy'
import { withCors } from 'cors-policy/web'
import type { Request, RequestHandler } from 'express'

/** Never called: the compiler checks it, and fails if a marked line compiles. */
function compiled(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
  config: string,
): void {
  cors()
  cors({ origins: 'https://a.example' })
  cors({ origins: config })
  cors({ origins: config ? 'http://localhost:5173' : ['https://a.example'], credentials: true })
  cors({ origins: config ? '*' : ['https://a.example'] })
  cors({ origin: config ? 'https://a.example' : ['https://b.example', /^https:\/\/c\.example$/] })
  createPolicy({ origins: config ? 'https://a.example' : 'https://b.example' })
  withCors(() => new Response(), {
    origins: config ? '*' : config ? ['https://a.example'] : /^https:\/\/c\.example$/,
  })
  cors({ origins: ['https://a.example', /^https:\/\/b\.example$/, async (origin: string) => origin !== ''] })
  cors({ origins: new Set(['https://a.example']), methods: 'GET,PUT', vary: ['X-Tenant'] })
  cors({
    origin: true,
    allowedHeaders: ['X-A'],
    exposedHeaders: 'X-B',
    preflightContinue: true,
    optionsSuccessStatus: 200,
  })
  cors({ origin: (origin, callback) => callback(null, origin === 'https://a.example') })
  cors({ origins: '*', supports_credentials: false, max_age: 600, allow_headers: '*', vary_header: true })
  cors({ resources: { '/a': { origins: '*' }, '/b/*': { maxAge: 5 } } })
  cors({
    resources: [
      [/^\/v\d/, { origins: [] }],
      ['/x', {}],
    ],
  })
  cors({ resources: ['/a', /^\/b/] })
  cors(optionsFromSettings(process.env))
  cors(createPolicy({ origins: '*' }))
  cors(() => createPolicy())
  cors(async () => ({ origins: 'https://a.example' }))
  cors((asked: IncomingMessage) => ({ origins: asked.headers.host ? [] : '*' }))
  cors<Request & { tenant: string }>({ origins: (_origin, asked) => asked.tenant === 'a' })
  cors<Request>({ onDecision: (decision, asked) => [decision.reason, asked.params] })
  cors({ onDecision: decision => decision.allowed })
  const { policy } = cors().with({ maxAge: 5 })
  resolve(policy, request)
  cors().policy.allowsOrigin('https://a.example')
  cors(createPolicy()).policy.allowsOrigin('https://a.example')
  cors<Request>({ origins: '*' }).policy.allowsOrigin('https://a.example')
  const chosen: undefined = cors(() => ({ origins: '*' })).policy
  const alsoChosen: undefined = cors(async asked => createPolicy({ origins: asked.url ?? [] })).with(
    {},
  ).policy
  cors<Request>(asked => ({ origins: asked.secure ? '*' : [] }))
  void [chosen, alsoChosen]
  cors().update({ origins: [] })
  cors().update(cors().with({ origins: '*', allowedHeaders: 'X-A' }).policy)
  cors({ origins: '*', allowedHeaders: ['X-A'], max_age: 600 })
  cors({ origin: (_origin, callback) => callback(null, ['https://a.example', true]), allowHeaders: 'X-A' })
  cors({ headers: 'X-A' })
  withCors(
    () => new Response(),
    asked => ({ origins: asked.url, allowedHeaders: 'X-A' }),
  )
  const typed: CorsOptions = {
    origin: (origin, callback) => callback(null, origin === 'https://a.example'),
    allowedHeaders: ['X-A'],
    exposedHeaders: 'X-B',
    preflightContinue: false,
    optionsSuccessStatus: 200,
    maxAge: 600,
  }
  cors(typed)
  createPolicy(typed)
  cors({ ...typed, credentials: true })
  cors((asked, callback) => callback(null, { origin: asked.headers.origin ?? false }))
  cors(async (asked, callback) => callback(asked.url ? null : new Error('no URL'), typed))
  cors(delegate)
  cors(delegateOfExpress)
  const ofExpress: RequestHandler = cors(
    (asked: Request, callback: (error: Error | null, options?: CorsOptions) => void) =>
      callback(null, { origin: asked.secure }),
  )
  const delegated: undefined = cors(delegate).policy
  void [ofExpress, delegated]
  cors(expressOptions)
  cors(flaskOptions)
  cors(anyOptions)
  resolve(createPolicy(), new Request2('https://a.example'))
  cors()(request, response, next)
  const express: RequestHandler = cors()
  const given: RequestHandler = cors<Request>({ origins: (_origin, asked) => asked.secure })
  const http2 = (a: Http2ServerRequest, b: Http2ServerResponse) => cors()(a, b, next)
  const kept: CorsOptions = { origins: '*' }
  createPolicy(kept)
  void [express, given, http2]

  cors({ credentials: true, origins: ['https://a.example', config, /^https:\/\/b\.example$/] })
  cors({ credentials: true, origin: 'https://a.example' })
  cors({ credentials: true, resources: { '/a': { origins: 'https://a.example' } } })
  cors({ credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] })
  cors({ credentials: config === 'yes' })
  cors({ origins: ['https://*.a.example', 'http://localhost:*', 'capacitor://localhost', 'null', config] })
  cors({ origins: 'https://a.example, https://b.example' })
  cors({ origins: [(origin, asked) => origin === asked.headers.host, 'https://a.example'] })
  cors({ origins: kept.origins ?? [] })
  cors(kept)
  cors().with({ credentials: true })

  // @ts-expect-error credentials without origins
  cors({ credentials: true })
  // @ts-expect-error credentials without origins, for a policy
  createPolicy({ credentials: true, maxAge: 5 })
  // @ts-expect-error credentials without origins, for a Fetch handler
  withCors(() => new Response(), { credentials: true })
  // @ts-expect-error no scheme
  cors({ origins: 'a.example' })
  // @ts-expect-error no scheme, in the string of a conditional
  cors({ origins: config ? 'a.example' : ['https://a.example'] })
  // @ts-expect-error no scheme, in the list of a conditional
  cors({ origins: config ? 'https://a.example' : ['a.example'] })
  // @ts-expect-error no scheme, in a list
  cors({ origins: ['https://a.example', 'localhost:3000'] })
  // @ts-expect-error no scheme, in expressjs/cors' spelling
  cors({ origin: ['a.example'] })
  // @ts-expect-error a slash at the end
  cors({ origins: 'https://a.example/' })
  // @ts-expect-error a slash at the end, in a list
  createPolicy({ origins: ['https://a.example', 'https://b.example/'] })
  // @ts-expect-error a slash at the end, after a valid RegExp
  withCors(() => new Response(), { origins: [/^https:\/\/c\.example$/, 'https://b.example/'] })
  // @ts-expect-error cors is called, not passed
  const uncalled: RequestHandler = cors
  void uncalled
  // @ts-expect-error a misspelt option
  cors({ orgins: '*' })
  // @ts-expect-error a number is not a list of names
  cors({ exposeHeaders: 5 })
  // @ts-expect-error two spellings of one option
  cors({ origins: '*', origin: '*' })
  // @ts-expect-error two spellings of one option
  cors({ allowedHeaders: 'X-A', allow_headers: 'X-A' })
  // @ts-expect-error two spellings of one option
  cors({ maxAge: 5, max_age: 5 })
  // @ts-expect-error two spellings of one option
  createPolicy({ headers: 'X-A', allow_headers: 'X-A' })
  // @ts-expect-error two spellings of one option, over others
  cors().with({ allowedHeaders: 'X-A', allowHeaders: 'X-A' })
  // @ts-expect-error two spellings of one option, in place of others
  cors().update({ origin: '*', origins: '*' })
  // @ts-expect-error two spellings of one option, chosen by a function
  cors(() => ({ origin: '*', origins: '*' }))
  const handle = () => new Response()
  // @ts-expect-error two spellings of one option, for a Fetch handler
  withCors(handle, () => ({ maxAge: 5, max_age: 5 }))
  // @ts-expect-error a misspelt option, over others
  cors().with({ orgins: '*' })
  // @ts-expect-error a misspelt option, chosen by a function
  cors(() => ({ orgins: '*' }))
  // @ts-expect-error a function may choose another policy for each request
  cors(() => ({ origins: '*' })).policy.allowsOrigin('https://a.example')
  // @ts-expect-error a function whose answer is no options
  cors(() => 5)
  // @ts-expect-error a misspelt option, passed to a callback
  cors((_asked, callback) => callback(null, { orgins: '*' }))
  // @ts-expect-error a misspelt option, typed
  const misspelt: CorsOptions = { orgins: '*' }
  void misspelt
  // @ts-expect-error a number is no options
  cors(5)
  // @ts-expect-error a flag is true or false
  cors({ credentials: 'true' })
  // @ts-expect-error a function answers true or false
  cors({ origins: () => 'yes' })
  // @ts-expect-error an option must not be undefined
  cors({ origins: undefined })
  // @ts-expect-error a risk that does not exist
  cors({ dangerouslyAllow: ['everything'] })
  // @ts-expect-error a resource has no resources
  cors({ resources: { '/a': { resources: '/b' } } })
  // @ts-expect-error a misspelt option of a resource
  cors({ resources: { '/a': { orgins: '*' } } })
  // @ts-expect-error a policy does not change
  createPolicy().allowsOrigin = () => true
  // @ts-expect-error a decision does not change
  resolve(createPolicy(), request).allowed = true
}

declare const delegate: CorsOptionsDelegate
declare const delegateOfExpress: CorsOptionsDelegate<Request>
declare const expressOptions: ExpressOptions<CorsRequest>
declare const flaskOptions: FlaskOptions<CorsRequest>
declare const anyOptions: AnyOptions<CorsRequest>
declare const Request2: typeof globalThis.Request

test('valid options compile, and invalid ones do not', () => void compiled)
