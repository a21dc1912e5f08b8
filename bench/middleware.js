// Races a middleware, from a real `http.ServerResponse` to its head, against the same headers set by hand. Each pair has
// processes of its own, since a server has one middleware and the compiler would remember others; and several, since the
// compiled code differs from one process to the next (the column `quartiles` shows by how much).
// `--pair CASE BASE OTHER ROUNDS` is such a process.
import { execFileSync } from 'node:child_process'
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { cors as tinyhttpCors } from '@tinyhttp/cors'
import expressCors from 'cors'
import { cors } from 'cors-policy'
import corser from 'corser'
import express from 'express'
import { cases } from './cases.js'
import { atLeast, atMost, compare, time } from './race.js'

const make = { ours: cors, cors: expressCors, corser: corser.create, '@tinyhttp/cors': tinyhttpCors }

function finish(response) {
  response.setHeader('Content-Type', 'application/json')
  response.writeHead(200)
}

/** Returns a function that answers the request once, with a promise if the middleware is asynchronous. */
function contestant(each, name) {
  const { request, kind } = each
  const middleware = name === 'hand' ? each.hand : make[name](name === 'ours' ? each.ours : each.others[name])
  if (kind === 'async') {
    return () =>
      new Promise(resolve => {
        const response = new http.ServerResponse(request)
        middleware(request, response, () => resolve(finish(response)))
      })
  }
  let answer = response => middleware(request, response, () => finish(response))
  if (kind === 'express') {
    const app = express()
    app.use(middleware)
    app.use((_request, response) => finish(response))
    answer = response => app(request, response)
  }
  return () => {
    const response = new http.ServerResponse(request)
    answer(response)
    if (!response.headersSent) throw new Error('no head was written')
  }
}

const PROCESSES = 5

function racePair(number, base, other, rounds) {
  const args = [fileURLToPath(import.meta.url), '--pair', number, base, other, rounds / PROCESSES].map(String)
  const runs = Array.from({ length: PROCESSES }, () =>
    JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })),
  )
  return compare(Object.fromEntries([base, other].map(name => [name, runs.flatMap(run => run[name])])))
}

export function middlewareRows(rounds) {
  return cases.map(({ what, most = Number.POSITIVE_INFINITY, others = {}, least = {} }, number) => {
    const { hand, ours } = racePair(number, 'hand', 'ours', rounds)
    const timesOurs = Object.fromEntries(
      Object.keys(others).map(name => [name, racePair(number, 'ours', name, rounds)[name].ratio]),
    )
    const shown = name => timesOurs[name]?.toFixed(2) ?? ''
    return {
      what,
      'by hand, ns': Math.round(hand.nanoseconds),
      'x by hand': ours.ratio.toFixed(2),
      quartiles: ours.spread.map(ratio => ratio.toFixed(2)).join(' to '),
      'cors, x ours': shown('cors'),
      'corser, x ours': shown('corser'),
      '@tinyhttp/cors, x ours': shown('@tinyhttp/cors'),
      limits: [
        atMost('x by hand', most, ours.ratio),
        ...Object.entries(least).map(([name, times]) => atLeast(`${name}, x ours`, times, timesOurs[name])),
      ],
    }
  })
}

if (process.argv[2] === '--pair') {
  const [number, base, other, rounds] = process.argv.slice(3)
  const pair = Object.fromEntries([base, other].map(name => [name, contestant(cases[number], name)]))
  const calls = cases[number].kind === 'express' ? 30 : 200
  console.log(JSON.stringify(await time(pair, { rounds: Number(rounds), calls })))
}
