import type { Choices } from '../browser/random.js'
import { FAILING } from './policies.js'

export interface Asked {
  method: string
  target: string
  lines: [name: string, value: string][]
  body: string
}

const ORIGINS = [
  'https://a.example',
  'https://b.example:8443',
  'capacitor://localhost',
  'https://xn--bcher-kva.example',
  'https://x.example.com',
  'https://x.y.example.com',
  'https://x.wild.example:1234',
  'http://localhost',
  'http://localhost:5173',
  'https://d1.example',
  'null',
  FAILING,
]
const ODD_ORIGINS = [
  'https://evil.example',
  'https://a.example.evil.example',
  'https://evila.example',
  'https://evil.example/https://a.example',
  'https://a.example/',
  'https://a.example:443',
  'https://a.example:0',
  'https://a.example:65536',
  'https://a.example:00443',
  'https://a.example.',
  'https://user@a.example',
  'https://a.example, https://a.example',
  'https://a.example https://b.example:8443',
  'HTTPS://A.EXAMPLE',
  'https://example.com',
  'https://.example.com',
  'https://x..example.com',
  'https://x.example.com:444',
  'http://x.example.com',
  'http://localhost:',
  'http://localhost:5173.evil.example',
  'https://bücher.example',
  'https://xn--a.example',
  'https://127.0.0.1',
  'https://127.1',
  'https://0x7f.1',
  'https://[::1]:8080',
  'https://[0:0::1]',
  'https://a_b.example',
  'https://a%2eexample',
  'https://a.example\x80',
  '\xa0https://a.example',
  'https://a.example\ufeff',
  'https://a.example\tx',
  'https://',
  'file://',
  'file:///',
  'data:',
  'about:blank',
  'NULL',
  'undefined',
  '*',
  '',
  ' ',
  '\t',
  ',',
  '__proto__',
  `https://${'a'.repeat(253)}`,
  `https://${'a.'.repeat(4000)}example.com`,
  `https://${'a'.repeat(7000)}`,
]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'OPTIONS', 'OPTIONS', 'OPTIONS']
const ODD_METHODS = [
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'M-SEARCH',
  'LINK',
  'QUERY',
  'PRI',
  'options',
  'get',
  'X',
  '*',
  '',
]
const ASKED_METHODS = [
  'PUT',
  'GET',
  'put',
  'DELETE',
  'LINK',
  'TRACE',
  'connect',
  '*',
  '',
  ' ',
  'PUT, GET',
  'P\xdcT',
  'P T',
  '"',
  'x'.repeat(3000),
]
const NAMES = [
  'content-type',
  'Content-Type',
  'x-acme-1',
  'X-ACME-2',
  'x-a',
  'authorization',
  '*',
  '',
  ' ',
  '\t',
  '__proto__',
  'constructor',
  'x a',
  'x\ta',
  'x:a',
  'x-\xe9',
  '\xa0x-b',
  'x-b\x85',
  '"x"',
  'x-acme-\xff',
  'x'.repeat(2000),
]
const PATHS = [
  '/',
  '/api',
  '/api/',
  '/api/x',
  '/apix',
  '/API/x',
  '/api/status',
  '/api/status/x',
  '/api/../public/x',
  '/api/%2e%2e/public',
  '/public/x',
  '/public/..;/api/x',
  '/public/..\\api',
  '/%70ublic/x',
  '/public%2fx',
  '//public//x',
  '//evil.example/public',
  '/./api/./x',
  '/throw',
  '/api/throw',
  '/public/throw?x=1',
  '/public?a=/api#x',
  '/%',
  '/%zz',
  '/%ff',
  '/%00',
  '/api%00',
  '/;x/api',
  `/${'a/'.repeat(2000)}`,
  `/api/${'../'.repeat(300)}public`,
]
const ODD_TARGETS = [
  '*',
  'http://a.example/api/x',
  'http://a.example',
  'HTTP://a.example/public/x?y',
  'x:/public',
  'a.example:443',
  '?',
  '?/public',
  '/pu\xfflic',
  '/a"<>|{}^`',
  '',
]

/** Inserts, removes or replaces single bytes at random. */
export function mutate({ below, chance }: Choices, text: string): string {
  let mutated = text
  do {
    const at = below(mutated.length + 1)
    const put = chance(0.3) ? '' : String.fromCharCode(below(256))
    mutated = mutated.slice(0, at) + put + mutated.slice(at + below(2))
  } while (chance(0.5))
  return mutated
}

function value(choices: Choices, usual: readonly string[], odd: readonly string[] = usual): string {
  if (choices.chance(0.6)) return choices.one(usual)
  const picked = choices.one(odd)
  return choices.chance(0.3) ? mutate(choices, picked) : picked
}

function names({ one, below, chance }: Choices): string {
  if (chance(0.05)) return ','.repeat(below(8000))
  if (chance(0.05)) return Array.from({ length: below(900) }, (_, i) => `x-acme-${i}`).join(',')
  return Array.from({ length: below(6) }, () => one(NAMES)).join(one([',', ', ', ' ,', ',,', '\t,\t']))
}

/** A random request whose lines end as they should. */
export function randomRequest(choices: Choices): Asked {
  const { one, chance, below } = choices
  const lines: Asked['lines'] = []
  const add = (name: string, text: () => string, probability: number) => {
    while (chance(probability)) {
      lines.push([chance(0.2) ? name.toUpperCase() : name, text()])
      probability *= 0.15
    }
  }
  add('origin', () => value(choices, ORIGINS, ODD_ORIGINS), 0.9)
  add('access-control-request-method', () => value(choices, ASKED_METHODS), 0.7)
  add('access-control-request-headers', () => names(choices), 0.6)
  add('sec-fetch-site', () => one(['same-origin', 'none', 'same-site', 'cross-site', '']), 0.1)
  add('access-control-allow-origin', () => '*', 0.05)
  add('vary', () => '*', 0.05)
  add('x-tenant', () => 'a', 0.1)
  add('__proto__', () => 'https://a.example', 0.05)
  add('expect', () => one(['100-continue', 'more']), 0.03)
  add('x-long', () => 'x'.repeat(below(30_000)), 0.02)
  lines.sort(() => below(3) - 1)
  return {
    method: chance(0.93) ? one(METHODS) : one(ODD_METHODS),
    target: value(choices, PATHS, [...PATHS, ...ODD_TARGETS]).replaceAll(/[ \t]/g, ''),
    lines,
    body: chance(0.1) ? 'x'.repeat(below(5000)) : '',
  }
}
