import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APP } from '../../../src/lint/site.js'
import { type Case, cases } from '../../lint/traps.js'
import { listen } from '../../support/servers.js'
import { type Asked, ask } from './asked.js'
import { createUpstream, startNginx } from './nginx.js'

/** Whether an answer has what makes the trap a trap. */
function isHarmed({ harm }: Case, { verdict, response }: Asked): boolean {
  const stages = verdict.failures.map(({ at }) => at)
  const lines = [...((response?.headers ?? []) as [string, string][])]
  const varies = lines.some(([name, value]) => /^vary$/i.test(name) && /origin/i.test(value))
  if (harm === 'preflight-passes') return !stages.includes('preflight')
  if (harm === 'unvaried') return !varies
  // That nginx refuses may be read by anybody.
  if (harm === 'readable') return verdict.readable && (response?.status ?? 0) < 400
  return !verdict.readable
}

for (const row of cases) {
  if (row.harm === 'none') continue
  const line = row.config.split('\n').find(text => text.endsWith('# here'))

  test(`nginx shows ${row.trap}, and no longer with the lines of the fix: ${line?.trim()}`, async t => {
    const upstream = await listen(t, createUpstream(row.upstream === 'cors'))
    const page = { origin: APP, method: 'GET', headers: [], credentials: false, ...row.page }
    const before = await startNginx(t, row.config, upstream)
    const asked = await ask(before.port, row.path, page)
    assert.ok(isHarmed(row, asked), JSON.stringify(asked))
    const after = await startNginx(t, row.fixed, upstream)
    // The page asks for what the redirect led to.
    const path = row.trap === 'preflight-redirected' ? '/a.txt' : row.path
    const mended = await ask(after.port, path, page)
    assert.ok(!isHarmed(row, mended), JSON.stringify(mended))
    // If somebody else's page could read, the page that is meant still does.
    if (row.harm === 'readable') {
      const own = await ask(after.port, path, { ...page, origin: APP })
      assert.ok(own.verdict.readable, JSON.stringify(own))
    }
  })
}
