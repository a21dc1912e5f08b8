import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy } from 'cors-policy'
import { CorsExportError, type ExportTarget, exportPolicy } from 'cors-policy/export'

const names = Array.from({ length: 400 }, (_, index) => `X-A-Name-Of-A-Header-${index}`)

/** What one server cannot say and others can. */
const refused: readonly {
  readonly title: string
  readonly target: ExportTarget
  readonly options: CorsOptions
  readonly issues: readonly string[]
}[] = [
  {
    title: 'Apache knows only some statuses',
    target: 'apache',
    options: {
      preflightStatus: 299,
      resources: { '/a': { preflightStatus: 209 }, '/b': { preflightStatus: 208 }, '*': {} },
    },
    issues: ['preflight-status resources["/a"].preflightStatus', 'preflight-status preflightStatus'],
  },
  {
    title: 'Apache reads no expression as long as that of a long path',
    target: 'apache',
    options: { resources: { [`/${'long/'.repeat(500)}*`]: {} } },
    issues: [`too-long resources["/${'long/'.repeat(500)}*"]`],
  },
  {
    title: 'HAProxy has no room for half its buffer of headers',
    target: 'haproxy',
    options: { exposeHeaders: names },
    issues: ['too-long exposeHeaders'],
  },
  {
    title: 'nor for the answer to a preflight',
    target: 'haproxy',
    options: { resources: { '/a': { allowHeaders: names } } },
    issues: ['too-long resources["/a"].allowHeaders'],
  },
]

for (const { title, target, options, issues } of refused) {
  test(title, () => {
    assert.throws(
      () => exportPolicy(createPolicy(options), target),
      (error: unknown) => {
        assert.ok(error instanceof CorsExportError)
        assert.deepEqual(
          error.issues.map(({ code, path }) => `${code} ${path}`),
          issues,
        )
        return true
      },
    )
  })
}
