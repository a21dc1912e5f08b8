import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import diagnosticsChannel from 'node:diagnostics_channel'
import type http from 'node:http'
import { type TestContext, test } from 'node:test'
import { type CorsMiddleware, type CorsOptions, cors, type Decision } from 'cors-policy'
import { A, B } from '../support/attacker.js'
import { corsHeaders, serve } from '../support/servers.js'

interface Message {
  readonly decision: Decision
  readonly request: { readonly url: string }
}

const through =
  (middleware: CorsMiddleware) => (request: http.IncomingMessage, response: http.ServerResponse) =>
    middleware(request, response, () => response.end())

/** What is published while the test runs. */
function subscribe(t: TestContext): Message[] {
  const messages: Message[] = []
  const listen = (message: unknown) => messages.push(message as Message)
  diagnosticsChannel.subscribe('cors-policy:decision', listen)
  t.after(() => diagnosticsChannel.unsubscribe('cors-policy:decision', listen))
  return messages
}

const listed = (decision: object): object => ({
  kind: 'actual',
  allowed: true,
  reason: 'origin-listed',
  headers: { 'Access-Control-Allow-Origin': A },
  vary: ['Origin'],
  ...decision,
})

test('each decision is published on the diagnostics channel with its request', async t => {
  const messages = subscribe(t)
  const ask = await serve(t, through(cors({ origins: [A, B] })))
  await ask({ path: '/some?path', headers: { origin: A } })
  assert.deepEqual(
    messages.map(({ decision, request }) => ({ decision, url: request.url })),
    [{ decision: listed({}), url: '/some?path' }],
  )
  const { decision } = messages[0] as Message
  assert.ok(Object.isFrozen(decision) && Object.isFrozen(decision.headers))
})

const refused = {
  kind: 'actual',
  allowed: false,
  reason: 'origin-not-allowed',
  headers: {},
  vary: ['Origin'],
}
const down = () => {
  throw new Error('down')
}
const shadows: readonly {
  readonly what: string
  readonly shadow: CorsOptions
  readonly expected: object
  readonly warnings?: readonly string[]
}[] = [
  {
    what: 'one that refuses',
    shadow: { origins: [B, 'https://c.example'] },
    expected: listed({ shadow: refused }),
  },
  {
    what: 'one that refuses after a promise',
    shadow: { origins: async () => false },
    expected: listed({ shadow: refused }),
  },
  { what: 'one that allows', shadow: { origins: [A] }, expected: listed({}) },
  { what: 'one that throws', shadow: { origins: down }, expected: listed({}), warnings: ['down'] },
  {
    what: 'one that rejects',
    shadow: { origins: async () => down() },
    expected: listed({}),
    warnings: ['down'],
  },
]
for (const { what, shadow, expected, warnings = [] } of shadows) {
  test(`a shadow policy is told of and changes nothing: ${what}`, async t => {
    const messages = subscribe(t)
    const told: Decision[] = []
    const emitted = t.mock.method(process, 'emitWarning', () => {})
    const options = { origins: [A, B], onDecision: (decision: Decision) => void told.push(decision) }
    const ask = await serve(t, through(cors(options, { shadow })))
    const answer = await ask({ headers: { origin: A } })
    assert.deepEqual(
      [answer.status, corsHeaders(answer)],
      [200, { 'access-control-allow-origin': A, vary: 'Origin' }],
    )
    // The response does not wait for a promise of the shadow policy.
    await new Promise(resolve => setImmediate(resolve))
    assert.deepEqual(told, [expected])
    assert.deepEqual(
      messages.map(({ decision }) => decision),
      [expected],
    )
    assert.deepEqual(
      emitted.mock.calls.map(({ arguments: { 0: error } }) => (error as Error).message),
      warnings,
    )
  })
}

test('a shadow policy is asked nothing that the policy in force refuses, and stays under `with` and `update`', async t => {
  const told: Decision[] = []
  const onDecision = (decision: Decision) => void told.push(decision)
  const middleware = cors(
    { origins: [A, B], onDecision },
    { shadow: { origins: [B], blockDisallowed: true } },
  )
  const extended = middleware.with({ exposeHeaders: ['X-A'] })
  extended.update({ origins: [A], onDecision })
  const ask = await serve(t, through(extended))
  for (const origin of ['https://evil.example', A]) await ask({ headers: { origin } })
  assert.deepEqual(
    told.map(({ allowed, shadow }) => ({ allowed, shadow: shadow?.status })),
    [
      { allowed: false, shadow: undefined },
      { allowed: true, shadow: 403 },
    ],
  )
})

const mistakes: readonly { readonly given: unknown; readonly message: string }[] = [
  {
    given: { shadow: { orgins: [] } },
    message: 'shadow.orgins: there is no option "orgins". Did you mean "origins"?',
  },
  {
    given: { shaddow: {} },
    message:
      'cors() takes a shadow policy as its second argument, got an object (Object). Write cors(options, { shadow: stricterOptions }).',
  },
  {
    given: null,
    message:
      'cors() takes a shadow policy as its second argument, got null. Write cors(options, { shadow: stricterOptions }).',
  },
]
for (const { given, message } of mistakes) {
  test(`a mistake in a shadow policy throws at the call: ${message}`, () => {
    assert.throws(() => cors({}, given as never), { name: /^(?:CorsConfigError|TypeError)$/, message })
  })
}

