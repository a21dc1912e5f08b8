import { isLoopback, isOrigin, isSharedByStrangers, urlOrigin } from '../protocol.js'
import { quote, suggest } from './words.js'

/** A string of `origins`, parsed. */
export type OriginText =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact' }
  | { readonly kind: 'pattern'; readonly host: string; readonly subdomains: boolean }
  | {
      readonly kind: 'wrong'
      readonly code: 'empty-string' | 'invalid-origin' | 'invalid-pattern'
      readonly message: string
    }

/**
 * Parses `*`, `null`, `file://`, an origin, or a pattern. A pattern is an origin with `*.` before its host (any subdomain, one label or
 * more), with `:*` for its port (any or none), or both.
 */
export function parseOrigin(text: string): OriginText {
  return readRight(text) ?? explainWrong(text)
}

/** Quotes those of the texts that `origins` accepts, or an example if it accepts none. */
export function suggestOrigin(...texts: readonly string[]): string {
  const example = 'it as a browser sends it, such as "https://app.example.com"'
  return suggest(texts, text => readRight(text) !== undefined, example)
}

const UNSET = /(?:^|[/.])undefined(?:$|[.:/])|\$\{?\w/

function readRight(text: string): OriginText | undefined {
  if (text === '*') return { kind: 'any' }
  if (isSharedByStrangers(text)) return { kind: 'exact' }
  if (UNSET.test(text)) return undefined
  return isOrigin(text) ? { kind: 'exact' } : readPattern(text)
}

function readPattern(text: string): OriginText | undefined {
  const { base, subdomains, anyPort } = withoutWildcards(text)
  if (!(subdomains || anyPort) || !isOrigin(base)) return undefined
  const rest = base.slice(base.indexOf('://') + 3)
  const host = rest.startsWith('[') ? rest.replace(/\].*/, ']') : (rest.split(':')[0] as string)
  // A pattern with two ports would match nothing.
  if (anyPort && host !== rest) return undefined
  return subdomains && withoutSubdomains(host) ? undefined : { kind: 'pattern', host, subdomains }
}

