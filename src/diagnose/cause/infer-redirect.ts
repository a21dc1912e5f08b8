import { type Hop, originOf } from '../hop.js'
import { type Inference, inferred } from './inference.js'
import { targetOf } from './redirect-target.js'
import type { Seen } from './seen.js'

/** Whether a redirect has made the browser hide the page's origin. */
export function isHiddenOrigin(hop: Hop): boolean {
  return hop.origin !== hop.pageOrigin
}

/** `null` if the redirect's own headers are the trouble, as they would be of any answer. */
export function inferFromRedirect({ failed: { finding, hop, answer } }: Seen): Inference | null {
  const isHeader = /^k(?!Redirect|Cors|Disallowed|Preflight)/.test(finding.check)
  if (isHeader && finding.check !== 'kMissingAllowOriginHeader' && !isHiddenOrigin(hop)) return null
  const to = targetOf(hop.url, answer)
  const isToLogin = to === undefined ? isAtLogin(hop) : isLogin(hop, to)
  if (!isToLogin) return inferred('redirect')
  // A preflight never carries what a login looks for.
  return inferred(finding.at === 'preflight' ? 'answered-before-cors' : 'login-redirect')
}

/** Whole words: neither `authors` nor `lessons` is about a login. */
const LOGIN =
  /(?:^|[/._-])(?:log[-_]?[io]n|sign[-_]?[io]n|oauth2?|auth|authori[sz]e|authenticat(?:e|ion)|sso|saml2?)(?:[/._-]|$)/i

/** Whether an answer leads to a login, and not merely to the same page under another URL. */
export function isLogin({ url }: Hop, to: URL): boolean {
  const isSamePath = to.pathname.replace(/\/$/, '') === url.pathname.replace(/\/$/, '')
  return !isSamePath && isLoginUrl(to)
}

/** Whether redirects have led to a login. */
export function isAtLogin({ redirectCount, url }: Hop): boolean {
  return redirectCount > 0 && isLoginUrl(url)
}

function isLoginUrl({ pathname, hostname }: URL): boolean {
  return LOGIN.test(pathname.slice(0, 200)) || LOGIN_HOST.test(hostname)
}

const LOGIN_HOST = /^(?:login|signin|auth|sso|accounts?|id|idp)\./i

/** What kind of redirect it is, for a sentence. */
export function redirectKind({ url }: Hop, to: URL): string {
  const isSamePath = to.pathname === url.pathname
  const hosts = [url.hostname, to.hostname]
  if (url.protocol === 'http:' && to.protocol === 'https:' && to.hostname === url.hostname && isSamePath)
    return 'from http to https'
  if (`${url.pathname}/` === to.pathname) return 'to the path with a slash at the end'
  if (url.pathname === `${to.pathname}/`) return 'to the path without the slash at the end'
  if (hosts[0] === `www.${hosts[1]}` || hosts[1] === `www.${hosts[0]}`)
    return hosts[1]?.startsWith('www.') ? 'to the host with "www."' : 'to the host without "www."'
  return originOf(to) === originOf(url) ? 'to another path' : 'to another origin'
}
