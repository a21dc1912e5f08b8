import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AddressSpace, Exchange } from 'cors-policy/diagnose'
import { ANY } from '../support/example-exchange.js'
import { answer, codes, verdictOf } from '../support/exchange.js'

/** The failures and the codes of the notes when the server allows every origin. */
function seen(
  pageOrigin: string,
  page: AddressSpace,
  target: AddressSpace,
  permission?: Exchange['permission'],
) {
  const verdict = verdictOf({
    pageOrigin,
    addressSpaces: { page, target },
    ...(permission && { permission }),
    response: answer(ANY),
  })
  return [...verdict.failures.map(({ at, check }) => `${at} ${check}`), ...codes(verdict)]
}

const INSECURE = 'request kInsecureLocalNetwork'
const spaces: readonly AddressSpace[] = ['public', 'local', 'loopback']

for (const [from, page] of spaces.entries()) {
  for (const [to, target] of spaces.entries()) {
    const isGuarded = to > from
    test(`a request from ${page} to ${target} needs ${isGuarded ? 'the user’s' : 'no'} permission`, () => {
      assert.deepEqual(
        seen('https://app.example', page, target),
        isGuarded ? ['local-network-permission'] : [],
      )
      assert.deepEqual(seen('http://app.example', page, target), isGuarded ? [INSECURE] : [])
    })
  }
}

test('permission decides for a secure page, and cannot help an insecure one', () => {
  for (const target of ['local', 'loopback'] as const) {
    assert.deepEqual(seen('https://app.example', 'public', target, 'granted'), [])
    assert.deepEqual(seen('https://app.example', 'public', target, 'prompt'), ['local-network-permission'])
    assert.deepEqual(seen('https://app.example', 'public', target, 'denied'), [
      'request kLocalNetworkAccessPermissionDenied',
    ])
    for (const permission of ['prompt', 'granted', 'denied'] as const) {
      assert.deepEqual(seen('http://app.example', 'public', target, permission), [INSECURE])
    }
  }
})

const origins: readonly {
  readonly origin: string
  readonly isSecure: boolean
}[] = [
  { origin: 'null', isSecure: true },
  { origin: 'capacitor://localhost', isSecure: true },
  { origin: 'http://localhost', isSecure: true },
  { origin: 'http://localhost:3000', isSecure: true },
  { origin: 'http://app.localhost', isSecure: true },
  { origin: 'http://127.0.0.1', isSecure: true },
  { origin: 'http://127.255.255.254:8080', isSecure: true },
  { origin: 'http://[::1]', isSecure: true },
  { origin: 'http://[::1]:8080', isSecure: true },
  { origin: 'http://notlocalhost', isSecure: false },
  { origin: 'http://localhost.example', isSecure: false },
  { origin: 'http://10.127.0.1', isSecure: false },
  { origin: 'http://192.168.0.1', isSecure: false },
  { origin: 'http://[::2]', isSecure: false },
]

for (const { origin, isSecure } of origins) {
  test(`${origin} is ${isSecure ? '' : 'not '}secure`, () => {
    assert.deepEqual(seen(origin, 'public', 'loopback', 'granted'), isSecure ? [] : [INSECURE])
  })
}

test('a host name that begins with 127 is not a loopback address', () => {
  assert.deepEqual(seen('http://127.example.com', 'public', 'local'), [INSECURE])
  assert.deepEqual(seen('http://127.0.0.1', 'public', 'loopback'), ['local-network-permission'])
})
