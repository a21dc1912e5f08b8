import { asked, PASSES, PUT_TOKEN, page, probed, STRANGER, uncached } from '../../support/causes.js'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  ANY,
  AS_NULL,
  COOKIES,
  ORIGIN,
  PAGE,
} from '../../support/example-exchange.js'
import { answer } from '../../support/exchange.js'
import type { CauseRow } from './cause-row.js'

const OTHERS = { [ORIGIN]: STRANGER, Vary: 'Origin' }
const B = { [ORIGIN]: 'https://b.example' }
const none = answer()

/** A response without `Access-Control-Allow-Origin`, or with a wrong one. */
export const responses: readonly CauseRow[] = [
  {
    what: 'no header, and nobody else was asked',
    parts: { response: none },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header for anybody',
    parts: { response: none, probes: [asked('GET', none), probed(null, none), probed(STRANGER, none)] },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header but Vary: Origin',
    parts: { response: answer({ Vary: 'Origin' }) },
    code: 'origin-not-listed',
  },
  {
    what: 'no Allow-Origin but another CORS header',
    parts: { response: answer({ 'Access-Control-Allow-Credentials': 'true' }) },
    code: 'origin-not-listed',
  },
  {
    what: 'no header, but one for another origin',
    parts: { response: none, probes: [probed(PAGE, none), probed(STRANGER, answer(OTHERS))] },
    code: 'origin-not-listed',
  },
  {
    what: 'nothing but Vary: Origin, and Spring refuses the preflight',
    parts: {
      response: answer({ Vary: 'Origin' }),
      probes: [asked('GET', page('Invalid CORS request', 403))],
    },
    code: 'no-cors-layer',
  },
  {
    what: 'no header, but one for another origin, in a copy',
    parts: { response: answer({ 'X-Cache': 'HIT' }), probes: [probed(STRANGER, answer(OTHERS))] },
    code: 'cached-copy',
  },
  {
    what: 'no header with status 403, which a request without Origin does not get',
    parts: { response: answer({}, 403), probes: [probed(null, none)] },
    code: 'origin-not-listed',
  },
  {
    what: 'no header with status 403, whoever asks',
    parts: { response: answer({}, 403), probes: [probed(null, answer({}, 403))] },
    code: 'answered-before-cors',
    alternative: 'origin-not-listed',
  },
  ...[401, 403, 407, 413, 429].map(
    (status): CauseRow => ({
      what: `no header with status ${status}`,
      parts: { response: answer({}, status) },
      code: 'answered-before-cors',
      alternative: status === 403 ? 'origin-not-listed' : 'no-cors-layer',
    }),
  ),
  ...[500, 502, 503, 504].map(
    (status): CauseRow => ({
      what: `no header with status ${status}`,
      parts: { response: answer({}, status) },
      code: 'server-error',
    }),
  ),
  {
    what: 'no header with status 404',
    parts: { response: answer({}, 404) },
    code: 'no-cors-layer',
    alternative: 'origin-not-listed',
  },
  {
    what: 'no header, but one past the cache',
    parts: { response: none, probes: [uncached(answer(ALLOWED))] },
    code: 'cached-copy',
  },
  {
    what: 'no header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: none },
    code: 'answered-before-cors',
  },
  {
    what: 'no header, where a preflight for the same would pass',
    parts: { response: none, probes: [asked('GET', answer(ALLOWED))] },
    code: 'answered-before-cors',
  },
  {
    what: 'no header but Vary: Origin after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Vary: 'Origin' }) },
    code: 'two-layers',
  },
  {
    what: 'no Allow-Origin but another CORS header after a good preflight',
    parts: {
      request: PUT_TOKEN,
      preflightResponse: answer(PASSES),
      response: answer({ 'Access-Control-Allow-Credentials': 'true' }),
    },
    code: 'two-layers',
  },
  {
    what: 'status 304 without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 304) },
    code: 'answered-before-cors',
  },
  {
    what: 'no header but Age: 0 after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Age: '0' }) },
    code: 'answered-before-cors',
    alternative: 'cached-copy',
  },
  {
    what: 'a copy without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ Age: '9' }) },
    code: 'cached-copy',
  },
  {
    what: 'status 404 without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 404) },
    code: 'answered-before-cors',
  },
  {
    what: 'status 502 without header after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({}, 502) },
    code: 'server-error',
  },
  { what: 'another origin', parts: { response: answer(B) }, code: 'origin-not-listed' },
  {
    what: 'another origin in a copy',
    parts: { response: answer({ ...B, Age: '9' }) },
    code: 'cached-copy',
    alternative: 'origin-not-listed',
  },
  {
    what: 'another origin in a copy, after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer({ ...B, Age: '9' }) },
    code: 'cached-copy',
  },
  {
    what: 'another origin, but the right one past the cache',
    parts: { response: answer(B), probes: [uncached(answer(ALLOWED))] },
    code: 'cached-copy',
  },
  {
    what: 'another origin past the cache too',
    parts: { response: answer(B), probes: [uncached(answer(B))] },
    code: 'origin-not-listed',
  },
  {
    what: 'another origin after a good preflight',
    parts: { request: PUT_TOKEN, preflightResponse: answer(PASSES), response: answer(B) },
    code: 'two-layers',
    alternative: 'cached-copy',
  },
  { what: '"null"', parts: { response: answer(AS_NULL) }, code: 'origin-not-listed' },
  ...[
    `${PAGE}/`,
    'https://*.example',
    'app.example',
    `${PAGE}:443`,
    'HTTPS://APP.EXAMPLE',
    `"${PAGE}"`,
    '',
  ].map(
    (value): CauseRow => ({
      what: `Allow-Origin ${JSON.stringify(value)}`,
      parts: { response: answer({ [ORIGIN]: value }) },
      code: 'header-misspelt',
    }),
  ),
  {
    what: 'a list of two origins',
    parts: { response: answer({ [ORIGIN]: `${PAGE}, https://b.example` }) },
    code: 'header-misspelt',
  },
  {
    what: 'a list with a space between two origins',
    parts: { response: answer({ [ORIGIN]: `${PAGE} https://b.example` }) },
    code: 'header-misspelt',
  },
  ...[`${PAGE}, ${PAGE}`, `${PAGE}, *`].map(
    (value): CauseRow => ({
      what: `one line ${value}`,
      parts: { response: answer({ [ORIGIN]: value }) },
      code: 'two-layers',
    }),
  ),
  {
    what: 'two lines, of one origin each',
    parts: { response: answer({ [ORIGIN]: [PAGE, 'https://b.example'] }) },
    code: 'header-misspelt',
    alternative: 'two-layers',
  },
  {
    what: 'two lines, of one origin each, behind a proxy',
    parts: { response: answer({ [ORIGIN]: [PAGE, 'https://b.example'], Server: 'nginx' }) },
    code: 'two-layers',
    alternative: 'header-misspelt',
  },
  {
    what: 'two lines of the same origin',
    parts: { response: answer({ [ORIGIN]: [PAGE, PAGE] }) },
    code: 'two-layers',
  },
  {
    what: '* with credentials',
    parts: { request: COOKIES, response: answer(ANY) },
    code: 'wildcard-with-credentials',
  },
  {
    what: '* with credentials after a preflight that names the origin',
    parts: {
      request: { ...PUT_TOKEN, ...COOKIES },
      preflightResponse: answer({ ...PASSES, ...ALLOWED_WITH_COOKIES }),
      response: answer(ANY),
    },
    code: 'two-layers',
  },
  {
    what: '* with credentials, where a preflight for the same would name the origin',
    parts: { request: COOKIES, response: answer(ANY), probes: [asked('GET', answer(ALLOWED_WITH_COOKIES))] },
    code: 'two-layers',
  },
  {
    what: '* with credentials, where a preflight for the same would get * too',
    parts: { request: COOKIES, response: answer(ANY), probes: [asked('GET', answer(ANY))] },
    code: 'wildcard-with-credentials',
  },
  ...(
    [
      { by: 'nobody known', mark: {}, code: 'wildcard-with-credentials', alternative: 'two-layers' },
      {
        by: 'a proxy',
        mark: { Server: 'nginx' },
        code: 'wildcard-with-credentials',
        alternative: 'two-layers',
      },
      { by: 'Starlette', mark: { Server: 'uvicorn' }, code: 'wildcard-with-credentials' },
      { by: 'Express', mark: { 'X-Powered-By': 'Express' }, code: 'two-layers' },
    ] as const
  ).map(
    ({ by, mark, ...causes }): CauseRow => ({
      what: `* and Allow-Credentials after a preflight that names the origin, by ${by}`,
      parts: {
        request: { ...PUT_TOKEN, ...COOKIES },
        preflightResponse: answer({ ...PASSES, ...ALLOWED_WITH_COOKIES, ...mark }),
        response: answer({ ...ANY, 'Access-Control-Allow-Credentials': 'true', ...mark }),
      },
      ...causes,
    }),
  ),
  {
    what: 'no Allow-Credentials',
    parts: { request: COOKIES, response: answer(ALLOWED) },
    code: 'credentials-not-allowed',
  },
  {
    what: 'Allow-Credentials: True',
    parts: { request: COOKIES, response: answer({ ...ALLOWED, 'Access-Control-Allow-Credentials': 'True' }) },
    code: 'credentials-not-allowed',
  },
  {
    what: 'Allow-Credentials twice',
    parts: {
      request: COOKIES,
      response: answer({ ...ALLOWED, 'Access-Control-Allow-Credentials': ['true', 'true'] }),
    },
    code: 'two-layers',
  },
]
