import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { command, isRefused, type Outcome } from '../support/command.js'

const BLOCKED =
  "Access to fetch at 'https://api.example.com/users' from origin 'https://app.example.com' has been blocked by CORS policy: "
const PREFLIGHT = "Response to preflight request doesn't pass access control check: "
const FIREFOX =
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/users. '

interface Row {
  readonly what: string
  readonly message: string
  /** All of these are in the output. */
  readonly says: readonly string[]
  readonly causes: readonly string[]
  readonly check: string
}

const ASK = 'cors-policy check https://api.example.com/users --origin https://app.example.com'
const UNKNOWN_ORIGIN = "cors-policy check https://api.example.com/users --origin '<origin of the page>'"

const rows: readonly Row[] = [
  {
    what: 'a missing header',
    message: `${BLOCKED}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    says: ['Chromium', 'Header: Access-Control-Allow-Origin: https://app.example.com', 'Vary: Origin'],
    causes: ['no-cors-layer', 'origin-not-listed'],
    check: ASK,
  },
  {
    what: 'a preflight without the header',
    message: `${BLOCKED}${PREFLIGHT}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    says: ['OPTIONS', '404 or 405'],
    causes: ['preflight-not-routed', 'answered-before-cors', 'origin-not-listed', 'no-cors-layer'],
    check: `${ASK} --method '<method of the page>'`,
  },
  {
    what: 'a wildcard beside credentials',
    message: `${BLOCKED}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
    says: ['Header: Access-Control-Allow-Credentials: true'],
    causes: ['wildcard-with-credentials'],
    check: `${ASK} --credentials`,
  },
  {
    what: 'missing credentials',
    message: `${BLOCKED}The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.`,
    says: ['Header: Access-Control-Allow-Credentials: true'],
    causes: ['credentials-not-allowed'],
    check: `${ASK} --credentials`,
  },
  {
    what: 'one value twice',
    message: `${BLOCKED}The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one is allowed.`,
    says: ['*, *'],
    causes: ['two-layers'],
    check: ASK,
  },
  {
    what: 'a list of origins',
    message: `${BLOCKED}The 'Access-Control-Allow-Origin' header contains multiple values 'https://a.example, https://b.example', but only one is allowed.`,
    says: ['https://a.example, https://b.example'],
    causes: ['two-layers', 'header-misspelt'],
    check: ASK,
  },
  {
    what: 'an invalid value',
    message: `${BLOCKED}The 'Access-Control-Allow-Origin' header contains the invalid value 'app.example.com'. Have the server send the header with a valid value.`,
    says: ['"app.example.com"'],
    causes: ['header-misspelt'],
    check: ASK,
  },
  {
    what: 'another origin',
    message: `${BLOCKED}The 'Access-Control-Allow-Origin' header has a value 'https://other.example' that is not equal to the supplied origin.`,
    says: ['"https://other.example"', 'Vary: Origin'],
    causes: ['origin-not-listed', 'cached-copy'],
    check: ASK,
  },
  {
    what: 'a slash at the end',
    message: `${BLOCKED}The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com/' that is not equal to the supplied origin.`,
    says: ['no slash'],
    causes: ['header-misspelt'],
    check: ASK,
  },
  {
    what: 'an origin that a redirect hid',
    message:
      "Access to fetch at 'https://other.example/x' (redirected from 'https://api.example.com/users') from origin 'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com' that is not equal to the supplied origin.",
    says: ['Origin: null', 'https://api.example.com/users'],
    causes: ['redirect'],
    check: ASK,
  },
  {
    what: 'a redirected preflight',
    message: `${BLOCKED}${PREFLIGHT}Redirect is not allowed for a preflight request.`,
    says: ['Location'],
    causes: ['redirect', 'login-redirect'],
    check: `${ASK} --method '<method of the page>'`,
  },
  {
    what: 'a method',
    message: `${BLOCKED}Method patch is not allowed by Access-Control-Allow-Methods in preflight response.`,
    says: ['PATCH', 'Header: Access-Control-Allow-Methods: PATCH'],
    causes: ['method-not-listed'],
    check: `${ASK} --method patch`,
  },
  {
    what: 'a header',
    message: `${BLOCKED}Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.`,
    says: ['Header: Access-Control-Allow-Headers: authorization'],
    causes: ['header-not-listed'],
    check: `${ASK} --header 'authorization: x'`,
  },
  {
    what: 'a header that only servers set',
    message: `${BLOCKED}Request header field access-control-allow-origin is not allowed by Access-Control-Allow-Headers in preflight response.`,
    says: ['Take it out of the page'],
    causes: ['page-header'],
    check: `${ASK} --header 'access-control-allow-origin: x'`,
  },
  {
    what: 'a header of a tracing SDK',
    message: `${BLOCKED}Request header field traceparent is not allowed by Access-Control-Allow-Headers in preflight response.`,
    says: ['tracing SDK'],
    causes: ['page-header', 'header-not-listed'],
    check: `${ASK} --header 'traceparent: x'`,
  },
  {
    what: 'a server error in Firefox',
    message: `${FIREFOX}(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 500. https://developer.mozilla.org/docs/Web/HTTP/CORS/Errors/CORSMissingAllowOrigin`,
    says: ['Firefox', 'status is 500'],
    causes: ['server-error'],
    check: UNKNOWN_ORIGIN,
  },
  {
    what: 'the telling one of two lines of Firefox',
    message: `${FIREFOX}(Reason: CORS request did not succeed). Status code: (null).\n${FIREFOX}(Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).`,
    says: ['Firefox'],
    causes: ['credentials-not-allowed'],
    check: `${UNKNOWN_ORIGIN} --credentials`,
  },
  {
    what: 'a server that cannot be reached, in Firefox',
    message: `${FIREFOX}(Reason: CORS request did not succeed). Status code: (null).`,
    says: ['This is not CORS'],
    causes: ['unreachable'],
    check: UNKNOWN_ORIGIN,
  },
  {
    what: 'both lines of Safari',
    message:
      '[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load https://api.example.com/users due to access control checks.',
    says: ['Safari'],
    causes: ['no-cors-layer', 'origin-not-listed', 'header-misspelt'],
    check: ASK,
  },
  {
    what: "Safari's preflight that a login answers",
    message:
      'Preflight response is not successful. Status code: 401\nXMLHttpRequest cannot load https://api.example.com/users due to access control checks.',
    says: ['status 401'],
    causes: ['answered-before-cors'],
    check: `${UNKNOWN_ORIGIN} --method '<method of the page>'`,
  },
  {
    what: 'an older Chromium',
    message:
      "XMLHttpRequest cannot load https://api.example.com/users. Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access. The response had HTTP status code 401.",
    says: ['status is 401'],
    causes: ['answered-before-cors'],
    check: `${ASK} --method '<method of the page>'`,
  },
  {
    what: 'mixed content',
    message:
      "Mixed Content: The page at 'https://app.example.com/page' was loaded over HTTPS, but requested an insecure resource 'http://api.example.com/users'. This request has been blocked; the content must be served over HTTPS.",
    says: ['Serve the API over https'],
    causes: ['mixed-content'],
    check: 'cors-policy check http://api.example.com/users --origin https://app.example.com',
  },
  {
    what: 'the local network',
    message: `${BLOCKED}Permission was denied for this request to access the \`loopback\` address space.`,
    says: ['"loopback"'],
    causes: ['local-network'],
    check: ASK,
  },
  ...[
    'Uncaught (in promise) TypeError: Failed to fetch',
    'TypeError: NetworkError when attempting to fetch resource.',
    'TypeError: Load failed',
    'TypeError: cancelled',
    'AxiosError: Network Error',
  ].map(message => ({
    what: `no more than ${message}`,
    message,
    says: ['hide the reason', 'developer tools'],
    causes: [],
    check: "cors-policy check '<url>' --origin '<origin of the page>'",
  })),
  {
    what: 'a message that ends before the reason',
    message: BLOCKED,
    says: ['Copy the whole message'],
    causes: [],
    check: ASK,
  },
]

