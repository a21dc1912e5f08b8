import { type CorsRisk, quote } from './errors.js'
import type { OriginText } from './origin-syntax.js'
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
  if (read.kind === 'pattern' && read.subdomains && isPublicSuffix(read.host)) {
    risks.push({
      code: 'public-suffix',
      message:
        `${quote(text)} with credentials: anyone can register a name under ${quote(read.host)} and read what your users ` +
        `may read. Name your own: ${quote(text.replace('*.', 'my-app.'))}.`,
    })
  }
  if (text.startsWith('http://')) {
    const host = read.kind === 'pattern' ? read.host : new URL(text).hostname
    if (!isLoopback(host))
      risks.push({
        code: 'insecure-origin',
        message:
          `${quote(text)} with credentials: whoever is on the network path can be this origin and read what your users ` +
          `may read. Write ${quote(text.replace('http:', 'https:'))}.`,
      })
  }
  return risks
}

/** A suffix that the Public Suffix List names. */
function isPublicSuffix(written: string): boolean {
  const host = written.replace(/\.$/, '')
  // Half of what importing this package would cost, and needed for patterns only.
  const { parse }: typeof import('tldts') = require('tldts')
  const { publicSuffix, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true })
  return publicSuffix === host && (isIcann === true || isPrivate === true)
}

const UNLISTED = ['nobody-lists-this', 'nor-that', 'q7x9', 'un-listed']

/** Under each of these anyone can register a name; most RegExps that are too wide end in one. */
const SUFFIXES = `com org net io dev app co ai me eu de fr co.uk com.br com.au
  github.io gitlab.io vercel.app netlify.app pages.dev workers.dev web.app fly.dev
  herokuapp.com onrender.com azurewebsites.net cloudfront.net s3.amazonaws.com run.app`.split(/\s+/)

/** What is risky about a RegExp, by trying it: one that takes every name of a kind was not written for a list. */
export function regexpRisks(regexp: RegExp, copy: RegExp): Risk[] {
  const ports = ['', ':8443', ...(copy.source.match(/:[0-9]{1,5}/g) ?? [])]
  const starts = ['http://', 'https://'].flatMap(scheme => ['', 'www.', 'a.b.'].map(sub => scheme + sub))
  const takes = (hosts: readonly string[]) =>
    starts.some(start => ports.some(port => hosts.every(host => copy.test(start + host + port))))
  if (takes(UNLISTED.map((name, i) => `${name}.${SUFFIXES[i]}`))) {
    const message =
      `${quote(regexp)} takes every origin, and with credentials every site on the web could read what your users ` +
      'may read. Name the host: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'
    return [{ code: 'any-origin-with-credentials', message }]
  }
  const suffix = SUFFIXES.find(suffix => takes(UNLISTED.map(name => `${name}.${suffix}`)))
  if (suffix === undefined) return []
  const message =
    `${quote(regexp)} takes every name under ${quote(suffix)} with credentials: anyone can register one and read what ` +
    'your users may read. Name your own host: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'
  return [{ code: 'public-suffix', message }]
}
