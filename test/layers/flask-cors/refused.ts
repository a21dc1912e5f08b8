import type { Asked } from '../../support/servers.js'
import { A, EVIL, type Policy } from './policies.js'

/** Settings that cors-policy refuses, and what Flask-CORS makes of them. */
export interface Refused {
  /** The first cell of the row in the page. */
  readonly row: string
  readonly settings: Policy['settings']
  readonly code: string
  readonly origin: string
  /** The headers that Flask-CORS sends to the origin. */
  readonly flask: Readonly<Record<string, string>>
  /** A GET unless it says otherwise. */
  readonly asked?: Asked
}

const mistake = 'a mistake in the options throws, and says [what to write instead](errors.md)'
const subdomain = `${A}.evil.invalid`
const anyone = (origin: string) => ({ 'access-control-allow-origin': origin, vary: 'Origin' })

export const refused: readonly Refused[] = [
  {
    row: 'any origin with `supports_credentials` throws',
    settings: { CORS_SUPPORTS_CREDENTIALS: true },
    code: 'any-origin-with-credentials',
    origin: EVIL,
    flask: { ...anyone(EVIL), 'access-control-allow-credentials': 'true' },
  },
  {
    row: 'strings are literal; only `*.` before the host and `:*` for the port are wildcards',
    settings: { CORS_ORIGINS: 'https://([a-z]*\\.)?a\\.example' },
    code: 'invalid-pattern',
    origin: subdomain,
    flask: anyone(subdomain),
  },
  {
    row: 'paths are literal with `/*` at the end, not regular expressions',
    settings: { CORS_RESOURCES: '/.*/x' },
    code: 'invalid-path',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  {
    row: 'an unknown option throws',
    settings: { CORS_ORIGIN: A },
    code: 'unknown-option',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  {
    row: 'an unknown option throws',
    settings: { CORS_RESOURCES: { '/api/x': { origin: A } }, CORS_ORIGIN: A },
    code: 'unknown-option',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  {
    row: '`allow_private_network` throws',
    settings: { CORS_ALLOW_PRIVATE_NETWORK: true },
    code: 'removed-option',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  {
    row: '`allow_private_network` throws',
    settings: { CORS_RESOURCES: { '/api/x': { allow_private_network: true } } },
    code: 'removed-option',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  { row: mistake, settings: { CORS_ORIGINS: `${A}/` }, code: 'invalid-origin', origin: A, flask: {} },
  { row: mistake, settings: { CORS_ORIGINS: '' }, code: 'empty-string', origin: A, flask: {} },
  {
    row: mistake,
    settings: { CORS_ORIGINS: /https:\/\/a\.example/ },
    code: 'unanchored-regexp',
    origin: subdomain,
    flask: anyone(subdomain),
  },
  {
    row: mistake,
    settings: { CORS_ORIGINS: [A, '*'] },
    code: 'invalid-pattern',
    origin: EVIL,
    flask: anyone(EVIL),
  },
  {
    row: mistake,
    settings: { CORS_ORIGINS: A, CORS_SUPPORTS_CREDENTIALS: true, CORS_SEND_WILDCARD: true },
    code: 'wildcard-with-credentials',
    origin: A,
    flask: { 'access-control-allow-origin': A, 'access-control-allow-credentials': 'true' },
  },
  {
    row: mistake,
    settings: { CORS_ORIGINS: A, CORS_EXPOSE_HEADERS: 'Set-Cookie' },
    code: 'forbidden-header',
    origin: A,
    flask: { 'access-control-allow-origin': A, 'access-control-expose-headers': 'Set-Cookie' },
  },
  {
    row: mistake,
    settings: { CORS_ORIGINS: A, CORS_METHODS: 'TRACE', CORS_ALLOW_HEADERS: [] },
    code: 'forbidden-method',
    origin: A,
    asked: { method: 'OPTIONS', headers: { 'access-control-request-method': 'TRACE' } },
    flask: { 'access-control-allow-origin': A, 'access-control-allow-methods': 'TRACE' },
  },
  {
    row: mistake,
    settings: { CORS_ORIGINS: A, CORS_MAX_AGE: '1h', CORS_METHODS: 'PUT' },
    code: 'invalid-max-age',
    origin: A,
    asked: { method: 'OPTIONS', headers: { 'access-control-request-method': 'PUT' } },
    flask: {
      'access-control-allow-origin': A,
      'access-control-allow-methods': 'PUT',
      'access-control-max-age': '1h',
    },
  },
]
