import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actual, preflight, sentAt } from '../../../src/lint/answer.js'
import type { Level } from '../../../src/lint/level.js'
import { levelsBelow, levelsOf } from '../../../src/lint/level.js'
import { locate } from '../../../src/lint/locate.js'
import { read } from '../../../src/lint/read.js'
import { serve } from '../../../src/lint/serve.js'
import type { Request } from '../../../src/lint/variables.js'
import { cases } from '../../lint/traps.js'
import { listen } from '../../support/servers.js'
import { type Answered, send } from './asked.js'
import { configurations } from './configurations.js'
import { createUpstream, startNginx } from './nginx.js'

const requests: readonly Request[] = [
  null,
  'https://app.example.com',
  'https://stranger.example',
  'null',
].flatMap(origin => [
  ...['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'].map(method => ({
    ...actual(method, origin),
    isAuthorised: false,
  })),
  ...(origin === null ? [] : [preflight('PUT', origin, ['content-type'])]),
])

function headersOf(request: Request): [string, string][] {
  const all: [string, string | null][] = [
    ['Origin', request.origin],
    ['Access-Control-Request-Method', request.requestMethod],
    ['Access-Control-Request-Headers', request.requestHeaders],
  ]
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]]))
}

const isTold = (name: string) => /^(?:access-control-|vary$)/i.test(name)

/** The answer, and what could be foreseen of it, in the same form. */
function compared(
  server: Level,
  maps: Parameters<typeof serve>[3],
  path: string,
  request: Request,
  real: Answered,
) {
  const { status } = real
  const lines = real.headers
    .filter(([name]) => isTold(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  const answers = serve(server, locate(server, path), request, maps)
  // The linter does not know which files there are: nginx looks for them, and for the index of a folder, before it refuses POST.
  const isOfFiles =
    answers.some(({ by, before }) => by === 'static' || before.length > 0) &&
    (status === 404 || path.endsWith('/'))
  const foreseen = answers.map(answer => {
    const headers = sentAt(answer.level, answer.status ?? status, answer.scope).filter(({ name }) =>
      isTold(name),
    )
    return [answer.status ?? status, ...headers.map(({ name, value }) => `${name}: ${value}`).sort()]
  })
  return { isOfFiles, real: [status, ...lines.sort()], foreseen }
}

const all = [
  ...configurations,
  ...cases
    .filter(({ upstream }) => upstream !== 'cors')
    .map(({ config, path }) => ({ config, paths: [path, '/a.txt'] })),
]

for (const { config, paths } of all) {
  test(`nginx answers as the linter foresees: ${config.replaceAll(/\s+/g, ' ').slice(0, 150)}`, async t => {
    const nginx = await startNginx(t, config, await listen(t, createUpstream(false)))
    const files = { read: () => config, matching: () => [] }
    const http = levelsOf(read('nginx.conf', files))
    const [server = assert.fail('there is no server')] = levelsBelow(http, 'server')
    const maps = new Map(
      http.directives.flatMap(map => (map.name === 'map' ? [[map.args[1]?.slice(1) ?? '', map]] : [])),
    )
    for (const path of paths) {
      for (const request of requests) {
        const real = await send(`http://127.0.0.1:${nginx.port}${path}`, request.method, headersOf(request))
        const { isOfFiles, real: answered, foreseen } = compared(server, maps, path, request, real)
        const isForeseen = isOfFiles || foreseen.some(one => JSON.stringify(one) === JSON.stringify(answered))
        assert.ok(isForeseen, `${path} ${JSON.stringify(request)}: ${JSON.stringify({ answered, foreseen })}`)
      }
    }
  })
}
