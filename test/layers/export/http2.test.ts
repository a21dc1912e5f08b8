import assert from 'node:assert/strict'
import { once } from 'node:events'
import http2 from 'node:http2'
import { test } from 'node:test'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { choices } from '../../browser/random.js'
import { differences } from './judge.js'
import { apache, haproxy } from './layers.js'
import { browserRequest, HOST, namesIn } from './requests.js'
import { startUpstream } from './upstream.js'
import type { ReceivedAnswer, SentRequest } from './wire.js'

// HTTP/2 has no request line, from which the configurations take the path.
const layers = [
  { layer: haproxy, overHttp2: (text: string) => text.replace(/^bind .*/m, '$& proto h2') },
  {
    layer: apache,
    overHttp2: (text: string) =>
      text.replace(
        /^Listen /m,
        'LoadModule http2_module /usr/lib/apache2/modules/mod_http2.so\nProtocols h2c http/1.1\n$&',
      ),
  },
]

const options: CorsOptions = {
  origins: ['https://app.example.com', 'https://*.example.com'],
  blockDisallowed: true,
  resources: {
    '/api/*': {},
    '/api/v1/*': { origins: '*', credentials: false, methods: '*', timing: true },
    '/health': { interceptExceptions: false },
  },
}

for (const { layer, overHttp2 } of layers) {
  test(`${layer.target} over HTTP/2 answers as the policy says`, async t => {
    const upstream = await startUpstream()
    t.after(() => upstream.server.close().closeAllConnections())
    const policy = createPolicy(options)
    const server = await layer.run(t, listen =>
      overHttp2(exportPolicy(policy, layer.target, { listen, upstream: upstream.url })),
    )
    const session = http2.connect(`http://127.0.0.1:${server.port}`)
    t.after(() => session.destroy())
    const drawn = choices(1)
    const kinds = new Set<string>()
    for (let i = 0; i < 300; i++) {
      const request = browserRequest(drawn, namesIn(options))
      if (request === undefined || !request.byBrowser) continue
      const answer = await send(session, request)
      assert.equal(differences(policy, request, answer), '', JSON.stringify(request))
      kinds.add(`${answer.status} ${answer.lines.some(([name]) => name === 'access-control-allow-origin')}`)
    }
    assert.ok(kinds.has('204 true') && kinds.has('200 true') && kinds.has('403 false'), [...kinds].join())
  })
}

async function send(
  session: http2.ClientHttp2Session,
  { method, target, lines }: SentRequest,
): Promise<ReceivedAnswer> {
  const fields = lines.filter(([name]) => name !== 'Host').map(([name, value]) => [name.toLowerCase(), value])
  const stream = session.request({
    ':method': method,
    ':path': target,
    ':authority': HOST,
    ...Object.fromEntries(fields),
  })
  stream.end()
  const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders & { ':status': number }]
  stream.resume()
  await once(stream, 'close')
  const received = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
  return {
    status: headers[':status'],
    lines: received.map(([name, value]) => [name, String(value)] as const),
  }
}
