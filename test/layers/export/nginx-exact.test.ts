import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { type Program, startProgram } from '../servers/program.js'
import { differences } from './judge.js'
import { startHttp } from './nginx-parts.js'
import { HOST } from './requests.js'
import { startUpstream } from './upstream.js'
import { type Lines, type SentRequest, Wire } from './wire.js'

type Context = Parameters<typeof startProgram>[0]

const origin = 'https://app.example.com'

function startWhole(t: Context, options: CorsOptions, upstream: string): Promise<Program> {
  return startProgram(t, ({ port, directory }) => ({
    command: 'nginx',
    args: ['-c', `${directory}/nginx.conf`, '-g', `daemon off; pid ${directory}/nginx.pid;`],
    files: {
      'nginx.conf': exportPolicy(createPolicy(options), 'nginx', { listen: `127.0.0.1:${port}`, upstream }),
    },
  }))
}

function get(target: string, from = origin): SentRequest {
  const lines: Lines = [
    ['Host', HOST],
    ['Origin', from],
  ]
  return { method: 'GET', target, lines }
}

function preflight(target: string): SentRequest {
  const { lines } = get(target)
  return { method: 'OPTIONS', target, lines: [...lines, ['Access-Control-Request-Method', 'PUT']] }
}

const text = (words: string) => encodeURIComponent(words)

/** Paths as browsers send them. */
const PATHS = [
  '/api/two%20words',
  `/api/${text('café')}`,
  `/api/${text('tìm kiếm sản phẩm')}`,
  `/api/${text('мобильные телефоны')}`,
  `/api/${text('日本語の記事')}`,
  `/api/${text('ความเป็นส่วนตัวของผู้ใช้งานและการคุ้มครองข้อมูล')}`,
  `/api/${text('हिन्दी')}`,
  `/api/${text('العربية')}`,
  `/api/${text('it’s “here” – 5 €')}`,
  `/api/${text('👩🏽‍💻 ❤️')}`,
  `/api/${text('group/project')}/files`,
  `/api/${text('a;b')}`,
  `/api/${text('a=b&c?d#e[f]{g}|h^i"j<k>l`m%n')}`,
  `/api/${text('back\\slash')}`,
  '/api/%7Euser/a%2Db%5Fc',
  '/api//users',
  '/api/users//',
  '/api/a;v=1',
  '/api/...',
  '/api/%20/x',
  '/api/.well-known/x',
  '/api.json',
  '/API/x',
  '/api%2Fadmin%2Fx',
  '/api//admin/x',
  '/api/%2Fadmin/x',
  '/api/admin%20/x',
  '/api/my-app/x',
  '/api/my%2Dapp/x',
  '/other//x',
  `/${text('größe')}`,
  '/%E9',
]

test('nginx answers paths as browsers send them as the policy says', async t => {
  const options = {
    origins: origin,
    resources: {
      '/api/*': {},
      '/api/admin/*': { origins: 'https://admin.example.com' },
      '/api/my-app/*': { maxAge: 5 },
    },
  }
  const policy = createPolicy(options)
  const upstream = await startUpstream()
  t.after(() => void upstream.server.close().closeAllConnections())
  const wire = new Wire((await startWhole(t, options, upstream.url)).port)
  t.after(() => wire.close())
  for (const path of PATHS) {
    await t.test(path, async () => {
      for (const request of [get(path), preflight(path), get(path, 'https://admin.example.com')])
        assert.equal(differences(policy, request, await wire.send(request)), '')
    })
  }
})

/** Browsers send these too, and `resolve` may allow them; nginx denies them. */
const DENIED = ['//api/x', '/api/a;v=1/x', '/api/%61', `/api/${text('ﬁ')}`, `/api/${text('x²')}`]

test('nginx denies the paths that it cannot compare', async t => {
  const options = { origins: origin, resources: ['/api/*'] }
  const upstream = await startUpstream()
  t.after(() => void upstream.server.close().closeAllConnections())
  const wire = new Wire((await startWhole(t, options, upstream.url)).port)
  t.after(() => wire.close())
  for (const path of DENIED) {
    const { lines } = await wire.send(get(path))
    const cors = lines.filter(([name]) => /^access-control|^vary/.test(name))
    assert.deepEqual(
      cors,
      [
        ['vary', 'Accept-Encoding'],
        ['vary', 'Origin'],
      ],
      path,
    )
  }
})

