import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { type CorsRisk, cors, createPolicy, resolve } from 'cors-policy'
import { refuses } from '../support/attacker.js'
import { issuesOf } from '../support/refused.js'

/** A RegExp that takes origins of strangers; the message must name one with `takes` in it. */
interface TooWide {
  readonly origins: RegExp
  readonly takes: string
  readonly code?: CorsRisk
}

const tooWide: readonly TooWide[] = [
  // The domain is there, with something open before or after it.
  { origins: /^https:\/\/.*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/.+example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/[a-z]*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/\w*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/(.*)example\.com$/i, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/(?:[a-z0-9.-]+)?example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/(?:www|.*)example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/[^.]*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/(?:[a-z]+\.?)*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/.*example\.co\.uk$/, takes: 'https://evilexample.co.uk' },
  { origins: /^https:\/\/[a-z]{4}example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/[\s\S]*example\.com$/, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/.*example\.com$/s, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/.*example\.com$/u, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/\p{L}+example\.com$/u, takes: 'https://evilexample.com' },
  { origins: /^https:\/\/.*\bexample\.com$/, takes: 'https://' },
  { origins: /^https:\/\/.*-example\.com$/, takes: 'https://' },
  { origins: /^https:\/\/example\.com.*$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/example\.com(?:.*)?$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/example\.com[^/]*$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/example\.com(?:\/?.*)$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/example\.com\.?[a-z.]*$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/(?:.*\.)?example\.com.*$/, takes: 'https://example.com.evil.com' },
  { origins: /^https:\/\/example\..+$/, takes: 'https://example.evil.com' },
  { origins: /^https:\/\/example\.[a-z]+$/, takes: 'https://example.' },
  { origins: /^https:\/\/(app|admin)\..+$/, takes: 'https://app.evil.com' },
  { origins: /^https:\/\/app\.[a-z.]+$/, takes: 'https://app.evil.com' },
  { origins: /^https:\/\/(?:app\.)?.+\.com$/, takes: 'https://evil.com', code: 'public-suffix' },
  // A dot that is not escaped.
  { origins: /^https:\/\/www.example.com$/, takes: 'https://wwwaexample.com' },
  { origins: /^https:\/\/app.example\.com$/, takes: 'https://appaexample.com' },
  { origins: /^https:\/\/(?:.+\.)?my.example\.com$/, takes: 'https://' },
  { origins: /^https:\/\/[a-z]+.example\.com$/, takes: 'https://' },
  // Any host, or any host at one port.
  { origins: /^.*$/, takes: 'https://evil.com' },
  { origins: /^.+$/u, takes: 'https://evil.com' },
  { origins: /^https:\/\/.*$/, takes: 'https://evil.com' },
  { origins: /^https?:\/\/.+$/, takes: 'https://evil.com' },
  { origins: /^https:\/\/[^/]+$/, takes: 'https://evil.com' },
  { origins: /^https:\/\/[a-z0-9.-]+(:\d+)?$/, takes: 'https://evil.com' },
  { origins: /^https?:\/\/[^:]+:(3000|8080)$/, takes: 'https://evil.com:3000' },
  { origins: /^https:\/\/\S+:8443$/, takes: 'https://evil.com:8443' },
  { origins: /^https:\/\/(?!evil\.)[a-z.]+$/, takes: 'https://' },
  { origins: /^(?!https:\/\/evil).*$/, takes: '://' },
  { origins: /^(?:https:\/\/a\.example\.com|.*)$/, takes: 'https://evil.com' },
  { origins: /^https:\/\/a\.example\.com$|^.*$/, takes: 'https://evil.com' },
  { origins: /^https:\/\/[a-z]+$/, takes: 'https://a' },
  { origins: /^https:\/\/10\.0\.0\.\d+$/, takes: 'https://10.0.0.0' },
  { origins: /^[a-z]+:\/\/app\.example\.com$/, takes: '://app.example.com' },
  { origins: /^chrome-extension:\/\/[a-p]{32}$/, takes: `chrome-extension://${'a'.repeat(32)}` },
  { origins: /^capacitor:\/\/.*$/, takes: 'capacitor://a' },
  // Several domains, and not every one is spelled out.
  { origins: /^https:\/\/app\d\.com$/, takes: 'https://app0.com' },
  { origins: /^https:\/\/app-[ab]\.com$/, takes: 'https://app-a.com' },
  { origins: /^https:\/\/(?:example|[a-z]{9})\.com$/, takes: 'https://' },
  { origins: /^https:\/\/example\.(?:com|[a-z]{2})$/, takes: 'https://example.' },
  // Names that anyone can register.
  {
    origins: /^https:\/\/[a-z0-9-]{5,}\.vercel\.app$/,
    takes: 'https://aevil.vercel.app',
    code: 'public-suffix',
  },
  { origins: /^https:\/\/my-[a-z]+-team\.vercel\.app$/, takes: 'https://my-', code: 'public-suffix' },
  { origins: /^https:\/\/[0-9a-f]+\.ngrok\.io$/, takes: '.ngrok.io', code: 'public-suffix' },
  { origins: /^https:\/\/[a-z0-9-]+\.ngrok.io$/, takes: 'https://' },
  { origins: /^https:\/\/[a-z]+\.github\.io$/, takes: 'https://evil.github.io', code: 'public-suffix' },
  { origins: /^https:\/\/.*\.github\.io$/i, takes: 'https://evil.github.io', code: 'public-suffix' },
  { origins: /^https:\/\/(?:.*\.)?co\.uk$/, takes: 'https://evil.co.uk', code: 'public-suffix' },
  { origins: /^https:\/\/[a-z]+\.(?:com|org)$/, takes: 'https://evil.', code: 'public-suffix' },
  {
    origins: /^https:\/\/\w+\.(?:surge\.sh|example\.com)$/,
    takes: 'https://evil.surge.sh',
    code: 'public-suffix',
  },
  {
    origins: /^https:\/\/[a-z-]+\.netlify\.app(:\d+)?$/,
    takes: 'https://evil.netlify.app',
    code: 'public-suffix',
  },
  // The suffix lies below the name that is spelled out.
  {
    origins: /^https:\/\/[a-z0-9.-]+\.railway\.app$/,
    takes: 'https://evil.up.railway.app',
    code: 'public-suffix',
  },
  { origins: /^https:\/\/.*\.fastly\.net$/, takes: '.fastly.net', code: 'public-suffix' },
  { origins: /^https:\/\/.*\.amazonaws\.com$/, takes: '.amazonaws.com', code: 'public-suffix' },
  { origins: /^https:\/\/[a-z0-9.-]+\.on\.aws$/, takes: '.on.aws', code: 'public-suffix' },
  // http: on other machines.
  {
    origins: /^https?:\/\/app-\d+\.example\.com$/,
    takes: 'http://app-0.example.com',
    code: 'insecure-origin',
  },
  { origins: /^http:\/\/intranet:8080$/, takes: 'http://intranet:8080', code: 'insecure-origin' },
  { origins: /^https?:\/\/(?:app|admin)\.example\.com$/, takes: 'http://', code: 'insecure-origin' },
  { origins: /^http(?:s)?:\/\/(www\.)?example\.com$/, takes: 'http://', code: 'insecure-origin' },
  {
    origins: /^https?:\/\/(?:localhost|example\.com)$/,
    takes: 'http://example.com',
    code: 'insecure-origin',
  },
  {
    origins: /^http:\/\/localhost\.example\.com$/,
    takes: 'http://localhost.example.com',
    code: 'insecure-origin',
  },
  { origins: /^http:\/\/192\.168\.1\.\d+$/, takes: 'http://192.168.1.0' },
]

