const cors = require('cors-policy')
const { diagnose } = require('cors-policy/diagnose')

test('a policy resolves, and a verdict is made of it, although jsdom replaces URL', () => {
  expect(typeof URL.canParse).toBe('undefined')
  const origin = 'https://a.example'
  const policy = cors.createPolicy({ origins: [origin, 'https://b.example'], credentials: true })
  const { headers } = cors.resolve(policy, { method: 'GET', url: '/', headers: { origin } })
  expect(headers['Access-Control-Allow-Origin']).toBe(origin)
  const request = { url: 'https://api.example/', credentials: 'include' }
  expect(diagnose({ pageOrigin: origin, request, response: { status: 200, headers } }).readable).toBe(true)
})
