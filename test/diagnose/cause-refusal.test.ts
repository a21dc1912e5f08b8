import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PUT_TOKEN } from '../support/causes.js'
import { answer, verdictOf } from '../support/exchange.js'

// Of what nginx can refuse a preflight with, the fix names what has this status.

const rows: readonly {
  readonly status: number
  readonly scheme?: string
  readonly order: string
  readonly pass: string
}[] = [
  {
    status: 401,
    scheme: 'Basic realm="api"',
    order: '`auth_basic` and `auth_request`.',
    pass: '`map $request_method $realm { OPTIONS off; default "…"; }` in `http`, with `auth_basic $realm;`, or `if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names.',
  },
  {
    status: 401,
    scheme: 'Bearer',
    order: '`auth_request`.',
    pass: '`if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names.',
  },
  {
    status: 429,
    order: '`limit_req`.',
    pass: '`map $request_method $limited { OPTIONS ""; default $binary_remote_addr; }` in `http`, and `$limited` as the key of `limit_req_zone`.',
  },
  {
    status: 403,
    order: '`deny` and `auth_request`. A `limit_except` must list OPTIONS.',
    pass: 'OPTIONS among the methods of `limit_except`, or `if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names.',
  },
  {
    status: 407,
    order: '`deny` and `auth_request`. A `limit_except` must list OPTIONS.',
    pass: 'no `if`, `return` or `limit_except` that answers OPTIONS.',
  },
]

for (const { status, scheme, order, pass } of rows) {
  test(`status ${status}${scheme === undefined ? '' : ` with ${scheme}`} tells what of nginx refuses the preflight`, () => {
    const headers = { Server: 'nginx', ...(scheme !== undefined && { 'WWW-Authenticate': scheme }) }
    const { cause } = verdictOf({ request: PUT_TOKEN, preflightResponse: answer(headers, status) })
    assert.deepEqual(cause?.fix.split('\n').slice(1, 3), [
      `In nginx, if it sets the CORS headers: \`if ($request_method = OPTIONS) { return 204; }\` in the location, with every \`add_header … always\` line of the location repeated inside it: it runs before ${order}`,
      `In nginx, if the application behind it does: ${pass}`,
    ])
  })
}
