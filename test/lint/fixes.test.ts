import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APP } from '../../src/lint/site.js'
import { fixLines, lintText, NOTHING_KNOWN } from './linted.js'

const WILD = `location / {
  add_header Access-Control-Allow-Origin * always;
  add_header Access-Control-Allow-Credentials true always;
  root /srv;
}`

/** The keys of the map that the fix of the first finding writes. */
function keys(config: string, origin: string | null = null): string[] {
  const page = origin === null ? null : { origin, method: 'GET', headers: [], credentials: true }
  const { findings } = lintText(config, { ...NOTHING_KNOWN, page })
  const [finding = assert.fail('nothing was found')] = findings.filter(
    ({ trap }) => trap === 'wildcard-with-credentials',
  )
  return fixLines(finding).flatMap(line => /^"(.*)" \$http_origin;$/.exec(line)?.[1] ?? [])
}

test('a map that a fix writes has an example if nothing says who may read', () =>
  assert.deepEqual(keys(WILD), [APP]))

test('a map that a fix writes has the page that was asked about', () =>
  assert.deepEqual(keys(WILD, 'https://www.example.com'), ['https://www.example.com']))

test('a map that a fix writes has what the configuration allows: origins as they are, patterns anchored', () => {
  const listed = `map $http_origin $listed {
    default "";
    "https://one.example.com" $http_origin;
    "null" $http_origin;
    "~*https://[a-z]+.example\\.org" $http_origin;
  }`
  assert.deepEqual(keys(`${listed}\nserver { ${WILD} }`), [
    'https://one.example.com',
    '~*^https://[a-z]+\\.example\\.org(:[0-9]+)?$',
  ])
})

test('a map that a fix writes has a variable of its own', () => {
  const { findings } = lintText(`map $http_origin $cors_origin { default ""; }\nserver { ${WILD} }`)
  assert.deepEqual(fixLines(findings[0] ?? assert.fail()).slice(0, 1), [
    'map $http_origin $cors_allowed_origin {',
  ])
})
