import type { CorsOptions } from 'cors-policy'
import { plan } from 'cors-policy/diagnose'
import type { Choices } from '../../browser/random.js'
import type { Lines, SentRequest } from './wire.js'

/** A request, and whether a browser can send it: then the answer must be the policy's, otherwise within it. */
export interface DrawnRequest extends SentRequest {
  readonly byBrowser: boolean
}

/** What a policy has to do with. */
export interface Names {
  readonly origins: readonly string[]
  readonly paths: readonly string[]
}

export const HOST = 'api.example.com'

const STATUSES = ['', '?404', '?500', '?201', '?503']
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'LINK', 'patch', 'x$y']
const PAGE_HEADERS: readonly (readonly [string, string])[] = [
  ['X-A', '1'],
  ['X-Acme-Key', '1'],
  ['Authorization', 'Bearer x'],
  ['Content-Type', 'application/json'],
]

export function namesIn({ origins, resources }: CorsOptions): Names {
  const written = [origins ?? '*'].flat() as unknown[]
  const texts = written.filter(item => typeof item === 'string')
  const listed = Array.isArray(resources) ? (resources as string[]) : Object.keys((resources ?? {}) as object)
  const paths = listed.filter(path => path !== '*')
  return {
    origins: texts.flatMap(text =>
      text === '*'
        ? []
        : [
            text.replace('://*.', '://a.b.').replace(/:\*$/, ':4711'),
            text.replace('://*.', '://x.').replace(/:\*$/, ''),
          ],
    ),
    paths: ['/', ...paths.flatMap(path => [path.replace(/\/\*$/, ''), path.replace(/\/?\*$/, '/x')])],
  }
}

const OTHER_ORIGINS = [
  'https://other.example',
  'http://localhost:5173',
  'https://app.example.com',
  `http://${HOST}`,
  `https://${HOST}`,
  'https://xn--mnchen-3ya.example.com',
  'null',
  'file://',
  'capacitor://localhost',
  'app://.',
  'http://[::1]:3000',
  'http://127.0.0.1:8080',
  'https://[2001:db8::1:0:0:1]',
]

