import assert from 'node:assert/strict'
import type http from 'node:http'
import { test } from 'node:test'
import { cors } from 'cors-policy'
import express from 'express'
import { APP, command, file, serve } from '../support/command.js'

// What the report says first, for servers that people have asked about.

const allow = { 'Access-Control-Allow-Origin': APP }

/** The lines of a report up to the first request. */
const first = (stdout: string) => stdout.split('\n\n1. ')[0] ?? ''

test('http on an https page is blocked before anything is sent, and the https URL is named', async t => {
  const seen: unknown[] = []
  const at = await serve(t, (request, response) => seen.push(request.url) && response.end())
  const url = at.replace('localhost', 'api.localtest.example')
  const { status, stdout } = await command(['check', url, '-o', APP])
  assert.equal(status, 1)
  assert.deepEqual(seen, [])
  assert.match(stdout, /^Blocked: mixed-content\.$/m)
  assert.match(
    stdout,
    /^ {2}Fix: Let the page ask for "https:\/\/api\.localtest\.example:\d+\/"\. If a proxy/m,
  )
})

test('one fix for authentication before CORS: the other failures follow from it', async t => {
  const at = await serve(t, (_, response) => response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end())
  const { stdout } = await command(['check', at, '-o', APP, '-X', 'PUT', '-H', 'X-Token: 1', '--credentials'])
  assert.match(first(stdout), /\nBlocked: answered-before-cors\.\n {2}Authentication \("Bearer"\) answered/)
  assert.match(first(stdout), /^ {2}It explains 4 more failures below\.$/m)
  assert.equal(stdout.match(/\bFix:/g)?.length, 1)
  assert.equal(stdout.match(/^✗ k\w+ \(preflight\)$/gm)?.length, 5)
})

