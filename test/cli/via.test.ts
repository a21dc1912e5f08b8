import assert from 'node:assert/strict'
import http from 'node:http'
import { type TestContext, test } from 'node:test'
import { APP, command, isRefused, serve } from '../support/command.js'

/** A proxy that changes what the server behind it answers. */
function proxy(
  t: TestContext,
  behind: string,
  change: (answer: http.IncomingMessage, response: http.ServerResponse, method?: string) => void,
): Promise<string> {
  return serve(t, (request, response) => {
    const { method, url = '/', headers } = request
    const sent = http.request(new URL(url, behind), { method, headers }, answer => {
      change(answer, response, method)
      answer.pipe(response)
    })
    request.pipe(sent)
  })
}

const passOn = (answer: http.IncomingMessage, response: http.ServerResponse) =>
  response.writeHead(answer.statusCode ?? 500, answer.rawHeaders)

/** Answers a page of `APP` rightly. */
const right: http.RequestListener = (request, response) => {
  response.setHeader('Access-Control-Allow-Origin', APP)
  response.setHeader('Access-Control-Allow-Credentials', 'true')
  response.setHeader('Access-Control-Allow-Methods', 'PUT')
  response.setHeader('Vary', 'Origin')
  response.writeHead(request.method === 'OPTIONS' ? 204 : 200).end()
}

const faults: readonly {
  readonly what: string
  readonly app?: http.RequestListener
  readonly edge: Parameters<typeof proxy>[2]
  readonly args?: readonly string[]
  readonly cause: RegExp
  readonly lines: readonly string[]
}[] = [
  {
    what: 'a layer that adds a second line',
    edge: (answer, response) =>
      response.writeHead(200, [...answer.rawHeaders, 'Access-Control-Allow-Origin', '*']),
    cause:
      /^Blocked: two-layers\.\n {2}edge: .* app, behind it, answers rightly\.\n {2}Fix: Take `Access-Control-Allow-Origin: \*` out of edge: app sends the right headers already\./m,
    lines: [`access-control-allow-origin: ${APP}  by app`, 'access-control-allow-origin: *  by edge'],
  },
  {
    what: 'a layer that takes a line off',
    edge: (answer, response) => {
      response.writeHead(answer.statusCode ?? 500, { 'Access-Control-Allow-Origin': APP })
    },
    args: ['--credentials'],
    cause:
      /^Blocked: credentials-not-allowed\.\n {2}edge: .*\n {2}Fix: Let edge pass on `Access-Control-Allow-Credentials: true`/m,
    lines: ['access-control-allow-credentials: true  by app, dropped by edge'],
  },
  {
    what: 'a layer that answers the preflight itself',
    edge: (answer, response, method) => {
      if (method === 'OPTIONS') response.writeHead(405)
      else passOn(answer, response)
    },
    args: ['-X', 'PUT'],
    cause:
      /^Blocked: preflight-not-routed\.\n {2}edge: .*\n {2}Fix: Let edge pass the request on to app, in place of answering 405 itself\./m,
    lines: ['status 405  by edge', 'status 204  by app, edge answers otherwise'],
  },
  {
    what: 'a fault of the innermost layer, which the others pass on',
    app: (_request, response) => {
      response.setHeader('Access-Control-Allow-Origin', `${APP}/`)
      response.end()
    },
    edge: passOn,
    cause: /^Blocked: header-misspelt\.\n {2}app: /m,
    lines: [`access-control-allow-origin: ${APP}/  by app`],
  },
]

for (const { what, app = right, edge, args = [], cause, lines } of faults) {
  test(`--via names ${what}`, async t => {
    const inner = await serve(t, app)
    const outer = await proxy(t, inner, edge)
    const { status, stdout } = await command([
      'check',
      '-o',
      APP,
      ...args,
      '--via',
      `edge=${outer}/users`,
      '--via',
      `app=${inner}`,
    ])
    assert.equal(status, 1, stdout)
    assert.match(stdout, cause)
    const found = stdout.split('\n').map(line => line.trim())
    for (const line of lines) assert.ok(found.includes(line), stdout)
  })
}

test('layers that agree say so, and the page can read', async t => {
  const inner = await serve(t, right)
  const outer = await proxy(t, inner, passOn)
  const { status, stdout } = await command(['check', `${outer}/users`, '-o', APP, '--via', `app=${inner}`])
  assert.equal(status, 0, stdout)
  assert.match(stdout, /^ {5}access-control-allow-origin: https:\/\/app\.example\.com {2}by app$/m)
})

test('--via asks each layer for the path of the page, and sends the body to each', async t => {
  const asked: string[] = []
  const listener =
    (name: string): http.RequestListener =>
    (request, response) => {
      request.setEncoding('utf8')
      let body = ''
      request.on('data', part => {
        body += part
      })
      request.on('end', () => {
        asked.push(`${name} ${request.method} ${request.url} ${body}`)
        right(request, response)
      })
    }
  const [outer, inner] = [await serve(t, listener('outer')), await serve(t, listener('inner'))]
  const args = ['check', `${outer}/a?b=c`, '-o', APP, '-X', 'PUT', '--body', 'text', '--via', `app=${inner}`]
  const { status, stdout } = await command([...args, '--json'])
  assert.equal(status, 0, stdout)
  assert.deepEqual(asked, [
    'outer OPTIONS /a?b=c ',
    'outer PUT /a?b=c text',
    'inner OPTIONS /a?b=c ',
    'inner PUT /a?b=c text',
  ])
  const { layers } = JSON.parse(stdout)
  assert.deepEqual(
    layers.traces.map(({ kind }: { kind: string }) => kind),
    ['preflight', 'request'],
  )
})

for (const typed of ['http://127.0.0.1:5000', 'app=127.0.0.1:5000', 'app=', '=http://x/', 'app=ftp://x/']) {
  test(`--via ${typed} is refused`, async () => {
    const outcome = await command(['check', 'https://api.example.com/', '-o', APP, '--via', typed])
    isRefused(outcome, /--via .* is not a layer\. Write name=url/)
  })
}
