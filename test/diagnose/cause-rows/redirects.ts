import { ALLOWED, ANY, ORIGIN, PUT } from '../../support/example-exchange.js'
import { answer, redirect } from '../../support/exchange.js'
import type { CauseRow } from './cause-row.js'

const B = { [ORIGIN]: 'https://b.example' }
const none = answer()

const TO_HTTPS = {
  pageOrigin: 'http://app.example',
  request: { url: 'http://api.example/data' },
}

export const redirects: readonly CauseRow[] = [
  {
    what: 'a redirect to https without headers',
    parts: { ...TO_HTTPS, redirects: [redirect('https://api.example/data', {})], response: answer(ANY) },
    code: 'redirect',
  },
  {
    what: 'a redirect to https that hides the origin',
    parts: { ...TO_HTTPS, redirects: [redirect('https://api.example/data', ANY)], response: answer(ALLOWED) },
    code: 'redirect',
  },
  {
    what: 'a redirect that allows another origin',
    parts: { redirects: [redirect('/x', B)] },
    code: 'origin-not-listed',
  },
  { what: 'a redirect to a login', parts: { redirects: [redirect('/login', {})] }, code: 'login-redirect' },
  {
    what: 'a login without headers, after a redirect that has them',
    parts: { redirects: [redirect('/login')], response: none },
    code: 'login-redirect',
  },
  {
    what: 'a login on another host, where the origin is hidden',
    parts: { redirects: [redirect('https://sso.example/')], response: none },
    code: 'login-redirect',
  },
  {
    what: 'a page without headers, after a redirect that has them',
    parts: { redirects: [redirect('/x')], response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'a login that the page asks for, without headers',
    parts: { request: { url: 'https://api.example/login' }, response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'a preflight that is redirected',
    parts: { request: PUT, preflightResponse: answer({ Location: '/data/' }, 308) },
    code: 'redirect',
  },
  {
    what: 'a preflight that is redirected to a login',
    parts: { request: PUT, preflightResponse: answer({ Location: '/login' }, 302) },
    code: 'answered-before-cors',
  },
  {
    what: 'a redirect to the same login with a slash',
    parts: {
      request: { ...PUT, url: 'https://api.example/login' },
      preflightResponse: answer({ Location: '/login/' }, 308),
    },
    code: 'redirect',
  },
  { what: 'a Location that is no URL', parts: { redirects: [redirect('http://[')] }, code: 'redirect' },
  {
    what: 'too many redirects',
    parts: { redirects: Array(21).fill(redirect('/x')), response: answer(ALLOWED) },
    code: 'redirect',
  },
  {
    what: 'redirect: "error"',
    parts: { request: { redirect: 'error' }, redirects: [redirect('/x')] },
    code: 'redirect',
  },
  {
    what: 'a redirect to http',
    parts: { redirects: [redirect('http://api.example/')] },
    code: 'mixed-content',
  },
]
