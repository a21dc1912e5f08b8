// Requests a second of a bare server, one that sets the headers by hand and one with the middleware, in interleaved rounds.
// `--serve KIND` is such a server, in a process of its own.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { cors } from 'cors-policy'
import { atLeast, quantile } from './race.js'

const origin = 'https://app.example.com'
const middlewares = {
  bare: (_request, _response, next) => next(),
  'by hand': (_request, response, next) => {
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Allow-Credentials', 'true')
    response.setHeader('Vary', 'Origin')
    next()
  },
  ours: cors({ origins: [origin, 'https://other.example.com'], credentials: true }),
}

function serve(kind) {
  const middleware = middlewares[kind]
  const server = http.createServer((request, response) =>
    middleware(request, response, () => {
      response.setHeader('Content-Type', 'application/json')
      response.end('{"user":"guest"}')
    }),
  )
  server.listen(0, '127.0.0.1', () => process.send(server.address().port))
}

async function load(port, duration) {
  const { requests, errors, non2xx } = await autocannon({
    url: `http://127.0.0.1:${port}/api/me`,
    headers: { origin },
    connections: 20,
    pipelining: 10,
    duration,
  })
  if (errors + non2xx > 0) throw new Error(`${errors} errors, ${non2xx} answers that are not 2xx`)
  return requests.average
}

export async function serverRows(rounds) {
  const children = []
  const rates = {}
  try {
    for (const kind of Object.keys(middlewares)) {
      const child = fork(fileURLToPath(import.meta.url), ['--serve', kind])
      children.push(child)
      const [port] = await once(child, 'message')
      rates[kind] = { port, rounds: [] }
      await load(port, 1)
    }
    for (let round = 0; round < rounds; round++) {
      for (const rate of Object.values(rates)) rate.rounds.push(await load(rate.port, 1))
    }
  } finally {
    for (const child of children) child.kill()
  }
  return Object.entries(rates).map(([kind, { rounds: ratesByRound }]) => {
    const shares = ratesByRound.map((rate, round) => rate / rates.bare.rounds[round])
    const share = quantile(shares, 0.5)
    const percent = number => `${(number * 100).toFixed(1)} %`
    return {
      what: kind,
      'requests/s': Math.round(quantile(ratesByRound, 0.5)),
      'of the bare server': percent(share),
      quartiles: [0.25, 0.75].map(q => percent(quantile(shares, q))).join(' to '),
      limits: kind === 'ours' ? [atLeast('of the bare server', 0.97, share)] : [],
    }
  })
}

if (process.argv[2] === '--serve') serve(process.argv[3])
