import { FAILING, type Rules, type Subject } from './policies.js'

type Lines = [name: string, value: string][]

/** A request as Node's parser read it. */
export interface Seen {
  subject: Subject
  method: string
  url: string
  lines: Lines
  http2: boolean
}

export interface Answered {
  status: number
  lines: Lines
}

interface Expected {
  status: number
  headers: Record<string, string>
  vary: string[]
}

const CORS = /^access-control-|^timing-allow-origin$/
/** What the handlers, the frameworks and Node itself set. A split response would have others. */
const OTHERS =
  /^(?::status|connection|content-length|content-security-policy|content-type|date|keep-alive|transfer-encoding|vary|x-content-type-options|x-own|x-powered-by|x-seen)$/

/** Returns what kind of response came, and throws if it is not the one of the policy. */
export function check({ subject, method, url, lines, http2 }: Seen, answered: Answered): string {
  const seen = { subject, method, url, lines, http2 }
  const fault = faultOf(seen, answered)
  if (fault) throw new Error(`${fault}\nto ${JSON.stringify({ ...seen, subject: subject.name })}`)
  const granted = answered.lines.some(([name]) => name === 'access-control-allow-origin')
  return granted ? `${answered.status}, granted` : String(answered.status)
}

function faultOf(seen: Seen, { status, lines }: Answered): string | undefined {
  const want = expected(seen)
  const cors = lines.filter(([name]) => CORS.test(name))
  const vary = lines.filter(([name]) => name === 'vary')
  const varied = vary.flatMap(([, value]) => value.toLowerCase().split(/, */))
  const got = { status, headers: cors.sort(), vary: varied.sort() }
  const model = { status: want.status, headers: Object.entries(want.headers).sort(), vary: want.vary.sort() }
  if (JSON.stringify(got) !== JSON.stringify(model)) {
    return `expected ${JSON.stringify(model)}\n     got ${JSON.stringify(got)}`
  }
  if (vary.length > 1) return 'Vary appears twice'
  const odd = lines.find(([name, value]) => /[\r\n\0]/.test(value) || !(CORS.test(name) || OTHERS.test(name)))
  return odd && `an unexpected header: ${JSON.stringify(odd)}`
}

function expected(seen: Seen): Expected {
  const rules = seen.subject.rules(pathOf(seen.url), seen.url)
  const origin = headerOf(seen, 'origin')
  const failed = { status: 500, headers: {}, vary: ['origin'] }
  if (seen.subject.name === 'function' && origin === FAILING) return failed
  const handled = handlerOf(seen.url)
  if (!rules) return { ...handled, headers: {} }
  const asked = headerOf(seen, 'access-control-request-method')
  const isPreflight = seen.method === 'OPTIONS' && origin !== undefined && asked !== undefined
  const isShared = origin === 'null' || origin === 'file://'
  const isReadable = isShared ? !(rules.any && rules.credentials) : isWellFormed(origin ?? '')
  const allowed = origin !== undefined && isReadable && rules.allows(origin)
  const isBlocked = rules.blocks && (isPreflight || !isSameOrigin(seen, origin ?? ''))
  const isOpen = origin !== undefined && rules.any && !rules.credentials && !isBlocked
  const allowOrigin =
    allowed || isOpen
      ? repeated(rules, origin)
      : (rules.toAll ?? (origin === undefined ? rules.toNone : undefined))
  const headers = allowOrigin === undefined ? {} : granted(rules, allowOrigin, isPreflight ? seen : undefined)
  const vary = [...(rules.vary ?? ['origin'])]
  if (isPreflight && allowOrigin !== undefined) {
    if (!rules.methods) vary.push('access-control-request-method')
    if (rules.repeats) vary.push('access-control-request-headers')
  }
  if (isPreflight && !rules.passesPreflights) {
    return { status: rules.status ?? 204, headers, vary }
  }
  if (!isPreflight && rules.blocks && origin !== undefined && !allowed && !isSameOrigin(seen, origin)) {
    return { status: 403, headers, vary }
  }
  const quiet = rules.quietErrors && handled.status >= 500
  return {
    status: handled.status,
    headers: quiet ? {} : headers,
    vary: [...new Set([...vary, ...handled.vary])],
  }
}

