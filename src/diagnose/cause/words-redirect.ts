import { combined } from '../header-list.js'
import { sentUrl } from '../hop.js'
import { quote } from '../messages/quote.js'
import type { Answer } from '../read.js'
import { isCrossSite } from '../site.js'
import { answerers } from './answered-by.js'
import { isHiddenOrigin, isLogin, redirectKind } from './infer-redirect.js'
import type { CauseWords, Inferred } from './inference.js'
import { isDowngrade, isLoop, publicTarget, targetOf } from './redirect-target.js'
import { requestLines } from './request-ways.js'
import { nameOf, type Seen } from './seen.js'

export function redirected({ seen, failure }: Inferred): CauseWords {
  const { hop, answer, finding } = seen.failed
  const isPreflights =
    finding.at === 'preflight' && isHiddenOrigin(hop) && targetOf(hop.url, answer) === undefined
  const isArrived = finding.at === 'response' || isPreflights
  const from = isArrived ? hop.firstUrl : hop.url
  const to = isArrived ? hop.url : targetOf(hop.url, answer)
  if (!isArrived && isLoop(from, to)) return looping(seen, from)
  if (
    to === undefined ||
    /^(?:too-many|invalid|stream|unsupported|bad-port|k(?:Cors|Redirect))/.test(finding.check)
  )
    return { message: failure.message, fix: [failure.fix] }
  const lead = isArrived ? 'A redirect led' : `The answer to ${nameOf(seen)} is a redirect`
  const inside = fromInside(seen, from, to)
  if (inside !== null)
    return { message: `${lead} to ${quote(sentUrl(to))}. ${inside.message}`, fix: inside.fix }
  if (finding.at === 'redirect' && isLoop(to, targetOf(to, seen.next))) return looping(seen, to)
  return {
    message: isArrived
      ? `${lead} to ${quote(sentUrl(to))}, and on the way the browser hid the page's origin ("Origin: null").`
      : `${lead} ${redirectKind(hop, to)}: ${quote(sentUrl(to))}.`,
    fix: [`Let the page request ${quote(sentUrl(to))} at once.`],
  }
}

/** A redirect to http on the way. */
export function mixedContent({ seen, failure }: Inferred): CauseWords {
  const { hop, answer } = seen.failed
  const to = targetOf(hop.url, answer)
  const inside = to === undefined ? null : fromInside(seen, hop.url, to)
  return inside === null
    ? { message: failure.message, fix: [failure.fix] }
    : { message: `${failure.message} ${inside.message}`, fix: inside.fix }
}

/** Whoever answers with a redirect to the URL itself sees another URL than the page does. */
function looping(seen: Seen, url: URL): CauseWords {
  const { hop, answer: first } = seen.failed
  const isFirst = url === hop.url
  const answer = isFirst ? first : seen.next
  const to = isFirst
    ? `to the URL that was requested, ${quote(sentUrl(url))}`
    : `${redirectKind(hop, url)}, ${quote(sentUrl(url))}, which redirects to itself`
  const isSecure = url.protocol === 'https:'
  const setsCookie = combined(answer?.headers ?? [], 'set-cookie') !== undefined
  return {
    message: `The answer to ${nameOf(seen)} is a redirect ${to}: a loop. ${isSecure ? TAKEN_FOR_HTTP : 'The application behind a proxy believes that another host or path was requested, and redirects to this one.'}`,
    fix: [
      ...(isSecure ? forwarded(answer) : publicName(url, answer)),
      ...(setsCookie && hop.credentials !== 'include'
        ? [
            'If it waits for the cookie that it sets, let the page send its cookies (`credentials: "include"`).',
          ]
        : []),
    ],
  }
}

const TAKEN_FOR_HTTP =
  'An application behind a proxy that ends TLS believes that it is called over http, and redirects to https.'

/** What a redirect says of an application that does not know how pages call it; `null` for other redirects. */
function fromInside(seen: Seen, from: URL, to: URL): CauseWords | null {
  const target = publicTarget(from, to)
  if (target === null) return null
  const isName = from.host !== to.host
  return {
    message: isName
      ? `That is what a proxy calls the application, which does not know that pages call it ${quote(from.host)}.`
      : 'The application, behind a proxy that ends TLS, believes that it is called over http.',
    fix: [
      ...(isLoop(from, target) ? [] : [`Let the page request ${quote(sentUrl(target))} at once.`]),
      ...(isName ? publicName(from, seen.failed.answer) : []),
      ...(isName && target.pathname !== to.pathname ? [PREFIX] : []),
      ...(isDowngrade(from, to) ? forwarded(seen.failed.answer) : []),
    ],
  }
}

const PREFIX =
  'A proxy that takes the start of the path off must put it back into `Location`: `proxy_redirect` in nginx, `ProxyPassReverse` in Apache.'

function forwarded(answer: Answer | null): readonly string[] {
  return [
    'Let every proxy on the way send `X-Forwarded-Proto: https` (the scheme that the page uses), and let the application trust it.',
    ...requestLines(answer, 'forwarded'),
  ]
}

function publicName({ host }: URL, answer: Answer | null): readonly string[] {
  const isProxySeen = answer !== null && answerers(answer).some(({ isProxy }) => isProxy)
  const how = isProxySeen
    ? ''
    : ': `proxy_set_header Host $http_host;` in nginx, `ProxyPreserveHost On` in Apache'
  return [
    `Let every proxy on the way pass on \`Host: ${host}\`, as the page sends it${how}.`,
    ...requestLines(answer, 'host'),
  ]
}

export function toLogin({ seen }: Inferred): CauseWords {
  const { hop, answer } = seen.failed
  const to = targetOf(hop.url, answer)
  const where = to && isLogin(hop, to) ? to : hop.url
  return hop.credentials === 'include'
    ? {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the request had no cookie, or one that the server does not accept.`,
        fix: [
          `Log the user in first, so that the browser has the cookie.${isCrossSite(hop.pageOrigin, hop.firstUrl) ? ' The page is on another site, so the cookie must be `SameSite=None; Secure`.' : ''}`,
          'If the browser sends it, look whether every proxy on the way passes `Cookie` on.',
          'Better still, let the API answer 401 with CORS headers in place of the redirect, so that the page can tell.',
        ],
      }
    : {
        message: `The answer is a redirect to a login, ${quote(sentUrl(where))}: the page sends no cookies.`,
        fix: [
          'Let the page send its cookies (`credentials: "include"`), or an Authorization header.',
          'Better still, let the API answer 401 with CORS headers in place of the redirect, so that the page can tell.',
        ],
      }
}
