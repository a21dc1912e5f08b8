import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'

const require = createRequire(import.meta.url)

for (const URL of [undefined, class {}]) {
  test(`where there is ${URL ? 'an old' : 'no'} URL, the import says what is missing`, () => {
    const now = globalThis.URL
    Object.assign(globalThis, { URL })
    try {
      assert.throws(() => require('cors-policy'), {
        message: 'cors-policy needs URL.canParse: Node 20 or later, or as new a browser or worker.',
      })
    } finally {
      Object.assign(globalThis, { URL: now })
    }
  })
}
