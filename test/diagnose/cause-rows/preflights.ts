import type { Probe } from 'cors-policy/diagnose'
import { asked, PASSES, PUT_TOKEN, page, probed, STRANGER } from '../../support/causes.js'
import { ALLOWED, ANY, COOKIES, HEADERS, METHODS, ORIGIN, PAGE, PUT } from '../../support/example-exchange.js'
import { answer } from '../../support/exchange.js'
import type { CauseRow } from './cause-row.js'

const OTHERS = { [ORIGIN]: STRANGER, Vary: 'Origin' }
const B = { [ORIGIN]: 'https://b.example' }
const none = answer()

const POST_JSON = { method: 'POST', headers: { 'Content-Type': 'application/json' } } as const
const JSON_ALONE = { ...ALLOWED, [HEADERS]: 'content-type' }

const pre = (headers: Record<string, string | string[]> = {}, status = 204) => ({
  request: PUT_TOKEN,
  preflightResponse: answer(headers, status),
})

const post = (headers: Record<string, string>, status: number, probes: readonly Probe[] = []) => ({
  request: POST_JSON,
  preflightResponse: answer(headers, status),
  probes,
})
const REFUSAL = 'Invalid CORS request'
const spring = () => ({ request: PUT_TOKEN, preflightResponse: page(REFUSAL, 403, { Vary: 'Origin' }) })

