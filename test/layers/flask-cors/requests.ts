import type { Asked } from '../../support/servers.js'
import { A, B, EVIL } from './policies.js'

function actual(path: string, origin?: string, method = 'GET'): Asked {
  return { method, path, headers: origin === undefined ? {} : { origin } }
}

function preflight(path: string, origin: string, method: string, names?: string): Asked {
  const headers = { origin, 'access-control-request-method': method }
  return {
    method: 'OPTIONS',
    path,
    headers: names === undefined ? headers : { ...headers, 'access-control-request-headers': names },
  }
}

export const requests: readonly Asked[] = [
  ...[
    A,
    B,
    EVIL,
    undefined,
    'null',
    'https://sub.a.example',
    'https://xa.example',
    'http://localhost',
    'http://localhost:5173',
    'http://localhost.evil.invalid',
    'HTTPS://A.EXAMPLE',
    `${A}/`,
    `${A}, ${B}`,
    `${EVIL}/.example`,
    'file://',
    '',
  ].map(origin => actual('/api/x', origin)),
  actual('/api/x', A, 'HEAD'),
  actual('/api/x', EVIL, 'HEAD'),
  actual('/api/x', A, 'POST'),
  actual('/api/x', A, 'DELETE'),

  preflight('/api/x', A, 'PUT'),
  preflight('/api/x', A, 'PUT', 'x-a'),
  preflight('/api/x', A, 'PUT', 'x-b,x-a'),
  preflight('/api/x', A, 'PUT', 'x-a,x-c'),
  preflight('/api/x', A, 'GET', 'content-type'),
  preflight('/api/x', A, 'PURGE'),
  preflight('/api/x', A, 'purge'),
  preflight('/api/x', A, 'put', 'x-a'),
  preflight('/api/x', EVIL, 'PUT', 'x-a'),
  preflight('/api/x', 'null', 'PUT', 'x-a'),
  preflight('/api/x', `${A}/`, 'PUT', 'x-a'),
  preflight('/api/x', 'https://sub.a.example', 'PUT', 'x-a'),

  // OPTIONS that is not a preflight
  actual('/api/x', A, 'OPTIONS'),
  actual('/api/x', EVIL, 'OPTIONS'),
  actual('/api/x', undefined, 'OPTIONS'),
  { method: 'OPTIONS', path: '/api/x', headers: { 'access-control-request-method': 'PUT' } },

  // A route that answers OPTIONS itself, and one that has a policy of its own: the same settings once more
  ...['/own', '/decorated'].flatMap(path => [
    actual(path, A),
    actual(path, EVIL),
    actual(path),
    actual(path, A, 'OPTIONS'),
    preflight(path, A, 'PUT', 'x-a'),
    preflight(path, EVIL, 'PUT', 'x-a'),
  ]),

  // Answers other than 200, and a handler that raises an exception
  ...['/missing', '/forbidden', '/error', '/raises'].flatMap(path => [
    actual(path, A),
    actual(path, EVIL),
    actual(path),
  ]),
  preflight('/missing', A, 'PUT', 'x-a'),
  preflight('/missing', EVIL, 'PUT', 'x-a'),
  preflight('/raises', A, 'PUT', 'x-a'),

  // A handler that sends CORS headers, and one that sends `Vary`
  ...['/sends', '/varies'].flatMap(path => [actual(path, A), actual(path, EVIL), actual(path)]),

  // Paths beside those of the policies
  ...['/api', '/api/a/b', '/apifoo', '/other', '/API/x', '/api/%2578', '/api/%2e%2e/other', '/own/'].map(
    path => actual(path, A),
  ),
  preflight('/api/a/b', A, 'PUT', 'x-a'),
  preflight('/other', A, 'PUT', 'x-a'),
  preflight('/apifoo', EVIL, 'PUT', 'x-a'),
]
