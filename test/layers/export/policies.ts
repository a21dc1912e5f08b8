import type { CorsOptions } from 'cors-policy'
import type { Choices } from '../../browser/random.js'

const ORIGINS: readonly (string | RegExp)[] = [
  'https://app.example.com',
  'https://admin.example.com:8443',
  'http://localhost:5173',
  'capacitor://localhost',
  'app://.',
  'null',
  'file://',
  'http://[::1]:3000',
  `https://${'long-label-of-a-preview.'.repeat(4)}example.com`,
  'https://xn--mnchen-3ya.example.com',
]
const PATTERNS: readonly (string | RegExp)[] = [
  'https://*.example.com',
  'http://localhost:*',
  'https://*.preview.example.org:*',
  'http://[::1]:*',
  /^https:\/\/[a-z]+\.example\.com$/,
  /^https:\/\/(?:app|admin)-\d{1,4}\.example\.com(?::\d+)?$/i,
  /^https?:\/\/(?<name>[^.\s]+)\.example\.net$|^https:\/\/a\.b$/,
  /^(?:[\w+.-]+):\/\/local[^"$\\;{}#]*$/,
  /^https:\/\/x\.a\.b\.example\.\u0063om$/u,
]
const PATHS = [
  '/',
  '/api/*',
  '/api',
  '/api/admin',
  '/api/v1/*',
  '/API/*',
  '/health',
  '/a.b/*',
  '/a$b/*',
  "/it's(x)/*",
  '/api/v1.2/*',
  '/x%20y/*',
  '/a=b&c/+',
  '/{x"y/*'.replace('{x"y', '%7Bx%22y'),
]
const NAMES = [
  'X-A',
  'X-Acme-Key',
  'Content-Type',
  'Authorization',
  "X-$odd'`^|~!#%&*+".replace(/[*|]|\^/g, ''),
]

/** Options drawn from all that every target can say. */
export function randomOptions(choices: Choices): CorsOptions {
  const { one, chance, below } = choices
  const outer = resourceOptions(choices)
  const resources: Record<string, CorsOptions> = {}
  if (chance(0.7))
    for (let i = below(5); i >= 0; i--) resources[one(PATHS)] = chance(0.3) ? {} : resourceOptions(choices)
  if (Object.keys(resources).length > 0 && chance(0.4))
    resources['*'] = chance(0.5) ? {} : resourceOptions(choices)
  return { ...outer, ...(Object.keys(resources).length > 0 && { resources }) }
}

function resourceOptions(choices: Choices): CorsOptions {
  const { one, chance, below } = choices
  const some = <Item>(items: readonly Item[], most: number): Item[] =>
    Array.from({ length: 1 + below(most) }, () => one(items))
  const credentials = chance(0.4)
  const any = chance(0.3)
  const origins = any
    ? '*'
    : chance(0.05)
      ? []
      : [...(chance(0.8) ? some(ORIGINS, 4) : []), ...(chance(0.5) ? some(PATTERNS, 2) : [])]
  return {
    origins,
    credentials,
    ...(credentials && {
      dangerouslyAllow: ['any-origin-with-credentials', 'insecure-origin', 'public-suffix', 'null-origin'],
    }),
    ...(chance(0.5) && {
      methods: chance(0.3) ? '*' : some(['GET', 'PUT', 'DELETE', 'LINK', 'patch', 'x$y'], 4),
    }),
    ...(chance(0.6) && { allowHeaders: chance(0.3) ? '*' : chance(0.1) ? [] : some(NAMES, 4) }),
    ...(chance(0.5) && { exposeHeaders: chance(0.2) && !credentials ? '*' : some(NAMES, 3) }),
    ...(chance(0.5) && { maxAge: one([-1, 0, 600, 86400]) }),
    ...(!credentials && chance(0.3) && { sendWildcard: true }),
    ...(chance(0.3) && { alwaysSend: false }),
    ...(chance(0.3) && { vary: one([false, true, ['X-Tenant', 'Origin']]) }),
    ...(chance(0.3) && { interceptExceptions: false }),
    ...(chance(0.4) && { preflightStatus: one([200, 201, 204, 205, 299]) }),
    ...(chance(0.3) && { blockDisallowed: true }),
    ...(chance(0.4) && { timing: true }),
  }
}
