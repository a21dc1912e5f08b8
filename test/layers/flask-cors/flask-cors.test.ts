import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { type CorsConfigError, cors, optionsFromSettings } from 'cors-policy'
import { askHttp, corsHeaders, serve } from '../../support/servers.js'
import { startFlask } from '../servers/flask.js'
import { expressApp, flaskApp } from './apps.js'
import { differences, factsOf } from './compared.js'
import { policies } from './policies.js'
import { refused } from './refused.js'
import { requests } from './requests.js'
import { rules } from './rules.js'

const flask = await startFlask({ after }, flaskApp([...policies, ...refused]))

/** Rows without which some difference would have no explanation. */
const needed = new Set<string>()

for (const [index, policy] of policies.entries()) {
  test(`only what the page says differs under ${show(policy.settings)}`, async t => {
    const ask = await serve(t, expressApp(policy))
    const unexplained: string[] = []
    for (const asked of requests) {
      const headers = { ...asked.headers, 'x-policy': String(index) }
      const [theirs, ours] = await Promise.all([askHttp(flask.port, { ...asked, headers }), ask(asked)])
      for (const difference of differences(policy, asked, factsOf(theirs), factsOf(ours))) {
        const rows = rules.filter(({ explains }) => explains(difference)).map(({ row }) => row)
        const { field } = difference
        if (rows.length === 0)
          unexplained.push(
            `${show(asked)}: ${field} is ${difference.ours[field]}, not ${difference.flask[field]}`,
          )
        if (rows.length === 1) needed.add(rows[0] as string)
      }
    }
    assert.deepEqual(unexplained, [])
  })
}

test('each difference of answers that the page names was seen', () =>
  assert.deepEqual(
    rules.filter(({ row }) => !needed.has(row)),
    [],
  ))

for (const [index, { row, settings, code, origin, asked = {}, flask: sent }] of refused.entries()) {
  test(`${row}: ${show(settings)}`, async () => {
    assert.throws(
      () => cors(optionsFromSettings(settings)),
      ({ issues }: CorsConfigError) => {
        assert.deepEqual(
          issues.map(issue => issue.code),
          [code],
        )
        return true
      },
    )
    const headers = { ...asked.headers, origin, 'x-policy': String(policies.length + index) }
    const answer = await askHttp(flask.port, { ...asked, path: '/api/x', headers })
    assert.deepEqual([answer.status, corsHeaders(answer)], [200, sent])
  })
}

test('both refuse a literal * with credentials', async t => {
  const settings = { CORS_SEND_WILDCARD: true, CORS_SUPPORTS_CREDENTIALS: true }
  assert.throws(() => cors(optionsFromSettings(settings)), { name: 'CorsConfigError' })
  await assert.rejects(startFlask(t, flaskApp([{ settings }])), /ValueError: Cannot use supports_credentials/)
})

test('the page has these differences and no others', () => {
  const page = readFileSync('docs/migrating-from-flask-cors.md', 'utf8')
  const table = page.split('| difference | reason |\n| --- | --- |\n')[1]?.split('\n\n')[0] ?? ''
  const rows = table
    .trim()
    .split('\n')
    .map(line => /^\| (.*?) \| .* \|$/.exec(line)?.[1])
  assert.deepEqual(rows.sort(), [...new Set([...rules, ...refused].map(({ row }) => row))].sort())
})

function show(value: object): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 4 })
}
