import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { diagnose, type Exchange } from 'cors-policy/diagnose'

interface Case extends Exchange {
  readonly id: string
}

const cases: readonly Case[] = JSON.parse(readFileSync('test/data/browser-cases.json', 'utf8'))

const BLOCKED =
  "Access to fetch at 'https://api.example/data' from origin 'https://app.example' has been blocked by CORS policy: "

/** As Chromium 156 said it; `npm run test:browser` compares all cases with its console. */
const rows: readonly { readonly id: string; readonly console: string }[] = [
  {
    id: 'get-acao-missing',
    console: `${BLOCKED}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
  },
  {
    id: 'lna-permission-denied',
    console: `${BLOCKED}Permission was denied for this request to access the \`loopback\` address space.`,
  },
  {
    id: 'lna-insecure-page',
    console: `${BLOCKED.replace("'https://app", "'http://app")}The request client is not a secure context and the resource is in more-private address space \`loopback\`.`,
  },
]

for (const { id, console } of rows) {
  test(`a failure has the sentence of Chromium's console: ${id}`, () => {
    const exchange = cases.find(each => each.id === id) ?? assert.fail(id)
    assert.equal(diagnose(exchange).failures[0]?.console, console)
  })
}

test('every failure that Chromium names has a sentence with its URL', () => {
  let count = 0
  for (const exchange of cases) {
    for (const { check, console } of diagnose(exchange).failures) {
      if (!check.startsWith('k')) continue
      count++
      assert.match(
        console,
        /^(?:Access to (?:fetch|XMLHttpRequest) at '\S+' |Fetch API cannot load \S+\. )/,
        check,
      )
    }
  }
  assert.ok(count > 80)
})

test('what is not about CORS has no sentence', () => {
  const [failure] = diagnose({
    pageOrigin: 'https://app.example',
    request: { url: 'https://api.example:6000/' },
  }).failures
  assert.equal(failure?.check, 'bad-port')
  assert.equal(failure?.console, '')
})
