import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CannotRun } from '../../src/cli/command.js'
import { type CopiedRequest, copiedRequest } from '../../src/cli/curl/copied-request.js'

const nothing: CopiedRequest = {
  url: 'https://api.example.com/users',
  pageOrigin: 'https://app.example.com',
  method: 'GET',
  headers: [],
  body: null,
  cookie: undefined,
  mode: undefined,
  userAgent: undefined,
  insecure: false,
  notes: [],
  files: [],
}
const ORIGIN = "-H 'Origin: https://app.example.com'"

const copies: readonly {
  readonly what: string
  readonly command: string
  readonly request: Partial<CopiedRequest>
}[] = [
  {
    what: 'Chrome, bash',
    command: String.raw`curl 'https://api.example.com/users' \
  -X 'PUT' \
  -H 'accept: application/json' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'authorization: Bearer s3cret' \
  -H 'content-type: application/json' \
  -b 'sid=abc; theme=dark' \
  -H 'origin: https://app.example.com' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example.com/' \
  -H 'sec-ch-ua: "Chromium";v="142"' \
  -H 'sec-fetch-mode: cors' \
  -H 'sec-fetch-site: same-site' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"a":"it\'s \u0021"}'`,
    request: {
      method: 'PUT',
      headers: [
        ['accept', 'application/json'],
        ['accept-language', 'en-US,en;q=0.9'],
        ['authorization', 'Bearer s3cret'],
        ['content-type', 'application/json'],
      ],
      cookie: 'sid=abc; theme=dark',
      userAgent: 'Mozilla/5.0',
      body: `{"a":"it's !"}`,
    },
  },
  {
    what: 'Chrome, cmd',
    command: String.raw`curl ^"https://api.example.com/users^" ^
  -H ^"content-type: application/json^" ^
  -H ^"Origin: https://app.example.com^" ^
  -H ^"User-Agent: Mozilla/5.0 ^(X^)^" ^
  --data-raw ^"^{^\^"a^\^":1^}^" ^
  --insecure`,
    request: {
      method: 'POST',
      headers: [['content-type', 'application/json']],
      userAgent: 'Mozilla/5.0 (X)',
      body: '{"a":1}',
      insecure: true,
    },
  },
  {
    what: 'Firefox',
    command: `curl 'https://api.example.com/users' --compressed -X POST -H 'User-Agent: Mozilla/5.0' -H 'Accept: */*' -H 'Accept-Encoding: gzip' -H 'Content-Type: text/plain;charset=UTF-8' -H 'Origin: https://app.example.com' -H 'DNT: 1' -H 'Connection: keep-alive' -H 'Cookie: a=1' -H 'TE: trailers' -H 'Pragma: no-cache' -H 'Cache-Control: no-cache' --data-raw 'x'`,
    request: {
      method: 'POST',
      headers: [
        ['Accept', '*/*'],
        ['Content-Type', 'text/plain;charset=UTF-8'],
      ],
      cookie: 'a=1',
      userAgent: 'Mozilla/5.0',
      body: 'x',
      notes: [
        'Pragma, Cache-Control: taken for the browser\'s own (a reload, "Disable cache"). If the page sets it, add --header.',
      ],
    },
  },
  {
    what: 'Safari',
    command: String.raw`curl 'https://api.example.com/users' \
-X 'DELETE' \
-H 'Accept: */*' \
-H 'Referer: https://app.example.com/list' \
-H 'Sec-Fetch-Dest: empty' \
-H 'X-Token: 1'`,
    request: {
      method: 'DELETE',
      headers: [
        ['Accept', '*/*'],
        ['X-Token', '1'],
      ],
    },
  },
  {
    what: 'an older Chrome, with the names of HTTP/2 and a URL that curl would take for several',
    command: String.raw`curl 'https://api.example.com/users?a\[\]=\{1\}' -H 'authority: api.example.com' -H ':path: /users' ${ORIGIN} -H 'X-Empty;'`,
    request: { url: 'https://api.example.com/users?a[]={1}', headers: [['X-Empty', '']] },
  },
  {
    what: 'an image',
    command: `curl 'https://api.example.com/users' -H 'Referer: https://app.example.com/' -H 'Sec-Fetch-Mode: no-cors'`,
    request: { mode: 'no-cors' },
  },
  {
    what: 'a document',
    command: `curl 'https://api.example.com/users' -H 'Referer: https://app.example.com/' -H 'Sec-Fetch-Mode: navigate' -H 'Upgrade-Insecure-Requests: 1' -H 'Cache-Control: max-age=0' -H 'If-None-Match: "x"'`,
    request: {
      notes: [
        'Cache-Control, If-None-Match: taken for the browser\'s own (a reload, "Disable cache"). If the page sets it, add --header.',
        'the command opens a page, and browsers do no CORS then. It is checked as a call of fetch.',
      ],
    },
  },
  {
    what: 'a page that sets Cache-Control itself',
    command: `curl 'https://api.example.com/users' ${ORIGIN} -H 'Cache-Control: no-cache'`,
    request: { headers: [['Cache-Control', 'no-cache']] },
  },
  {
    what: 'options written by hand',
    command: `/usr/bin/curl -sSLkXPATCH -o /dev/null --max-time 5 --url api.example.com/users -u me:pw -A x -e https://app.example.com/x --json '{}'`,
    request: {
      url: 'http://api.example.com/users',
      method: 'PATCH',
      headers: [
        ['Authorization', 'Basic bWU6cHc='],
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
      ],
      userAgent: 'x',
      insecure: true,
      body: '{}',
    },
  },
  {
    what: 'several data, encoded',
    command: `curl https://api.example.com/users ${ORIGIN} -d a=1 --data-urlencode 'b=x y' --data-urlencode '=&' --data-urlencode z`,
    request: {
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'a=1&b=x%20y&%26&z',
    },
  },
  {
    what: 'data in the URL',
    command: `curl -G https://api.example.com/users?x ${ORIGIN} -d a=1`,
    request: { url: 'https://api.example.com/users?x&a=1' },
  },
  {
    what: 'HEAD',
    command: `curl -I https://api.example.com/users ${ORIGIN}`,
    request: { method: 'HEAD' },
  },
  {
    what: 'a form',
    command: `curl https://api.example.com/users ${ORIGIN} -F 'a=1' -F 'f=@photo.jpg;type=image/jpeg' --form-string 's=@x'`,
    request: {
      method: 'POST',
      headers: [['Content-Type', 'multipart/form-data; boundary=----cors-policy-7MA4YWxkTrZu0gW']],
      body: [
        '------cors-policy-7MA4YWxkTrZu0gW',
        'Content-Disposition: form-data; name="a"',
        '',
        '1',
        '------cors-policy-7MA4YWxkTrZu0gW',
        'Content-Disposition: form-data; name="f"; filename="photo.jpg"',
        '',
        '',
        '------cors-policy-7MA4YWxkTrZu0gW',
        'Content-Disposition: form-data; name="s"',
        '',
        '@x',
        '------cors-policy-7MA4YWxkTrZu0gW--',
        '',
      ].join('\r\n'),
      files: ['photo.jpg'],
    },
  },
  {
    what: 'files, which are not opened',
    command: `curl https://api.example.com/users ${ORIGIN} --data-binary @/etc/passwd -d @- --data-urlencode n@f -b jar.txt -H @headers --data-raw @raw -K rc`,
    request: {
      method: 'POST',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: '&&n=&@raw',
      files: ['/etc/passwd', '-', 'f'],
      notes: [
        'the file that --cookie names is not read.',
        'the file of headers @headers is not read.',
        '-K has no effect here.',
      ],
    },
  },
  {
    what: 'what a shell would run',
    command: `curl https://api.example.com/users ${ORIGIN} -H "X-T: $(cat /etc/passwd)" ; rm -rf / # x`,
    request: {
      headers: [['X-T', '$(cat /etc/passwd)']],
      notes: [
        '$(cat /etc/passwd) stands as it was typed: nothing is run, and no variable is read.',
        'what follows the command is not read: ; rm -rf / #…',
      ],
    },
  },
  {
    what: 'what nobody knows',
    command: `curl foo --frobnicate https://api.example.com/users ${ORIGIN}`,
    request: {
      notes: ['--frobnicate is not known.', 'a second URL or a word that no option takes is left out: foo'],
    },
  },
  {
    what: 'no URL and no page',
    command: 'curl -k',
    request: { url: undefined, pageOrigin: undefined, insecure: true },
  },
]
for (const { what, command, request } of copies) {
  test(`a curl command is read: ${what}`, () =>
    assert.deepEqual(copiedRequest(command), { ...nothing, ...request }))
}

for (const { command, says } of [
  { command: 'wget https://a.example', says: /does not begin with "curl"/ },
  { command: 'fetch("https://a.example", {})', says: /This is a call of fetch/ },
  { command: 'Invoke-WebRequest -Uri "https://a.example"', says: /This is PowerShell/ },
  { command: '', says: /does not begin with "curl"/ },
  { command: "curl 'https://a.example", says: /is not closed/ },
  { command: 'curl https://a.example -H', says: /-H has no value/ },
  { command: 'curl https://a.example --data-raw', says: /--data-raw has no value/ },
  {
    command: `curl https://a.example -X OPTIONS -H 'Access-Control-Request-Method: PUT'`,
    says: /is a preflight, which browsers send by themselves/,
  },
]) {
  test(`refused as --curl: ${command}`, () =>
    assert.throws(
      () => copiedRequest(command),
      (error: unknown) => {
        assert.ok(error instanceof CannotRun)
        assert.match(error.message, says)
        return true
      },
    ))
}
