import { ALLOWED, HEADERS, ORIGIN, PUT } from '../../support/example-exchange.js'
import { answer } from '../../support/exchange.js'
import type { CauseRow } from './cause-row.js'

const none = answer()

export const calls: readonly CauseRow[] = [
  {
    what: 'Access-Control-Allow-Origin on the request, which the preflight does not list',
    parts: {
      request: { headers: { [ORIGIN]: '*' } },
      preflightResponse: answer({ ...ALLOWED, [HEADERS]: 'content-type' }),
    },
    code: 'page-header',
  },
  {
    what: 'Access-Control-Allow-Origin on the request, whose preflight is answered 404',
    parts: { request: { headers: { [ORIGIN]: '*' } }, preflightResponse: answer({}, 404) },
    code: 'page-header',
  },
  {
    what: 'Access-Control-Allow-Origin on a PUT, whose preflight is answered 404',
    parts: { request: { ...PUT, headers: { [ORIGIN]: '*' } }, preflightResponse: answer({}, 404) },
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'Access-Control-Allow-Origin on the request, which the preflight lists, but not another header',
    parts: {
      request: { headers: { [ORIGIN]: '*', 'X-A': '1' } },
      preflightResponse: answer({ ...ALLOWED, [HEADERS]: ORIGIN }),
    },
    code: 'header-not-listed',
  },
  {
    what: 'tracing headers alone',
    parts: {
      request: { headers: { traceparent: '1', 'sentry-trace': '1', baggage: '1' } },
      preflightResponse: answer(ALLOWED),
    },
    code: 'page-header',
  },
  {
    what: 'a tracing header and one of the page',
    parts: { request: { headers: { traceparent: '1', 'X-A': '1' } }, preflightResponse: answer(ALLOWED) },
    code: 'header-not-listed',
  },
  { what: 'a body with GET', parts: { request: { body: 'x' } }, code: 'page-call' },
  { what: 'method TRACE', parts: { request: { method: 'TRACE' } }, code: 'page-call' },
  { what: 'mode "no-cors"', parts: { request: { mode: 'no-cors' }, response: none }, code: 'page-call' },
  { what: 'mode "same-origin"', parts: { request: { mode: 'same-origin' } }, code: 'page-call' },
  {
    what: 'http on an https page',
    parts: { request: { url: 'http://api.example/' } },
    code: 'mixed-content',
  },
  { what: 'port 22', parts: { request: { url: 'https://api.example:22/' } }, code: 'bad-port' },
  {
    what: 'a local address that the user refused',
    parts: { addressSpaces: { page: 'public', target: 'local' }, permission: 'denied' },
    code: 'local-network',
  },
  {
    what: 'a local address on an http page',
    parts: {
      pageOrigin: 'http://app.example',
      request: { url: 'http://10.0.0.1/' },
      addressSpaces: { page: 'public', target: 'local' },
    },
    code: 'local-network',
  },
  { what: 'no response', parts: { response: null }, code: 'unreachable' },
]
