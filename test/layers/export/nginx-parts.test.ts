import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CorsOptions, createPolicy, type Policy } from 'cors-policy'
import { choices } from '../../browser/random.js'
import { differences, fromUpstream, type Passed } from './judge.js'
import { startHttp } from './nginx-parts.js'
import { show, valid } from './proof.js'
import { browserRequest, HOST, namesIn } from './requests.js'
import { startUpstream } from './upstream.js'
import { type Lines, type SentRequest, Wire } from './wire.js'

let upstream: Awaited<ReturnType<typeof startUpstream>>
before(async () => {
  upstream = await startUpstream()
})
after(() => void upstream.server.close().closeAllConnections())

/** A location of a server that was written by hand. */
interface Location {
  readonly title: string
  readonly path: string
  readonly text: (directory: string) => string
  /** What it answers to a request that the policy passes on. */
  readonly answers: (request: SentRequest, options: CorsOptions) => Passed
  readonly adds?: Lines
}

const own = (status: number): Passed => ({ status, headers: {} })
const reads = ({ method }: SentRequest) => method === 'GET' || method === 'HEAD'
const proxy = () => `proxy_pass ${upstream.url};`

const LOCATIONS: readonly Location[] = [
  { title: 'a proxy', path: '/', text: proxy, answers: fromUpstream },
  {
    title: 'a static file',
    path: '/page.html',
    text: directory => `root ${directory}; try_files /$name =404;`,
    answers: request => own(reads(request) ? 200 : 405),
  },
  {
    title: 'a static file that is missing, and a page for the error',
    path: '/missing',
    text: directory => `root ${directory}; error_page 404 /error.html; return 404;`,
    answers: () => own(404),
  },
  {
    title: 'an upstream that is down',
    path: '/down',
    text: () => 'proxy_pass http://127.0.0.1:1; error_page 502 /error.html;',
    answers: () => own(502),
  },
  {
    title: 'a page in place of the error of upstream',
    path: '/handled',
    text: () => `${proxy()} proxy_intercept_errors on; error_page 404 500 503 /error.html;`,
    answers: (request, options) => {
      const { status, headers } = fromUpstream(request)
      if (status < 400) return { status, headers }
      // What nginx keeps of upstream's for paths that the policy does not cover goes out with the page too.
      const { Vary: _, 'Timing-Allow-Origin': timing = '', ...kept } = headers
      const decides = JSON.stringify(options).includes('"timing":true')
      return { status, headers: { ...kept, ...(decides && { 'Timing-Allow-Origin': timing }) } }
    },
  },
  {
    title: 'a password',
    path: '/private',
    text: directory => `auth_basic staff; auth_basic_user_file ${directory}/users; ${proxy()}`,
    answers: () => own(401),
  },
  {
    title: 'a limit for bodies',
    path: '/small',
    text: () => `client_max_body_size 1; ${proxy()}`,
    answers: () => own(413),
    // The body does not follow.
    adds: [
      ['Content-Length', '5'],
      ['Connection', 'close'],
    ],
  },
  {
    title: 'a limit for methods',
    path: '/limited',
    text: () => `limit_except GET { deny all; } ${proxy()}`,
    answers: request => (reads(request) ? fromUpstream(request) : own(403)),
  },
  {
    title: 'a redirect',
    path: '/moved',
    text: () => 'return 301 /elsewhere;',
    answers: () => own(301),
  },
  {
    title: 'headers of its own, and the include again',
    path: '/own',
    text: directory =>
      `add_header X-Own 1; proxy_hide_header X-Powered-By; include ${directory}/a-cors-server.conf; ${proxy()}`,
    answers: fromUpstream,
  },
  {
    title: 'the include again, and what its expression found',
    path: '/captured',
    text: directory => `include ${directory}/a-cors-server.conf; proxy_pass ${upstream.url}/$1$is_args$args;`,
    answers: fromUpstream,
  },
]

function server(directory: string): string {
  const locations = LOCATIONS.map(({ path, text }) =>
    path === '/'
      ? `location / { ${text(directory)} }`
      : `location ~ ^(?:.*)(/(?<name>${path.slice(1).replace('.', '\\.')}))$ { ${text(directory)} }`,
  )
  return `include ${directory}/a-cors-server.conf;
${locations.join('\n')}
location = /error.html { root ${directory}; internal; }`
}

const FILES = { 'page.html': 'page', 'error.html': 'error', users: '' }
const POLICIES = Number(process.env.POLICIES ?? 60)
const REQUESTS = 80