for (const { origins, takes, code = 'any-origin-with-credentials' } of tooWide) {
  test(`with credentials ${origins} is refused, and the message names an origin that it takes`, () => {
    const issues = issuesOf({ origins: [origins], credentials: true })
    const issue = issues.find(each => each.code === code)
    assert.ok(issue, issues.map(each => each.code).join())
    const [, taken = ''] = /takes "([^"]+)"/.exec(issue.message) ?? []
    assert.ok(taken.includes(takes), issue.message)
    const whole = new RegExp(`^(?:${origins.source})$`, origins.flags)
    assert.ok(whole.test(taken), `${taken} does not match`)
    assert.equal(new URL(taken).origin === 'null' ? taken : new URL(taken).origin, taken)
    // The message advises only what is accepted.
    for (const advice of issue.message.matchAll(/Write (.*?)\. To accept/g)) {
      for (const [, text = ''] of (advice[1] ?? '').matchAll(/"([^"]+)"/g)) {
        assert.deepEqual(issuesOf({ origins: text, credentials: true }), [], text)
      }
    }
  })

  test(`with credentials ${origins} is accepted if dangerouslyAllow has its code, for all origins or this entry`, () => {
    const codes = [...new Set(issuesOf({ origins: [origins], credentials: true }).map(issue => issue.code))]
    cors({ origins, credentials: true, dangerouslyAllow: codes as CorsRisk[] })
    const entries = Object.fromEntries(codes.map(each => [each, [new RegExp(origins)]]))
    cors({ origins, credentials: true, dangerouslyAllow: entries })
    const others = Object.fromEntries(
      codes.map(each => [each, [/^https:\/\/other\.example\.com$/, origins.source]]),
    )
    refuses({ origins, credentials: true, dangerouslyAllow: others }, ...codes)
  })

  test(`without credentials ${origins} is accepted`, () => void createPolicy({ origins }))
}

