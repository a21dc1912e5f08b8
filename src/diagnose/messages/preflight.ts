import { isToken } from '../../protocol.js'
import { listItems } from '../header-list.js'
import { type Context, type Describe, headerOf, redirectTarget, sentences, subject } from './context.js'
import { quote, quoteAll } from './quote.js'

export const preflightRedirect: Describe = context => ({
  message: `${subject(context)} is a redirect (status ${context.answer?.status}) to ${quote(redirectTarget(context))}. Browsers do not follow it.`,
  fix: 'Let the page request the final URL at once, or answer OPTIONS before anything redirects it: put `cors()` first.',
})

export const preflightStatus: Describe = context => ({
  message: `${subject(context)} has status ${context.answer?.status}; only 200 to 299 say yes.`,
  fix: 'Answer OPTIONS with status 204 or 200: put `cors()` first, and leave `automaticOptions` on.',
})

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
    return `Let the page write ${quote(upper)}: a browser sends ${quote(method)} as it stands, and names compare byte for byte.`
  }
  const isWildcard = credentials === 'include' && listItems(allowed).includes('*')
  return sentences(
    `Name ${quote(method)} in Access-Control-Allow-Methods: add it to \`methods\`.`,
    isWildcard ? 'With credentials "*" is no wildcard but a method of that name.' : '',
  )
}

export const headerDisallowed: Describe = context => {
  const names = context.finding.names ?? []
  const allowed = headerOf(context, 'access-control-allow-headers')
  const what = names.length === 1 ? 'the request header' : 'the request headers'
  return {
    message: `${subject(context)} does not allow ${what} ${quoteAll(names)}: ${found('Access-Control-Allow-Headers', allowed)}.`,
    fix: sentences(
      `Name ${quoteAll(names)} in Access-Control-Allow-Headers: add ${names.length === 1 ? 'it' : 'them'} to \`allowHeaders\`.`,
      headerWildcard(context, names, allowed),
      contentType(names),
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

function found(header: string, value: string | undefined): string {
  return value === undefined ? `it has no ${header} header` : `${header} is ${quote(value)}`
}
