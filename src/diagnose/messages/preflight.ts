import { isToken, parseUrl } from '../../protocol.js'
import { listItems } from '../header-list.js'
import type { Hop } from '../hop.js'
import {
  type Context,
  type Describe,
  headerOf,
  isRoutersStatus,
  redirectTarget,
  sentences,
  statusHint,
  subject,
} from './context.js'
import { quote, quoteAll } from './quote.js'

export const preflightRedirect: Describe = context => {
  const location = redirectTarget(context)
  return {
    message: `${subject(context)} is a redirect (status ${context.answer?.status}) to ${quote(location)}. Browsers do not follow it.`,
    fix: redirectFix(context, location),
  }
}

const ANSWER_FIRST = 'put the CORS layer before what redirects, so that it answers OPTIONS itself.'

function redirectFix({ hop }: Context, location: string): string {
  const to = parseUrl(location, hop.url)
  if (to === undefined) return `Something redirects before the CORS layer: ${ANSWER_FIRST}`
  const cause = redirectCause(hop, to)
  if (cause === '' && LOGIN.test(to.pathname.slice(0, 200))) {
    return `This looks like the redirect to a login. A preflight never carries cookies, so authentication must let OPTIONS pass: ${ANSWER_FIRST}`
  }
  const unknown = 'Something redirects before the CORS layer (http to https, trailing slash, www).'
  return `${cause || unknown} Let the page request the final URL at once, or ${ANSWER_FIRST}`
}

/** Matches whole words: neither `authors` nor `lessons` is about a login. */
const LOGIN =
  /(?:^|[/._-])(?:log[-_]?[io]n|sign[-_]?[io]n|oauth2?|auth|authori[sz]e|authenticat(?:e|ion)|sso|saml2?)(?:[/._-]|$)/i

function redirectCause(hop: Hop, to: URL): string {
  if (hop.url.protocol === 'http:' && to.protocol === 'https:') {
    return 'This is the redirect from http to https: request the https URL.'
  }
  if (to.host === hop.url.host && `${hop.url.pathname}/` === to.pathname) {
    return 'This is the redirect to a path with a slash at the end: request that path.'
  }
  if (to.host === hop.url.host && hop.url.pathname === `${to.pathname}/`) {
    return 'This is the redirect to a path without the slash at the end: request that path.'
  }
  return ''
}

export const preflightStatus: Describe = context => {
  const status = context.answer?.status
  return {
    message: `${subject(context)} has status ${status}; only 200 to 299 say yes.`,
    fix:
      isRoutersStatus(status) && headerOf(context, 'access-control-allow-origin') === context.hop.origin
        ? `The CORS headers are there, so the CORS layer saw the request, but let a router answer it: let it answer OPTIONS itself (leave \`automaticOptions\` on).`
        : sentences(statusHint(context), 'Answer OPTIONS with status 204 or 200 (`preflightStatus`).'),
  }
}

export const invalidAllowMethods: Describe = context =>
  invalidList(context, 'Access-Control-Allow-Methods', 'methods', 'GET, PUT')

export const invalidAllowHeaders: Describe = context =>
  invalidList(context, 'Access-Control-Allow-Headers', 'allowHeaders', 'Content-Type, Authorization')

function invalidList(context: Context, header: string, option: string, example: string) {
  const value = headerOf(context, header.toLowerCase()) ?? ''
  const bad = listItems(value).find(item => !isToken(item)) ?? ''
  return {
    message: `${subject(context)} has ${header} ${quote(value)}, in which ${quote(bad)} is no name, so the whole header is void.`,
    fix: `Send bare names with commas between them: "${header}: ${example}". No quotes, brackets or colons, no spaces in place of commas. In \`${option}\` write each name as a string of its own.`,
  }
}

export const methodDisallowed: Describe = context => {
  const { method } = context.hop
  const allowed = headerOf(context, 'access-control-allow-methods')
  return {
    message: `${subject(context)} does not allow the method ${quote(method)}: ${found('Access-Control-Allow-Methods', allowed)}.`,
    fix: methodFix(context, allowed),
  }
}

function methodFix(context: Context, allowed: string | undefined): string {
  const { method, credentials } = context.hop
  const upper = method.toUpperCase()
  if (method !== upper) {
    return `Let the page write ${quote(upper)}: a browser sends ${quote(method)} as it stands, and names compare byte for byte. \`methods\` are upper-cased, so ${quote(upper)} in \`methods\` allows that one.`
  }
  const isWildcard = credentials === 'include' && listItems(allowed).includes('*')
  const hasAllow = headerOf(context, 'allow') !== undefined
  return sentences(
    `Add ${quote(method)} to \`methods\`.`,
    isWildcard ? 'With credentials "*" is no wildcard but a method of that name.' : '',
    hasAllow ? 'The Allow header has no part in CORS.' : '',
    otherLayer(allowed),
  )
}

export const headerDisallowed: Describe = context => {
  const names = context.finding.names ?? []
  const allowed = headerOf(context, 'access-control-allow-headers')
  const what = names.length === 1 ? 'the request header' : 'the request headers'
  return {
    message: `${subject(context)} does not allow ${what} ${quoteAll(names)}: ${found('Access-Control-Allow-Headers', allowed)}.`,
    fix: sentences(
      `Add ${quoteAll(names)} to \`allowHeaders\`.`,
      headerWildcard(context, names, allowed),
      contentType(names),
      otherLayer(allowed),
    ),
  }
}

function headerWildcard({ hop }: Context, names: readonly string[], allowed: string | undefined): string {
  if (!listItems(allowed).includes('*')) return ''
  if (hop.credentials === 'include') return 'With credentials "*" is no wildcard but a header of that name.'
  return names.includes('authorization') ? '"*" does not cover Authorization; name it.' : ''
}

function contentType(names: readonly string[]): string {
  return names.includes('content-type')
    ? 'Only form types and text/plain, with nothing unusual in them, pass without; application/json does not.'
    : ''
}

function otherLayer(allowed: string | undefined): string {
  return allowed === undefined
    ? 'If it is there already, another layer answered the preflight: see which one answers OPTIONS.'
    : ''
}

function found(header: string, value: string | undefined): string {
  return value === undefined ? `it has no ${header} header` : `${header} is ${quote(value)}`
}