function withoutWildcards(text: string) {
  const base = text.replace('://*.', '://').replace(/:\*(?=$|[/?#])/, '')
  return { base, subdomains: text.includes('://*.'), anyPort: /:\*(?=$|[/?#])/.test(text) }
}

/** Why no host is below this one; `undefined` for names. */
function withoutSubdomains(host: string): string | undefined {
  if (/^\[|\.[0-9]+$/.test(host)) return 'an IP address has no subdomains'
  return host.startsWith('.') ? 'nothing is below a dot' : undefined
}

function explainWrong(text: string): OriginText {
  if (UNSET.test(text)) {
    const message = `${quote(text)} is not an origin. Is a variable not set?`
    return { kind: 'wrong', code: 'invalid-origin', message }
  }
  if (text === '') {
    return {
      kind: 'wrong',
      code: 'empty-string',
      message: 'an empty string is not an origin. Write an origin, or [] to allow nobody.',
    }
  }
  if (text.startsWith('[') && !/^\[[0-9a-f:]*:[0-9a-f:.]*\]/i.test(text)) {
    const message = `${quote(text)} is not an origin. Is it JSON? Write the origins alone, separated by commas.`
    return { kind: 'wrong', code: 'invalid-origin', message }
  }
  const items = text.split(/[,;\s]+/).filter(item => item !== '')
  const hasComma = text.replaceAll(/\{\d+,\d*\}/g, '').includes(',')
  if (hasComma || items.filter(item => item.includes('://')).length > 1) {
    const areRight = items.every(item => readRight(item) !== undefined)
    const list = areRight
      ? `: ${items.map(item => JSON.stringify(item)).join(', ')}`
      : ', such as "https://app.example.com"'
    const message = `${quote(text)} is a list in one item. Write its origins as items of their own${list}.`
    return { kind: 'wrong', code: 'invalid-origin', message }
  }
  if (text.includes('*')) return explainPattern(text)
  if (isLikeRegExp(text)) return wrongPattern(asRegExp(text))
  return { kind: 'wrong', code: 'invalid-origin', message: originFault(text, text, origin => origin) }
}

function explainPattern(text: string): OriginText {
  const { base, subdomains, anyPort } = withoutWildcards(text)
  if (isOrigin(base)) {
    const why = (subdomains && withoutSubdomains(new URL(base).hostname)) || 'it has two ports'
    const anyPortOf = `${base.replace(/:[0-9]+$/, '')}:*`
    return wrongPattern(
      `${quote(text)} is not a pattern: ${why}. Write ${suggestOrigin(base, ...(anyPort ? [anyPortOf] : []))}.`,
    )
  }
  if (/[\\^$()|+{}]|[^*]\.\*|\*\?/.test(text)) return wrongPattern(asRegExp(text))
  if (base.includes('*') || base === '') {
    return wrongPattern(
      `${quote(text)} is not a pattern: "*" stands for subdomains ("https://*.example.com") or for the port ` +
        '("http://localhost:*"), nowhere else. For every origin write "*" alone.',
    )
  }
  const restore = (origin: string) =>
    (subdomains ? origin.replace('://', '://*.') : origin) + (anyPort ? ':*' : '')
  return wrongPattern(originFault(text, base, restore))
}

/** Recognises a RegExp by its anchors and escapes, and by characters that no host has. */
function isLikeRegExp(text: string): boolean {
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:[/\\]*/i, '').replace(/[/?#].*/s, '')
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  return /^\/?\^|^https?\?:/i.test(text) || /[\^$()|+]|\\[dws.]|\[[^[\]:]*\]|\{\d+(?:,\d*)?\}/.test(host)
}

function asRegExp(text: string): string {
  return (
    `${quote(text)} looks like a regular expression, but in a string all but the wildcards is literal. ` +
    'Write "https://*.example.com" for subdomains, "http://localhost:*" for any port, or in code an anchored RegExp: ' +
    '/^https:\\/\\/app-\\d+\\.example\\.com$/.'
  )
}

function wrongPattern(message: string): OriginText {
  return { kind: 'wrong', code: 'invalid-pattern', message }
}

/** Says what is wrong and what to write instead. `base` is `text` without wildcards; `restore` puts them back. */
function originFault(text: string, base: string, restore: (origin: string) => string): string {
  const is = `${quote(text)} is not an origin`
  const trimmed = base.trim()
  if (/^file:/i.test(trimmed)) {
    return `${is}: pages opened from files send "Origin: null", and in some WebViews "Origin: file://". Serve the page over http, such as "http://localhost:5173".`
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return `${is}: ${explainMissingScheme(trimmed, restore)}`
  const origin = urlOrigin(trimmed)
  // The URL parser drops line breaks, and what remains may be another host.
  if (!isOrigin(origin) || /\s/.test(trimmed)) {
    return `${is}. Write it as a browser sends it: scheme, host and, if it is not the default, port, such as "https://app.example.com".`
  }
  const pattern = restore(origin)
  return `${is}: ${faults(trimmed, base)}. Write ${suggestOrigin(readRight(pattern) ? pattern : origin)}.`
}

function explainMissingScheme(text: string, restore: (origin: string) => string): string {
  if (/^null$/i.test(text)) return 'browsers write it in lower case. Write "null".'
  const missing = 'an origin begins with its scheme'
  if (/^(?:true|false|yes|no|all|any|none)$/i.test(text))
    return `${missing}. Write "*" for every origin, or [] for nobody.`
  const { 0: typed = '', 1: scheme } = /^(https?)(?::[/\\]*|[/\\]+)/i.exec(text) ?? ['', undefined]
  const named = text.slice(typed.length)
  const rest = /^[0-9]+$/.test(named) ? `localhost:${named}` : named
  const https = urlOrigin(`https://${rest}`)
  if (!isOrigin(https) || /\s/.test(rest))
    return `${missing}. Write it as a browser sends it, such as "https://app.example.com".`
  const http = urlOrigin(`http://${rest}`)
  if (scheme)
    return `${missing} and "://". Write ${suggestOrigin(restore(/s$/i.test(scheme) ? https : http))}.`
  if (isLoopback(new URL(http).hostname)) return `${missing}. Write ${suggestOrigin(restore(http))}.`
  return `${missing}. Write ${suggestOrigin(restore(https), restore(http))}.`
}

/** How a URL differs from its origin. */
function faults(text: string, untrimmed: string): string {
  const { 1: authority = '', 2: rest = '' } = /^[^:]+:\/\/([^/?#\\]*)(.*)/s.exec(text) ?? ['', '', '']
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const port = /:([0-9]*)$/.exec(host)?.[1]
  const kept = new URL(text).port
  const parts = [
    text !== untrimmed && 'white space around it',
    host !== authority && 'user or password',
    port !== undefined && kept === '' && 'default port',
    kept !== '' && kept !== port && 'leading zero in its port',
    /^[/\\]/.test(rest) && 'path',
    /^[^#]*\?/.test(rest) && 'query',
    rest.includes('#') && 'fragment',
  ].filter(part => part !== false)
  const absent = parts.length > 0 ? [`an origin has no ${parts.join(', no ')}`] : []
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/[^\x00-\x7f]/.test(host)) absent.push('browsers send the host in Punycode')
  else if (/^[^:]*[A-Z]/.test(text) || /[A-Z]/.test(host)) absent.push('browsers send it in lower case')
  else if (absent.length === 0 && host.startsWith('[')) absent.push('browsers send IPv6 addresses compressed')
  return absent.join(', and ') || 'browsers spell the host otherwise'
}
