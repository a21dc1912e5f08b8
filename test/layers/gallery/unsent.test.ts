import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { diagnose } from 'cors-policy/diagnose'
import { command, isRefused } from '../../support/command.js'
import { PAGE } from './fault.js'
import { listen, nginx } from './servers.js'

test('a server that does not run cannot be checked, and the message says so', async t => {
  const ends: (() => Promise<void>)[] = []
  const port = await listen({ after: end => void ends.push(end) }, http.createServer())
  for (const end of ends) await end()
  const url = `http://127.0.0.1:${port}/`
  const refused = await command(['check', url, '-o', PAGE])
  isRefused(refused, new RegExp(`connection refused: nothing listens at 127\\.0\\.0\\.1:${port}`))
  assert.equal(diagnose({ pageOrigin: PAGE, request: { url } }).cause?.code, 'unreachable')
  const running = await nginx(`location / { add_header Access-Control-Allow-Origin ${PAGE}; return 200; }`)(t)
  assert.equal((await command(['check', running, '-o', PAGE])).status, 0)
})

test('a page that is not secure reads nothing on the local network until it is served over https', () => {
  const request = { url: 'http://127.0.0.1:3000/' }
  const addressSpaces = { page: 'public', target: 'loopback' } as const
  const response = { status: 200, headers: [['Access-Control-Allow-Origin', '*']] } as const
  const verdictOf = (pageOrigin: string) => diagnose({ pageOrigin, request, addressSpaces, response })
  const { cause } = verdictOf('http://app.example.com')
  assert.equal(cause?.code, 'local-network')
  assert.match(cause.fix, /https/)
  assert.equal(verdictOf(PAGE).cause, null)
})
