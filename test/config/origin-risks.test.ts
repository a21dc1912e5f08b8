import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuesOf, testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  {
    options: { credentials: true },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: '*' },
    issues: [
      'any-origin-with-credentials origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: ['*'] },
    issues: [
      'any-origin-with-credentials origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^.*$/ },
    issues: [
      'any-origin-with-credentials origins: /^.*$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^.*$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^https:\/\/.+$/ },
    issues: [
      'any-origin-with-credentials origins: /^https:\\/\\/.+$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/.+$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^http:\/\/[^/]+:8443$/ },
    issues: [
      'any-origin-with-credentials origins: /^http:\\/\\/[^/]+:8443$/ takes "http://a.io:8443", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^http:\\/\\/[^/]+:8443$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: [A, /^https:\/\/[a-z0-9-]+\.[a-z]+$/] },
    issues: [
      'any-origin-with-credentials origins[1]: /^https:\\/\\/[a-z0-9-]+\\.[a-z]+$/ takes "https://evil.com", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/[a-z0-9-]+\\.[a-z]+$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://a.com' },
    issues: [
      'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://*.a.com:*' },
    issues: [
      'insecure-origin origins: "http://*.a.com:*" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://*.a.com:*". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.a.com:*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://localhost.a.com' },
    issues: [
      'insecure-origin origins: "http://localhost.a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://localhost.a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://localhost.a.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://128.0.0.1' },
    issues: [
      'insecure-origin origins: "http://128.0.0.1" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://128.0.0.1". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://128.0.0.1"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.com' },
    issues: [
      'public-suffix origins: "https://*.com" with credentials: anyone can register a name under "com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.co.uk' },
    issues: [
      'public-suffix origins: "https://*.co.uk" with credentials: anyone can register a name under "co.uk" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.co.uk"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.github.io' },
    issues: [
      'public-suffix origins: "https://*.github.io" with credentials: anyone can register a name under "github.io" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.github.io"] }.',
    ],
  },
  {
    options: { credentials: true, origins: [A, 'https://*.vercel.app:*'] },
    issues: [
      'public-suffix origins[1]: "https://*.vercel.app:*" with credentials: anyone can register a name under "vercel.app" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.vercel.app:*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.compute.amazonaws.com' },
    issues: [
      'public-suffix origins: "https://*.compute.amazonaws.com" with credentials: anyone can register a name under "compute.amazonaws.com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.compute.amazonaws.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'null' },
    issues: [
      'null-origin origins: "null" with credentials lets any page read what your users may read: every sandboxed frame sends "Origin: null". Leave it out; serve local pages from "http://localhost:5173". To accept this risk: dangerouslyAllow: { "null-origin": ["null"] }.',
    ],
  },
  {
    options: { credentials: true, origins: A, exposeHeaders: '*' },
    issues: [
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    ],
  },
  {
    options: { credentials: true, origins: A, sendWildcard: true },
    issues: [
      'wildcard-with-credentials sendWildcard: browsers refuse "*" as the origin with credentials. Leave sendWildcard out: the request\'s own origin is sent.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://xlocalhost' },
    issues: [
      'insecure-origin origins: "http://xlocalhost" with credentials: whoever is on the network path can be this origin and read what your users may read. To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://xlocalhost"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://127.0.0.1.a.com' },
    issues: [
      'insecure-origin origins: "http://127.0.0.1.a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://127.0.0.1.a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://127.0.0.1.a.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://*.127a.com' },
    issues: [
      'insecure-origin origins: "http://*.127a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://*.127a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.127a.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://1.localhost.com' },
    issues: [
      'insecure-origin origins: "http://1.localhost.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://1.localhost.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://1.localhost.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.ck' },
    issues: [
      'public-suffix origins: "https://*.ck" with credentials: anyone can register a name under "ck" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.ck"] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'https://*.com.' },
    issues: [
      'public-suffix origins: "https://*.com." with credentials: anyone can register a name under "com." and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.com."] }.',
    ],
  },
  {
    options: { credentials: true, origins: 'http://*.com' },
    issues: [
      'public-suffix origins: "http://*.com" with credentials: anyone can register a name under "com" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["http://*.com"] }.',
      'insecure-origin origins: "http://*.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://*.com"] }.',
    ],
  },
  {
    options: { credentials: true, origins: ['null', 'http://a.com', 'https://*.io'] },
    issues: [
      'null-origin origins[0]: "null" with credentials lets any page read what your users may read: every sandboxed frame sends "Origin: null". Leave it out; serve local pages from "http://localhost:5173". To accept this risk: dangerouslyAllow: { "null-origin": ["null"] }.',
      'insecure-origin origins[1]: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
      'public-suffix origins[2]: "https://*.io" with credentials: anyone can register a name under "io" and read what your users may read. Name your own host in full, such as "https://app.example.com". To accept this risk: dangerouslyAllow: { "public-suffix": ["https://*.io"] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^https:\/\/[a-z0-9-]+\.github\.io$/ },
    issues: [
      'public-suffix origins: /^https:\\/\\/[a-z0-9-]+\\.github\\.io$/ takes "https://evil.github.io", with credentials: anyone can register a name under "github.io" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https:\\/\\/[a-z0-9-]+\\.github\\.io$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^https?:\/\/(?:www\.)?[a-z0-9-]+\.co\.uk$/ },
    issues: [
      'public-suffix origins: /^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/ takes "https://evil.co.uk", with credentials: anyone can register a name under "co.uk" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/] }.',
      'insecure-origin origins: /^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/ takes "http://a.co.uk", with credentials: whoever is on the network path can be that origin and read what your users may read. Write https: for that host. To accept this risk: dangerouslyAllow: { "insecure-origin": [/^https?:\\/\\/(?:www\\.)?[a-z0-9-]+\\.co\\.uk$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: [/^https:\/\/a\.b\.[a-z0-9-]+\.dev:4321$/] },
    issues: [
      'any-origin-with-credentials origins[0]: /^https:\\/\\/a\\.b\\.[a-z0-9-]+\\.dev:4321$/ takes "https://a.b.evil.dev:4321", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/a\\.b\\.[a-z0-9-]+\\.dev:4321$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: A, exposeHeaders: '*', sendWildcard: true },
    issues: [
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
      'wildcard-with-credentials sendWildcard: browsers refuse "*" as the origin with credentials. Leave sendWildcard out: the request\'s own origin is sent.',
    ],
  },
  {
    options: { credentials: true, dangerouslyAllow: 'insecure-origin' },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^https:\/\/.+:\d+$/ },
    issues: [
      'any-origin-with-credentials origins: /^https:\\/\\/.+:\\d+$/ takes "https://evil.com:4", with credentials: whoever has that origin could read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": [/^https:\\/\\/.+:\\d+$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^https:\/\/www\.[a-z0-9-]+\.com$/ },
    issues: [
      'public-suffix origins: /^https:\\/\\/www\\.[a-z0-9-]+\\.com$/ takes "https://www.evil.com", with credentials: anyone can register a name under "com" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^https:\\/\\/www\\.[a-z0-9-]+\\.com$/] }.',
    ],
  },
  {
    options: { credentials: true, origins: /^http:\/\/[a-z0-9-]+\.dev$/ },
    issues: [
      'public-suffix origins: /^http:\\/\\/[a-z0-9-]+\\.dev$/ takes "http://a.dev", with credentials: anyone can register a name under "dev" and read what your users may read. Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/. To accept this risk: dangerouslyAllow: { "public-suffix": [/^http:\\/\\/[a-z0-9-]+\\.dev$/] }.',
      'insecure-origin origins: /^http:\\/\\/[a-z0-9-]+\\.dev$/ takes "http://a.dev", with credentials: whoever is on the network path can be that origin and read what your users may read. Write https: for that host. To accept this risk: dangerouslyAllow: { "insecure-origin": [/^http:\\/\\/[a-z0-9-]+\\.dev$/] }.',
    ],
  },
])

const SUFFIXES = `com org net io dev app co ai me eu de fr co.uk com.br com.au github.io gitlab.io vercel.app netlify.app
  pages.dev workers.dev web.app fly.dev herokuapp.com onrender.com azurewebsites.net cloudfront.net s3.amazonaws.com run.app`

for (const suffix of SUFFIXES.split(/\s+/)) {
  test(`with credentials, a RegExp that matches every name under ${suffix} is refused`, () => {
    const [issue] = issuesOf({
      credentials: true,
      origins: new RegExp(`^https://[a-z0-9-]+\\.${suffix.replaceAll('.', '\\.')}$`),
    })
    assert.equal(issue?.code, 'public-suffix')
    assert.ok(issue.message.includes(`takes "https://evil.${suffix}"`), issue.message)
    assert.ok(issue.message.includes(` register a name under "${suffix}" `), issue.message)
  })
}