for (const { what, message, says, causes, check } of rows) {
  test(`explain explains ${what}`, async () => {
    const { status, stdout, stderr } = await command(['explain', message])
    assert.deepEqual([status, stderr], [0, ''])
    for (const text of says) assert.ok(stdout.includes(text), `${text}\n${stdout}`)
    assert.equal(/^Cause: (.*)$/m.exec(stdout)?.[1] ?? '', causes.join(' or '))
    assert.equal(/^Check: (.*)$/m.exec(stdout)?.[1], check)
  })
}

const cuts: readonly { readonly part: string; readonly situation: string }[] = [
  { part: "policy: No 'Access-Control-Allow-Ori", situation: 'origin-missing' },
  { part: 'header is present on the requested resource.', situation: 'origin-missing' },
  { part: "must not be the wildcard '*' when the request's credentials mode", situation: 'origin-wildcard' },
  { part: "which must be 'true' when the request's credentials mode", situation: 'credentials' },
  { part: 'that is not equal to the supplied origin.', situation: 'origin-other' },
  { part: 'header contains multiple values', situation: 'origin-several' },
  { part: 'Method PUT is not allowed by Access-Control-Allow-Methods', situation: 'method' },
  { part: 'Reason: CORS request did not succeed', situation: 'unreachable' },
  {
    part: 'cannot load https://api.example.com/users due to access control checks',
    situation: 'reason-missing',
  },
]

