import { test } from 'node:test'
import { assertConforms } from './conforms.js'
import { policies } from './policies.js'
import { servers } from './servers.js'

for (const [name, start] of Object.entries(servers)) {
  for (const policy of policies) {
    test(`${name} answers as resolve says under ${policy.title}`, async t => {
      // Frameworks print the errors that they answer.
      t.mock.method(console, 'error', () => {})
      await assertConforms(await start(t, policy.source), policy)
    })
  }
}
