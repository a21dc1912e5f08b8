import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readConsole } from '../../src/cli/explain/console-text.js'
import { explainTold } from '../../src/cli/explain/explanations.js'
import type { Situation } from '../../src/cli/explain/sentence.js'

interface Message {
  readonly row: string
  readonly check: string | null
  readonly browser: 'Chromium' | 'Firefox' | 'WebKit'
  readonly sentences: readonly string[]
}

const { messages }: { messages: readonly Message[] } = JSON.parse(
  readFileSync('test/data/console-messages.json', 'utf8'),
)

const PAGE = 'https://app.example.com'
const API = 'https://api.example.com'
const OTHER = 'https://other.example'

function filled(text: string): string {
  return text
    .replaceAll('{page}', PAGE)
    .replaceAll('{api}', API)
    .replaceAll('{other}', OTHER)
    .replaceAll(/\{(?:closed|broken|port)\}/g, '8443')
}

/** What each check is to the reader of a message; browsers differ where several are given. */
const situations: Readonly<Record<string, readonly Situation[]>> = {
  MissingAllowOriginHeader: ['origin-missing', 'origin-refused', 'redirect', 'preflight-status'],
  WildcardOriginNotAllowed: ['origin-wildcard'],
  MultipleAllowOriginValues: ['origin-several', 'origin-other'],
  InvalidAllowOriginValue: ['origin-invalid', 'origin-other', 'origin-refused'],
  AllowOriginMismatch: ['origin-other', 'origin-refused'],
  InvalidAllowCredentials: ['credentials'],
  // Firefox follows the redirect.
  PreflightDisallowedRedirect: ['preflight-redirect', 'preflight-status', 'origin-other'],
  PreflightInvalidStatus: ['preflight-status'],
  InvalidAllowMethodsPreflightResponse: ['list-invalid'],
  InvalidAllowHeadersPreflightResponse: ['list-invalid'],
  MethodDisallowedByPreflightResponse: ['method'],
  HeaderDisallowedByPreflightResponse: ['header'],
  RedirectContainsCredentials: ['redirect-user', 'unreachable'],
  CorsDisabledScheme: ['scheme'],
  'bad-port': ['bad-port', 'unreachable', 'hidden'],
  'mixed-content': ['mixed-content'],
  'no-response': ['unreachable', 'hidden'],
}

/** Rows in which a browser says something else. */
const otherwise: Readonly<Record<string, readonly Situation[]>> = {
  'Firefox module': ['not-cors'],
  'Firefox import': ['not-cors'],
  'WebKit font': ['hidden'],
}

function expected({ row, check, browser }: Message): readonly Situation[] | undefined {
  const own = otherwise[`${browser} ${row}`]
  if (own) return own
  if (row === 'integrity') return ['not-cors']
  return check === null
    ? undefined
    : situations[
        check.replace(/^k(?:Preflight(?=[MWIA].*(?:Header|Allowed|Values|Value|Mismatch|Credentials)$))?/, '')
      ]
}

for (const message of messages) {
  const { row, browser, sentences } = message
  if (sentences.length === 0) continue
  const text = sentences.map(filled).join('\n')
  test(`explain knows what ${browser} says of ${row}`, () => {
    const told = readConsole(text)
    assert.ok(told, text)
    const among = expected(message)
    if (among) assert.ok(among.includes(told.situation), `${told.situation}: ${text}`)
    assert.ok(explainTold(told).means.length > 20)
    const urls = [...text.matchAll(/[a-z]+:[^\s'"”’)]+/g)].map(([url]) => url)
    if (told.url !== '')
      assert.ok(
        urls.some(url => url.startsWith(told.url)),
        told.url,
      )
    if (/from origin/.test(text)) assert.equal(told.origin, text.includes("origin 'null'") ? 'null' : PAGE)
    if (text.includes(`${API}/${row} `) || text.includes(`${API}/${row}'`)) {
      assert.equal(told.redirectedFrom || told.url, `${API}/${row}`)
    }
  })
  test(`explain knows it in other quotes, in one line and behind a file name: ${browser}, ${row}`, () => {
    const pasted = `app.js:12 ${text.replaceAll(/['‘’]/g, '"').replaceAll('\n', ' ')} [Learn More]`
    assert.deepEqual({ ...readConsole(pasted), hasValue: true }, { ...readConsole(text), hasValue: true })
  })
  test(`explain knows it without quotes: ${browser}, ${row}`, () => {
    assert.equal(readConsole(text.replaceAll(/['"]/g, ''))?.situation, readConsole(text)?.situation)
  })
}

test('there are messages of every browser', () => {
  for (const browser of ['Chromium', 'Firefox', 'WebKit']) {
    assert.ok(
      messages.filter(message => message.browser === browser && message.sentences.length > 0).length > 80,
    )
  }
})
