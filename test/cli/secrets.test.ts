import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownHeader, shownValue, withoutPasswords } from '../../src/cli/secrets.js'
import { APP, command, isRefused, serve } from '../support/command.js'

for (const { name, value, shown } of [
  { name: 'Authorization', value: 'Bearer s3cret', shown: 'Bearer s3c…' },
  { name: 'authorization', value: 'Basic bWU6cHc=', shown: 'Basic bWU…' },
  { name: 'Authorization', value: 'abcdefgh', shown: 'abc…' },
  { name: 'Authorization', value: 'Bearer x', shown: 'Bearer …' },
  { name: 'Authorization', value: '', shown: '' },
  { name: 'Proxy-Authorization', value: 'Basic bWU6cHc=', shown: 'Basic bWU…' },
  { name: 'X-Api-Key', value: 'abcdefgh', shown: 'abc…' },
  { name: 'X-Auth-Token', value: '1234', shown: '12…' },
  { name: 'X-CSRF-Token', value: 'abcdefgh', shown: 'abc…' },
  { name: 'Client-Secret', value: 'abcdefgh', shown: 'abc…' },
  { name: 'X-Session', value: 'abcdefgh', shown: 'abc…' },
  { name: 'Cookie', value: 'sid=abcdefgh; theme=dark; bare', shown: 'sid=abc…; theme=da…; ba…' },
  {
    name: 'Set-Cookie',
    value: 'sid=abcdefgh; Path=/; SameSite=None; Secure',
    shown: 'sid=abc…; Path=/; SameSite=None; Secure',
  },
  { name: 'WWW-Authenticate', value: 'Bearer realm="api"', shown: 'Bearer realm="api"' },
  { name: 'Access-Control-Allow-Headers', value: 'authorization', shown: 'authorization' },
  { name: 'Content-Type', value: 'application/json', shown: 'application/json' },
  { name: 'Location', value: 'https://user:password@a.example/', shown: 'https://us…:pas…@a.example/' },
]) {
  test(`${name}: ${value} is shown as ${shown || 'it is'}`, () =>
    assert.equal(shownValue(name, value), shown))
}

for (const { text, shown } of [
  {
    text: 'to "https://user:pa:ss@a.example/x@y" and back',
    shown: 'to "https://us…:pa…@a.example/x@y" and back',
  },
  { text: 'http://token-abc@a.example', shown: 'http://tok…@a.example' },
  { text: 'https://a.example/@me?u=a:b@c#d@e', shown: 'https://a.example/@me?u=a:b@c#d@e' },
  { text: 'https://@a.example', shown: 'https://@a.example' },
  { text: 'https://a@b:c@d.example', shown: 'https://a…:…@d.example' },
]) {
  test(`a password in ${text} is not shown`, () => {
    assert.equal(withoutPasswords(text), shown)
    // A report may pass through it twice.
    assert.equal(withoutPasswords(shown), shown)
  })
}

test('a header that lacks its colon shows no secret either', () =>
  assert.equal(shownHeader('Authorization Bearer s3cret'), 'Authorization Bearer s3c…'))

const SECRETS = ['s3cret-bearer', 's3cret-cookie', 's3cret-key', 's3cret-set', 's3cret-pass']

test('neither the report nor --json nor an error shows a secret', async t => {
  const at = await serve(t, (request, response) => {
    response
      .setHeader('Access-Control-Allow-Origin', APP)
      .setHeader('Access-Control-Allow-Credentials', 'true')
      .setHeader('Access-Control-Allow-Headers', 'authorization, x-api-key')
      .setHeader('Set-Cookie', 'sid=s3cret-set; Secure')
    if (request.url === '/to' && request.method === 'GET')
      response.writeHead(302, { Location: 'http://user:s3cret-pass@localhost:1/' })
    response.end()
  })
  const send = (path: string, ...args: string[]) =>
    command([
      'check',
      `${at}${path}`,
      '-o',
      APP,
      '-H',
      'Authorization: Bearer s3cret-bearer',
      '-H',
      'X-Api-Key: s3cret-key',
      '--cookie',
      'sid=s3cret-cookie',
      ...args,
    ])
  for (const path of ['/', '/to']) {
    for (const args of [[], ['--json']]) {
      const { stdout, stderr } = await send(path, ...args)
      for (const secret of SECRETS) assert.ok(!(stdout + stderr).includes(secret), stdout)
      assert.match(stdout, /Bearer s3c…/)
      assert.match(stdout, /sid=s3c…/)
    }
  }
})

for (const { args, says } of [
  {
    args: ['http://localhost:1/', '-H', 'Authorization Bearer s3cret'],
    says: /"Authorization Bearer s3c…" is not a header/,
  },
  { args: ['http://localhost:1/', '-H', 'X-Token: s3cret\u65e5'], says: /"X-Token: s3c…" has characters/ },
  {
    args: ['http://localhost:1/', '-H', 'X-Key:', 's3cret'],
    says: /"X-Key:" has lost its value\. Put quotes/,
  },
  { args: ['-H', 'X-Key:', 's3cret'], says: /"X-Key:" has lost its value\. Put quotes/ },
  { args: ['http://localhost:1/', '--cookie', 's3cret'], says: /"s3c…" is not a cookie/ },
  { args: ['ftp://me:s3cret@localhost/'], says: /"ftp:\/\/m…:s3c…@localhost\/" is not an http or https URL/ },
]) {
  test(`an error shows no secret: ${args.join(' ')}`, async () => {
    const outcome = await command(['check', ...args, '-o', APP])
    isRefused(outcome, says)
    assert.doesNotMatch(outcome.stderr, /s3cre/)
  })
}

test('a password in the URL is not shown, and the verdict says that fetch refuses it', async () => {
  const { status, stdout, stderr } = await command(['check', 'http://me:s3cret@localhost:1/', '-o', APP])
  assert.equal(status, 1)
  assert.match(stdout, /url-credentials/)
  assert.doesNotMatch(stdout + stderr, /s3cre/)
})