/** Header lines as they are: a list is one line for each item. */
async function startWith(t: Context, headers: Readonly<Record<string, string | string[]>>): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, headers)
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(async () => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function linesOf(port: number, name: string, request = get('/')): Promise<string[]> {
  const wire = new Wire(port)
  try {
    const { lines } = await wire.send(request)
    return lines.filter(line => line[0] === name).map(line => line[1])
  } finally {
    wire.close()
  }
}

const BLOCKS = { origins: origin, alwaysSend: false, blockDisallowed: true }
for (const { title, options, upstream, expected } of [
  { title: 'Origin', options: {}, upstream: 'Origin', expected: ['Origin'] },
  { title: 'a list with it', options: {}, upstream: 'X-A, origin,X-B', expected: ['X-A, origin,X-B'] },
  { title: 'a name that ends so', options: {}, upstream: 'X-Origin', expected: ['X-Origin', 'Origin'] },
  { title: 'two lines', options: {}, upstream: ['Origin', 'X-A'], expected: ['Origin', 'X-A'] },
  { title: 'everything', options: {}, upstream: '*', expected: ['*'] },
  { title: 'nothing', options: {}, upstream: [], expected: ['Origin'] },
  { title: 'one of two', options: BLOCKS, upstream: 'Origin', expected: ['Origin', 'Sec-Fetch-Site'] },
  { title: 'the other', options: BLOCKS, upstream: 'Sec-Fetch-Site', expected: ['Sec-Fetch-Site', 'Origin'] },
  { title: 'Origin, under vary: false', options: { vary: false }, upstream: 'Origin', expected: ['Origin'] },
]) {
  test(`nginx: Vary names nothing twice if upstream's has ${title}`, async t => {
    const { port } = await startWhole(t, options, await startWith(t, { Vary: upstream }))
    assert.deepEqual(await linesOf(port, 'vary'), expected)
  })
}

const REPEATED = { 'Access-Control-Expose-Headers': ['X-A', 'X-B'], 'Access-Control-Allow-Origin': '*' }
const API = { origins: origin, resources: ['/api/*'] }

test('nginx leaves all lines of upstream on paths that the policy does not cover', async t => {
  const { port } = await startWhole(t, API, await startWith(t, REPEATED))
  assert.deepEqual(await linesOf(port, 'access-control-expose-headers', get('/x')), ['X-A', 'X-B'])
  assert.deepEqual(await linesOf(port, 'access-control-allow-origin', get('/x')), ['*'])
  assert.deepEqual(await linesOf(port, 'access-control-expose-headers', get('/api/x')), [])
})

test('nginx: part 3 leaves all lines of upstream in a location', async t => {
  const upstream = await startWith(t, REPEATED)
  const { port } = await startHttp(
    t,
    { a: API },
    (own, directory) => `include ${directory}/a-cors-maps.conf;
server { listen 127.0.0.1:${own}; include ${directory}/a-cors-server.conf;
location / { proxy_pass ${upstream}; }
location /x { include ${directory}/a-cors-uncovered.conf; proxy_pass ${upstream}; } }`,
  )
  assert.deepEqual(await linesOf(port, 'access-control-expose-headers', get('/x')), ['X-A', 'X-B'])
  assert.deepEqual(await linesOf(port, 'access-control-allow-origin', get('/x')), ['*'])
  assert.deepEqual(await linesOf(port, 'access-control-allow-origin', get('/y')), ['*'])
  assert.deepEqual(await linesOf(port, 'access-control-allow-origin', get('/api/y')), [origin])
})

for (const { title, options } of [
  { title: 'origins', options: { origins: [/^https:\/\/["; {}$\\#\n]+\.example\.com$/, origin] } },
  {
    title: 'methods and headers',
    options: { methods: "x$y#'z", allowHeaders: "X-$a#'b", exposeHeaders: "X-$c#'d" },
  },
  { title: 'vary', options: { vary: ["X-$e#'f"] } },
  {
    title: 'paths',
    options: { resources: ["/a$b'(c)/*", '/%7Bx%22y/*', '/x%20y/*', '/a=b&c/+', '/~!@|^%60,:/*'] },
  },
]) {
  test(`nginx reads whatever ${title} may hold`, async t => {
    const upstream = await startUpstream()
    t.after(() => void upstream.server.close().closeAllConnections())
    const settings = { origins: origin, ...options }
    const policy = createPolicy(settings)
    const wire = new Wire((await startWhole(t, settings, upstream.url)).port)
    t.after(() => wire.close())
    for (const path of ['/', "/a$b'(c)/x", '/%7Bx%22y/x', '/x%20y/x', '/a=b&c/+', '/~!@|^%60,:/x'])
      for (const request of [get(path), preflight(path)])
        assert.equal(differences(policy, request, await wire.send(request)), '', path)
  })
}