for (const { part, situation } of cuts) {
  test(`explain knows a part of a message: ${part}`, async () => {
    const { stdout } = await command(['explain', '--json', part])
    assert.equal(JSON.parse(stdout).situation, situation)
  })
}

const MISSING = `${BLOCKED}No 'Access-Control-Allow-Origin' header is present on the requested resource.`

test('explain --json prints one object with what the message tells, what it means and the command', async () => {
  const { status, stdout } = await command(['explain', '--json', MISSING])
  const { means, look, ...told } = JSON.parse(stdout)
  assert.equal(status, 0)
  assert.match(means, /no Access-Control-Allow-Origin/)
  assert.match(look, /network panel/)
  assert.deepEqual(told, {
    browser: 'Chromium',
    situation: 'origin-missing',
    url: 'https://api.example.com/users',
    redirectedFrom: '',
    origin: 'https://app.example.com',
    value: '',
    hasValue: false,
    method: '',
    status: 0,
    isPreflight: false,
    causes: ['no-cors-layer', 'origin-not-listed'],
    header: 'Access-Control-Allow-Origin: https://app.example.com',
    flags: [],
    command: ASK,
  })
})

test('explain takes a message that the shell has split into words', async () => {
  const { status, stdout } = await command(['explain', ...MISSING.replaceAll("'", '').split(' ')])
  assert.equal(status, 0)
  assert.ok(stdout.endsWith(`Check: ${ASK}\n`))
})

for (const args of [['explain'], ['explain', '-']]) {
  test(`"cors-policy ${args.join(' ')}" reads standard input`, async () => {
    const { status, stdout } = await piped(args, MISSING.replaceAll(' ', '\n'))
    assert.equal(status, 0)
    assert.ok(stdout.endsWith(`Check: ${ASK}\n`))
  })
}

test('explain exits with 2 if the text is no message, and says how to paste one', async () => {
  for (const text of [
    'hello',
    'CORS does not work',
    "TypeError: Cannot read properties of undefined (reading 'map')",
  ])
    isRefused(await command(['explain', text]), /Copy the red line from the browser's console/)
  isRefused(await piped(['explain'], ''), /Copy the red line/)
})

test('explain refuses an option that it does not know', async () => {
  isRefused(await command(['explain', '--jsn', MISSING]), /no option --jsn\. Did you mean --json\?/)
})

test('explain escapes what a terminal obeys, and quotes what a shell obeys', async () => {
  const hostile = `Access to fetch at 'https://api.example.com/$(id);x' from origin 'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains the invalid value '\x1b[31m\u202e'. Have the server send the header with a valid value.`
  const { status, stdout } = await command(['explain', hostile])
  assert.equal(status, 0)
  assert.ok(!stdout.includes('\x1b') && !stdout.includes('\u202e'))
  assert.match(stdout, /\\x1b\[31m/)
  assert.match(stdout, /^Check: cors-policy check 'https:\/\/api\.example\.com\/\$\(id\);x' --origin/m)
})

function piped(args: readonly string[], input: string): Promise<Outcome> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['dist/cli/main.js', ...args])
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      output.stderr += text
    })
    child.on('close', status => resolve({ status, ...output }))
    child.stdin.end(input)
  })
}