const safe: readonly RegExp[] = [
  // Subdomains.
  /^https:\/\/[a-z0-9-]+\.example\.com$/,
  /^https:\/\/[^.]+\.example\.com$/,
  /^https:\/\/.+\.example\.com$/,
  /^https:\/\/.*\.example\.com$/,
  /^https:\/\/(?:.*\.)?example\.com$/,
  /^https:\/\/([a-z0-9-]+\.)*example\.com$/,
  /^https:\/\/(?:[\w-]+\.){0,3}example\.com$/,
  /^https:\/\/[a-z]{2,10}\.example\.com$/,
  /^https:\/\/\w+\.example\.com$/u,
  /^https:\/\/\p{Ll}+\.example\.com$/u,
  /^https:\/\/.+[.]example[.]com$/,
  /^https:\/\/\S+\.example\.com$/,
  /^https:\/\/[a-z]+\.[a-z]+\.example\.com$/,
  /^https:\/\/([a-z]+\.)?[a-z]+\.example\.co\.uk$/,
  /^https:\/\/.*\.example\.com$/i,
  /^HTTPS:\/\/[A-Z0-9-]+\.EXAMPLE\.COM$/i,
  /^https:\/\/.+\.my-app\.vercel\.app$/,
  /^https:\/\/[a-z]+\.acme\.github\.io$/,
  /^https:\/\/.*\.my-service\.up\.railway\.app$/,
  /^https:\/\/[a-z]+\.dev\.example\.railway\.app$/,
  /^https:\/\/.+\.bucket\.s3\.amazonaws\.com$/,
  // One host, or a few.
  /^https:\/\/example\.com$/,
  /^https:\/\/(www\.)?example\.com$/,
  /^https:\/\/(?:www\.)?example\.(?:com|org|co\.uk)$/,
  /^https:\/\/(?:app|admin|api)\.example\.com$/,
  /^https:\/\/(app|www)?\.?example\.com$|^https:\/\/(app|www)\.example\.org$/,
  /^https:\/\/a\.example\.com$|^https:\/\/b\.example\.org$/,
  /^(?:https:\/\/a\.example\.com|https:\/\/b\.example\.org)$/,
  /^https:\/\/(?:a|b|c|d|e|f|g|h|i|j|k|l)\.example\.com$/,
  /^https:\/\/(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta)\.com$/,
  /^https:\/\/my-?app\.com$/,
  /^https:\/\/example\.com\.?$/,
  /^https:\/\/shop\.xn--mnchen-3ya\.de$/,
  /^https:\/\/github\.io$/,
  /^https:\/\/(?:intranet|wiki)$/,
  /^https:\/\/10\.0\.0\.(?:5|6)$/,
  /^https:\/\/\[fd00::1\]$/,
  /^https:\/\/(?<sub>[a-z]+)\.example\.com$/,
  // Numbers.
  /^https:\/\/app-\d+\.example\.com$/,
  /^https:\/\/pr-\d+\.preview\.example\.com$/,
  /^https:\/\/preview-[0-9a-f]{8}\.example\.com$/,
  /^https:\/\/(?:pr|branch)-[a-z0-9-]+\.example\.dev$/,
  /^https:\/\/v\d\.example\.com$/,
  /^https:\/\/[a-z]+-\d{1,3}\.staging\.example\.io$/,
  /^https:\/\/feature[.-][a-z0-9-]+\.example\.com$/,
  // Ports.
  /^https:\/\/app\.example\.com:8443$/,
  /^https:\/\/app\.example\.com(:\d+)?$/,
  /^https:\/\/app\.example\.com(?::[0-9]{1,5})?$/,
  /^https:\/\/[a-z]+\.example\.com:(?:3000|8080)$/,
  /^https:\/\/.+\.example\.com:\d{4}$/,
  // This machine.
  /^http:\/\/localhost$/,
  /^https?:\/\/localhost(:\d+)?$/,
  /^http:\/\/localhost:\d+$/,
  /^http:\/\/localhost:(3000|5173)$/,
  /^http:\/\/localhost:3\d{3}$/,
  /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/,
  /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/,
  /^http:\/\/[a-z0-9-]+\.localhost:\d+$/,
  /^http:\/\/127\.\d+\.\d+\.\d+$/,
  /^(?:https:\/\/app\.example\.com|http:\/\/localhost:\d+)$/,
  /^https?:\/\/localhost:\d+$|^https:\/\/[a-z]+\.example\.com$/,
  // Look-arounds, groups and classes that change nothing.
  /^https:\/\/(?!internal\.)[a-z]+\.example\.com$/,
  /^https:\/\/(?=app)[a-z0-9-]+\.example\.com$/,
  /^https:\/\/[a-z]+(?<!admin)\.example\.com$/,
  /^https:\/\/(([a-z])+\.)+example\.com$/,
  /^https:\/\/(?:|[a-z]+\.)example\.com$/,
  /^https:\/\/[^/:]+?\.example\.com$/,
  // Other schemes.
  /^capacitor:\/\/localhost$/,
  /^(?:capacitor|ionic):\/\/localhost$/,
  /^chrome-extension:\/\/abcdefghijklmnopabcdefghijklmnop$/,
]

