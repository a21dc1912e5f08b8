import type { NameSet } from '../policy/policy.js'
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isToken,
} from '../protocol.js'
import { anchors, isRegExp, privateCopy } from '../regexp.js'
import type { ReportIssue } from './errors.js'
import { itemPath, itemsOf, strayComma } from './lists.js'
import { isFlagWord, quote, suggest } from './words.js'

/** How the names of one option are read. */
export interface NameKind {
  readonly what: string
  readonly example: string
  readonly regexps: boolean
  readonly wildcard: boolean
  /** Names that are equal in this form are the same. */
  readonly compared: (name: string) => string
  readonly sent: (name: string) => string
  readonly refuse: (name: string) => readonly ['forbidden-method' | 'forbidden-header', string] | undefined
}

const unchanged = (name: string) => name
const none = () => undefined
const lower = (name: string) => name.toLowerCase()

/** The methods that `fetch` upper-cases, plus PATCH: Node's server accepts none of them in lower case, so `patch` means PATCH. */
const STANDARD_METHOD = /^(?:delete|get|head|options|patch|post|put)$/i
const standard = (name: string) => (STANDARD_METHOD.test(name) ? name.toUpperCase() : name)

export const method: NameKind = {
  what: 'a method',
  example: '"PUT"',
  regexps: false,
  wildcard: true,
  compared: standard,
  sent: standard,
  refuse: name =>
    isForbiddenMethod(name)
      ? [
          'forbidden-method',
          `no page can send ${quote(name)}: browsers forbid CONNECT, TRACE and TRACK. Take it out.`,
        ]
      : undefined,
}

export const requestHeader: NameKind = {
  what: 'a header name',
  example: '"Content-Type"',
  regexps: true,
  wildcard: true,
  compared: lower,
  sent: unchanged,
  refuse: name => {
    if (isForbiddenRequestHeader(name))
      return ['forbidden-header', `no page can set ${quote(name)}: only the browser does. Take it out.`]
    return RESPONSE_ONLY.test(name)
      ? [
          'forbidden-header',
          `${quote(name)} is a header of responses, which the server sets. Take it out, here and from the page's request.`,
        ]
      : undefined
  },
}

/** Headers of CORS that pages are often made to send. */
const RESPONSE_ONLY = /^(?:access-control-(?:allow-.*|expose-headers|max-age)|timing-allow-origin)$/i

/** Headers that only requests have; names that some servers answer with too, such as `Authorization`, are not among them. */
const REQUEST_ONLY =
  /^(?:access-control-request-.*|cookie2?|dnt|expect|host|origin|referer|sec-fetch-.*|te|user-agent)$/i

export const exposedHeader: NameKind = {
  what: 'a header name',
  example: '"X-Total-Count"',
  regexps: false,
  wildcard: true,
  compared: lower,
  sent: unchanged,
  refuse: name => {
    if (isForbiddenResponseHeader(name))
      return ['forbidden-header', `no page can read ${quote(name)}, exposed or not. Take it out.`]
    return REQUEST_ONLY.test(name)
      ? ['forbidden-header', `${quote(name)} is a header of requests, so no response has it. Take it out.`]
      : undefined
  },
}

export const varyName: NameKind = {
  what: 'a header name',
  example: '"X-Tenant"',
  regexps: false,
  wildcard: false,
  compared: unchanged,
  sent: unchanged,
  refuse: none,
}

function nameMeant(typed: string, kind: NameKind): string {
  const { example, regexps } = kind
  // Word processors replace hyphens with these.
  const item = typed.replaceAll(/[\u2010-\u2015\u2212]/g, '-')
  if (regexps && /^[\w*-]*\*[\w*-]*$/.test(item)) {
    const pattern = `^${item.toLowerCase().replaceAll(/\*+/g, '.*')}$`
    return `a RegExp, which only code can: /${pattern.replace('.*$', '')}/`
  }
  if (regexps && item.startsWith('^')) return 'a RegExp, which only code can: /^x-acme-/'
  if (item.includes('*')) return `each name by itself, such as ${example}`
  const meant = [...new Set(item.match(/[\w-]+/g))]
  // With other characters around it, the match is only a piece of what was typed.
  const isWhole = meant.length === 1 && /^[\t -~]*$/.test(item)
  const isList = /^[\w\s;|-]+$/.test(item)
  const line = /^[\w-]+(?=:)/.exec(item)?.at(0)
  return suggest(
    [line ?? (isWhole || isList ? meant.join(', ') : '')],
    text => isAcceptedList(text, kind) && !isFlagWord(text),
    example,
  )
}

function isAcceptedList(text: string, kind: NameKind): boolean {
  let right = true
  const refuse = () => {
    right = false
  }
  names(text, '', refuse, kind)
  return right
}

/** No name has a comma, so a comma separates names inside a list's item too. */
function nameItems(value: unknown, path: string) {
  return itemsOf(value).flatMap((list, index) => {
    const at = itemPath(path, value, index)
    const whole = typeof value === 'string' ? value : list
    return itemsOf(typeof list === 'string' ? list : [list]).map(item => ({ item, at, list: whole }))
  })
}

/** Compiles a list of names and reports those that are wrong. */
export function names(
  value: unknown,
  path: string,
  report: ReportIssue,
  kind: NameKind,
): NameSet | undefined {
  const compared = new Set<string>()
  const sent: string[] = []
  const regexps: RegExp[] = []
  let any = false
  nameItems(value, path).forEach(({ item, at, list }) => {
    if (item === '*' && kind.wildcard) any = true
    else if (kind.regexps && isRegExp(item)) {
      if (anchors(item).start) regexps.push(privateCopy(item, false, true))
      else {
        const message = `${quote(item)} does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.`
        report('unanchored-regexp', at, item, message)
      }
    } else if (item === '') {
      const message = strayComma(list) ?? `an empty string is not ${kind.what}. Write one, or [] for none.`
      report('empty-string', at, item, message)
    } else if (typeof item !== 'string') {
      const expected = `Write ${kind.what} such as ${kind.example}, or a list of them.`
      report('invalid-type', at, item, `${quote(item)} is not ${kind.what}. ${expected}`)
    } else if (!isToken(item) || /[*|]|^\^/.test(item)) {
      report('invalid-name', at, item, `${quote(item)} is not ${kind.what}. Write ${nameMeant(item, kind)}.`)
    } else {
      const refused = kind.refuse(item)
      if (refused) report(refused[0], at, item, refused[1])
      else if (!compared.has(kind.compared(item))) {
        compared.add(kind.compared(item))
        sent.push(kind.sent(item))
      }
    }
  })
  return Object.freeze({ any, names: compared, text: sent.join(', '), regexps })
}
