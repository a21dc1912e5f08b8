import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CorsOptions, createPolicy, resolve } from 'cors-policy'
import { A, asking, B, evil, guard, is, refuses } from '../support/attacker.js'

const granted = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
})
const nobody = { vary: 'Origin' }

function allows(origins: CorsOptions['origins'], origin: string): boolean {
  const dangerouslyAllow = ['any-origin-with-credentials'] as const
  const policy = createPolicy({ origins: origins as never, credentials: true, dangerouslyAllow })
  const { allowed, headers } = resolve(policy, { method: 'GET', url: '/', headers: { origin } })
  const expected = { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }
  assert.deepEqual(headers, allowed ? expected : {}, origin)
  return allowed
}

const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))

test('no byte added to an allowed origin makes another host allowed', () => {
  const origins = [A, 'https://*.a.example', 'https://*.a.example:*']
  const isMine = (origin: string) => /^https:\/\/(?:[a-z0-9_-]+\.)*a\.example(?::8443)?$/.test(origin)
  let allowed = 0
  for (const byte of bytes) {
    for (const origin of [
      `https://${byte}.a.example`,
      `https://x${byte}y.a.example`,
      `https://evil.example${byte}a.example`,
      `https://evil.example${byte}.a.example`,
      `https://evil.example${byte}@a.example`,
      `https://a.example${byte}`,
      `https://a.example${byte}.evil.example`,
      `https://x.a.example${byte}8443`,
      `https://x.a${byte}example`,
      `https:${byte}/x.a.example`,
      `${byte}https://x.a.example`,
      `https://x.a.example${byte}`,
      `https://x.a.example:8443${byte}`,
    ]) {
      assert.equal(allows(origins, origin), isMine(origin), JSON.stringify(origin))
      if (isMine(origin)) allowed++
    }
  }
  assert.ok(allowed > 100)
})

// Characters that some browser has resolved in a host, so that an attacker's page could send such origins.
const odd = [...'`{}!&$()*+,;=~|^"<>', "'"]

test('a careless RegExp and a careless function never see a host that only looks like a subdomain', async t => {
  const asked: string[] = []
  const origins = [
    /^https:\/\/.*a\.example$/,
    (origin: string) => {
      asked.push(origin)
      return origin.endsWith('a.example')
    },
  ]
  const dangerouslyAllow = ['any-origin-with-credentials'] as const
  const ask = await guard(t, { origins, credentials: true, dangerouslyAllow })
  const tricks = odd.map(char => `https://evil.example${char}.a.example`)
  for (const origin of [
    ...tricks,
    'https://evil.example/.a.example',
    'https://evil.example?.a.example',
    'https://evil.example#.a.example',
    'https://evil.example\\.a.example',
    'https://evil.example:443.a.example',
    'https://evil.example:80@a.example',
    'https://evil.example%2f.a.example',
    'https://evil.example%00.a.example',
    'https://evil.example%20.a.example',
    'https://user:password@a.example',
    'https://evil.example .a.example',
    'https://evil.example\t.a.example',
    'https://evil.example\xa0.a.example',
    'https://evil.example\xad.a.example',
  ]) {
    is(await ask({ headers: { origin } }), 200, nobody, 'handled')
    is(await ask({ method: 'OPTIONS', headers: asking(origin, 'PUT') }), 204, nobody, '')
  }
  for (const fullwidth of ['／', '．', '＃', '？', '：', '＠', '。', '\u2044', '\u200b', '\ufeff']) {
    assert.equal(allows(origins, `https://evil.example${fullwidth}.a.example`), false)
  }
  assert.deepEqual(asked, [])
})

test('null is allowed only if it is listed, and only in that spelling', async t => {
  const spellings = ['Null', 'NULL', '"null"', 'null.', 'null/', 'null:', 'null, null', 'nul', 'nullx']
  const kinds: readonly { readonly options: CorsOptions; readonly isListed: boolean }[] = [
    { options: { origins: ['null', A], dangerouslyAllow: ['null-origin'] }, isListed: true },
    { options: { origins: [A, B] }, isListed: false },
    { options: { origins: [/^.*$/], dangerouslyAllow: ['any-origin-with-credentials'] }, isListed: false },
    { options: { origins: [() => true, B] }, isListed: false },
    { options: { origins: ['https://*.a.example', 'http://localhost:*'] }, isListed: false },
  ]
  for (const { options, isListed } of kinds) {
    const ask = await guard(t, { ...options, credentials: true })
    is(await ask({ headers: { origin: 'null' } }), 200, isListed ? granted('null') : nobody)
    for (const origin of spellings) is(await ask({ headers: { origin } }), 200, nobody)
  }
  refuses({ origins: ['null'], credentials: true }, 'null-origin')
  refuses({ resources: { '/a': { origins: ['null', A], credentials: true } } }, 'null-origin')
})

test('any origin with credentials, accepted as a risk, still means only well-formed origins', async t => {
  const ask = await guard(t, { credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] })
  is(await ask({ headers: { origin: evil } }), 200, granted(evil))
  is(await ask({ headers: { origin: 'null' } }), 200, nobody)
  for (const origin of [
    '',
    'x',
    '*',
    'https://*',
    `${evil}/`,
    `${evil}, ${evil}`,
    'https://',
    'evil.example',
  ])
    is(await ask({ headers: { origin } }), 200, nobody)
})