interface Asked {
  readonly url: string
  readonly headers: { readonly origin: string }
}

/** What a program prints on standard error that gets these requests. */
function printedFor(options: string, requests: readonly Asked[], env: NodeJS.ProcessEnv = {}): string[] {
  const program = `
    import http from 'node:http'
    import { cors } from 'cors-policy'
    const middleware = cors(${options})
    for (const { url, headers } of ${JSON.stringify(requests)}) {
      const request = { method: 'GET', url, headers }
      middleware(request, new http.ServerResponse(request), () => {})
    }`
  const args = ['--input-type=module', '--eval', program]
  const { stderr } = spawnSync(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  return stderr.split('\n').filter(line => line !== '')
}

/** The same for these origins, each twice. */
function printed(
  options: string,
  origins: readonly string[],
  env: NodeJS.ProcessEnv = {},
  url = '/',
): string[] {
  const requests = origins.map(origin => ({ url, headers: { origin } }))
  return printedFor(
    options,
    requests.flatMap(each => [each, each]),
    env,
  )
}

const listing = "{ origins: ['https://app.example.com', 'http://localhost:5173'] }"

test('the first denial of a local origin is said on standard error, with the nearest one that is listed', () => {
  assert.deepEqual(printed(listing, ['http://localhost:5174', 'https://evil.example', 'http://app.test']), [
    'cors-policy: "http://localhost:5174" is denied, since origins lists only "https://app.example.com", "http://localhost:5173". The nearest is "http://localhost:5173".',
    'cors-policy: "http://app.test" is denied, since origins lists only "https://app.example.com", "http://localhost:5173". The nearest is "http://localhost:5173".',
  ])
})

const lists: readonly { readonly options: string; readonly says: string }[] = [
  { options: '{ origins: [] }', says: 'origins is empty.' },
  {
    options: '{ origins: /^https:\\/\\/a\\.example$/ }',
    says: 'origins lists only /^https:\\/\\/a\\.example$/.',
  },
  {
    options: `{ origins: Array.from({ length: 7 }, (_, i) => 'https://' + i + '.example') }`,
    says: 'origins lists only "https://0.example", "https://1.example", "https://2.example", "https://3.example", "https://4.example" and 2 more. The nearest is "https://1.example".',
  },
]
for (const { options, says } of lists) {
  test(`a denied local origin is said beside what is listed: ${options}`, () => {
    const origin = 'http://192.168.1.20:3000'
    assert.deepEqual(printed(options, [origin]), [`cors-policy: "${origin}" is denied, since ${says}`])
  })
}

test('no more than ten local origins are said, none under NODE_ENV=production, and none that is allowed or malformed', () => {
  const ports = Array.from({ length: 20 }, (_, i) => `http://127.0.0.1:${4000 + i}`)
  assert.equal(printed(listing, ports).length, 10)
  assert.deepEqual(printed(listing, ports, { NODE_ENV: 'production' }), [])
  assert.deepEqual(
    printed(listing, ['http://localhost:5173', 'http://localhost:80', 'http://10.0.0.1:x']),
    [],
  )
})

const oneResource = "{ origins: ['http://localhost:5173'], resources: { '/admin/*': {} } }"

test('a local origin whose path no resource covers is said once, and apart from one that is not listed', () => {
  const line =
    'cors-policy: "http://localhost:5173" is denied, since no entry of `resources` covers /me. An entry "*" covers all other paths.'
  assert.deepEqual(printed(oneResource, ['http://localhost:5173', 'https://a.example'], {}, '/me?q'), [line])
  assert.deepEqual(printed(oneResource, ['http://localhost:5173'], { NODE_ENV: 'production' }), [])
  const chosen = `request => (request.url === '/me' ? ${oneResource} : { origins: [] })`
  const program = ['/me', '/other'].map(url => ({ url, headers: { origin: 'http://localhost:5173' } }))
  assert.deepEqual(printedFor(chosen, program), [line, line.replace(/since .*/, 'since origins is empty.')])
})

test('a path that no resource covers is printed without control characters', () => {
  const [line] = printed(oneResource, ['http://localhost:5173'], {}, '/\u001b[31m\u009b31m')
  assert.match(String(line), /covers "\/\\u001b\[31m\\u009b31m"/)
})

test('a denied local origin is said with DEBUG=cors-policy too', () => {
  const lines = printed(listing, ['http://localhost:5174'], { DEBUG: 'cors-policy', DEBUG_HIDE_DATE: 'yes' })
  assert.deepEqual(
    lines.map(line => /nearest|-> denied: origin-not-allowed$/.exec(line)?.[0]),
    ['nearest', '-> denied: origin-not-allowed', '-> denied: origin-not-allowed'],
  )
})