function repeated({ any, wildcard }: Rules, origin: string): string {
  return wildcard || (any && !isWellFormed(origin)) ? '*' : origin
}

function granted(rules: Rules, allowOrigin: string, preflight: Seen | undefined): Record<string, string> {
  const headers = {
    'access-control-allow-origin': allowOrigin,
    'access-control-allow-credentials': rules.credentials && allowOrigin !== '*' && 'true',
    ...(preflight
      ? {
          'access-control-allow-methods':
            rules.methods ?? nameable(headerOf(preflight, 'access-control-request-method')),
          'access-control-allow-headers': allowHeaders(
            rules,
            headerOf(preflight, 'access-control-request-headers'),
          ),
          'access-control-max-age': rules.maxAge,
        }
      : {
          'access-control-expose-headers': rules.expose,
          'timing-allow-origin': rules.timing && allowOrigin,
        }),
  }
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value)) as Record<string, string>
}

const TOKEN = /^[a-z0-9!#$%&'*+.^_`|~-]+$/i

function nameable(method = ''): string {
  return TOKEN.test(method) && !['CONNECT', 'TRACE', 'TRACK'].includes(method.toUpperCase()) ? method : ''
}

function allowHeaders({ headers, repeats }: Rules, requested = ''): string {
  const isPlain = requested.split(',').every(name => TOKEN.test(name) && name === name.toLowerCase())
  if (isPlain && !headers && repeats?.source === '^') return requested
  const names = requested.split(',').map(name => name.replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase())
  const fitting = names.filter(name => TOKEN.test(name) && repeats?.test(name))
  return [headers, ...new Set(fitting)].filter(Boolean).join(', ')
}

/** A header as Node reads it: it joins most that appear twice, and takes the first value of some. */
function headerOf({ lines, http2 }: Seen, name: string): string | undefined {
  const values = lines.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)
  const takesFirst = name === 'host' || (http2 && name === 'access-control-request-method')
  return takesFirst || values.length === 0 ? values[0] : values.join(', ')
}

function pathOf(url: string): string {
  const [start = '', authority = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? []
  if (/[^\w.~:@[\]!$&()*+,=-]/.test(authority)) return url
  return url.slice(start.length).replace(/[?#].*$/s, '') || '/'
}

/** `URL.canParse` is wrong about Latin-1 in Node 20 and 22, once it is compiled. */
function parsed(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function isWellFormed(origin: string): boolean {
  const url = parsed(origin)
  if (!url || origin.length > 326 || origin.startsWith('file:')) return false
  const { protocol, host, hostname } = url
  const isSpecial = /^(?:https?|wss?|ftp):$/.test(protocol)
  const hasName = /^\[[0-9a-f:]+\]$|^[\w-]+(\.[\w-]+)*\.?$/.test(hostname) || (!isSpecial && hostname === '.')
  return hasName && origin === `${protocol}//${host}`
}

function isSameOrigin(seen: Seen, origin: string): boolean {
  const site = headerOf(seen, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const host = headerOf(seen, 'host') ?? headerOf(seen, ':authority')
  const own = (scheme: string) => parsed(`${scheme}://${host}`)?.origin
  return host !== undefined && (origin === own('http') || origin === own('https'))
}

/** What the handler does at a URL, without any policy. */
export function handlerOf(url: string): { status: number; vary: string[]; way: number } {
  const way = url.length % 5
  if (url.includes('throw')) return { status: 500, vary: [], way }
  return { status: 200, vary: way % 2 === 0 ? [] : ['accept-encoding'], way }
}
