import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import { PAGE } from '../support/example-exchange.js'
import { planOf } from '../support/exchange.js'

/** The headers that the page set, as they are sent. */
function sent(headers: AskedRequest['headers'], request: Partial<AskedRequest> = {}) {
  return planOf({ ...request, headers: headers ?? [] }).request?.headers.filter(([name]) => name !== 'Origin')
}

test('forbidden headers are dropped, and need no preflight', () => {
  const forbidden =
    'Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-X Sec-Fetch-Mode'
  const headers = forbidden.split(' ').map((name): [string, string] => [name, '1'])
  assert.deepEqual(planOf({ headers }), planOf())
})

const isDropped = (name: string, value = '1') =>
  planOf({ headers: [[name, value]] }).request?.headers.length === 1

test('names that begin with Proxy- or Sec- are forbidden, similar names are not', () => {
  for (const name of ['Proxy-', 'proxy-authorization', 'SEC-', 'sec-fetch-mode'])
    assert.ok(isDropped(name), name)
  for (const name of ['Proxy', 'X-Proxy-', 'Sec', 'X-Sec-', 'Cookies', 'X-Cookie', 'Dates', 'Tea']) {
    assert.ok(!isDropped(name), name)
  }
})

test('the three override headers are dropped only if they name a forbidden method', () => {
  for (const name of ['X-HTTP-Method', 'X-HTTP-Method-Override', 'x-method-override']) {
    assert.deepEqual(sent([[name, 'PUT, connect']]), [])
    assert.deepEqual(sent([[name, 'PUT, CONNECTED']]), [[name, 'PUT, CONNECTED']])
  }
})

test('an override header is dropped if any method in its list is forbidden', () => {
  for (const value of ['trace', 'TRACK', ' Connect ', 'PUT,\tTRACE', 'TRACE,PUT', ',trace,']) {
    assert.ok(isDropped('X-HTTP-Method-Override', value), value)
  }
  for (const value of ['', 'PUT', 'TRACER', 'RETRACE', 'PUT TRACE', 'PUT;TRACE']) {
    assert.ok(!isDropped('X-HTTP-Method-Override', value), value)
  }
  assert.ok(!isDropped('X-HTTP-Methods', 'TRACE'))
})

test('a string body without a Content-Type gets one, a stream body and a bodiless XHR do not', () => {
  const typed = [['Content-Type', 'text/plain;charset=UTF-8']]
  assert.deepEqual(sent([], { method: 'POST', body: '' }), typed)
  assert.deepEqual(sent([], { method: 'POST', body: 'x', api: 'xhr' }), typed)
  assert.deepEqual(sent([['content-type', 'a/b']], { method: 'POST', body: 'x' }), [['content-type', 'a/b']])
  assert.deepEqual(sent([], { method: 'POST', streamBody: true }), [])
  assert.deepEqual(sent([], { api: 'xhr', body: 'x' }), [])
})

test('a body gets no Content-Type if the page set one, in any case, and a request without a body gets none', () => {
  const types = (request: Partial<AskedRequest>) =>
    planOf(request)
      .request?.headers.filter(([name]) => /type/i.test(name))
      .map(line => line.join(': '))
  assert.deepEqual(types({ method: 'POST', body: 'x', headers: { 'X-Type': '1' } }), [
    'X-Type: 1',
    'Content-Type: text/plain;charset=UTF-8',
  ])
  assert.deepEqual(types({ method: 'POST', body: 'x', headers: { 'CONTENT-type': 'a/b' } }), [
    'CONTENT-type: a/b',
  ])
  assert.deepEqual(types({ method: 'POST' }), [])
  assert.deepEqual(types({ method: 'HEAD', body: 'x', api: 'xhr' }), [])
  assert.deepEqual(types({ method: 'POST', body: 'x', streamBody: true }), [])
})

test('mode no-cors keeps lines while their joined value is safelisted, in any case', () => {
  const headers: [string, string][] = [
    ['Accept', 'a'.repeat(63)],
    ['ACCEPT', 'b'.repeat(63)],
    ['accept', 'c'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'text/html'],
    ['Accept-Language', 'de'],
    ['Range', 'bytes=0-'],
    ['X-A', '1'],
  ]
  const kept = [headers[0], headers[1], headers[3], headers[5]]
  assert.deepEqual(planOf({ mode: 'no-cors', headers }).request?.headers, kept)
})

test('in mode no-cors a dropped line does not count against the lines after it', () => {
  const headers: [string, string][] = [
    ['Content-Language', 'de_AT'],
    ['Content-Language', 'de'],
  ]
  assert.deepEqual(planOf({ mode: 'no-cors', headers }).request?.headers, [headers[1]])
})

test('mode no-cors drops unsafe headers and needs no preflight', () => {
  const headers: [string, string][] = [
    ['X-Test', '1'],
    ['Range', 'bytes=0-1'],
    ['Accept', 'a'.repeat(128)],
    ['Accept', 'b'],
    ['Content-Type', 'application/json'],
  ]
  const planned = planOf({ mode: 'no-cors', headers })
  assert.equal(planned.preflight, null)
  assert.deepEqual(planned.request?.headers, [headers[2]])
})

test('XHR joins the lines of one header under the first spelling of its name, fetch does not', () => {
  const headers: [string, string][] = [
    ['X-A', ' 1'],
    ['X-B', '2'],
    ['x-a', '3 '],
    ['X-A', ''],
  ]
  const origin = ['Origin', PAGE]
  assert.deepEqual(planOf({ api: 'xhr', headers }).request?.headers, [
    ['X-A', '1, 3, '],
    ['X-B', '2'],
    origin,
  ])
  assert.deepEqual(planOf({ headers }).request?.headers, [
    ['X-A', '1'],
    ['X-B', '2'],
    ['x-a', '3'],
    ['X-A', ''],
    origin,
  ])
})
