// Everything except the middleware: look-ups, compiling, memory, verdicts, bad input, the import.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createPolicy, resolve } from 'cors-policy'
import { diagnose } from 'cors-policy/diagnose'
import { withCors } from 'cors-policy/web'
import { atMost, median, race } from './race.js'

const origins = count => Array.from({ length: count }, (_, i) => `https://tenant-${i}.example.com`)

function lookups(count, suffix = '') {
  const policy = createPolicy({ origins: [...origins(count), 'https://*.tenants.example'] })
  // Every list gets the same requests, so that the processor's caches treat all lists alike.
  const requests = origins(2).map(origin => ({
    method: 'GET',
    url: '/',
    headers: { origin: origin + suffix },
  }))
  return call => resolve(policy, requests[call % requests.length])
}

/** Header values of a given length that would make a careless parser slow. */
const hostile = {
  'requested headers: commas': size => ({ 'access-control-request-headers': ','.repeat(size) }),
  'requested headers: names': size => ({ 'access-control-request-headers': 'x-a,'.repeat(size / 4) }),
  'requested headers: as browsers write them': size => ({
    'access-control-request-headers': `${'x-a,'.repeat(size / 4 - 1)}x-ab`,
  }),
  'requested headers: blanks': size => ({ 'access-control-request-headers': `x${' \t'.repeat(size / 2)}y` }),
  'requested method': size => ({ 'access-control-request-method': 'A'.repeat(size) }),
  'origin: dots': size => ({ origin: `https://${'a.'.repeat(size / 2)}example.com` }),
}

function asked(headers) {
  const policy = createPolicy({ origins: ['https://*.example.com'] })
  const request = {
    method: 'OPTIONS',
    url: '/',
    headers: { origin: 'https://a.example.com', 'access-control-request-method': 'PUT', ...headers },
  }
  return () => resolve(policy, request)
}

/** Paths of a given length that would make a careless reader slow. */
const hostilePaths = {
  'path: marks': size => `/a${'%CC%81%CC%A7'.repeat(size / 12)}`,
  'path: marks in short runs': size => `/a${`${'%CC%81%CC%A7'.repeat(15)}a`.repeat(size / 181)}`,
  'path: dots': size => `/a${'.a'.repeat(size / 2)}`,
  'path: a run of dots': size => `/a${'.'.repeat(size)}b%20`,
  'path: semicolons': size => `/a${';/'.repeat(size / 2)}`,
  'path: slashes': size => `/${'/'.repeat(size)}%61`,
  'path: escapes': size => `/${'%61'.repeat(size / 3)}`,
  'path: plain, but for its end': size => `/${'a'.repeat(size)}!`,
}