export const preflights: readonly CauseRow[] = [
  {
    what: 'nothing, and nobody else was asked',
    parts: pre(),
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'nothing, and nothing for the request either',
    parts: { ...pre(), probes: [probed(PAGE, none), probed(null, none), probed(STRANGER, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'nothing, but the request is right',
    parts: { ...pre(), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  {
    what: 'nothing, and the request has another origin',
    parts: { ...pre(), probes: [probed(PAGE, answer(B))] },
    code: 'origin-not-listed',
  },
  {
    what: 'nothing, but a preflight of another origin passes',
    parts: { ...pre(), probes: [asked('PUT', answer(OTHERS), 'x-token', STRANGER)] },
    code: 'origin-not-listed',
  },
  { what: 'nothing but Vary: Origin', parts: pre({ Vary: 'Origin' }), code: 'origin-not-listed' },
  ...[404, 405, 501].map(
    (status): CauseRow => ({
      what: `status ${status}`,
      parts: pre({}, status),
      code: 'preflight-not-routed',
      alternative: 'no-cors-layer',
    }),
  ),
  {
    what: 'status 200 with Allow',
    parts: pre({ Allow: 'GET' }, 200),
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'status 404, where GET gets a 404 too',
    parts: { ...pre({}, 404), probes: [probed(PAGE, answer({}, 404))] },
    code: 'preflight-not-routed',
    alternative: 'no-cors-layer',
  },
  {
    what: 'status 404, where GET is answered without CORS',
    parts: { ...pre({}, 404), probes: [probed(PAGE, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'status 200 with Allow by Express, where GET is answered without CORS',
    parts: { ...pre({ Allow: 'GET', 'X-Powered-By': 'Express' }, 200), probes: [probed(PAGE, none)] },
    code: 'no-cors-layer',
    alternative: 'preflight-not-routed',
  },
  {
    what: 'status 404, but the request is right',
    parts: { ...pre({}, 404), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  ...[401, 403, 407, 429].map(
    (status): CauseRow => ({
      what: `status ${status}`,
      parts: pre({}, status),
      code: 'answered-before-cors',
    }),
  ),
  {
    what: 'status 401, but the request is right',
    parts: { ...pre({}, 401), probes: [probed(PAGE, answer(ALLOWED))] },
    code: 'answered-before-cors',
  },
  {
    what: 'status 403, which a request without Origin does not get',
    parts: { ...pre({}, 403), probes: [probed(PAGE, answer({}, 403)), probed(null, none)] },
    code: 'origin-not-listed',
  },
  ...[500, 502, 503].map(
    (status): CauseRow => ({ what: `status ${status}`, parts: pre({}, status), code: 'server-error' }),
  ),
  {
    what: 'nothing, but a preflight for GET passes',
    parts: { ...pre({}, 400), probes: [asked('GET', answer(ALLOWED))] },
    code: 'method-not-listed',
  },
  {
    what: 'nothing, but a preflight for the method without headers passes',
    parts: { ...pre({}, 403), probes: [asked('GET', answer(ALLOWED)), asked('PUT', answer(ALLOWED))] },
    code: 'header-not-listed',
  },
  ...[200, 204, 400, 403].map(
    (status): CauseRow => ({
      what: `status ${status}, but a preflight for GET passes, and the request is right`,
      parts: { ...pre({}, status), probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))] },
      code: 'method-not-listed',
    }),
  ),
  {
    what: 'status 401, but a preflight for GET passes, and the request is right',
    parts: { ...pre({}, 401), probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))] },
    code: 'answered-before-cors',
  },
  {
    what: 'status 404, but a preflight for GET passes, and the request is right',
    parts: { ...pre({}, 404), probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  {
    what: 'nothing, but a preflight for the method without headers passes, which needs none itself',
    parts: {
      request: { headers: { 'X-Token': '1' } },
      preflightResponse: answer({}, 400),
      probes: [asked('GET', answer(ALLOWED))],
    },
    code: 'header-not-listed',
  },
  {
    what: 'nothing and status 403, but a preflight for GET passes, and so does the request',
    parts: { ...pre({}, 403), probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))] },
    code: 'method-not-listed',
  },
  {
    what: 'nothing and status 405, but a preflight for GET passes, and so does the request',
    parts: { ...pre({}, 405), probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED))] },
    code: 'preflight-not-routed',
  },
  {
    what: 'nothing, but a preflight for GET passes, and none for POST does',
    parts: post({}, 403, [asked('GET', answer(ALLOWED)), asked('POST', answer({}, 403))]),
    code: 'method-not-listed',
  },
  {
    what: 'nothing, but a preflight for POST without headers passes',
    parts: post({}, 403, [asked('GET', answer(ALLOWED)), asked('POST', answer(ALLOWED))]),
    code: 'header-not-listed',
  },
  ...[400, 403].map(
    (status): CauseRow => ({
      what: `the right origin, status ${status} and a list without the POST that is asked for`,
      parts: post({ ...JSON_ALONE, [METHODS]: 'GET' }, status),
      code: 'method-not-listed',
    }),
  ),
  {
    what: 'the right origin, status 400 and no POST, nor its header',
    parts: post({ ...ALLOWED, [METHODS]: 'GET', [HEADERS]: 'x-a' }, 400),
    code: 'method-not-listed',
  },
  {
    what: 'the right origin, status 405 and a list without the POST that is asked for',
    parts: post({ ...JSON_ALONE, [METHODS]: 'GET' }, 405),
    code: 'preflight-not-routed',
  },
  {
    what: 'the right origin, status 405 and no POST, but a preflight for GET passes',
    parts: post({ ...JSON_ALONE, [METHODS]: 'GET' }, 405, [asked('GET', answer(ALLOWED))]),
    code: 'preflight-not-routed',
  },
  {
    what: 'the right origin and status 400, but a preflight for GET passes, and none for POST does',
    parts: post(JSON_ALONE, 400, [asked('GET', answer(ALLOWED)), asked('POST', answer(ALLOWED, 400))]),
    code: 'method-not-listed',
  },
  ...['POST', 'GET, POST', '*'].map(
    (methods): CauseRow => ({
      what: `the right origin, status 400 and the methods ${methods} for a POST`,
      parts: post({ ...JSON_ALONE, [METHODS]: methods }, 400),
      code: 'preflight-not-routed',
    }),
  ),
  {
    what: 'the right origin, status 400 and no list of methods for a POST',
    parts: post(JSON_ALONE, 400),
    code: 'preflight-not-routed',
  },
  { what: 'the right headers and status 405', parts: pre(PASSES, 405), code: 'preflight-not-routed' },
  {
    what: 'the right origin, status 400 and a list without the method',
    parts: pre({ ...PASSES, [METHODS]: 'GET' }, 400),
    code: 'method-not-listed',
  },
  {
    what: 'the right origin, status 400 and a list without the header',
    parts: pre({ ...PASSES, [HEADERS]: 'x-a' }, 400),
    code: 'header-not-listed',
  },
  {
    what: 'status 403 because of the header, and the request itself passes',
    parts: {
      ...pre({}, 403),
      probes: [probed(PAGE, answer(ALLOWED)), asked('GET', answer(ALLOWED)), asked('PUT', answer(ALLOWED))],
    },
    code: 'header-not-listed',
  },
  {
    what: "Spring's refusal, and nobody else was asked",
    parts: spring(),
    code: 'origin-not-listed',
    alternative: 'no-cors-layer',
  },
  {
    what: "Spring's refusal, and the request is refused too",
    parts: { ...spring(), probes: [probed(PAGE, page(REFUSAL, 403)), probed(null, none)] },
    code: 'origin-not-listed',
  },
  {
    what: "Spring's refusal, and a preflight of another origin passes",
    parts: { ...spring(), probes: [asked('PUT', answer(OTHERS), 'x-token', STRANGER)] },
    code: 'origin-not-listed',
  },
  {
    what: "Spring's refusal, and the request passes without headers",
    parts: { ...spring(), probes: [probed(PAGE, answer({ Vary: 'Origin' })), probed(null, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: "Spring's refusal of a header, and the same GET passes without headers",
    parts: {
      ...spring(),
      request: { headers: { 'X-Token': '1' } },
      probes: [probed(PAGE, answer({ Vary: 'Origin' })), probed(null, none)],
    },
    code: 'no-cors-layer',
  },
  { what: 'the right origin alone, and status 401', parts: pre(ALLOWED, 401), code: 'answered-before-cors' },
  {
    what: 'a list without the method',
    parts: pre({ ...PASSES, [METHODS]: 'GET' }),
    code: 'method-not-listed',
  },
  { what: 'no list of headers', parts: pre({ ...ALLOWED, [METHODS]: 'PUT' }), code: 'header-not-listed' },
  {
    what: 'methods without commas',
    parts: pre({ ...PASSES, [METHODS]: 'GET PUT' }),
    code: 'header-misspelt',
  },
  { what: 'headers in quotes', parts: pre({ ...PASSES, [HEADERS]: '"x-token"' }), code: 'header-misspelt' },
  { what: 'another origin', parts: pre({ ...PASSES, ...B }), code: 'origin-not-listed' },
  { what: 'a slash at the end', parts: pre({ ...PASSES, [ORIGIN]: `${PAGE}/` }), code: 'header-misspelt' },
  { what: 'two lines', parts: pre({ ...PASSES, [ORIGIN]: [PAGE, PAGE] }), code: 'two-layers' },
  {
    what: '* with credentials',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer(ANY) },
    code: 'wildcard-with-credentials',
  },
  {
    what: 'no Allow-Credentials',
    parts: { request: { ...PUT, ...COOKIES }, preflightResponse: answer(ALLOWED) },
    code: 'credentials-not-allowed',
  },
]
