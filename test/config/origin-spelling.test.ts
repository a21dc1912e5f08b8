import assert from 'node:assert/strict'
import { test } from 'node:test'
import { issuesOf, testRefused } from '../support/refused.js'

const AS_SENT =
  'is not an origin. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".'

const A = 'https://a.example'

const rows = [
  { origin: 'https://a.com/x/y', says: 'is not an origin: an origin has no path. Write "https://a.com".' },
  { origin: 'https://a.com?x', says: 'is not an origin: an origin has no query. Write "https://a.com".' },
  { origin: 'https://a.com#x?', says: 'is not an origin: an origin has no fragment. Write "https://a.com".' },
  {
    origin: 'https://u:p@a.com',
    says: 'is not an origin: an origin has no user or password. Write "https://a.com".',
  },
  {
    origin: 'https://a.com:443',
    says: 'is not an origin: an origin has no default port. Write "https://a.com".',
  },
  {
    origin: 'http://a.com:80',
    says: 'is not an origin: an origin has no default port. Write "http://a.com".',
  },
  {
    origin: 'http://a.com:08080',
    says: 'is not an origin: an origin has no leading zero in its port. Write "http://a.com:8080".',
  },
  {
    origin: 'https://A.com',
    says: 'is not an origin: browsers send it in lower case. Write "https://a.com".',
  },
  {
    origin: 'HTTPS://a.com',
    says: 'is not an origin: browsers send it in lower case. Write "https://a.com".',
  },
  {
    origin: ' https://a.com',
    says: 'is not an origin: an origin has no white space around it. Write "https://a.com".',
  },
  {
    origin: 'https://münchen.de',
    says: 'is not an origin: browsers send the host in Punycode. Write "https://xn--mnchen-3ya.de".',
  },
  {
    origin: 'http://[::0:1]:8080',
    says: 'is not an origin: browsers send IPv6 addresses compressed. Write "http://[::1]:8080".',
  },
  {
    origin: 'http://127.1',
    says: 'is not an origin: browsers spell the host otherwise. Write "http://127.0.0.1".',
  },
  { origin: 'https://a.com:99999', says: AS_SENT },
  { origin: 'https://a b.com', says: AS_SENT },
  {
    origin: 'https://u:p@A.com:443/x?y#z',
    says: 'is not an origin: an origin has no user or password, no default port, no path, no query, no fragment, and browsers send it in lower case. Write "https://a.com".',
  },
  {
    origin: 'https://a.com:0443',
    says: 'is not an origin: an origin has no default port. Write "https://a.com".',
  },
  { origin: 'http://a.com:', says: 'is not an origin: an origin has no default port. Write "http://a.com".' },
  {
    origin: 'https://a.com/#a?b',
    says: 'is not an origin: an origin has no path, no fragment. Write "https://a.com".',
  },
  {
    origin: 'https://a.com?x#y',
    says: 'is not an origin: an origin has no query, no fragment. Write "https://a.com".',
  },
  { origin: 'https://a.com/A', says: 'is not an origin: an origin has no path. Write "https://a.com".' },
  {
    origin: 'https://münchen.de/x',
    says: 'is not an origin: an origin has no path, and browsers send the host in Punycode. Write "https://xn--mnchen-3ya.de".',
  },
  {
    origin: 'https://[2001:DB8::1]',
    says: 'is not an origin: browsers send it in lower case. Write "https://[2001:db8::1]".',
  },
  { origin: 'https://[::1]/x', says: 'is not an origin: an origin has no path. Write "https://[::1]".' },
  {
    origin: 'https://a%2ecom',
    says: 'is not an origin: browsers spell the host otherwise. Write "https://a.com".',
  },
  { origin: 'https:///a.com', says: 'is not an origin: an origin has no path. Write "https://a.com".' },
  { origin: 'https://a.com\\\\x', says: 'is not an origin: an origin has no path. Write "https://a.com".' },
  { origin: 'undefined', says: 'is not an origin. Is a variable not set?' },
  { origin: 'https://undefined', says: 'is not an origin. Is a variable not set?' },
  { origin: 'https://undefined:3000', says: 'is not an origin. Is a variable not set?' },
  { origin: 'https://app.undefined', says: 'is not an origin. Is a variable not set?' },
  { origin: 'https://undefined/x', says: 'is not an origin. Is a variable not set?' },
  { origin: 'https://undefined.a.com', says: 'is not an origin. Is a variable not set?' },
  {
    origin: '["https://a.com"]',
    says: 'is not an origin. Is it JSON? Write the origins alone, separated by commas.',
  },
  {
    origin: '\thttps://a.com/ ',
    says: 'is not an origin: an origin has no white space around it, no path. Write "https://a.com".',
  },
  { origin: 'https://a.b/', says: 'is not an origin: an origin has no path. Write "https://a.b".' },
  { origin: 'https://a.com?x/y', says: 'is not an origin: an origin has no query. Write "https://a.com".' },
  {
    origin: 'httpS://a.com',
    says: 'is not an origin: browsers send it in lower case. Write "https://a.com".',
  },
  // Without a scheme.
  {
    origin: 'a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  {
    origin: '//a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  {
    origin: 'localhost:3000',
    says: 'is not an origin: an origin begins with its scheme. Write "http://localhost:3000".',
  },
  {
    origin: '127.0.0.1:3000',
    says: 'is not an origin: an origin begins with its scheme. Write "http://127.0.0.1:3000".',
  },
  {
    origin: 'https:a.com',
    says: 'is not an origin: an origin begins with its scheme and "://". Write "https://a.com".',
  },
  {
    origin: 'file:///index.html',
    says: 'is not an origin: pages opened from files send "Origin: null", and in some WebViews "Origin: file://". Serve the page over http, such as "http://localhost:5173".',
  },
  {
    origin: 'profile:x',
    says: 'is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  },
  {
    origin: 'a.com/https://b',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  { origin: 'NULL', says: 'is not an origin: browsers write it in lower case. Write "null".' },
  {
    origin: 'Nullx',
    says: 'is not an origin: an origin begins with its scheme. Write "https://nullx" or "http://nullx".',
  },
  {
    origin: 'xnull',
    says: 'is not an origin: an origin begins with its scheme. Write "https://xnull" or "http://xnull".',
  },
  {
    origin: 'http:/a.com',
    says: 'is not an origin: an origin begins with its scheme and "://". Write "http://a.com".',
  },
  {
    origin: '/a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  {
    origin: 'x//a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://x" or "http://x".',
  },
  {
    origin: '///a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  {
    origin: 'xlocalhost:1',
    says: 'is not an origin: an origin begins with its scheme. Write "https://xlocalhost:1" or "http://xlocalhost:1".',
  },
  {
    origin: 'a.b.localhost:1',
    says: 'is not an origin: an origin begins with its scheme. Write "http://a.b.localhost:1".',
  },
  {
    origin: '127.255.255.255',
    says: 'is not an origin: an origin begins with its scheme. Write "http://127.255.255.255".',
  },
  {
    origin: '127.0.0.1.a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://127.0.0.1.a.com" or "http://127.0.0.1.a.com".',
  },
  {
    origin: 'a b',
    says: 'is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  },
  {
    origin: 'https',
    says: 'is not an origin: an origin begins with its scheme. Write "https://https" or "http://https".',
  },
  {
    origin: '://a.com',
    says: 'is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  },
  {
    origin: '1https://a.com',
    says: 'is not an origin: an origin begins with its scheme. Write "https://1https" or "http://1https".',
  },
  {
    origin: 'a.com:443',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com:443".',
  },
  {
    origin: 'a.com/x',
    says: 'is not an origin: an origin begins with its scheme. Write "https://a.com" or "http://a.com".',
  },
  { origin: 'ws://a.com:80', says: 'is not an origin: an origin has no default port. Write "ws://a.com".' },
  {
    origin: 'wss://a.com:443',
    says: 'is not an origin: an origin has no default port. Write "wss://a.com".',
  },
  { origin: 'ftp://a.com:21', says: 'is not an origin: an origin has no default port. Write "ftp://a.com".' },
  { origin: 'https://a.0x10', says: AS_SENT },
  { origin: 'https://a.com:65536', says: AS_SENT },
  {
    origin: 'blob:https://a.com/x',
    says: 'is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  },
  { origin: 'capacitor://', says: AS_SENT },
  {
    origin: 'data:text/html',
    says: 'is not an origin: an origin begins with its scheme. Write it as a browser sends it, such as "https://app.example.com".',
  },
]
testRefused(
  rows.map(({ origin, says }) => ({
    options: { origins: origin },
    issues: [`invalid-origin origins: ${JSON.stringify(origin)} ${says}`],
  })),
)

testRefused([
  {
    options: { origins: [A, '["https://a.com", "b.com"]'] },
    issues: [
      'invalid-origin origins[1]: "[\\"https://a.com\\", \\"b.com\\"]" is not an origin. Is it JSON? Write the origins alone, separated by commas.',
    ],
  },
])

// The longest origin has a scheme of 64 letters, a host of 253, and a port.
const host = `${'a.'.repeat(126)}b`
test('an origin has at most 326 characters', () => {
  assert.deepEqual(issuesOf({ origins: `${'s'.repeat(64)}://${host}:65535` }), [])
  assert.deepEqual(
    issuesOf({ origins: `${'s'.repeat(65)}://${host}:65535` }).map(issue => issue.code),
    ['invalid-origin'],
  )
})
