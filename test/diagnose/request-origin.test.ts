import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { API, PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

const origins: readonly {
  readonly page: string
  readonly url: string
  readonly isSame: boolean
}[] = [
  { page: 'https://app.example', url: 'https://APP.example:443/x', isSame: true },
  { page: 'https://app.example', url: 'https://app.example:8443/', isSame: false },
  { page: 'http://app.example', url: 'https://app.example/', isSame: false },
  { page: 'https://app.example', url: 'https://www.app.example/', isSame: false },
  { page: 'capacitor://localhost', url: 'capacitor://localhost/x', isSame: true },
  { page: 'null', url: 'https://app.example/', isSame: false },
  { page: 'https://app.example', url: 'data:text/plain,x', isSame: true },
  { page: 'null', url: 'data:text/plain,x', isSame: true },
]

for (const { page, url, isSame } of origins) {
  test(`${url} is ${isSame ? '' : 'not '}same-origin with ${page}`, () => {
    assert.equal(planOf({ url }, page).sameOrigin, isSame)
  })
}

const originSent: readonly {
  readonly what: string
  readonly request: Partial<AskedRequest>
  readonly pageOrigin: string
  readonly origin: string | undefined
}[] = [
  { what: 'a cross-origin GET', request: {}, pageOrigin: PAGE, origin: PAGE },
  {
    what: 'a cross-origin GET over http',
    request: { url: 'http://api.example/' },
    pageOrigin: 'http://app.example',
    origin: 'http://app.example',
  },
  {
    what: 'a same-origin HEAD',
    request: { url: PAGE, method: 'HEAD' },
    pageOrigin: PAGE,
    origin: undefined,
  },
  { what: 'a same-origin POST', request: { url: PAGE, method: 'POST' }, pageOrigin: PAGE, origin: PAGE },
  { what: 'a GET in mode no-cors', request: { mode: 'no-cors' }, pageOrigin: PAGE, origin: undefined },
  {
    what: 'a HEAD in mode no-cors',
    request: { mode: 'no-cors', method: 'HEAD' },
    pageOrigin: PAGE,
    origin: undefined,
  },
  {
    what: 'a POST to https in mode no-cors',
    request: { mode: 'no-cors', method: 'POST' },
    pageOrigin: PAGE,
    origin: PAGE,
  },
  {
    what: 'a POST from http to http in mode no-cors',
    request: { mode: 'no-cors', method: 'POST', url: 'http://api.example/' },
    pageOrigin: 'http://app.example',
    origin: 'http://app.example',
  },
  {
    what: 'a POST from https to http on this machine in mode no-cors',
    request: { mode: 'no-cors', method: 'POST', url: 'http://localhost:3000/' },
    pageOrigin: PAGE,
    origin: 'null',
  },
  {
    what: 'a POST in mode same-origin',
    request: { mode: 'same-origin', method: 'POST', url: PAGE },
    pageOrigin: PAGE,
    origin: PAGE,
  },
]

for (const { what, request, pageOrigin, origin } of originSent) {
  test(`${what} has ${origin === undefined ? 'no Origin' : `Origin ${origin}`}`, () => {
    const headers = planOf(request, pageOrigin).request?.headers ?? []
    assert.deepEqual(headers, origin === undefined ? [] : [['Origin', origin]])
  })
}

test('a request that is mixed content is not sent, so it has no headers', () => {
  assert.equal(planOf({ url: 'http://api.example/' }).request, null)
})

test('a same-origin request has no preflight, and no Origin if it is a GET', () => {
  const own = planOf({ url: `${PAGE}/data`, method: 'PUT', headers: { 'X-Test': '1' } })
  assert.equal(own.sameOrigin, true)
  assert.equal(own.preflight, null)
  assert.deepEqual(own.request?.headers, [
    ['X-Test', '1'],
    ['Origin', PAGE],
  ])
  assert.equal(own.request?.sendsCredentials, true)
  assert.deepEqual(planOf({ url: `${PAGE}/data`, headers: { 'X-Test': '1' } }).request?.headers, [
    ['X-Test', '1'],
  ])
})

test('cookies are sent with include, and to the same origin with same-origin', () => {
  const sends = (url: string, credentials?: AskedRequest['credentials']) =>
    planOf({ url, ...(credentials && { credentials }) }).request?.sendsCredentials
  const modes = [undefined, 'same-origin', 'include', 'omit'] as const
  assert.deepEqual(
    modes.map(credentials => sends(PAGE, credentials)),
    [true, true, true, false],
  )
  assert.deepEqual(
    modes.map(credentials => sends(API, credentials)),
    [false, false, true, false],
  )
})
