import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALLOWED, ANY, API, AS_NULL, OTHER, PAGE } from '../support/example-exchange.js'
import { answer, redirect, testChecks, verdictOf } from '../support/exchange.js'

const REMOTE = 'https://api.example/start'
const OWN = `${PAGE}/start`

testChecks([
  {
    what: 'a redirect to another port hides the origin',
    parts: {
      redirects: [redirect('https://api.example:8443/')],
      response: answer(ALLOWED),
    },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'a redirect from http to https hides the origin',
    parts: {
      pageOrigin: 'http://app.example',
      request: { url: 'http://api.example/' },
      redirects: [redirect('https://api.example/', ANY)],
      response: answer(ALLOWED),
    },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: '* allows a hidden origin',
    parts: {
      redirects: [redirect(OTHER)],
      response: answer(ANY),
    },
    expected: [],
  },
  {
    what: 'a same-origin redirect needs no CORS headers',
    parts: { request: { url: OWN }, redirects: [redirect('/x', {})], response: answer() },
    expected: [],
  },
  {
    what: "a redirect away from the page's origin makes CORS apply",
    parts: { request: { url: OWN }, redirects: [redirect(REMOTE, {})], response: answer() },
    expected: ['response kMissingAllowOriginHeader'],
  },
  {
    what: "a redirect away from the page's origin does not hide the origin",
    parts: { request: { url: OWN }, redirects: [redirect(REMOTE, {})], response: answer(ALLOWED) },
    expected: [],
  },
  {
    what: "a redirect back to the page's origin leaves CORS in force",
    parts: { redirects: [redirect(OWN)], response: answer() },
    expected: ['response kMissingAllowOriginHeader'],
  },
  {
    what: "a redirect back to the page's origin hides the origin",
    parts: { redirects: [redirect(OWN)], response: answer(ALLOWED) },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: 'a hidden origin stays hidden on later redirects',
    parts: { redirects: [redirect(OTHER), redirect('/x', AS_NULL)], response: answer(ALLOWED) },
    expected: ['response kAllowOriginMismatch'],
  },
  {
    what: "mode no-cors, a redirect away from the page's origin",
    parts: { request: { url: OWN, mode: 'no-cors' }, redirects: [redirect(REMOTE, {})], response: answer() },
    expected: ['response opaque-response'],
  },
  {
    what: "mode no-cors, a redirect back to the page's origin",
    parts: { request: { mode: 'no-cors' }, redirects: [redirect(OWN, {})], response: answer() },
    expected: ['response opaque-response'],
  },
  {
    what: 'mode no-cors, a same-origin redirect',
    parts: { request: { url: OWN, mode: 'no-cors' }, redirects: [redirect('/x', {})], response: answer() },
    expected: [],
  },
  {
    what: 'mode same-origin, a same-origin redirect',
    parts: {
      request: { url: OWN, mode: 'same-origin' },
      redirects: [redirect('/x', {})],
      response: answer(),
    },
    expected: [],
  },
  {
    what: 'mode same-origin, a cross-origin redirect',
    parts: {
      request: { url: OWN, mode: 'same-origin' },
      redirects: [redirect(API, {})],
    },
    expected: ['redirect kDisallowedByMode'],
  },
  {
    what: 'mode same-origin, a cross-origin redirect to a URL with a password',
    parts: {
      request: { url: OWN, mode: 'same-origin' },
      redirects: [redirect('https://u:p@api.example/', {})],
    },
    expected: ['redirect kDisallowedByMode'],
  },
])

test('a failure after a redirect names the final URL', () => {
  const [failure] = verdictOf({ redirects: [redirect(OTHER)], response: answer() }).failures
  assert.equal(failure?.url, OTHER)
  assert.match(failure?.message ?? '', /^The response from "https:\/\/other\.example" has no /)
})