test('Chromium stops at the first failure, so only that has a line of its console; JSON has all', async t => {
  const at = await serve(t, (_, response) => response.writeHead(404).end())
  const args = ['check', at, '-o', APP, '-X', 'PUT', '-H', 'X-Token: 1', '--no-probe']
  const { stdout } = await command(args)
  const [first, second] = stdout.split(/^✗ k/m).slice(1)
  assert.match(first ?? '', /^ {2}Chromium's console: Access to fetch at /m)
  assert.match(second ?? '', /^PreflightInvalidStatus/)
  assert.equal(stdout.match(/Chromium's console:/g)?.length, 1)
  const { verdict } = JSON.parse((await command([...args, '--json'])).stdout)
  assert.equal(verdict.failures.length, 4)
  for (const failure of verdict.failures) assert.match(failure.console, /^Access to fetch at /)
})

test('a failure that browsers tolerate has no line of the console, and the next has', async t => {
  const at = await serve(t, (request, response) => {
    if (request.method === 'OPTIONS')
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Allow-Headers', '*')
    response.end()
  })
  const { stdout } = await command(['check', at, '-o', APP, '-H', 'Authorization: x', '--no-probe'])
  const [tolerated, next] = stdout.split(/^✗ k/m).slice(1)
  assert.doesNotMatch(tolerated ?? '', /Chromium's console/)
  assert.match(next ?? '', /^MissingAllowOriginHeader.*\n.*\n {2}Chromium's console:/)
})

test('a failure that the cause does not explain keeps its own fix', async t => {
  const at = await serve(t, (_, response) =>
    response.writeHead(204, { ...allow, 'Access-Control-Allow-Methods': 'GET' }).end(),
  )
  const { stdout } = await command(['check', at, '-o', APP, '-X', 'PUT', '-H', 'X-Token: 1'])
  assert.match(stdout, /^Blocked: method-not-listed\.$/m)
  assert.match(
    stdout,
    /^ {2}Fix: Name "x-token" in Access-Control-Allow-Headers: add it to `allowHeaders`\.$/m,
  )
  assert.doesNotMatch(stdout, /^ {2}It explains/m)
})

test('a redirect to a login without a cookie names --cookie', async t => {
  const at = await serve(t, (_, response) => response.writeHead(302, { Location: '/login' }).end())
  const { stdout } = await command(['check', at, '-o', APP])
  assert.match(first(stdout), /\nBlocked: login-redirect\.\n/)
  assert.match(first(stdout), /: the page sends no cookies\.$/m)
  assert.match(first(stdout), /^ {2}Here, --cookie sends a cookie\.$/m)
})

test('a redirect to a login in spite of a cookie names --via, unless that was asked', async t => {
  const at = await serve(t, (_, response) => response.writeHead(302, { Location: '/login' }).end())
  const cookie = ['check', at, '-o', APP, '--cookie', 'session=1']
  const { stdout } = await command(cookie)
  assert.match(first(stdout), /\nBlocked: login-redirect\.\n/)
  assert.match(first(stdout), /^ {2}Here, --via sends the same cookie to a layer behind\.$/m)
  assert.doesNotMatch(stdout, /--cookie/)
  const layers = await command([...cookie, '--via', `app=${at}`])
  assert.match(layers.stdout, /\nBlocked: login-redirect\.\n/)
  assert.doesNotMatch(layers.stdout, /Here, --/)
})

test('a redirect to a login with credentials and no cookie names --cookie', async t => {
  const at = await serve(t, (_, response) => response.writeHead(302, { Location: '/login' }).end())
  const { stdout } = await command(['check', at, '-o', APP, '--credentials'])
  assert.match(first(stdout), /^ {2}Here, --cookie sends a cookie\.$/m)
})

test('cors() on the PUT route alone: Express answered OPTIONS itself', async t => {
  const app = express()
  app.put('/', cors({ origins: [APP] }), (_request, response) => void response.send('x'))
  const check = async (listener: http.RequestListener) =>
    command(['check', await serve(t, listener), '-o', APP, '-X', 'PUT'])
  const { stdout } = await check(app)
  assert.match(
    first(stdout),
    /\nBlocked: preflight-not-routed\.\n {2}A router answered the preflight itself: status 200 with Allow: "PUT"/,
  )
  assert.match(first(stdout), /for one route alone, `app\.options\(path, cors\(…\)\)`/)
  const fixed = express()
  fixed.options('/', cors({ origins: [APP] }))
  fixed.put('/', cors({ origins: [APP] }), (_request, response) => void response.send('x'))
  assert.equal((await check(fixed)).status, 0)
})

test('headers that tell who answered are shown', async t => {
  const telling = {
    Server: 'nginx',
    Allow: 'GET',
    'X-Powered-By': 'Express',
    Via: '1.1 varnish',
    'WWW-Authenticate': 'Bearer',
    'CF-Ray': '8f',
    Age: '3',
    'Retry-After': '5',
  }
  const at = await serve(t, (_, response) => response.writeHead(401, { ...telling, 'X-Other': 'x' }).end())
  const { stdout } = await command(['check', at, '-o', APP, '--no-probe'])
  for (const [name, value] of Object.entries(telling))
    assert.match(stdout, new RegExp(`^ {3}< ${name}: ${value}$`, 'm'))
  assert.doesNotMatch(stdout, /X-Other/)
})

test('somebody else’s server without CORS: a server of one’s own', async t => {
  const at = await serve(t, (_, response) => response.end())
  const { stdout } = await command(['check', at, '-o', APP])
  assert.match(first(stdout), /\nBlocked: no-cors-layer\.\n/)
  assert.match(
    first(stdout),
    /^ {4}If it is not, no page of yours can read it: let your own server request it/m,
  )
})

const readable = [
  { status: 200, says: null },
  { status: 401, says: 'CORS is fine. The server wants a login: --cookie or --header sends one.' },
  { status: 404, says: 'CORS is fine. The server has nothing at this URL.' },
  { status: 500, says: 'CORS is fine. The server says 500.' },
]

for (const { status, says } of readable) {
  test(`a ${status} that the page can read: ${says ?? 'nothing to add'}`, async t => {
    const at = await serve(t, (_, response) =>
      response.writeHead(status, { 'Access-Control-Allow-Origin': '*' }).end(),
    )
    const outcome = await command(['check', at, '-o', APP])
    assert.equal(outcome.status, 0)
    const [, , line, more] = outcome.stdout.split('\n')
    assert.match(line ?? '', new RegExp(`^Readable: the page gets the answer, status ${status}`))
    assert.equal(more, says === null ? '' : `  ${says}`)
  })
}

test('a same-origin request: no CORS is involved', async t => {
  const at = await serve(t, (_, response) => response.writeHead(404).end())
  const { stdout, status } = await command(['check', `${at}/x`, '-o', at])
  assert.equal(status, 0)
  assert.match(stdout, /^Readable: .*\n {2}No CORS is involved: the page asks its own origin\.$/m)
})

test('a policy with one exact origin gets no note, from a server or from --policy', async t => {
  // A page of the internet on localhost would get the note on Local Network Access.
  const page = 'http://localhost:5173'
  const options = { origins: [page] }
  const handle = cors(options)
  const at = await serve(t, (request, response) => handle(request, response, () => response.end()))
  const sent = await command(['check', at, '-o', page])
  const policy = file(t, 'cors.json', JSON.stringify(options))
  const unsent = await command(['check', 'https://api.example.com/', '-o', page, '--policy', policy])
  for (const { stdout, status } of [sent, unsent]) {
    assert.equal(status, 0)
    assert.doesNotMatch(stdout, /^! /m)
  }
})

test('what the page cannot see, and a cookie that browsers drop, are noted', async t => {
  const at = await serve(t, (_, response) =>
    response.writeHead(200, { ...allow, Vary: 'Origin', 'X-Auth-Token': '1', 'Set-Cookie': 'a=1' }).end(),
  )
  const { stdout, status } = await command(['check', at, '-o', APP])
  assert.equal(status, 0)
  assert.match(stdout, /^! The response has headers that the page cannot see/m)
  assert.match(stdout, /^! The response sets a cookie, and browsers drop it/m)
})
