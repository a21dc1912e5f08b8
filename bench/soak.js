// Sends mixed traffic to a server in a process of its own for SECONDS (60 by default). Exits with 1 if a response is wrong
// or the server's heap grows. `--serve` is that process.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { cors } from 'cors-policy'
import express from 'express'

const listed = 'https://app.example.com'
const evil = 'https://evil.example'

function serve() {
  const app = express()
  // Any other environment prints the errors that are thrown below.
  app.set('env', 'test')
  const tenants = { origins: ['https://*.tenants.example', listed], credentials: true, maxAge: 600 }
  const nobody = { origins: [] }
  app.use('/list', cors({ ...tenants, exposeHeaders: 'ETag' }))
  app.use(
    '/function',
    cors({
      origins: async origin => {
        await new Promise(setImmediate)
        if (origin === 'https://fails.example') throw new Error('as asked')
        return origin.endsWith('.tenants.example')
      },
      interceptExceptions: false,
    }),
  )
  app.use(
    '/chosen',
    cors(async request => (request.headers.origin === evil ? nobody : tenants)),
  )
  app.use('/blocked', cors({ origins: listed, blockDisallowed: true }))
  app.use((request, response) => {
    if (request.path.endsWith('/throw')) throw new Error('as asked')
    response.json({ path: request.path })
  })
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
  process.on('message', () => {
    for (let i = 0; i < 3; i++) gc()
    process.send({ heap: process.memoryUsage().heapUsed })
  })
}

let tenants = 0
/** A new origin for each request, so that anything kept for an origin would grow (the table has `distinct origins`). */
const nextTenant = () => `https://tenant-${tenants++}.tenants.example`

const preflight = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a,x-b' }
/** `status` and `granted` are what the server must answer. */
const traffic = [
  { method: 'GET', path: '/list', origin: nextTenant, status: 200, granted: true },
  { method: 'GET', path: '/list', origin: listed, status: 200, granted: true },
  { method: 'POST', path: '/list', origin: evil, status: 200, granted: false },
  { method: 'GET', path: '/list', origin: undefined, status: 200, granted: false },
  { method: 'OPTIONS', path: '/list', origin: nextTenant, status: 204, granted: true, headers: preflight },
  { method: 'OPTIONS', path: '/list', origin: evil, status: 204, granted: false, headers: preflight },
  { method: 'GET', path: '/list/throw', origin: nextTenant, status: 500, granted: true },
  { method: 'GET', path: '/function', origin: nextTenant, status: 200, granted: true },
  { method: 'GET', path: '/function', origin: evil, status: 200, granted: false },
  {
    method: 'OPTIONS',
    path: '/function',
    origin: nextTenant,
    status: 204,
    granted: true,
    headers: preflight,
  },
  { method: 'GET', path: '/function', origin: 'https://fails.example', status: 500, granted: false },
  { method: 'GET', path: '/function/throw', origin: nextTenant, status: 500, granted: false },
  { method: 'GET', path: '/chosen', origin: nextTenant, status: 200, granted: true },
  { method: 'OPTIONS', path: '/chosen', origin: evil, status: 204, granted: false, headers: preflight },
  { method: 'GET', path: '/blocked', origin: listed, status: 200, granted: true },
  { method: 'GET', path: '/blocked', origin: nextTenant, status: 403, granted: false },
]

const outcomes = {}
const wrong = new Map()

const requests = traffic.map(({ method, path, origin, status, granted, headers }) => ({
  method,
  path,
  setupRequest(request, context) {
    context.origin = typeof origin === 'function' ? origin() : origin
    return { ...request, headers: { ...headers, ...(context.origin && { origin: context.origin }) } }
  },
  onResponse(got, _body, { origin }, lines) {
    const allowed = Object.entries(lines).find(([name]) => /^access-control-allow-origin$/i.test(name))?.[1]
    const outcome = `${got}${allowed ? ', granted' : ''}`
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    if (got === status && allowed === (granted ? origin : undefined)) return
    wrong.set(`${method} ${path}`, `${got}, ${allowed}, not ${status}, ${granted ? origin : undefined}`)
  },
}))

async function soak(seconds) {
  const server = fork(fileURLToPath(import.meta.url), ['--serve'], { execArgv: ['--expose-gc'] })
  const message = () =>
    new Promise((resolve, reject) => {
      server.once('message', resolve)
      server.once('exit', code => reject(new Error(`the server ended with ${code}`)))
    })
  const { port } = await message()
  const totals = { requests: 0, errors: 0, timeouts: 0 }
  const run = async duration => {
    const result = await autocannon({ url: `http://127.0.0.1:${port}`, connections: 16, duration, requests })
    totals.requests += result.requests.total
    totals.errors += result.errors
    totals.timeouts += result.timeouts
    // Connections are released a little later.
    await new Promise(resolve => setTimeout(resolve, 500))
    const answer = message()
    server.send('heap')
    return (await answer).heap
  }
  // The first run compiles the code and fills the caches, so it is not part of the growth.
  const heaps = [await run(Math.max(1, Math.ceil(seconds / 4)))]
  for (let i = 0; i < 4; i++) heaps.push(await run(Math.max(1, Math.round((seconds * 3) / 16))))
  server.kill()
  return { heaps, totals }
}

if (process.argv.includes('--serve')) serve()
else {
  const { heaps, totals } = await soak(Number(process.env.SECONDS ?? 60))
  const [before, ...later] = heaps
  // A leak shows at every later point, so the lowest of them leaves out what just happened to be alive.
  const growth = Math.min(...later.slice(-2)) - before
  const grew = growth > before / 10 && growth > 2 * 2 ** 20
  console.table({ ...totals, 'distinct origins': tenants + 3 })
  console.table(outcomes)
  console.log(
    `heap after warm-up and later, MB: ${heaps.map(heap => (heap / 2 ** 20).toFixed(2)).join(', ')}`,
  )
  for (const [what, last] of wrong) console.error(`${what} was answered ${last}`)
  if (grew) console.error(`the heap grew by ${(growth / 2 ** 20).toFixed(2)} MB`)
  if (wrong.size > 0 || totals.errors > 0 || grew) process.exitCode = 1
}