/** Paths that browsers send and that every server reads alike. */
function clearPath({ one, chance }: Choices, { paths }: Names): string {
  const base = one(paths)
  const path = chance(0.5) ? base : `${base}${one(ENDINGS)}`.replace(/^\/\//, '/')
  return chance(0.15) ? path.toUpperCase() : path
}

const ENDINGS = ['/x', '/v1.2/list', '/%C3%A9', '/a%20b', '/Upper', '/', '.json', 'x', '/@me', '/%E6%97%A5']

/** Through `plan`, so that it has what a browser sends; a policy's own origins and paths more often than others. */
export function browserRequest(choices: Choices, names: Names): DrawnRequest | undefined {
  const { one, chance } = choices
  const url = `https://${HOST}${clearPath(choices, names)}${one(STATUSES)}`
  const planned = plan({
    pageOrigin: chance(0.6) && names.origins.length > 0 ? one(names.origins) : one(OTHER_ORIGINS),
    request: {
      url,
      method: one(METHODS),
      headers: PAGE_HEADERS.filter(() => chance(0.25)),
      credentials: one(['omit', 'include', 'same-origin']),
    },
  })
  const sent =
    planned.preflight && chance(0.7) ? { method: 'OPTIONS', ...planned.preflight } : planned.request
  if (sent === null) return undefined
  const site = planned.sameOrigin ? 'same-origin' : one(['cross-site', 'same-site'])
  const lines = chance(0.7) ? [...sent.headers, ['Sec-Fetch-Site', site] as const] : sent.headers
  // Some servers refuse other methods before anything is configured.
  return drawn(sent.method, url, lines, /^[A-Z]+$/.test(sent.method))
}

function drawn(method: string, url: string, lines: Lines, byBrowser: boolean): DrawnRequest {
  return { method, target: url.replace(`https://${HOST}`, ''), lines: [['Host', HOST], ...lines], byBrowser }
}

const ODD_PATHS = [
  '//x',
  '/./x',
  '/a/../api',
  '/%2e%2e/x',
  '/api%2fx',
  '/%61pi',
  '/api;x',
  '/api;x/y',
  '/;/api',
  '/api//x',
  '/api/.',
  '/api\\x',
  '/api.',
  '/api%20',
  '/api..',
  '/api.json',
  '/api%00',
  '/%ff',
  '/%',
  '/%zz',
  '/api#x',
  '/%EF%BC%8Fapi',
  '/%EF%BD%81pi',
  '/api/%E2%80%A6',
  '/%E2%84%AA',
  '/api/x%0a',
  '*',
  'http://api.example.com/api/x',
  'http://api.example.com',
  '/API',
  '/Api/X/',
]
const ASKED = [
  'PUT',
  'put',
  'GET, PUT',
  'TRACE',
  'connect',
  '*',
  '',
  ' ',
  'P T',
  '"',
  'PUT\tX',
  'x'.repeat(300),
  '{}',
  '$1',
]
const LISTS = [
  'x-a',
  'X-A',
  'x-a, x-b',
  'x-a,,x-b',
  ',',
  '*',
  'x a',
  '"x"',
  'x-a;x',
  'x-\u00e9',
  'x'.repeat(300),
  '$cors_vary',
  'x-acme-key,x-a',
  'authorization,authorization',
]

/** What attackers and broken clients send. */
export function oddRequest(choices: Choices, names: Names): DrawnRequest {
  const { one, chance } = choices
  const lines: (readonly [string, string])[] = []
  if (chance(0.9)) lines.push(['Origin', oddOrigin(choices, names)])
  if (chance(0.08)) lines.push(['Origin', oddOrigin(choices, names)])
  if (chance(0.5)) lines.push(['Access-Control-Request-Method', one(ASKED)])
  if (chance(0.4)) lines.push(['Access-Control-Request-Headers', one(LISTS)])
  if (chance(0.05)) lines.push(['Access-Control-Request-Headers', one(LISTS)])
  if (chance(0.3))
    lines.push([
      'Sec-Fetch-Site',
      one(['same-origin', 'none', 'SAME-ORIGIN', 'cross-site', 'same-origin,none']),
    ])
  const path = chance(0.5) ? one(ODD_PATHS) : clearPath(choices, names)
  const spelled = chance(0.3) ? path.replace('/api', one(names.paths)) : path
  return drawn(
    one(['GET', 'OPTIONS', 'OPTIONS', 'OPTIONS', 'POST', 'HEAD']),
    spelled + one(STATUSES),
    lines,
    false,
  )
}

function oddOrigin({ one, chance, below }: Choices, { origins }: Names): string {
  const origin = chance(0.8) && origins.length > 0 ? one(origins) : one(OTHER_ORIGINS)
  // Which Punycode is valid is the one thing that configurations cannot tell.
  if (chance(0.2) || origin.includes('xn--')) return origin
  const at = below(origin.length + 1)
  return one([
    origin.toUpperCase(),
    `${origin}/`,
    `${origin}.evil.example`,
    `${origin}:443`,
    `${origin}:80`,
    `${origin}:65536`,
    `${origin}, ${origin}`,
    `${origin} ${origin}`,
    origin.replace('://', '://evil'),
    origin.replace('://', '://evil.example/'),
    origin.replace('.', 'x'),
    origin.replace(/^https?/, 'ftp'),
    origin.slice(0, at) + one(['.', '/', 'x', '\\', '\u00e9', '%2e', '-', '"', '$', '{']) + origin.slice(at),
    origin.slice(0, at),
    origin.replace('://', `://${'a.'.repeat(200)}`),
    'NULL',
    'FILE://',
    '*',
    '',
    'https://xn--.example.com',
    'https://0x7f.1',
    'http://[0:0::1]',
    'http://[::ffff:1.2.3.4]',
    'http://1.2.3',
  ])
}

/** How a server may read a request otherwise than Node, which a policy's promise to pages does not depend on. */
export interface Readings {
  /** A header with an empty value is none. */
  readonly emptyIsNone: boolean
  /** Of two lines with one name, the first is read. Node joins them. */
  readonly firstOfTwo: boolean
  /** `OPTIONS *`, and `OPTIONS http://host`, which is the same, is answered before anything that is configured, without any of the headers. */
  readonly answersAsterisk?: boolean
  /** The path of an absolute URL is all that the server and its upstream see of it. */
  readonly cutsAbsolute?: boolean
}

export function readingsOf(
  request: SentRequest,
  { emptyIsNone, firstOfTwo, answersAsterisk = false, cutsAbsolute = false }: Readings,
  status: number,
): readonly SentRequest[] {
  const full = (lines: Lines) => (emptyIsNone ? lines.filter(([, value]) => value.trim() !== '') : lines)
  const { method, target, lines } = request
  const first = firstOfTwo
    ? lines.filter(([name], index) => lines.findIndex(other => other[0] === name) === index)
    : lines
  // A server may refuse a request before it has read its headers.
  const isServers = answersAsterisk && method === 'OPTIONS' && /^(?:\*|http:\/\/[^/]*$)/.test(target)
  const unread = status === 400 || isServers ? [[]] : []
  const seen = cutsAbsolute ? target.replace(/^http:\/\/[^/]*/i, '').replace(/^$/, '/') : target
  return [lines, full(lines), full(first), ...unread].map(read => ({ ...request, target: seen, lines: read }))
}
