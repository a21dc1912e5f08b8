import { isForbiddenMethod, isSafelistedMethod, isToken, urlOrigin } from '../protocol.js'
import type { AddressSpace } from './exchange.js'
import { type Finding, finding } from './finding.js'
import { type HeaderList, stripWhitespace } from './header-list.js'
import type { ReadPage } from './read.js'
import { isForbiddenRequestHeaderLine, isHeader, isNoCorsSafelistedRequestHeader } from './request-headers.js'
import { isBadPort, isMixedContent } from './unsafe-url.js'
import type { Stage } from './verdict.js'

/** A request as it is sent to one URL: the first, or one that a redirect leads to. */
export interface Hop {
  readonly pageOrigin: string
  /** The origin in `Origin` and in the CORS check: the page's, or `null` after a redirect that hides it. */
  readonly origin: string
  readonly url: URL
  /** The URL that the page requested, before all redirects. */
  readonly firstUrl: URL
  readonly api: ReadPage['api']
  /** The network that the request goes to, if it is one that the page's own network does not reach. */
  readonly localNetwork: AddressSpace | null
  readonly method: string
  /** The page's headers, without the forbidden ones. */
  readonly headers: HeaderList
  readonly hasBody: boolean
  readonly credentials: ReadPage['credentials']
  readonly mode: ReadPage['mode']
  readonly redirect: ReadPage['redirect']
  readonly uploadListener: boolean
  readonly streamBody: boolean
  /**
   * `basic`: same-origin so far, so there is no CORS check; `cors`: CORS checks it; `opaque`: mode `no-cors`.
   * https://fetch.spec.whatwg.org/#concept-request-response-tainting
   */
  readonly tainting: 'basic' | 'cors' | 'opaque'
  readonly redirectCount: number
}

/** The first hop, and why a browser refuses to send it; most often it does not. */
export interface FirstHop {
  readonly hop: Hop
  readonly refusals: readonly Finding[]
}

/** Makes a page's call into a request, as `fetch` or XHR does, and checks it as main fetch does. */
export function firstHop(page: ReadPage): FirstHop {
  const { method: asked, mode, redirect, uploadListener, streamBody, credentials, pageOrigin, url } = page
  const method = normaliseMethod(asked)
  // XHR drops the body of a GET or HEAD; fetch throws.
  const hasBody = (page.body !== null || streamBody) && !(page.api === 'xhr' && isBodyless(method))
  const tainting = isSameOrigin(pageOrigin, url) || url.protocol === 'data:' ? 'basic' : taintingOf(mode)
  const hop: Hop = {
    pageOrigin,
    origin: pageOrigin,
    url,
    firstUrl: url,
    api: page.api,
    localNetwork: null,
    method,
    headers: sentHeaders(page, hasBody),
    hasBody,
    credentials,
    mode,
    redirect,
    uploadListener,
    streamBody,
    tainting,
    redirectCount: 0,
  }
  const refusals = apiRefusals(page, hop)
  if (refusals.length > 0) return { hop, refusals }
  const mixed = isMixedContent(pageOrigin, url) ? [finding('mixed-content', 'request')] : []
  return { hop, refusals: [...mainFetchRefusals(hop, 'request'), ...mixed] }
}

/** A URL without fragment, user and password, as the server gets it. */
export function sentUrl(url: URL): string {
  if (!url.href.includes('#') && !hasUserinfo(url)) return url.href
  const sent = new URL(url)
  sent.hash = ''
  sent.username = ''
  sent.password = ''
  return sent.href
}

/** The serialised origin of a URL; `''` for a URL without one. */
export function originOf(url: URL): string {
  return url.origin === 'null' ? urlOrigin(url.href) : url.origin
}

/** An opaque origin is the same as no URL's. */
export function isSameOrigin(origin: string, url: URL): boolean {
  return originOf(url) === origin
}

export function taintingOf(mode: Hop['mode']): Hop['tainting'] {
  return mode === 'no-cors' ? 'opaque' : 'cors'
}

/**
 * Why a browser sends nothing to this URL. https://fetch.spec.whatwg.org/#main-fetch
 */
export function mainFetchRefusals(hop: Hop, at: Stage): readonly Finding[] {
  const refusals: Finding[] = []
  if (isBadPort(hop.url)) refusals.push(finding('bad-port', at))
  if (hop.tainting === 'basic') return refusals
  if (hop.mode === 'same-origin') return [...refusals, finding('kDisallowedByMode', at)]
  if (hop.mode === 'no-cors' && hop.redirect !== 'follow') {
    refusals.push(finding('kNoCorsRedirectModeNotFollow', at))
  }
  if (!isHttp(hop.url)) {
    refusals.push(finding(hop.mode === 'cors' ? 'kCorsDisabledScheme' : 'unsupported-scheme', at))
  }
  return refusals
}