for (const origins of safe) {
  test(`with credentials ${origins} is accepted, since it is proven safe`, () => {
    assert.deepEqual(issuesOf({ origins, credentials: true }), [])
  })
}

/** Sources as strings, since the compiler or the linter refuses them as literals. */
const oddSources: readonly { readonly source: string; readonly flags: string }[] = [
  { source: '^https://.*example\\.com$', flags: 'v' },
  { source: '^https://[\\w--_]+\\.example\\.com$', flags: 'v' },
  { source: '^https://(?:example\\.com|\\P{ASCII}+\\.com)$', flags: 'iv' },
  // refa finds these safe if it may resolve look-arounds and back-references by itself.
  { source: '^https://(?:example\\.com|[a-z]+\\.com(?!(?=[ab])(?:[^]?){1,2})[ab]?)$', flags: '' },
  { source: '^https://(?:example\\.com|(?!(a))\\1.*\\.com)$', flags: '' },
  { source: '^https://(?!(?<x>www\\.))\\k<x>[a-z]+\\.com$', flags: '' },
  // Nested repeats of thousands would take for ever.
  { source: '^https://((((a?){30}){30}){30}){30}\\.example\\.com$', flags: '' },
]

test('with credentials, a RegExp that cannot be analysed is refused as if it took any origin', () => {
  for (const origins of [
    /^https:\/\/(\w+)\.\1\.com$/,
    /^https:\/\/(app)\.\1\.example\.com$/,
    /^(?=https:).+:\/\/[a-z]+\.example\.com$/,
    ...oddSources.map(({ source, flags }) => new RegExp(source, flags)),
    /^https:\/\/(?:(?:a{1,200}){1,200}){1,200}\.example\.com$/,
    // Fifty domains in one RegExp.
    new RegExp(
      `^https://(?:${Array.from({ length: 50 }, (_, i) => `shop${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i)}`).join('|')})\\.com$`,
    ),
  ]) {
    const [issue, ...others] = issuesOf({ origins, credentials: true })
    assert.equal(issue?.code, 'any-origin-with-credentials')
    assert.deepEqual(others, [])
    cors({ origins, credentials: true, dangerouslyAllow: ['any-origin-with-credentials'] })
    cors({ origins })
  }
})

