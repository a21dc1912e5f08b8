import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import http2 from 'node:http2'
import { test } from 'node:test'
import { type CorsOptions, type CorsRequest, createPolicy, resolve } from 'cors-policy'
import { A, asking, assertLinear, B, evil, guard, guarded, guardRaw, is } from '../support/attacker.js'
import { askHttp2, listen } from '../support/servers.js'

const nobody = { vary: 'Origin' }
const mine = { 'access-control-allow-origin': A, vary: 'Origin' }
const listed: CorsOptions = { origins: [A, B], methods: ['PUT', 'DELETE'], allowHeaders: ['X-A', 'X-B'] }
const grantedPreflight = {
  ...mine,
  'access-control-allow-methods': 'PUT, DELETE',
  'access-control-allow-headers': 'X-A, X-B',
}

const doubled = [
  [A, A],
  [A, B],
  [A, evil],
  [evil, A],
  ['null', A],
  [A, 'null'],
  ['', A],
  [A, ''],
  [A, A, A],
]

test('an Origin that appears twice allows nobody, in HTTP/1 and HTTP/2', async t => {
  const ask = await guard(t, listed)
  const port = await listen(t, http2.createServer(guarded(listed) as never))
  const bySecond = (asked: Parameters<typeof askHttp2>[1]) => askHttp2(port, asked, 'http')
  for (const send of [ask, bySecond]) {
    is(await send({ headers: { origin: [A] } }), 200, mine)
    for (const origin of doubled) {
      is(await send({ headers: { origin } }), 200, nobody)
      const preflight = { origin, 'access-control-request-method': 'PUT' }
      is(await send({ method: 'OPTIONS', headers: preflight }), 204, nobody)
    }
  }
})

test('an Origin on lines that a parser may join or split allows no other origin', async t => {
  const ask = await guardRaw(t, guarded(listed))
  const get = (lines: string) =>
    ask(`GET / HTTP/1.1\r\nHost: api.example\r\n${lines}Connection: close\r\n\r\n`)
  is(await get(`Origin: ${A}\r\n`), 200, mine)
  is(await get(`oRiGiN:\t ${A} \t\r\n`), 200, mine)
  for (const lines of [
    `Origin: ${evil}\r\nOrigin: ${A}\r\n`,
    `ORIGIN: ${A}\r\norigin: ${evil}\r\n`,
    `Origin: ${A}, ${evil}\r\n`,
    `Origin: ${A} ${evil}\r\n`,
    `Origin:\r\nOrigin: ${A}\r\n`,
  ]) {
    is(await get(lines), 200, nobody, 'handled')
  }
  // The parser refuses these, or they do not name A.
  for (const lines of [
    `Origin: ${evil}\r\n ${A}\r\n`,
    `Origin: ${A}\r\n\t.evil.example\r\n`,
    `Origin : ${A}\r\n`,
    `Origin: ${A}\0\r\n`,
    `Origin: ${A}\rX: ${evil}\r\n`,
    `Origin: ${evil}\nX: ${A}\r\n`,
    `X: 1\nOrigin\t: ${A}\r\n`,
    `\0Origin: ${A}\r\n`,
  ]) {
    const answer = await get(lines)
    if (answer.status !== 400) is(answer, 200, nobody)
  }
})

test('a requested method or header that appears twice allows nothing else', async t => {
  const ask = await guard(t, listed)
  const both = { 'access-control-request-headers': ['x-a', 'x-b'], 'access-control-request-method': 'PUT' }
  is(await ask({ method: 'OPTIONS', headers: { origin: A, ...both } }), 204, grantedPreflight)
  const any = await guard(t, { ...listed, methods: '*', credentials: true })
  const { 'access-control-allow-methods': _, ...withoutMethods } = grantedPreflight
  for (const method of [['PUT', 'DELETE'], ['PUT', 'PUT'], 'PUT,DELETE', 'PUT DELETE', 'PUT;', '"PUT"', '']) {
    const headers = { origin: A, 'access-control-request-method': method }
    is(await any({ method: 'OPTIONS', headers }), 204, {
      ...withoutMethods,
      'access-control-allow-credentials': 'true',
      vary: 'Origin, Access-Control-Request-Method',
    })
  }
})

