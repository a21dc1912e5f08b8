import { testRefused } from '../support/refused.js'

const AS_SENT =
  'is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".'
const NOT_A_PATTERN =
  'is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.'
const LIKE_A_REGEXP =
  'looks like a regular expression, but in a string all but the wildcards is literal. Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: /^https:\\/\\/app-\\d+\\.example\\.com$/.'

const A = 'https://a.example'

const rows = [
  { pattern: 'https://*', says: NOT_A_PATTERN },
  { pattern: 'https://a*.com', says: NOT_A_PATTERN },
  { pattern: '*://a.com', says: NOT_A_PATTERN },
  { pattern: 'https://*.*.a.com', says: NOT_A_PATTERN },
  { pattern: '*.a.com', says: NOT_A_PATTERN },
  { pattern: 'https://*.a.com/', says: 'is not an origin: an origin has no path. Write "https://*.a.com".' },
  {
    pattern: 'https://*.A.com:*',
    says: 'is not an origin: browsers send it in lower case. Write "https://*.a.com:*".',
  },
  {
    pattern: 'http://localhost:*/',
    says: 'is not an origin: an origin has no path. Write "http://localhost:*".',
  },
  {
    pattern: 'http://*.127.0.0.1',
    says: 'is not a pattern: an IP address has no subdomains. Write "http://127.0.0.1".',
  },
  { pattern: 'https://.*\\.a\\.com', says: LIKE_A_REGEXP },
  {
    pattern: 'http://*.[::1]',
    says: 'is not a pattern: an IP address has no subdomains. Write "http://[::1]".',
  },
  {
    pattern: 'https://*.10.20.30.40:8080',
    says: 'is not a pattern: an IP address has no subdomains. Write "https://10.20.30.40:8080".',
  },
  {
    pattern: 'https://*.10.20.30.40.',
    says: 'is not an origin: browsers spell the host otherwise. Write "https://10.20.30.40".',
  },
  { pattern: 'https://(a|b).*', says: LIKE_A_REGEXP },
  { pattern: 'https://a+*', says: LIKE_A_REGEXP },
  { pattern: 'https://a.*', says: LIKE_A_REGEXP },
  { pattern: 'https://*?', says: LIKE_A_REGEXP },
  { pattern: 'https://a{1}*', says: LIKE_A_REGEXP },
  { pattern: 'https://^a*', says: LIKE_A_REGEXP },
  { pattern: 'https://a$*', says: LIKE_A_REGEXP },
  {
    pattern: 'https://*.a.com:*/x?y',
    says: 'is not an origin: an origin has no path, no query. Write "https://*.a.com:*".',
  },
  { pattern: '*.localhost:3000', says: NOT_A_PATTERN },
  { pattern: ':*', says: NOT_A_PATTERN },
  { pattern: 'https://*.', says: AS_SENT },
  { pattern: 'https://*.a.com*', says: NOT_A_PATTERN },
  {
    pattern: ' https://*.a.com',
    says: 'is not an origin: an origin has no white space around it. Write "https://*.a.com".',
  },
  {
    pattern: 'https://*.münchen.de',
    says: 'is not an origin: browsers send the host in Punycode. Write "https://*.xn--mnchen-3ya.de".',
  },
  { pattern: 'http://*:*', says: NOT_A_PATTERN },
  { pattern: 'https://a.com:*0', says: NOT_A_PATTERN },
  { pattern: 'https://*a.com', says: NOT_A_PATTERN },
  { pattern: 'https://app-\\d+.a.com', says: LIKE_A_REGEXP },
  { pattern: 'http://localhost:\\d+', says: LIKE_A_REGEXP },
  { pattern: 'https?://localhost:3000', says: LIKE_A_REGEXP },
  { pattern: '^https://a.com$', says: LIKE_A_REGEXP },
  { pattern: 'https://(a|b).com', says: LIKE_A_REGEXP },
  { pattern: 'http://localhost:[0-9]+', says: LIKE_A_REGEXP },
]
testRefused(
  rows.map(({ pattern, says }) => ({
    options: { origins: pattern },
    issues: [`invalid-pattern origins: ${JSON.stringify(pattern)} ${says}`],
  })),
)

testRefused([
  {
    options: { origins: ['*', A] },
    issues: [
      'invalid-pattern origins: "*" is every origin, so the others beside it have no effect. Write "*" alone, or take it out.',
    ],
  },
  {
    options: { origins: 'https://*.a.com, b*.com' },
    issues: [
      'invalid-pattern origins: "b*.com" is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ("http://localhost:*"), nowhere else. For every origin write "*" alone.',
    ],
  },
])