test('flags inside a group are not ignored', () => {
  let origins: RegExp
  try {
    const inGroup = '(?i:[A-Z]+)'
    origins = new RegExp(`^https://example\\.com$|^https://${inGroup}\\.com$`)
  } catch {
    // This version of Node has no flags inside groups.
    return
  }
  refuses({ origins, credentials: true }, 'any-origin-with-credentials')
})

const unmatchable: readonly { readonly origins: RegExp; readonly instead?: string }[] = [
  { origins: /^localhost:3000$/, instead: '"http://localhost:3000"' },
  { origins: /^localhost$/, instead: '"http://localhost:*"' },
  // The message advises no domain that may be a stranger's.
  { origins: /^\.vercel\.app$/, instead: '/^https:\\/\\/[a-z0-9-]+\\.example\\.com$/' },
  { origins: /^\.example\.com$/, instead: '"https://*.example.com"' },
  { origins: /^example\.com$/, instead: '"https://example.com"' },
  { origins: /^https:\/\/example\.com\/$/, instead: '"https://example.com"' },
  { origins: /^https:\/\/example\.com:443$/, instead: '"https://example.com"' },
  { origins: /^https:\/\/.*\.example\.com\/$/, instead: '"https://*.example.com"' },
  { origins: /^\/\/example\.com$/, instead: '"https://example.com"' },
  { origins: /^https:example\.com$/, instead: '"https://example.com"' },
  { origins: /^https:\/example\.com$/, instead: '"https://example.com"' },
  { origins: /^\.[a-z]+\.example\.com$/ },
  { origins: /^-?$/ },
]
for (const { origins, instead } of unmatchable) {
  test(`${origins} is refused, since no origin matches it`, () => {
    refuses({ origins, credentials: true }, 'unmatchable-regexp')
    if (instead === undefined) return
    const [issue] = issuesOf({ origins })
    assert.equal(issue?.code, 'unmatchable-regexp')
    assert.ok(issue.message.endsWith(` Write ${instead}.`), issue.message)
  })
}

test('with credentials, a RegExp that no origin matches is refused even if only an analysis shows it', () => {
  for (const origins of [
    /^https:\/\/[A-Z]+\.example\.com$/,
    /^https?:\/\/[a-z]+\/$/,
    /^(?:ftp)?$/,
    /^https:\/\/[a-z]+\.com:0\d$/,
  ]) {
    refuses({ origins, credentials: true }, 'unmatchable-regexp')
  }
})

