import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from './fuzz.js'

const { SEED = Date.now() % 2 ** 31 } = process.env

test('whatever comes over a socket, every response is the one of the policy, and no handle is left open', async t => {
  const warnings: Error[] = []
  process.on('warning', warning => warnings.push(warning))
  const tally = await fuzz(Number(SEED), rounds => rounds < 800)
  t.diagnostic(JSON.stringify(tally))
  // Node warns about how Express reads odd URLs.
  const ours = warnings.filter(({ name }) => name !== 'DeprecationWarning')
  assert.deepEqual(ours, [])
  // Closed handles take a moment to go.
  await new Promise(resolve => setTimeout(resolve, 200))
  const open = process.getActiveResourcesInfo().filter(resource => /^(?:TCP|HTTP)/.test(resource))
  assert.equal(open.length, 0)
  // A fuzzer that meets only refusals would prove nothing.
  for (const what of ['200, granted', '200', '204, granted', '204', '403', '500', '400 of the parser']) {
    assert.ok((tally[what] ?? 0) > 3, `${what}: ${JSON.stringify(tally)}`)
  }
})
