import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnsweredResponse, HeaderLines } from 'cors-policy/diagnose'
import { asked, PUT_TOKEN, probed } from '../support/causes.js'
import {
  ALLOWED,
  ALLOWED_WITH_COOKIES,
  COOKIES,
  HEADERS,
  METHODS,
  ORIGIN,
} from '../support/example-exchange.js'
import { answer, type Parts, verdictOf } from '../support/exchange.js'

// A line for a proxy takes the place of the one that stands there, so it must keep what that allows.

const fixOf = (parts: Parts) => verdictOf(parts).cause?.fix ?? ''

/** The fix for a PUT with X-Token, whose preflight Caddy answers so. */
const fixFor = (headers: HeaderLines, credentials = false) =>
  fixOf({
    request: { ...PUT_TOKEN, ...(credentials && { credentials: 'include' }) },
    preflightResponse: answer({
      ...(credentials ? ALLOWED_WITH_COOKIES : ALLOWED),
      ...headers,
      Server: 'Caddy',
    }),
  })

const rows: readonly {
  readonly what: string
  readonly headers: HeaderLines
  readonly credentials?: boolean
  readonly line: string
}[] = [
  {
    what: 'the names that are listed keep their spelling, and the missing one comes last',
    headers: { [METHODS]: 'PUT', [HEADERS]: 'Content-Type,Authorization' },
    line: '`header Access-Control-Allow-Headers "Content-Type, Authorization, x-token"`',
  },
  {
    what: 'a list in two lines is one list',
    headers: { [METHODS]: 'PUT', [HEADERS]: ['Content-Type', 'Authorization'] },
    line: '`header Access-Control-Allow-Headers "Content-Type, Authorization, x-token"`',
  },
  {
    what: 'the methods that are listed stay, and nothing else is added to them',
    headers: { [METHODS]: 'DELETE, PATCH', [HEADERS]: 'X-Token' },
    line: '`header Access-Control-Allow-Methods "DELETE, PATCH, PUT"`',
  },
  {
    what: 'a new list of methods has those that need not be listed too',
    headers: { [METHODS]: '', [HEADERS]: 'X-Token' },
    line: '`header Access-Control-Allow-Methods "GET, HEAD, POST, PUT"`',
  },
  {
    what: 'methods compare with regard to case',
    headers: { [METHODS]: 'put', [HEADERS]: 'X-Token' },
    line: '`header Access-Control-Allow-Methods "put, PUT"`',
  },
  {
    what: '* stays in the names for requests without credentials',
    headers: { [METHODS]: 'PUT', [HEADERS]: '*' },
    credentials: true,
    line: '`header Access-Control-Allow-Headers "*, x-token"`',
  },
  {
    what: '* stays in the methods for requests without credentials',
    headers: { [METHODS]: '*', [HEADERS]: 'X-Token' },
    credentials: true,
    line: '`header Access-Control-Allow-Methods "*, PUT"`',
  },
]

for (const { what, headers, credentials, line } of rows) {
  test(what, () => {
    const fix = fixFor(headers, credentials)
    assert.ok(fix.includes(line), fix)
  })
}

test('Authorization is added to *, which does not cover it', () => {
  const fix = fixOf({
    request: { headers: { Authorization: 'Bearer x' } },
    preflightResponse: answer({ ...ALLOWED, [HEADERS]: '*', Server: 'Caddy' }),
  })
  assert.match(fix, /`header Access-Control-Allow-Headers "\*, authorization"`/)
})

test('a preflight that is refused as a whole takes the list of a lesser one that passes', () => {
  const refused: AnsweredResponse = answer({ Server: 'Caddy' }, 403)
  const passed = answer({ ...ALLOWED, [METHODS]: 'PUT', [HEADERS]: 'X-A' })
  const fix = fixOf({
    request: PUT_TOKEN,
    preflightResponse: refused,
    probes: [asked('PUT', passed)],
  })
  assert.match(fix, /`header Access-Control-Allow-Headers "X-A, x-token"`/)
})

test('the header lines of a preflight that a router answers keep what its lists allow', () => {
  const fix = fixOf({
    request: PUT_TOKEN,
    preflightResponse: answer({ ...ALLOWED, [METHODS]: 'DELETE, PUT', [HEADERS]: 'X-A, X-Token' }, 405),
  })
  assert.match(
    fix,
    /`Access-Control-Allow-Methods: DELETE, PUT` and `Access-Control-Allow-Headers: X-A, X-Token`\./,
  )
})

test('a trace is added to the names that are listed', () => {
  const fix = fixOf({
    request: { headers: { traceparent: '1' } },
    preflightResponse: answer({ ...ALLOWED, [HEADERS]: 'X-A' }),
  })
  assert.match(fix, /`Access-Control-Allow-Headers: X-A, traceparent`/)
})

test('a list for a proxy has the origin that the answer names, those that probes found, and the page', () => {
  const fix = fixOf({
    response: answer({ [ORIGIN]: 'https://b.example', Server: 'Caddy' }),
    probes: [
      probed('https://c.example', answer({ [ORIGIN]: 'https://c.example' })),
      probed('https://d.example', answer({ [ORIGIN]: 'https://b.example' })),
    ],
  })
  assert.match(fix, /"\^\(https:\/\/b\\\.example\|https:\/\/c\\\.example\|https:\/\/app\\\.example\)\$"/)
})

test('what is no origin gets into no list', () => {
  const probes = [
    '*',
    'null',
    'https://b.example/',
    '"; return 200; "',
    'https://b.example, https://c.example',
  ]
  const fix = fixOf({
    response: answer({ Vary: 'Origin', Server: 'nginx' }),
    probes: probes.map(value => probed('https://c.example', answer({ [ORIGIN]: value }))),
  })
  assert.match(fix, /`map \$http_origin \$cors_origin \{ "https:\/\/app\.example" \$http_origin; \}`/)
})

test('a list with credentials has the line for them, and says that others belong there if none is known', () => {
  const fix = fixOf({ request: COOKIES, response: answer({ Vary: 'Origin', Server: 'Caddy' }) })
  assert.match(
    fix,
    /`header \+Vary Origin` and `header Access-Control-Allow-Credentials true`\. List the origins that it allows already too\./,
  )
})

const credentialLines = {
  nginx: 'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Credentials true always;`.',
  Apache:
    'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Credentials "true"`.',
  Caddy: 'In Caddy, if CORS is configured there: `header Access-Control-Allow-Credentials true`.',
} as const

for (const [software, line] of Object.entries(credentialLines)) {
  test(`a page whose origin ${software} allows needs no line for the origin to send credentials`, () => {
    const fix = fixOf({ request: COOKIES, response: answer({ ...ALLOWED, Server: software }) })
    assert.equal(fix.split('\n').at(1), line)
  })
}
