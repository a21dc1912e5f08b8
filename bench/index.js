// Ratios of medians, measured in one run. `--check` fails where a bound is missed.
import { createPolicy, resolve } from 'cors-policy'
import { diagnose } from 'cors-policy/diagnose'

const check = process.argv.includes('--check')
const origins = count => Array.from({ length: count }, (_, i) => `https://tenant-${i}.example.com`)
const median = numbers => numbers.sort((a, b) => a - b)[numbers.length >> 1]

/** Nanoseconds a call, in rounds that take turns, so that a change of the machine's speed meets all alike. */
function race(contestants, { rounds = 101, calls = 4000 } = {}) {
  const times = contestants.map(() => [])
  for (let round = 0; round < rounds; round++) {
    contestants.forEach((contestant, index) => {
      const start = process.hrtime.bigint()
      for (let call = 0; call < calls; call++) contestant(call)
      times[index].push(Number(process.hrtime.bigint() - start) / calls)
    })
  }
  return times.map(median)
}

function lookups(count, suffix = '') {
  const policy = createPolicy({ origins: [...origins(count), 'https://*.tenants.example'] })
  // As many different requests for every list, so that the processor's caches treat all alike.
  const requests = origins(10).map(origin => ({
    method: 'GET',
    url: '/',
    headers: { origin: origin + suffix },
  }))
  return call => resolve(policy, requests[call % requests.length])
}

const rows = []
function compare(what, bound, [base, other]) {
  const [before, after] = race([base, other])
  rows.push({
    what,
    'ns before': before.toFixed(0),
    'ns after': after.toFixed(0),
    ratio: after / before,
    bound,
  })
}

compare('allowed: 10 -> 100,000 origins', 1.1, [lookups(10), lookups(100_000)])
compare('denied: 10 -> 100,000 origins', 1.1, [lookups(10, '.net'), lookups(100_000, '.net')])

const many = origins(100_000)
const compile = median(
  Array.from({ length: 5 }, () => {
    const start = performance.now()
    createPolicy({ origins: many })
    return performance.now() - start
  }),
)

const allowed = {
  'Access-Control-Allow-Origin': 'https://app.example',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers': 'Content-Type',
  Vary: 'Origin',
}
const exchange = {
  pageOrigin: 'https://app.example',
  request: {
    url: 'https://api.example/data',
    method: 'PUT',
    headers: [['Content-Type', 'application/json']],
    credentials: 'include',
  },
  preflightResponse: { status: 204, headers: allowed },
  response: { status: 200, headers: allowed },
}
const [passing, failing] = race([
  () => diagnose(exchange),
  () => diagnose({ ...exchange, preflightResponse: { status: 404 } }),
])

console.table(rows.map(row => ({ ...row, ratio: row.ratio.toFixed(2) })))
console.log(`compiling 100,000 origins: ${compile.toFixed(0)} ms`)
console.log(
  `a verdict: ${(passing / 1000).toFixed(1)} µs, with four failures ${(failing / 1000).toFixed(1)} µs`,
)

// Machines are noisy: half as much again is a regression, a tenth may be chance.
const missed = rows.filter(row => row.ratio > row.bound * 1.5).map(row => row.what)
if (compile > 1000) missed.push('compile time')
if (passing > 60_000) missed.push('verdict')
if (check && missed.length > 0) {
  console.error(`missed: ${missed.join(', ')}`)
  process.exitCode = 1
}