const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
const isTokenByte = (byte: string) => /[\w!#$%&'*+.^`|~-]/.test(byte)

function preflight(options: CorsOptions, method: string, headers: string) {
  const request: CorsRequest = { method: 'OPTIONS', url: '/', headers: asking(A, method, headers) }
  return resolve(createPolicy({ origins: [A, B], ...options }), request)
}

test('a requested method is repeated only if it is a token, for each byte', () => {
  for (const byte of bytes) {
    const method = `P${byte}T`
    const { headers, reason } = preflight({ methods: '*', credentials: true, allowHeaders: [] }, method, '')
    assert.deepEqual(
      [headers, reason],
      [
        {
          'Access-Control-Allow-Origin': A,
          'Access-Control-Allow-Credentials': 'true',
          ...(isTokenByte(byte) && { 'Access-Control-Allow-Methods': method }),
        },
        isTokenByte(byte) ? 'origin-listed' : 'method-not-allowed',
      ],
      JSON.stringify(method),
    )
  }
})

test('a requested header is repeated only if it is a token, for each byte', () => {
  for (const byte of bytes) {
    for (const allowHeaders of ['*', /^x/] as const) {
      const { headers, reason } = preflight({ methods: [], allowHeaders }, 'GET', `x-a,x${byte}y,x-b`)
      const isToken = isTokenByte(byte)
      const names =
        byte === ',' ? ['x-a', 'x', 'x-b'] : ['x-a', ...(isToken ? [`x${byte.toLowerCase()}y`] : []), 'x-b']
      const repeated = byte === ',' && allowHeaders === '*' ? ['x-a', 'x', 'y', 'x-b'] : names
      const isPlain = allowHeaders === '*' && (byte === ',' || (isToken && byte === byte.toLowerCase()))
      const list = repeated.join(isPlain ? ',' : ', ')
      assert.deepEqual(
        [headers, reason],
        [
          { 'Access-Control-Allow-Origin': A, 'Access-Control-Allow-Headers': list },
          isToken || repeated.length === 4 ? 'origin-listed' : 'headers-not-allowed',
        ],
        JSON.stringify(byte),
      )
    }
  }
})

test('a listed header matches itself in any case and nothing else, for each byte', () => {
  // `*` and `|` are refused in allowHeaders.
  for (const listed of bytes.filter(byte => isTokenByte(byte) && !'*|'.includes(byte))) {
    const policy = createPolicy({ origins: [A, B], allowHeaders: [`x${listed}y`, 'x-z', 'x'] })
    const ask = (names: string) => {
      const headers = {
        origin: A,
        'access-control-request-method': 'GET',
        'access-control-request-headers': names,
      }
      return resolve(policy, { method: 'OPTIONS', url: '/', headers }).reason
    }
    for (const byte of bytes) {
      const expected = byte.toLowerCase() === listed.toLowerCase() ? 'origin-listed' : 'headers-not-allowed'
      for (const names of [`x${byte}y`, `x-z,x${byte}y`, `x${byte}y,x-z`]) {
        assert.equal(ask(names), expected, JSON.stringify([listed, names]))
      }
    }
    for (const names of ['xy', `x${listed}yx-z`, `x${listed}yx-zx`, 'x-zx', `x${listed}y|x`]) {
      assert.equal(ask(names), 'headers-not-allowed', JSON.stringify([listed, names]))
    }
  }
})

test('odd bytes in a requested method or header break no response', async t => {
  const ask = await guard(t, { origins: [A, B], methods: '*', credentials: true })
  for (const value of ['a\tb', 'a\x80', '\xff', 'é', 'x y', 'x:y', '(x)', 'x/y', '"x"']) {
    is(await ask({ method: 'OPTIONS', headers: asking(A, value, `${value},x-a`) }), 204, {
      ...mine,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'x-a',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    })
  }
})

test('no part of a request takes more than linear time', () => {
  const policy = createPolicy({
    origins: [A, 'https://*.b.example', /^https:\/\/[a-z.]+$/],
    resources: { '/a/*': {}, '/a/b/c': {}, '*': {} },
  })
  const ask = (request: Partial<CorsRequest>) =>
    resolve(policy, { method: 'GET', url: '/', headers: { origin: A }, ...request })
  for (const unit of ['/', '../', './', ';', '%2e', '%2f', '\\', '?', '#', '/a/..', '/;/']) {
    assertLinear(size => ask({ url: `/${unit.repeat(size)}` }), 1000)
    assertLinear(size => ask({ url: `http://x${unit.repeat(size)}` }), 1000)
  }
  for (const unit of ['a', 'a.', '-', ':', '0', '[', 'https://', 'xn--', ' ']) {
    assertLinear(size => ask({ headers: { origin: `https://${unit.repeat(size)}` } }), 1000)
  }
  const names = (size: number) => Array.from({ length: size }, (_, i) => `x-${i}`).join()
  const texts = new Map([500, 8000].map(size => [size, names(size)]))
  assertLinear(size => {
    const headers = asking(A, 'PUT', texts.get(size) ?? '')
    ask({ method: 'OPTIONS', headers })
  }, 500)
})

test('no list of header names takes more than linear time, allowed or not', () => {
  const shared = Array.from({ length: 60 }, (_, i) => `${'x-'.repeat(i + 1)}y`)
  for (const allowHeaders of ['*', 'x-a', shared, [...shared, 'x-a']]) {
    const policy = createPolicy({ origins: [A], allowHeaders })
    const assertListLinear = (list: (size: number) => string, size: number) => {
      const lists = new Map([size, size * 16].map(each => [each, list(each)]))
      assertLinear(each => {
        const headers = asking(A, 'PUT', lists.get(each) ?? '')
        resolve(policy, { method: 'OPTIONS', url: '/', headers })
      }, size)
    }
    for (const unit of ['x-a', 'x-', 'x-x-x-y', 'a']) {
      for (const { between, end } of [
        { between: ',', end: '' },
        { between: ',', end: ',' },
        { between: ',', end: '"' },
        { between: '', end: '' },
        { between: '', end: '"' },
      ]) {
        // These lists are up to 64 KB long; longer ones are read name by name.
        assertListLinear(size => `${(unit + between).repeat(size - 1)}${unit}${end}`, 500)
      }
    }
    assertListLinear(size => `${'x-a,'.repeat(size - 1)}x-a`, 20_000)
  }
})

test('a hundred thousand origins and patterns cost no more than ten', () => {
  const time = (count: number) => {
    const origins = Array.from({ length: count }, (_, i) => [
      `https://a${i}.example`,
      `https://*.b${i}.example`,
    ])
    const policy = createPolicy({ origins: origins.flat() })
    const ask = () =>
      resolve(policy, { method: 'GET', url: '/', headers: { origin: 'https://x.y.c.example' } })
    let least = Number.POSITIVE_INFINITY
    for (let round = 0; round < 20; round++) {
      const start = process.hrtime.bigint()
      for (let i = 0; i < 100; i++) ask()
      least = Math.min(least, Number(process.hrtime.bigint() - start))
    }
    return least
  }
  time(5)
  let ratio = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 5 && ratio >= 20; attempt++) ratio = time(20_000) / time(5)
  // Looking at each entry would take up to 4000 times as long.
  assert.ok(ratio < 20, `${ratio}`)
})

