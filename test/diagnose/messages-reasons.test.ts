import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plan } from 'cors-policy/diagnose'
import { API, PAGE } from '../support/example-exchange.js'

test('every reason for a preflight is told in words', () => {
  const { preflight } = plan({
    pageOrigin: PAGE,
    request: {
      url: API,
      api: 'xhr',
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json', 'X-Test': '1' },
      uploadListener: true,
      streamBody: true,
    },
  })
  assert.deepEqual(
    preflight?.reasons.map(({ message }) => message),
    [
      'The method is "PATCH"; only GET, HEAD and POST need none.',
      'The Content-Type is none of application/x-www-form-urlencoded, multipart/form-data and text/plain, or has an unusual value.',
      'The header "x-test", or the value that it has, is not one that any page may send.',
      'A listener on xhr.upload would show whether the server exists.',
      'The body is a stream.',
    ],
  )
  const accepts: [string, string][] = Array(9).fill(['Accept', 'a'.repeat(128)])
  const long = plan({ pageOrigin: PAGE, request: { url: API, headers: accepts } })
  assert.deepEqual(
    long.preflight?.reasons.map(({ message }) => message),
    ['The headers that any page may send are longer than 1024 bytes together.'],
  )
})

// What comes from outside, as a message quotes it.
const quoted: readonly {
  readonly value: string
  readonly inWords: string
}[] = [
  { value: 'x'.repeat(80), inWords: `"${'x'.repeat(80)}"` },
  { value: 'x'.repeat(81), inWords: `"${'x'.repeat(80)}…"` },
  { value: 'a"b\\c', inWords: '"a\\"b\\\\c"' },
  { value: ' !~…', inWords: '" !~…"' },
  { value: '\0\n\x1f\x7f\xe9', inWords: '"\\u0000\\n\\u001f\\u007f\\u00e9"' },
  { value: '\u202e\uffff😀', inWords: '"\\u202e\\uffff\\ud83d\\ude00"' },
]

for (const { value, inWords } of quoted) {
  test(`quoted: ${inWords}`, () => {
    const message = `exchange.request.url must be an absolute URL, got ${inWords}`
    assert.throws(() => plan({ pageOrigin: PAGE, request: { url: value } }), { message })
  })
}
