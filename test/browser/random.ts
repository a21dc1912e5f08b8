import type { AnsweredResponse, AskedRequest, HeaderList, PageRequest } from 'cors-policy/diagnose'

/** Random choices that the same seed repeats (mulberry32). */
export function choices(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    below,
    chance: (probability: number) => next() < probability,
    one: <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item,
  }
}

export type Choices = ReturnType<typeof choices>

const SECURE = [
  'https://api.example',
  'https://api.example:8443',
  'https://other.example',
  'https://app.example',
  'https://app.example:8443',
]
const ALL = [...SECURE, 'http://api.example', 'http://app.example', 'http://api.example:8080']

/** Servers that the page can request: an insecure one would be mixed content for a secure page, not CORS. */
function serversFor(pageOrigin: string): readonly string[] {
  return pageOrigin.startsWith('http:') ? ALL : SECURE
}

/** A random request to a path of its own, so that no cache has the response. */
export function randomPage({ one, chance }: Choices, id: number): PageRequest {
  const headers: [string, string][] = []
  const candidates: [string, string][] = [
    ['X-A', '1'],
    ['X-B', '2'],
    ['Content-Type', one(['application/json', 'text/plain', 'text/plain; charset="x"', 'a/b'])],
    ['Accept', one(['text/html', 'a"b', `a/${'b'.repeat(200)}`])],
    ['Accept-Language', one(['de', 'nb_NO'])],
    ['Range', one(['bytes=0-5', 'bytes=-5'])],
    ['Cookie', 'forbidden=1'],
  ]
  for (const header of candidates) if (chance(0.12)) headers.push(header)
  const method = one([
    'GET',
    'get',
    'HEAD',
    'POST',
    'PUT',
    'patch',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'LINK',
    'GET',
    'POST',
  ])
  const pageOrigin = one(['https://app.example', 'https://app.example', 'http://app.example', 'null'])
  const request: AskedRequest = {
    url: `${one(serversFor(pageOrigin))}/${id}/0`,
    method,
    headers,
    credentials: one(['same-origin', 'include', 'omit', 'include']),
    api: one(['fetch', 'fetch', 'xhr']),
    body: /^(?:POST|PUT|PATCH)$/i.test(method) && chance(0.5) ? 'x' : null,
  }
  return { pageOrigin, request }
}

interface Asked {
  readonly method: string
  readonly headers: HeaderList
}

/** A random response, right more often than wrong, so that later steps are reached too. */
export function randomAnswer(
  choices: Choices,
  asked: Asked,
  kind: 'preflight' | 'request',
  pageOrigin: string,
  path: string,
): AnsweredResponse {
  const { one, chance } = choices
  const header = (name: string) => asked.headers.find(line => line[0].toLowerCase() === name)?.[1]
  const origin = header('origin') ?? '*'
  const headers: [string, string][] = [['Cache-Control', 'no-store']]
  const add = (name: string, right: string, wrong: readonly string[]) => {
    if (chance(0.07)) return
    headers.push([name, chance(0.12) ? one(wrong) : right])
    if (chance(0.03)) headers.push([name, one([right, ...wrong])])
  }
  add('Access-Control-Allow-Origin', chance(0.15) ? '*' : origin, [
    '*',
    '',
    'null',
    `${origin}/`,
    origin.toUpperCase(),
    'app.example',
    `${origin}, *`,
    `"${origin}"`,
    'https://*.example',
    '//app.example',
    'a b',
  ])
  add('Access-Control-Allow-Credentials', 'true', ['True', 'false', '', '1', '"true"'])
  if (kind === 'preflight') {
    const method = header('access-control-request-method') ?? ''
    const names = header('access-control-request-headers') ?? 'x-a'
    add('Access-Control-Allow-Methods', chance(0.2) ? '*' : method, [
      'GET',
      '',
      `${method} PUT`,
      method.toLowerCase(),
      ',,',
      `"${method}"`,
    ])
    add('Access-Control-Allow-Headers', chance(0.2) ? '*' : names.toUpperCase(), [
      'x-z',
      '',
      'x-a x-b',
      'x-a,,x-b',
      '["x-a"]',
    ])
    add('Access-Control-Max-Age', '0', ['-1', 'forever', ''])
    return { status: chance(0.9) ? one([200, 204, 299]) : one([301, 302, 304, 401, 404, 405, 500]), headers }
  }
  add('Access-Control-Expose-Headers', one(['*', 'x-one', 'X-One, x-two', 'set-cookie, x-one']), [
    '',
    'x-one x-two',
    '"x-one"',
    ',x-one,',
  ])
  headers.push(['X-One', '1'], ['X-Two', '2'], ['Content-Type', 'text/plain'], ['ETag', '"e"'])
  if (!chance(0.2)) return { status: one([200, 200, 404, 500, 206, 201]), headers }
  const target = chance(0.85)
    ? one(serversFor(pageOrigin)) + path
    : one([path, `https://u:p@other.example${path}`, 'ftp://other.example/'])
  return { status: one([301, 302, 303, 307, 308]), headers: [...headers, ['Location', target]] }
}
