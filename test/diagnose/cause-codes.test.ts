import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CauseCode } from 'cors-policy/diagnose'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  COOKIES,
  HEADERS,
  ORIGIN,
  OTHER,
} from '../support/example-exchange.js'
import { answer, redirect, verdictOf } from '../support/exchange.js'
import { calls } from './cause-rows/calls.js'
import { preflights } from './cause-rows/preflights.js'
import { redirects } from './cause-rows/redirects.js'
import { responses } from './cause-rows/responses.js'

// From an exchange and its probes to the one cause, and to the one that fits as well.

for (const { of, rows } of [
  { of: 'a response with', rows: responses },
  { of: 'a preflight answered with', rows: preflights },
  { of: 'on the way,', rows: redirects },
  { of: 'from the page,', rows: calls },
]) {
  for (const { what, parts, code, alternative = null } of rows) {
    test(`${of} ${what}: ${code}${alternative === null ? '' : `, or ${alternative}`}`, () => {
      const { cause, readable } = verdictOf(parts)
      assert.deepEqual([cause?.code, cause?.alternative?.code ?? null], [code, alternative])
      assert.equal(readable, false)
      assert.notEqual(cause?.message, '')
      assert.notEqual(cause?.fix, '')
      assert.notEqual(cause?.alternative?.message, '')
    })
  }
}

test('every cause code has a row', () => {
  const codes: Readonly<Record<CauseCode, true>> = {
    'origin-not-listed': true,
    'wildcard-with-credentials': true,
    'credentials-not-allowed': true,
    'method-not-listed': true,
    'header-not-listed': true,
    'header-misspelt': true,
    'two-layers': true,
    'answered-before-cors': true,
    'preflight-not-routed': true,
    'no-cors-layer': true,
    redirect: true,
    'login-redirect': true,
    'cached-copy': true,
    'server-error': true,
    'page-header': true,
    'page-call': true,
    'mixed-content': true,
    'local-network': true,
    'bad-port': true,
    unreachable: true,
  }
  const found = new Set([...responses, ...preflights, ...redirects, ...calls].map(({ code }) => code))
  assert.deepEqual([...found].sort(), Object.keys(codes).sort())
})

test('a response that the page can read has no cause', () => {
  assert.equal(verdictOf({ response: answer(ALLOWED) }).cause, null)
  assert.equal(verdictOf({ request: COOKIES, response: answer(ALLOWED_WITH_COOKIES) }).cause, null)
})

test('a failure that browsers tolerate is no cause while another fails', () => {
  const star = answer({ ...ANY, [HEADERS]: '*' })
  const request = { headers: { Authorization: 'x' } }
  const tolerated = verdictOf({ request, preflightResponse: star, response: answer(ANY) })
  assert.equal(tolerated.cause?.code, 'header-not-listed')
  const worse = verdictOf({ request, preflightResponse: star, response: answer({}, 500) })
  assert.equal(worse.cause?.code, 'server-error')
})

test('a login is recognised by the words in its path, or by its host', () => {
  const isLogin = (location: string) =>
    verdictOf({ redirects: [redirect(location, {})] }).cause?.code === 'login-redirect'
  const logins = [
    '/login',
    '/log-in',
    '/signin?next=/',
    '/sign-in',
    '/oauth/authorize',
    '/SSO',
    '/users/Log-In',
  ]
  const more = ['/account/sign_in', '/logon', '/auth.php', '/saml2/x', `/${'x'.repeat(194)}/auth`]
  const hosts = ['https://login.example/', 'https://accounts.google.com/o', 'https://auth.api.example/x']
  for (const location of [...logins, ...more, ...hosts]) assert.ok(isLogin(location), location)
  const others = ['/log', '/in', '/sign--in', '/x?login', '/x#login', '/lessons/', '/authors', '/authority/1']
  const far = [`/${'x'.repeat(195)}/auth`, 'https://www.login-tips.example/', OTHER, '']
  for (const location of [...others, ...far]) assert.ok(!isLogin(location), location)
})

const copies: readonly { readonly header: string; readonly value: string; readonly isCopy: boolean }[] = [
  { header: 'Age', value: '30', isCopy: true },
  { header: 'Age', value: '0', isCopy: false },
  { header: 'X-Cache', value: 'Hit from cloudfront', isCopy: true },
  { header: 'X-Cache', value: 'MISS', isCopy: false },
  { header: 'X-Cache-Status', value: 'HIT', isCopy: true },
  { header: 'X-Proxy-Cache', value: 'HIT', isCopy: true },
  { header: 'CF-Cache-Status', value: 'HIT', isCopy: true },
  { header: 'CF-Cache-Status', value: 'DYNAMIC', isCopy: false },
  { header: 'X-Varnish', value: '32770 3', isCopy: true },
  { header: 'X-Varnish', value: '32770', isCopy: false },
]

for (const { header, value, isCopy } of copies) {
  test(`${header}: ${value} says that a cache ${isCopy ? 'kept' : 'did not keep'} the answer`, () => {
    const { cause } = verdictOf({ response: answer({ [ORIGIN]: 'https://b.example', [header]: value }) })
    assert.equal(cause?.code, isCopy ? 'cached-copy' : 'origin-not-listed')
  })
}
