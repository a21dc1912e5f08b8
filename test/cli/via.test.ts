import assert from 'node:assert/strict'
import http from 'node:http'
import { type TestContext, test } from 'node:test'
import { APP, command, isRefused, serve } from '../support/command.js'

/** A proxy that changes what the server behind it is asked, or answers. */
function proxy(
  t: TestContext,
  behind: string,
  change: (answer: http.IncomingMessage, response: http.ServerResponse, method?: string) => void,
  ask: (headers: http.IncomingHttpHeaders) => void = () => {},
): Promise<string> {
  return serve(t, (request, response) => {
    const { method, url = '/', headers } = request
    ask(headers)
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

const json = { 'Content-Type': 'application/json' }
const html = { 'Content-Type': 'text/html' }

/** Lets a signed-in page of `APP` read, and sends others to a login. */
const withLogin: http.RequestListener = (request, response) => {
  if (request.headers.cookie === undefined && request.method !== 'OPTIONS')
    response.writeHead(302, { Location: 'https://login.example.com/' }).end()
  else right(request, response)
}

/** Knows its public name alone, as a proxy passes it on. */
const withName: http.RequestListener = (request, response) => {
  if (request.headers['x-forwarded-host'] === request.headers.host) right(request, response)
  else response.writeHead(400).end()
}

const faults: readonly {
  readonly what: string
  readonly app?: http.RequestListener
  readonly edge: Parameters<typeof proxy>[2]
  /** What the proxy changes in the request. */
  readonly ask?: (headers: http.IncomingHttpHeaders) => void
  readonly args?: readonly string[]
  readonly code: string
  readonly message?: RegExp
  readonly fix: string
  readonly lines: readonly string[]
}[] = [
  {
    what: 'a layer that adds a second line',
    edge: (answer, response) =>
      response.writeHead(200, [...answer.rawHeaders, 'Access-Control-Allow-Origin', '*']),
    code: 'two-layers',
    message: /^edge: .* app, behind it, answers rightly\.$/,
    fix: 'Take `Access-Control-Allow-Origin: *` out of edge: app sends the right headers already.',
    lines: [`access-control-allow-origin: ${APP}  by app`, 'access-control-allow-origin: *  by edge'],
  },
  {
    what: 'a layer that takes a line off',
    edge: (answer, response) => {
      response.writeHead(answer.statusCode ?? 500, { 'Access-Control-Allow-Origin': APP })
    },
    args: ['--credentials'],
    code: 'credentials-not-allowed',
    fix: 'Let edge pass on `Access-Control-Allow-Credentials: true` and `Access-Control-Allow-Methods: PUT` of app.',
    lines: ['access-control-allow-credentials: true  by app, dropped by edge'],
  },
  {
    what: 'a layer that takes all lines off',
    app: (_, response) => response.writeHead(200, { ...json, 'Access-Control-Allow-Origin': APP }).end('[]'),
    edge: (answer, response) => response.writeHead(answer.statusCode ?? 500, json),
    code: 'two-layers',
    message: /^edge: Its answer to the request lacks the CORS headers that app sends\. app, behind it,/,
    fix: `Let edge pass on \`Access-Control-Allow-Origin: ${APP}\` of app.`,
    lines: [`access-control-allow-origin: ${APP}  by app, dropped by edge`],
  },
  {
    what: 'a layer that replaces a line',
    edge: (answer, response) => {
      const { 'access-control-allow-origin': _, ...headers } = answer.headers
      response.writeHead(200, { ...headers, 'Access-Control-Allow-Origin': 'https://b.example.com' })
    },
    code: 'origin-not-listed',
    fix: `Let edge pass on \`Access-Control-Allow-Origin: ${APP}\`, in place of \`Access-Control-Allow-Origin: https://b.example.com\`.`,
    lines: ['access-control-allow-origin: https://b.example.com  by edge'],
  },
  {
    what: 'a layer that answers the preflight itself',
    edge: (answer, response, method) => {
      if (method === 'OPTIONS') response.writeHead(405)
      else passOn(answer, response)
    },
    args: ['-X', 'PUT'],
    code: 'preflight-not-routed',
    fix: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 405.',
    lines: ['status 405  by edge', 'status 204  by app, edge answers otherwise'],
  },
  {
    what: 'a layer that answers the preflight itself with the status that the right answer has',
    edge: (answer, response, method) => {
      if (method === 'OPTIONS') response.writeHead(204)
      else passOn(answer, response)
    },
    args: ['-X', 'PUT'],
    code: 'preflight-not-routed',
    fix: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 204.',
    lines: ['status 204  by edge', 'status 204  by app, edge answers otherwise'],
  },
  {
    what: 'a layer that asks the preflight for a login',
    edge: (answer, response, method) => {
      if (method === 'OPTIONS') response.writeHead(401, { 'WWW-Authenticate': 'Basic' })
      else passOn(answer, response)
    },
    args: ['-X', 'PUT'],
    code: 'answered-before-cors',
    fix: 'Let edge pass OPTIONS on to app, in place of the answer 401.',
    lines: ['status 401  by edge'],
  },
  {
    what: 'a layer that answers the preflight with a list of its own',
    edge: (answer, response, method) => {
      if (method !== 'OPTIONS') passOn(answer, response)
      else
        response.writeHead(200, {
          'Access-Control-Allow-Origin': APP,
          'Access-Control-Allow-Methods': 'PATCH',
        })
    },
    args: ['-X', 'PUT'],
    code: 'method-not-listed',
    fix: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 200.',
    lines: ['access-control-allow-methods: PATCH  by edge', `access-control-allow-origin: ${APP}  by edge`],
  },
  {
    what: 'a layer that answers with a page of its own',
    app: (_, response) => response.writeHead(200, { ...json, 'Access-Control-Allow-Origin': APP }).end('[]'),
    edge: (_, response) => response.writeHead(200, html),
    code: 'answered-before-cors',
    message:
      /^edge did not pass the request on to app, or not as it came: status 200, text\/html\. app, behind it, answers rightly\.$/,
    fix: 'Let edge pass the request on to app, in place of the answer 200.',
    lines: ['status 200  by edge', 'status 200  by app, edge answers otherwise'],
  },
  {
    what: 'a layer that replaces an error',
    app: (_, response) => response.writeHead(422, { ...json, 'Access-Control-Allow-Origin': APP }).end('[]'),
    edge: (_, response) => response.writeHead(422, html),
    code: 'answered-before-cors',
    fix: 'Let edge pass on what app answers with status 422, in place of a page of its own without CORS headers.',
    lines: ['status 422  by edge'],
  },
  {
    what: 'a layer that refuses the request, which the fix leaves to it',
    edge: (_, response) => response.writeHead(413),
    code: 'answered-before-cors',
    fix: `Look at the status first, 413, which the browser hides from the page: send less, or raise the limit (\`client_max_body_size\` in nginx, \`limit\` of a body parser). Error responses need the headers too, or the page does not see the status: \`Access-Control-Allow-Origin: ${APP}\`.`,
    lines: ['status 413  by edge'],
  },
  {
    what: 'a layer that does not pass Origin on',
    app: (request, response) => {
      if (request.headers.origin) right(request, response)
      else response.writeHead(405, { Allow: 'GET' }).end()
    },
    edge: passOn,
    ask: headers => {
      delete headers.origin
    },
    args: ['-X', 'PUT'],
    code: 'preflight-not-routed',
    fix: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 405.',
    lines: ['status 405  by edge', 'status 204  by app, edge answers otherwise'],
  },
  {
    what: 'a layer that does not pass the cookie on',
    app: withLogin,
    edge: passOn,
    ask: headers => {
      delete headers.cookie
    },
    args: ['--cookie', 'session=1'],
    code: 'login-redirect',
    fix: 'Let edge pass `Cookie` on: without that, app gives the same answer as edge.',
    lines: ['status 302  by edge', 'status 200  by app, edge answers otherwise'],
  },
  {
    what: 'a layer that does not say which host the page requests',
    app: withName,
    edge: passOn,
    args: ['-X', 'PUT'],
    code: 'preflight-not-routed',
    message: /^edge: .* app, behind it, answers rightly\.$/,
    fix: 'Let edge tell app what the page requests: `Host: HOST`.',
    lines: ['status 400  by edge', 'status 204  by app, edge answers otherwise'],
  },
  {
    what: 'two layers that do CORS by halves',
    app: (_, response) => response.setHeader('Access-Control-Allow-Origin', '*').end(),
    edge: (answer, response) =>
      response.writeHead(200, [...answer.rawHeaders, 'Access-Control-Allow-Credentials', 'true']),
    args: ['--credentials'],
    code: 'two-layers',
    message: /^Two layers do CORS: app allows every origin, and edge allows credentials/,
    fix: 'Let edge alone do CORS: take `Access-Control-Allow-Origin: *` out of app.',
    lines: ['access-control-allow-origin: *  by app', 'access-control-allow-credentials: true  by edge'],
  },
  {
    what: 'a fault of the innermost layer, which the others pass on',
    app: (_request, response) => {
      response.setHeader('Access-Control-Allow-Origin', `${APP}/`)
      response.end()
    },
    edge: passOn,
    code: 'header-misspelt',
    message: /^app: /,
    fix: `The response must have \`Access-Control-Allow-Origin: ${APP}\`.\nWith cors-policy: add "${APP}" to \`origins\`.`,
    lines: [`access-control-allow-origin: ${APP}/  by app`],
  },
  {
    what: 'no layer for a mistake of the page',
    edge: passOn,
    args: ['-X', 'patch'],
    code: 'method-not-listed',
    message: /^The answer to the preflight /,
    fix: 'Let the page write "PATCH": a browser sends "patch" as it stands, and names compare byte for byte.',
    lines: ['access-control-allow-methods: PUT  by app'],
  },
]

for (const { what, app = right, edge, ask, args = [], code, message = /^edge/, fix, lines } of faults) {
  test(`--via names ${what}`, async t => {
    const inner = await serve(t, app)
    const outer = await proxy(t, inner, edge, ask)
    const named = ['-o', APP, ...args, '--via', `edge=${outer}/users`, '--via', `app=${inner}`]
    const { status, stdout } = await command(['check', ...named])
    assert.equal(status, 1, stdout)
    const { verdict } = JSON.parse((await command(['check', ...named, '--json'])).stdout)
    assert.equal(verdict.cause.code, code, stdout)
    assert.match(verdict.cause.message, message)
    assert.equal(verdict.cause.fix, fix.replace('HOST', new URL(outer).host))
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

test('a server that --via names again is one layer, whatever its host is called', async t => {
  const inner = await serve(t, right)
  const outer = await proxy(t, inner, passOn)
  const again = `edge=${outer.replace('localhost', '127.0.0.1')}`
  const args = ['check', `${outer}/users`, '-o', APP, '--via', again, '--via', `app=${inner}`, '--json']
  const { layers } = JSON.parse((await command(args)).stdout)
  assert.deepEqual(
    layers.layers.map(({ name }: { name: string }) => name),
    ['edge', 'app'],
  )
})

for (const { more, times } of [
  { more: [], times: 2 },
  { more: ['--no-probe'], times: 1 },
]) {
  test(`a layer behind is asked ${times}x if the page cannot read${more.length > 0 ? ', with --no-probe' : ''}`, async t => {
    let asked = 0
    const inner = await serve(t, (request, response) => {
      asked++
      right(request, response)
    })
    const outer = await serve(t, (_, response) => response.end())
    const args = ['check', `${outer}/users`, '-o', APP, '--via', `app=${inner}`, ...more]
    assert.equal((await command(args)).status, 1)
    assert.equal(asked, times)
  })
}

test('--via refuses a name that is given twice', async () => {
  const via = ['--via', 'app=http://127.0.0.1:1', '--via', 'app=http://127.0.0.1:2']
  const outcome = await command(['check', 'https://api.example.com/', '-o', APP, ...via])
  isRefused(outcome, /--via "app" is named twice\. Give each layer a name of its own\./)
})

for (const typed of ['http://127.0.0.1:5000', 'app=127.0.0.1:5000', 'app=', '=http://x/', 'app=ftp://x/']) {
  test(`--via ${typed} is refused`, async () => {
    const outcome = await command(['check', 'https://api.example.com/', '-o', APP, '--via', typed])
    isRefused(outcome, /--via .* is not a layer\. Write name=url/)
  })
}
