import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, type Policy, resolve } from 'cors-policy'
import fc from 'fast-check'
import { get } from '../support/decisions.js'

function isAllowed(policy: Policy, origin: string): boolean {
  return resolve(policy, get(origin)).allowed
}

/** Allows every well-formed origin, because malformed ones never reach the function. */
const wellFormed = createPolicy({ origins: () => true })
const isOrigin = (text: string) => isAllowed(wellFormed, text)

/** Whether the URL parser reads the text as an origin and serialises it unchanged. */
function isSerialised(text: string): boolean {
  try {
    const url = new URL(text)
    // A URL with a non-special scheme has no slash after the host.
    return url.host !== '' && url.protocol !== 'file:' && [text, `${text}/`].includes(url.href)
  } catch {
    return false
  }
}

/** Any UTF-16 units, including lone surrogates. */
const anyText = fc.array(fc.nat(0xffff)).map(units => String.fromCharCode(...units))
const scheme = fc.constantFrom('http', 'https', 'ws', 'wss', 'ftp', 'file', 'capacitor', 'a+b.c-d', 'x1')
const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9_-]{1,6}$/),
  fc.constantFrom('0', '127', '256', '08', '0x7f', '0x', 'xn--mnchen-3ya', 'xn--a', 'xn--', '-', '_', '1e3'),
)
const host = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '', '', '.'))
  .map(([labels, dot]) => labels.join('.') + dot)
const port = fc.oneof(
  fc.constantFrom('', '', ':80', ':443', ':21', ':0', ':00', ':65535', ':65536', ':99999', ':'),
  fc.nat(70_000).map(n => `:${n}`),
)
const plainOrigin = fc.tuple(scheme, host, port).map(([s, h, p]) => `${s}://${h}${p}`)
const oddOrigin = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'/\\@?#%[]:.*,;&{}`!_ \t\n\0',
        '://',
        '%2e',
        '[::1]',
        '[0:0::1]',
        'ａ',
        'ß',
        'K',
        'A',
        'a',
      ),
      scheme,
      label,
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map(parts => parts.join(''))

test('every accepted origin is one that the URL parser serialises unchanged', () => {
  let accepted = 0
  const origins = fc.oneof(
    plainOrigin,
    oddOrigin,
    fc.tuple(scheme, oddOrigin).map(([s, text]) => `${s}://${text}`),
    anyText,
  )
  fc.assert(
    fc.property(origins, text => {
      if (!isOrigin(text)) return
      accepted++
      assert.ok(isSerialised(text), JSON.stringify(text))
    }),
    { numRuns: 1500 },
  )
  assert.ok(accepted > 100, String(accepted))
})

test('every origin with a plain host that the URL parser serialises unchanged is accepted', () => {
  let accepted = 0
  fc.assert(
    fc.property(plainOrigin, text => {
      if (!isSerialised(text)) return
      accepted++
      assert.ok(isOrigin(text), JSON.stringify(text))
    }),
    { numRuns: 2000 },
  )
  assert.ok(accepted > 700, String(accepted))
})

// With few names, an origin often is, or nearly is, one of the list.
const name = fc.array(fc.constantFrom('a', 'b', 'ab', 'x-a', 'example'), { minLength: 1, maxLength: 4 })
const number = fc.constantFrom('', '', ':8443', ':84', ':3')
const item = fc
  .tuple(
    fc.constantFrom('https', 'capacitor'),
    fc.constantFrom('', '*.'),
    name,
    fc.oneof(number, fc.constant(':*')),
  )
  .map(([s, sub, labels, p]) => `${s}://${sub}${labels.join('.')}${p}`)
const asked = fc
  .tuple(fc.constantFrom('https', 'capacitor', 'http'), name, number)
  .map(([s, labels, p]) => `${s}://${labels.join('.')}${p}`)

/** Whether an entry of a list includes an origin, as the documentation defines it. */
function includes(entry: string, origin: string): boolean {
  const parts = (text: string) => /^([a-z]+):\/\/(\*\.)?([^:]+)(?::(.+))?$/.exec(text)?.slice(1) ?? []
  const [scheme, isSub, host = '', port] = parts(entry)
  const [askedScheme, , askedHost = '', askedPort] = parts(origin)
  if (scheme !== askedScheme || (port !== '*' && port !== askedPort)) return false
  if (isSub === undefined) return host === askedHost
  const labels = askedHost.split('.')
  const own = host.split('.')
  return (
    labels.length > own.length &&
    !labels.includes('') &&
    labels.slice(labels.length - own.length).join('.') === host
  )
}

test('a list allows the origins that its entries include, and no others', () => {
  const seen = { allowed: 0, denied: 0 }
  const lists = fc.array(item, { minLength: 2, maxLength: 6 })
  // The origins are random, or derived from an entry so that it includes them or nearly does.
  const all = lists.chain(list => {
    const near = fc
      .tuple(fc.constantFrom(...list), fc.constantFrom('', 'a.', 'a.b.', 'a', '.'), number)
      .map(([entry, sub, p]) => entry.replace('*.', sub).replace(':*', p))
    return fc.record({ list: fc.constant(list), origins: fc.array(fc.oneof(asked, near), { maxLength: 10 }) })
  })
  fc.assert(
    fc.property(all, ({ list, origins }) => {
      const policy = createPolicy({ origins: list })
      for (const origin of origins) {
        const expected = list.some(entry => includes(entry, origin))
        seen[expected ? 'allowed' : 'denied']++
        assert.equal(isAllowed(policy, origin), expected, `${list} ${origin}`)
      }
    }),
    { numRuns: 1500 },
  )
  assert.ok(seen.allowed > 500 && seen.denied > 500, JSON.stringify(seen))
})

/** The origin of a URL as the URL parser serialises it; `''` if the text is none. */
function originOf(text: string): string {
  try {
    const { protocol, host, origin } = new URL(text)
    if (host === '' || protocol === 'file:') return ''
    return origin === 'null' ? `${protocol}//${host}` : origin
  } catch {
    return ''
  }
}

test('any text is an origin exactly if the URL parser serialises its origin as that text', () => {
  fc.assert(
    fc.property(fc.oneof(plainOrigin, fc.webUrl(), fc.string()), text => {
      assert.equal(isOrigin(text), text !== '' && originOf(text) === text, text)
    }),
    { numRuns: 2000 },
  )
})