test('nginx: the parts hold in all locations of a server that was written by hand', async t => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const counts = new Map<string, number>()
  for (let own = seed; own < seed + POLICIES; own++) {
    const drawn = choices(own)
    const options = valid(drawn, 'nginx', ({ chance }) => (chance(0.2) ? { automaticOptions: false } : {}))
    const http = (port: number, directory: string) =>
      `include ${directory}/a-cors-maps.conf;
server { listen 127.0.0.1:${port}; ${server(directory)} }`
    const nginx = await startHttp(t, { a: options }, http, FILES)
    const wire = new Wire(nginx.port)
    const policy = createPolicy(options)
    const names = namesIn(options)
    const prefixes = names.paths.map(path => path.replace(/\/$/, ''))
    try {
      for (let i = 0; i < REQUESTS; i++) {
        const location = drawn.one(LOCATIONS)
        const paths = [`${drawn.one(prefixes)}${location.path}`]
        const request = browserRequest(drawn, { ...names, paths })
        if (request === undefined || !request.byBrowser) continue
        if (!request.target.split('?')[0]?.endsWith(location.path)) continue
        const isPreflight = request.lines.some(([name]) => /^access-control-request-method$/i.test(name))
        if (isPreflight && location.adds) continue
        const sent = { ...request, lines: [...request.lines, ...(location.adds ?? [])] }
        const answer = await wire.send(sent)
        const fault = differences(policy, sent, answer, location.answers(sent, options))
        const lines = JSON.stringify(answer, null, 1)
        assert.equal(fault, '', `SEED=${own} POLICIES=1, ${location.title}: ${JSON.stringify(sent)} ${lines}`)
        counts.set(location.title, (counts.get(location.title) ?? 0) + 1)
      }
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${show(options)}`)
    } finally {
      wire.close()
      await nginx.stop()
    }
  }
  for (const { title } of LOCATIONS) assert.ok((counts.get(title) ?? 0) > 0, title)
  t.diagnostic(`${POLICIES} policies, ${JSON.stringify(Object.fromEntries(counts))}`)
})

const origin = 'https://app.example.com'

/** A request of a page on `origin`, or a preflight for it. */
function get(target: string, lines: Lines = [], host = HOST): SentRequest {
  return { method: 'GET', target, lines: [['Host', host], ['Origin', origin], ...lines] }
}
function preflight(target: string, host = HOST): SentRequest {
  return { ...get(target, [['Access-Control-Request-Method', 'PUT']], host), method: 'OPTIONS' }
}

async function expectAnswers(
  port: number,
  rows: readonly { readonly policy: Policy; readonly request: SentRequest; readonly passed?: Passed }[],
): Promise<void> {
  const wire = new Wire(port)
  try {
    for (const { policy, request, passed } of rows)
      assert.equal(
        differences(policy, request, await wire.send(request), passed),
        '',
        JSON.stringify(request),
      )
  } finally {
    wire.close()
  }
}

test('nginx: two policies hold on two servers of one http block', async t => {
  const a = { origins: origin, credentials: true, maxAge: 5 }
  const b = { origins: ['https://other.example', 'https://*.example.org'], resources: ['/api/*'] }
  const { port } = await startHttp(t, { a, b }, (port, directory) =>
    ['a', 'b']
      .map(
        name => `include ${directory}/${name}-cors-maps.conf;
server { listen 127.0.0.1:${port}; server_name ${name}.example; include ${directory}/${name}-cors-server.conf;
location / { ${proxy()} } }`,
      )
      .join('\n'),
  )
  const rows = Object.entries({ a, b }).flatMap(([name, options]) =>
    ['/api/x', '/x'].flatMap(path => {
      const policy = createPolicy(options)
      const host = `${name}.example`
      return [
        { policy, request: get(path, [], host) },
        { policy, request: preflight(path, host) },
      ]
    }),
  )
  await expectAnswers(port, rows)
})

test('nginx refuses parts of two versions of a policy', async t => {
  const versions = { a: { origins: origin }, b: { origins: origin, maxAge: 5 } }
  const start = startHttp(
    t,
    versions,
    (port, directory) =>
      `include ${directory}/a-cors-maps.conf;
server { listen 127.0.0.1:${port}; include ${directory}/b-cors-server.conf; }`,
  )
  await assert.rejects(start, /unknown "cors_\w+" variable/)
})

test('nginx: what the comments say of levels with headers of their own is true', async t => {
  const options = { origins: origin }
  const policy = createPolicy(options)
  const { port } = await startHttp(
    t,
    { a: options },
    (port, directory) => `include ${directory}/a-cors-maps.conf;
add_header X-Http 1;
server { listen 127.0.0.1:${port}; include ${directory}/a-cors-server.conf;
location /add { add_header X-Own 1; ${proxy()} }
location /hide { proxy_hide_header X-Powered-By; ${proxy()} }
location /if { if ($request_method = GET) { add_header X-Own 1; } ${proxy()} }
location /again { add_header X-Own 1; proxy_hide_header X-Powered-By; include ${directory}/a-cors-server.conf; ${proxy()} }
location / { ${proxy()} } }`,
  )
  const wire = new Wire(port)
  const origins = async (target: string) => {
    const { lines } = await wire.send(get(target))
    assert.equal(
      lines.some(([name]) => name === 'x-http'),
      false,
    )
    return lines.filter(([name]) => name === 'access-control-allow-origin').map(([, value]) => value)
  }
  try {
    assert.deepEqual(await origins('/add'), [])
    assert.deepEqual(await origins('/hide'), ['*', origin])
    assert.deepEqual(await origins('/if'), [])
    assert.deepEqual(await origins('/again'), [origin])
    assert.deepEqual(await origins('/'), [origin])
  } finally {
    wire.close()
  }
  await expectAnswers(port, [{ policy, request: preflight('/add') }])
})
