import { test } from 'node:test'
import { A, B, guard, is } from '../support/attacker.js'

const granted = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
})
const nobody = { vary: 'Origin' }

// Lists of origins, what they allow, and close spellings that browsers or other clients might send.
const near: readonly { readonly listed: string[]; readonly allowed: string[]; readonly denied: string[] }[] =
  [
    {
      listed: ['https://a.example'],
      allowed: ['https://a.example'],
      denied: [
        'HTTPS://a.example',
        'https://A.example',
        'https://a.example:443',
        'https://a.example:0443',
        'https://a.example:00443',
        'https://a.example:',
        'https://a.example:443:443',
        'https://a.example.',
        'https://a.example..',
        'https://a.example/',
        'https:/a.example',
        'https:///a.example',
        'https:\\\\a.example',
        'http://a.example',
        'http://a.example:443',
        'wss://a.example',
        'blob:https://a.example',
        'blob:https://a.example/6f2c',
        'view-source:https://a.example',
        'data:text/html,https://a.example',
        `${A} ${A}`,
        `${A},${A}`,
        `${A};`,
        `"${A}"`,
        `<${A}>`,
      ],
    },
    {
      listed: ['http://localhost:*', 'http://127.0.0.1:*', 'http://[::1]:*'],
      allowed: ['http://localhost', 'http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:65535'],
      denied: [
        'http://LOCALHOST',
        'http://localhost:80',
        'http://localhost.',
        'http://localhost.localdomain',
        'http://app.localhost',
        'http://localhost.evil.example:8080',
        'http://localhost:8080.evil.example',
        'http://localhost:080',
        'http://localhost:65536',
        'http://localhost:-1',
        'http://localhost:1e3',
        'http://127.0.0.1.',
        'http://127.0.0.1.nip.io',
        'http://127.0.0.1.evil.example',
        'http://127.0.0.2',
        'http://127.1',
        'http://127.000.000.001',
        'http://0x7f000001',
        'http://2130706433',
        'http://017700000001',
        'http://0',
        'http://0.0.0.0',
        'http://[::]',
        'http://[0::1]',
        'http://[::0001]',
        'http://[::ffff:127.0.0.1]',
        'http://[::ffff:7f00:1]',
        'http://[::1%25lo]',
        'http://[::1]evil.example',
        'http://::1',
      ],
    },
    {
      listed: ['https://[2001:db8::1]:8443'],
      allowed: ['https://[2001:db8::1]:8443'],
      denied: [
        'https://[2001:DB8::1]:8443',
        'https://[2001:0db8::1]:8443',
        'https://[2001:db8:0:0::1]:8443',
        'https://[2001:db8:0:0:0:0:0:1]:8443',
        'https://[2001:db8::0.0.0.1]:8443',
        'https://[2001:db8::1]',
        'https://[2001:db8::11]:8443',
      ],
    },
    {
      listed: ['https://xn--mnchen-3ya.example', 'https://*.xn--fa-hia.example'],
      allowed: ['https://xn--mnchen-3ya.example', 'https://x.xn--fa-hia.example'],
      denied: [
        'https://m\xfcnchen.example',
        'https://XN--MNCHEN-3YA.example',
        'https://xn--mnchen-3yb.example',
        'https://mnchen-3ya.example',
        'https://munchen.example',
        'https://x.fass.example',
        'https://x.fa\xdf.example',
        'https://xn--fa-hia.example',
        'https://xn--a-\x80.xn--fa-hia.example',
      ],
    },
    {
      listed: [
        'capacitor://localhost',
        'tauri://localhost',
        'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      ],
      allowed: [
        'capacitor://localhost',
        'tauri://localhost',
        'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      ],
      denied: [
        'ionic://localhost',
        'http://localhost',
        'https://tauri.localhost',
        'capacitor://localhost:80',
        'capacitor://localhost.evil.example',
        'capacitor://evil.example',
        'capacitor:localhost',
        'capacitor:///localhost',
        'Capacitor://localhost',
        'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba',
        'moz-extension://abcdefghijklmnopabcdefghijklmnop',
        'file://',
        'file:///',
        'file://localhost',
        'about:blank',
        'javascript://localhost',
      ],
    },
  ]
for (const { listed, allowed, denied } of near) {
  test(`${listed.join(' and ')}: no other spelling is allowed`, async t => {
    const ask = await guard(t, { origins: [B, ...listed], credentials: true })
    for (const origin of allowed) is(await ask({ headers: { origin } }), 200, granted(origin), 'handled')
    for (const origin of denied) is(await ask({ headers: { origin } }), 200, nobody, 'handled')
  })
}

test('file: is no origin, and is not repeated even where every origin is allowed', async t => {
  const ask = await guard(t, { alwaysSend: false })
  for (const origin of ['file://', 'file:///', 'file://host', 'file://localhost']) {
    is(await ask({ headers: { origin } }), 200, { 'access-control-allow-origin': '*', vary: 'Origin' })
  }
})
