import { type CorsRisk, quote } from './errors.js'
import { type OriginText, suggestOrigin } from './origin-syntax.js'
import { isLoopback } from './protocol.js'

/** What is to be refused where credentials are allowed, unless it is accepted. */
export interface OriginRisk {
  readonly code: CorsRisk
  readonly path: string
  readonly value: unknown
  readonly message: string
}

type Risk = Pick<OriginRisk, 'code' | 'message'>

/** What is risky about a string of `origins`. */
export function textRisks(text: string, read: OriginText): Risk[] {
  const risks: Risk[] = []
  if (text === 'null') {
    risks.push({
      code: 'null-origin',
      message:
        '"null" with credentials lets any page read what your users may read: every sandboxed frame sends ' +
        '"Origin: null". Leave it out; serve local pages from "http://localhost:5173".',
    })
  }
  if (read.kind === 'pattern' && read.subdomains) {
    const suffix = suffixUnder(read.host)
    if (suffix !== undefined)
      risks.push({
        code: 'public-suffix',
        message:
          `${quote(text)} with credentials: anyone can register a name under ${quote(suffix)} and read what your users ` +
          `may read. Name your own: ${quote(text.replace(`*.${read.host}`, `my-app.${suffix}`))}.`,
      })
  }
  if (text.startsWith('http://')) {
    const host = read.kind === 'pattern' ? read.host : new URL(text).hostname
    if (!isLoopback(host))
      risks.push({
        code: 'insecure-origin',
        message:
          `${quote(text)} with credentials: whoever is on the network path can be this origin and read what your users ` +
          `may read. Write ${suggestOrigin(text.replace('http:', 'https:').replace(/:443$/, ''))}.`,
      })
  }
  return risks
}

/** The host itself, or a well-known suffix below it: a pattern takes names of any depth. */
function suffixUnder(host: string): string | undefined {
  return isPublicSuffix(host) ? host : SUFFIXES.find(suffix => suffix.endsWith(`.${host}`))
}

/** A suffix that the Public Suffix List names. */
function isPublicSuffix(written: string): boolean {
  const host = written.replace(/\.$/, '')
  // Half of what importing this package would cost, and needed for patterns only.
  const { parse }: typeof import('tldts') = require('tldts')
  const { publicSuffix, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true })
  return publicSuffix === host && (isIcann === true || isPrivate === true)
}

/** Names that nobody lists; those of the second row are for RegExps that take letters alone. */
const UNLISTED = [
  ['nobody-lists-this', 'nor-that', 'q7x9', 'un-listed'],
  ['nobodyliststhis', 'northat', 'qzjx', 'unlisted'],
] as const

/** Under each of these anyone can register a name; most RegExps that are too wide end in one. */
const SUFFIXES = `com org net io dev app co ai me eu de fr co.uk com.br com.au
  github.io gitlab.io vercel.app netlify.app pages.dev workers.dev web.app fly.dev herokuapp.com onrender.com
  azurewebsites.net blob.core.windows.net cloudfront.net s3.amazonaws.com run.app`.split(/\s+/)

/** What is risky about a RegExp, by trying it: one that takes every name of a kind was not written for a list. */
export function regexpRisks(regexp: RegExp, copy: RegExp): Risk[] {
  const ports = ['', ':8443', ...(copy.source.match(/:[0-9]{1,5}/g) ?? [])]
  const takes = (schemes: readonly string[], hosts: readonly string[]) =>
    schemes.some(scheme =>
      ['', 'www.', 'a.b.'].some(sub =>
        ports.some(port => hosts.every(host => copy.test(`${scheme}://${sub}${host}${port}`))),
      ),
    )
  const takesUnder = (suffixes: readonly string[]) =>
    UNLISTED.some(names =>
      takes(
        ['http', 'https'],
        names.map((name, i) => `${name}.${suffixes[i]}`),
      ),
    )
  const takesAllUnder = (suffix: string) => takesUnder(UNLISTED[0].map(() => suffix))
  if (takesUnder(['com', 'org', 'net', 'io'])) {
    const message =
      `${quote(regexp)} takes every origin, and with credentials every site on the web could read what your users ` +
      'may read. Name the host: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'
    return [{ code: 'any-origin-with-credentials', message }]
  }
  const risks: Risk[] = []
  const hosts = writtenHosts(copy.source)
  const insecure = hosts.find(host => !isLoopback(host) && takes(['http'], [host]))
  if (insecure !== undefined) {
    const message =
      `${quote(regexp)} takes ${quote(`http://${insecure}`)} or names under it, with credentials: whoever is on the network ` +
      'path can be this origin and read what your users may read. Write https: for that host.'
    risks.push({ code: 'insecure-origin', message })
  }
  const suffix =
    SUFFIXES.find(takesAllUnder) ?? hosts.find(each => takesAllUnder(each) && isPublicSuffix(each))
  if (suffix === undefined) return risks
  const message =
    `${quote(regexp)} takes every name under ${quote(suffix)} with credentials: anyone can register one and read what ` +
    'your users may read. Name your own host: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'
  return [...risks, { code: 'public-suffix', message }]
}

/** What stands in a RegExp's source as a host or the end of one, its dots escaped. */
function writtenHosts(source: string): string[] {
  const written = source.match(/[a-z0-9-]+(?:\\\.[a-z0-9-]+)*/gi) ?? []
  return written.map(host => host.replaceAll('\\', '').toLowerCase()).filter(host => !/^https?$/.test(host))
}
