const { createPolicy, resolve } = require('cors-policy')

test('a policy resolves', () => {
  const headers = { origin: 'https://a.example' }
  const decision = resolve(createPolicy({ origins: '*', sendWildcard: true }), {
    method: 'GET',
    url: '/',
    headers,
  })
  expect(decision.headers).toEqual({ 'Access-Control-Allow-Origin': '*' })
})
