import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import https from 'node:https'
import { test } from 'node:test'
import { APP, command, isRefused, serve, serveBytes } from '../support/command.js'
import { listen } from '../support/servers.js'

const broken: readonly {
  readonly what: string
  readonly bytes: string
  readonly end: boolean
  readonly says: RegExp
}[] = [
  {
    what: 'an answer that is not HTTP',
    bytes: 'SSH-2.0-OpenSSH_9.2\r\n',
    end: true,
    says: /the answer is not HTTP/,
  },
  {
    what: 'a switch to another protocol',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    end: false,
    says: /status 101 and switches to another protocol/,
  },
  { what: 'no answer at all', bytes: '', end: true, says: /closed the connection without an answer/ },
  { what: 'an answer that never comes', bytes: '', end: false, says: /no answer within 300 ms/ },
  {
    what: 'an answer whose head never ends',
    bytes: 'HTTP/1.1 200 OK\r\nX-A: 1\r\n',
    end: false,
    says: /no answer within 300 ms/,
  },
  {
    what: 'headers longer than browsers accept',
    bytes: `HTTP/1.1 200 OK\r\nX-A: ${'x'.repeat(300_000)}`,
    end: false,
    says: /longer than browsers take/,
  },
]
for (const { what, bytes, end, says } of broken) {
  test(`refused: ${what}`, async t => {
    isRefused(await command(['check', await serveBytes(t, bytes, end), '-o', APP, '--timeout', '300']), says)
  })
}

test('refused: https to a server that speaks http, and a certificate that is not trusted', async t => {
  const plain = await serve(t, (_, response) => response.end())
  isRefused(
    await command(['check', plain.replace('http', 'https'), '-o', APP]),
    /TLS failed \(.+\)\. Does the server speak/,
  )

  const pem = readFileSync('test/data/localhost.pem')
  const server = https.createServer({ key: pem, cert: pem }, (_, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*').end()
  })
  const secure = `https://localhost:${await listen(t, server)}`
  isRefused(
    await command(['check', secure, '-o', APP]),
    /certificate is not valid .*; --insecure skips the check/,
  )
  assert.equal((await command(['check', secure, '-o', APP, '--insecure'])).status, 0)
})

test('refused: a server that speaks only HTTP/2', async t => {
  const pem = readFileSync('test/data/localhost.pem')
  const port = await listen(
    t,
    createSecureServer({ key: pem, cert: pem }, (_, response) => response.end()),
  )
  const args = ['check', `https://localhost:${port}`, '-o', APP, '--insecure']
  isRefused(await command(args), /the server speaks only HTTP\/2/)
})

const lenient: readonly {
  readonly what: string
  readonly head: string
}[] = [
  {
    what: 'thousands of headers',
    head: `${'X-N: 1\r\n'.repeat(3000)}Access-Control-Allow-Origin: *\r\n`,
  },
  { what: 'lines that end in LF', head: 'X-A: 1\nAccess-Control-Allow-Origin: *\n' },
  { what: 'a control character in a value', head: 'X-A: \x1b[31m\r\nAccess-Control-Allow-Origin: *\r\n' },
  {
    what: 'Content-Length and Transfer-Encoding together',
    head: 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\nAccess-Control-Allow-Origin: *\r\n',
  },
]
for (const { what, head } of lenient) {
  test(`the command reads, as browsers do, ${what}`, async t => {
    const at = await serveBytes(t, `HTTP/1.1 200 OK\r\n${head}\r\n`)
    const { status, stderr } = await command(['check', at, '-o', APP])
    assert.deepEqual([status, stderr], [0, ''])
  })
}

test('a bad port is requested too, to say whether anything listens there', async () => {
  isRefused(await command(['check', 'http://localhost:6000/', '-o', APP]), /connection refused/)
})

test('the verdict does not wait for the body', async t => {
  const bytes =
    'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nendle'
  const { status, stdout } = await command(['check', await serveBytes(t, bytes, false), '-o', APP])
  assert.equal(status, 0)
  assert.match(stdout, /\nReadable: the page gets the answer/)
})