function askedAt(url) {
  const policy = createPolicy({
    resources: [
      ['*', {}],
      ['/b/*', {}],
      ['/b/c', {}],
      [/^\/c\//, {}],
    ],
  })
  const request = { method: 'GET', url, headers: { origin: 'https://a.example.com' } }
  return () => resolve(policy, request)
}

const exchange = {
  pageOrigin: 'https://app.example',
  request: {
    url: 'https://api.example/data',
    method: 'PUT',
    headers: [['Content-Type', 'application/json']],
    credentials: 'include',
  },
}
const allowed = {
  status: 200,
  headers: {
    'Access-Control-Allow-Origin': 'https://app.example',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Allow-Methods': 'PUT',
    'Access-Control-Allow-Headers': 'Content-Type',
    Vary: 'Origin',
  },
}

/** Milliseconds of an import in a new process, by its own clock. */
function importing(specifier) {
  const code = `const start = performance.now(); await import('${specifier}'); console.log(performance.now() - start)`
  return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' }))
}

function coldImport(runs) {
  const times = Array.from({ length: runs }, () => [
    importing('data:text/javascript,'),
    importing('cors-policy'),
  ])
  return median(times.map(([, ours]) => ours)) - median(times.map(([empty]) => empty))
}

/** Bytes that stay in memory for each origin of a policy, or for each request. */
function ofMemory(what) {
  const script = fileURLToPath(new URL('memory.js', import.meta.url))
  return Number(execFileSync(process.execPath, ['--expose-gc', script, what], { encoding: 'utf8' }))
}

function compileTime() {
  const many = origins(100_000)
  return median(
    Array.from({ length: 5 }, () => {
      const start = performance.now()
      createPolicy({ origins: many })
      return performance.now() - start
    }),
  )
}

const webOrigin = 'https://app.example'
const webRequest = new Request('https://api.example/', { headers: { origin: webOrigin } })
const answered = withCors(() => new Response('hello'), { origins: [webOrigin, 'https://b.example'] })
const web = () => answered(webRequest)
const webByHand = async () => {
  const response = new Response('hello')
  response.headers.set('Access-Control-Allow-Origin', webOrigin)
  response.headers.set('Vary', 'Origin')
  return response
}

const row = (what, figure, measured, most) => ({
  what,
  figure,
  limits: most === undefined ? [] : [atMost('measured', most, measured)],
})
const figure = (what, most, measured, unit) => row(what, `${measured.toFixed(1)} ${unit}`, measured, most)

async function ratio(what, most, before, after, options) {
  const raced = await race({ before, after }, options)
  const { ratio, nanoseconds } = raced.after
  return row(what, `x ${ratio.toFixed(2)} (${nanoseconds.toFixed(0)} ns)`, ratio, most)
}

export async function otherRows(rounds) {
  const rows = [
    await ratio('100,000 origins against 2: allowed', 1.05, lookups(2), lookups(100_000), { rounds }),
    await ratio('100,000 origins against 2: denied', 1.05, lookups(2, '.net'), lookups(100_000, '.net'), {
      rounds,
    }),
    figure('compiling 100,000 origins', 300, compileTime(), 'ms'),
    figure('memory, beyond the strings of origins', 200, ofMemory('origin'), 'bytes an origin'),
    figure('memory, after a million requests', 1, ofMemory('request'), 'bytes a request'),
    figure('import, cold', 30, coldImport(Math.min(rounds, 11)), 'ms'),
  ]
  const slow = { rounds: Math.min(rounds, 11), calls: 20, warmUpCalls: 1000 }
  for (const [what, headers] of Object.entries(hostile)) {
    const { large } = await race({ small: asked(headers(16_384)), large: asked(headers(65_536)) }, slow)
    rows.push(figure(`64 KB of ${what}`, 2, large.nanoseconds / 1e6, 'ms'))
    rows.push(row(`64 KB against 16 KB of ${what}`, `x ${large.ratio.toFixed(2)}`, large.ratio, 4.4))
  }
  for (const [what, path] of Object.entries(hostilePaths)) {
    const { large } = await race({ small: askedAt(path(16_384)), large: askedAt(path(65_536)) }, slow)
    rows.push(figure(`64 KB of ${what}`, 8, large.nanoseconds / 1e6, 'ms'))
    rows.push(row(`64 KB against 16 KB of ${what}`, `x ${large.ratio.toFixed(2)}`, large.ratio, 6))
  }
  const [short, long] = [512, 65_536].map(size => asked(hostile['origin: dots'](size)))
  rows.push(await ratio('an origin of 64 KB against one of 512 bytes', 1.1, short, long, { rounds }))

  const { pass, fail } = await race(
    {
      pass: () => diagnose({ ...exchange, preflightResponse: allowed, response: allowed }),
      fail: () => diagnose({ ...exchange, preflightResponse: { status: 404 }, response: allowed }),
    },
    { rounds, calls: 50 },
  )
  rows.push(figure('a verdict', 50, pass.nanoseconds / 1000, 'µs'))
  rows.push(figure('a verdict with four failures', 100, fail.nanoseconds / 1000, 'µs'))
  rows.push(
    await ratio('withCors against a handler that sets the headers by hand', undefined, webByHand, web, {
      rounds,
      calls: 50,
    }),
  )
  return rows
}