test('with credentials, patterns above a public suffix are refused by the rules of the list', () => {
  for (const origins of [
    'https://*.railway.app',
    'https://*.fastly.net',
    'https://*.on.aws',
    'https://*.amazonaws.com',
    'https://*.windows.net',
    'https://*.compute.amazonaws.com',
    'https://*.com',
    'https://*.github.io.',
  ]) {
    refuses({ origins, credentials: true }, 'public-suffix')
    cors({ origins })
    cors({ origins, credentials: true, dangerouslyAllow: { 'public-suffix': [origins] } })
  }
  cors({ origins: ['https://*.my-app.up.railway.app', 'https://*.example.com'], credentials: true })
})

test('a risk that is accepted for one entry is refused for every other', () => {
  const origins = ['http://10.0.0.5:3000', 'http://10.0.0.6:3000', 'null']
  const accept = (entries: Record<string, unknown>) =>
    issuesOf({ origins, credentials: true, dangerouslyAllow: entries }).map(issue => [
      issue.code,
      issue.value,
    ])
  assert.deepEqual(accept({ 'insecure-origin': ['http://10.0.0.5:3000'], 'null-origin': 'null' }), [
    ['insecure-origin', 'http://10.0.0.6:3000'],
  ])
  assert.deepEqual(accept({ 'insecure-origin': new Set(origins) }), [['null-origin', 'null']])
  assert.deepEqual(accept({ 'insecure-origin': origins, 'null-origin': origins }), [])
  refuses(
    { origins: '*', credentials: true, dangerouslyAllow: { 'insecure-origin': ['*'] } },
    'any-origin-with-credentials',
  )
  const everyone = createPolicy({
    credentials: true,
    dangerouslyAllow: { 'any-origin-with-credentials': ['*'] },
  })
  const origin = 'https://a.example'
  assert.deepEqual(resolve(everyone, { method: 'GET', url: '/', headers: { origin } }).headers, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
  })
  // The same source with other flags is another RegExp.
  const spelled = /^https:\/\/.*example\.com$/
  const of = (entry: RegExp) => ({
    origins: spelled,
    credentials: true,
    dangerouslyAllow: { 'any-origin-with-credentials': entry },
  })
  cors(of(new RegExp(spelled.source)))
  refuses(of(new RegExp(spelled.source, 'i')), 'any-origin-with-credentials')
})

test('unknown codes and wrong entries in dangerouslyAllow are refused', () => {
  const wrong = { 'insecure-orgin': ['http://a.com'], 'public-suffix': [5, ''] }
  assert.deepEqual(
    issuesOf({ origins: [], dangerouslyAllow: wrong }).map(({ code, path }) => [code, path]),
    [
      ['unknown-risk', 'dangerouslyAllow["insecure-orgin"]'],
      ['invalid-type', 'dangerouslyAllow["public-suffix"][0]'],
      ['invalid-type', 'dangerouslyAllow["public-suffix"][1]'],
    ],
  )
})

test('the analysis of RegExps is loaded only for a RegExp with credentials or beside another resource', () => {
  const loaded = (options: string) =>
    execFileSync(
      process.execPath,
      [
        '-e',
        `require('cors-policy').createPolicy(${options}); console.log(Object.keys(require.cache).filter(file => /refa|regexpp|tldts|-reach.js/.test(file)).length)`,
      ],
      { encoding: 'utf8' },
    ).trim()
  assert.equal(loaded(`{ origins: ['https://a.example.com', 'http://localhost:*'], credentials: true }`), '0')
  assert.equal(loaded(`{ resources: [[/^\\/api/, {}]] }`), '0')
  assert.notEqual(loaded(`{ resources: [['/api', {}], [/^\\/api/, { methods: [] }]] }`), '0')
  assert.equal(loaded(`{ origins: /^https:\\/\\/.*$/ }`), '0')
  assert.notEqual(loaded(`{ origins: /^https:\\/\\/a\\.example\\.com$/, credentials: true }`), '0')
})
