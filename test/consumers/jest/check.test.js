const http = require('node:http')
const cors = require('cors-policy')
const { check } = require('cors-policy/check')

const middleware = cors({ origins: ['https://app.example.com'], exposeHeaders: ['X-Total-Count'] })
const app = (request, response) =>
  middleware(request, response, () => {
    response.setHeader('X-Total-Count', '7')
    response.end('[]')
  })

test('our page can read the users', async () => {
  const result = await check({ server: app, url: '/users', origin: 'https://app.example.com' })
  expect(result.cause).toBeNull()
  expect(result.exposedHeaders).toContain('x-total-count')
})

test('no other page can', async () => {
  const server = http.createServer(app)
  const result = await check({ server, url: '/users', origin: 'https://other.example' })
  expect(result.cause.code).toBe('origin-not-listed')
})
