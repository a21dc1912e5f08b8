import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose, plan } from 'cors-policy/diagnose'
import { API, PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

test('a GET of another origin is sent with Origin and without a preflight', () => {
  assert.deepEqual(planOf(), {
    sameOrigin: false,
    refusals: [],
    preflight: null,
    request: { url: API, method: 'GET', headers: [['Origin', PAGE]], sendsCredentials: false },
  })
})

test('a preflight has exactly the headers of the standard, the names in lower case, sorted, once', () => {
  const headers: [string, string][] = [
    ['X-B', '1'],
    ['x-a', '1'],
    ['X-b', '2'],
    ['Accept', '*/*'],
    ['Authorization', 'Bearer t'],
  ]
  const { preflight, request } = planOf({
    method: 'put',
    headers,
    credentials: 'include',
    url: `${API}?q#part`,
  })
  assert.equal(preflight?.url, `${API}?q`)
  assert.deepEqual(preflight?.headers, [
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', 'PUT'],
    ['Access-Control-Request-Headers', 'authorization,x-a,x-b'],
    ['Origin', PAGE],
  ])
  assert.deepEqual(request, {
    url: `${API}?q`,
    method: 'PUT',
    headers: [...headers, ['Origin', PAGE]],
    sendsCredentials: true,
  })
})

test('a preflight without unsafe headers asks for none', () => {
  assert.deepEqual(planOf({ uploadListener: true }).preflight, {
    url: API,
    reasons: [
      { code: 'upload-listener', message: 'A listener on xhr.upload would show whether the server exists.' },
    ],
    headers: [
      ['Accept', '*/*'],
      ['Access-Control-Request-Method', 'GET'],
      ['Origin', PAGE],
    ],
  })
})

test('only the six methods of the standard are upper-cased', () => {
  for (const method of ['delete', 'Get', 'hEAD', 'options', 'post', 'put']) {
    assert.equal(planOf({ method }).request?.method, method.toUpperCase())
  }
  for (const method of ['patch', 'Chicken', 'query', 'geT2', 'xput', 'putx', 'get-', 'delete2']) {
    assert.equal(planOf({ method }).request?.method, method)
  }
})

const urls: readonly {
  readonly url: string
  readonly sent: string
}[] = [
  { url: API, sent: API },
  { url: `${API}#part`, sent: API },
  { url: `${API}?a=%23#`, sent: `${API}?a=%23` },
  { url: 'https://u@api.example/data', sent: API },
  { url: 'https://:p@api.example/data', sent: API },
  { url: 'https://u:p@api.example/data#part', sent: API },
  { url: 'https://api.example/@', sent: 'https://api.example/@' },
]

for (const { url, sent } of urls) {
  test(`${url} is sent as ${sent}`, () => {
    const planned = planOf({ url, api: 'xhr', method: 'PUT' })
    assert.deepEqual([planned.request?.url, planned.preflight?.url], [sent, sent])
  })
}

test('XHR knows no mode and no redirect mode', () => {
  assert.deepEqual(planOf({ api: 'xhr', mode: 'same-origin', redirect: 'error' }), planOf())
})

test('a page of a WebView that is opened from a file sends Origin: file://', () => {
  const { request } = plan({ pageOrigin: 'file://', request: { url: API } })
  assert.deepEqual(request?.headers, [['Origin', 'file://']])
  const readable = (allowed: string) =>
    diagnose({
      pageOrigin: 'file://',
      request: { url: API },
      response: { status: 200, headers: { 'Access-Control-Allow-Origin': allowed } },
    }).readable
  assert.deepEqual(['*', 'file://', 'file:///', 'null'].map(readable), [true, true, false, false])
})
