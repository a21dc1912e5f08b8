import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, type Policy, resolve } from 'cors-policy'
import fc from 'fast-check'

function isAllowed(policy: Policy, origin: string): boolean {
  return resolve(policy, { method: 'GET', url: '/', headers: { origin } }).allowed
}

/** A function that allows all it is asked about is asked about just what is well-formed. */
const wellFormed = createPolicy({ origins: () => true })
const isOrigin = (text: string) => isAllowed(wellFormed, text)

/** Whether the URL parser takes the text for an origin and would not write it otherwise. */
function isSerialised(text: string): boolean {
  try {
    const url = new URL(text)
    // Schemes of their own have no slash after the host.
    return url.host !== '' && url.protocol !== 'file:' && [text, `${text}/`].includes(url.href)
  } catch {
    return false
  }
}

/** Of any UTF-16 unit, lone surrogates included. */
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

test('what is taken for an origin, the URL parser writes back unchanged', () => {
  let taken = 0
  const origins = fc.oneof(
    plainOrigin,
    oddOrigin,
    fc.tuple(scheme, oddOrigin).map(([s, text]) => `${s}://${text}`),
    anyText,
  )
  fc.assert(
    fc.property(origins, text => {
      if (!isOrigin(text)) return
      taken++
      assert.ok(isSerialised(text), JSON.stringify(text))
    }),
    { numRuns: 1500 },
  )
  assert.ok(taken > 100, String(taken))
})

test('a host of letters, digits, hyphens and underscores that the URL parser writes back is taken', () => {
  let taken = 0
  fc.assert(
    fc.property(plainOrigin, text => {
      if (!isSerialised(text)) return
      taken++
      assert.ok(isOrigin(text), JSON.stringify(text))
    }),
    { numRuns: 2000 },
  )
  assert.ok(taken > 700, String(taken))
})

// Few names, so that what is asked for is often nearly what is listed, or just that.
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

/** One entry of a list, as the documentation defines it. */
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

test('a list allows what one of its entries includes, and nothing else', () => {
  const seen = { allowed: 0, denied: 0 }
  const lists = fc.array(item, { minLength: 2, maxLength: 6 })
  // Some origins at random, and of each entry one that it includes or nearly does.
  const all = lists.chain(list => {
    const near = fc
      .tuple(fc.constantFrom(...list), fc.constantFrom('', 'a.', 'a.b.', 'a', '.'), number)
      .map(([entry, sub, p]) => entry.replace('*.', sub).replace(':*', p))
    return fc.tuple(fc.constant(list), fc.array(fc.oneof(asked, near), { maxLength: 10 }))
  })
  fc.assert(
    fc.property(all, ([list, origins]) => {
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