test('no byte of a request starts a line of the debug log or reaches a terminal unescaped', () => {
  const program = `
    import http from 'node:http'
    import { cors } from 'cors-policy'
    const middleware = cors({ origins: ['https://a.example'], resources: '/in/*' })
    const response = () => new http.ServerResponse({ method: 'GET' })
    const units = [...Array.from({ length: 0x300 }, (_, i) => i), 0x2028, 0x2029, 0x202e, 0xd800, 0xfeff]
    for (const unit of units) {
      const c = String.fromCharCode(unit)
      const headers = { origin: 'o' + c, 'access-control-request-method': 'M' + c }
      middleware({ method: 'OPTIONS', url: '/in/' + c + '/cors-policy', headers }, response(), () => {})
      middleware({ method: 'G' + c, url: '/' + c, headers: {} }, response(), () => {})
    }
    console.log(units.length * 2)
  `
  const args = ['--input-type=module', '--eval', program]
  const env = { ...process.env, DEBUG: 'cors-policy', DEBUG_COLORS: 'no', DEBUG_HIDE_DATE: 'yes' }
  const { stderr, stdout } = spawnSync(process.execPath, args, { env, encoding: 'latin1' })
  const lines = stderr.trimEnd().split('\n')
  assert.equal(lines.length, Number(stdout))
  for (const line of lines) assert.match(line, /^cors-policy (?:preflight|none) [\x20-\x7e]+$/)
})
