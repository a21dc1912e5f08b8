import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planOf } from '../support/exchange.js'

test('a plan lists every reason for a preflight', () => {
  const { preflight } = planOf({
    api: 'xhr',
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'X-Test': '1' },
    body: '{}',
    uploadListener: true,
    streamBody: true,
  })
  assert.deepEqual(preflight?.reasons, [
    {
      code: 'method',
      name: 'PATCH',
      message: 'The method is "PATCH"; only GET, HEAD and POST need none.',
    },
    {
      code: 'header',
      name: 'content-type',
      message:
        'The Content-Type is none of application/x-www-form-urlencoded, multipart/form-data and text/plain, or has an unusual value.',
    },
    {
      code: 'header',
      name: 'x-test',
      message: `The header "x-test", or the value that it has, needs the server's permission.`,
    },
    {
      code: 'upload-listener',
      message: 'A listener on xhr.upload would show whether the server exists.',
    },
    { code: 'stream-body', message: 'The body is a stream.' },
  ])
  const accepts: [string, string][] = Array(9).fill(['Accept', 'a'.repeat(128)])
  const long = planOf({ headers: accepts })
  assert.deepEqual(
    long.preflight?.reasons.map(({ message }) => message),
    ['The headers that any page may send are longer than 1024 bytes together.'],
  )
})

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
  test(`a message quotes a value as ${inWords}`, () => {
    const message = `exchange.request.url must be an absolute URL, got ${inWords}`
    assert.throws(() => planOf({ url: value }), { message })
  })
}
