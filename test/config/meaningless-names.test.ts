import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from 'cors-policy'
import { issuesOf } from '../support/refused.js'

interface Meaningless {
  readonly option: 'allowHeaders' | 'exposeHeaders'
  readonly names: readonly string[]
  readonly says: (name: string) => string
}

const meaningless: readonly Meaningless[] = [
  {
    option: 'allowHeaders',
    names: [
      'Connection',
      'cookie',
      'Host',
      'Origin',
      'Sec-Foo',
      'Proxy-Foo',
      'Access-Control-Request-Method',
      'DNT',
    ],
    says: name => `no page can set "${name}": only the browser does. Take it out.`,
  },
  {
    option: 'allowHeaders',
    names: [
      'Access-Control-Allow-Origin',
      'access-control-expose-headers',
      'Access-Control-Allow-Foo',
      'Timing-Allow-Origin',
    ],
    says: name =>
      `"${name}" is a header of responses, which the server sets. Take it out, here and from the page's request.`,
  },
  {
    option: 'exposeHeaders',
    names: [
      'Access-Control-Request-Method',
      'access-control-request-headers',
      'Cookie',
      'Host',
      'Origin',
      'Referer',
    ],
    says: name => `"${name}" is a header of requests, so no response has it. Take it out.`,
  },
  {
    option: 'exposeHeaders',
    names: ['Set-Cookie', 'set-cookie2'],
    says: name => `no page can read "${name}", exposed or not. Take it out.`,
  },
]
for (const { option, names, says } of meaningless) {
  test(`${option} has no names that mean nothing there: ${names.join(', ')}`, () => {
    assert.deepEqual(
      issuesOf({ [option]: names }).map(({ code, message }) => [code, message]),
      names.map(name => ['forbidden-header', says(name)]),
    )
  })
}

test('names that some servers and pages do use are accepted', () => {
  createPolicy({
    allowHeaders: ['Accept', 'User-Agent', 'X-HTTP-Method-Override', 'Authorization', 'Range', 'Secret'],
    exposeHeaders: ['Authorization', 'Range', 'Accept', 'Accept-Encoding', 'Sec-WebSocket-Protocol'],
  })
})

test('methods and headers separated by commas within a list’s item are a list', () => {
  const options = { methods: ['GET, POST, PUT'], allowedHeaders: ['Content-Type, Authorization'] }
  assert.deepEqual(issuesOf(options), [])
})