export function isHttp(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

/**
 * The value of the `Origin` header that this hop sends, which may be the text `null`; `null` if it sends none.
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function originSent(hop: Hop): string | null {
  if (hop.tainting === 'cors') return hop.origin
  if (isBodyless(hop.method)) return null
  // The default referrer policy, strict-origin-when-cross-origin, hides a secure page from an insecure server.
  const isDowngrade = hop.origin.startsWith('https:') && hop.url.protocol !== 'https:'
  return hop.mode !== 'cors' && isDowngrade ? 'null' : hop.origin
}

/** https://fetch.spec.whatwg.org/#concept-method-normalize */
function normaliseMethod(method: string): string {
  return /^(?:DELETE|GET|HEAD|OPTIONS|POST|PUT)$/i.test(method) ? method.toUpperCase() : method
}

export function isBodyless(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Why the page's call itself fails. https://fetch.spec.whatwg.org/#dom-request, https://xhr.spec.whatwg.org/#dom-xmlhttprequest-open */
function apiRefusals(page: ReadPage, hop: Hop): readonly Finding[] {
  const at = 'api'
  const refusals: Finding[] = []
  if (page.api === 'fetch' && hasUserinfo(page.url)) refusals.push(finding('url-credentials', at))
  if (!isToken(page.method)) refusals.push(finding('invalid-method', at))
  else if (isForbiddenMethod(page.method)) {
    refusals.push(finding('forbidden-method', at))
  } else if (page.mode === 'no-cors' && !isSafelistedMethod(hop.method)) {
    refusals.push(finding('no-cors-method', at))
  }
  const invalid = page.headers.filter(({ 0: name, 1: value }) => !isHeader(name, stripWhitespace(value)))
  if (invalid.length > 0) {
    refusals.push(
      finding(
        'invalid-header',
        at,
        undefined,
        invalid.map(({ 0: name }) => name),
      ),
    )
  }
  const cannotStream = page.streamBody && page.mode === 'no-cors'
  if (hop.hasBody && (isBodyless(hop.method) || cannotStream)) {
    refusals.push(finding('body-not-allowed', at))
  }
  return refusals
}

/** https://url.spec.whatwg.org/#include-credentials */
export function hasUserinfo(url: URL): boolean {
  return url.username !== '' || url.password !== ''
}

/** https://fetch.spec.whatwg.org/#concept-headers-append, https://xhr.spec.whatwg.org/#dom-xmlhttprequest-setrequestheader */
function sentHeaders(page: ReadPage, hasBody: boolean): HeaderList {
  let headers: HeaderList[number][] = []
  for (const { 0: name, 1: given } of page.headers) {
    const value = stripWhitespace(given)
    if (!isForbiddenRequestHeaderLine(name, value)) headers.push([name, value])
  }
  if (page.mode === 'no-cors') headers = safelistedTogether(headers)
  if (page.api === 'xhr') headers = [...joined(headers).values()]
  // A stream gets no Content-Type.
  if (hasBody && !page.streamBody && !headers.some(({ 0: name }) => name.toLowerCase() === 'content-type')) {
    headers.push(['Content-Type', 'text/plain;charset=UTF-8'])
  }
  return headers
}

/** Joins lines of one name, as XHR does; the keys are names in lower case. */
function joined(headers: HeaderList): Map<string, HeaderList[number]> {
  const byName = new Map<string, HeaderList[number]>()
  for (const { 0: name, 1: value } of headers) {
    const first = byName.get(name.toLowerCase())
    byName.set(name.toLowerCase(), first ? [first[0], `${first[1]}, ${value}`] : [name, value])
  }
  return byName
}

/** Mode `no-cors` drops each line that would make its header unsafe. */
function safelistedTogether(headers: HeaderList): HeaderList[number][] {
  const values = new Map<string, string>()
  return headers.filter(({ 0: name, 1: value }) => {
    const before = values.get(name.toLowerCase())
    const together = before === undefined ? value : `${before}, ${value}`
    const isSafe = isNoCorsSafelistedRequestHeader(name, together)
    if (isSafe) values.set(name.toLowerCase(), together)
    return isSafe
  })
}
