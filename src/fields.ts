import { type AcceptedRisks, acceptedRisks } from './accepted-risks.js'
import { quote, type Report } from './errors.js'
import { type CorsOptions, itemPath, listItems, strayComma } from './options.js'
import { compileOrigins, type OriginSet } from './origin.js'
import { isForbiddenMethod, isForbiddenResponseHeader, isToken } from './protocol.js'
import { anchors, isRegExp, privateCopy } from './regexp.js'

/** A list of names, compiled. */
export interface NameSet {
  /** The list has `'*'`. */
  readonly any: boolean
  readonly names: ReadonlySet<string>
  /** The names as a header's value. */
  readonly text: string
  readonly regexps: readonly RegExp[]
}

/** The options of a policy but `resources`, each checked by itself and compiled. */
export interface FieldValues {
  origins: OriginSet
  methods: NameSet
  /** Names in lower case. */
  allowHeaders: NameSet
  exposeHeaders: NameSet
  credentials: boolean
  maxAge: number
  sendWildcard: boolean
  alwaysSend: boolean
  vary: boolean | readonly string[]
  automaticOptions: boolean
  interceptExceptions: boolean
  preflightStatus: number
  blockDisallowed: boolean
  timing: boolean
  onDecision: NonNullable<CorsOptions<never>['onDecision']>
  dangerouslyAllow: AcceptedRisks
}

type Check<Value> = (value: unknown, path: string, report: Report) => Value | undefined

/** One check an option: what it accepts, as compiled, or a report. */
export const FIELDS: { readonly [Name in keyof FieldValues]: Check<FieldValues[Name]> } = {
  origins: compileOrigins,
  methods: (value, path, report) => names(value, path, report, method),
  allowHeaders: (value, path, report) => names(value, path, report, requestHeader),
  exposeHeaders: (value, path, report) => names(value, path, report, exposedHeader),
  credentials: flag,
  maxAge: (value, path, report) => {
    if (Number.isSafeInteger(value) && (value as number) >= -1) return value as number
    const { 1: amount, 2: unit = '' } = /^\s*(\d+(?:\.\d*)?)\s*([smhd]?)\s*$/.exec(
      typeof value === 'string' || typeof value === 'number' ? `${value}` : '',
    ) ?? { 1: undefined, 2: undefined }
    const seconds = Math.ceil(Number(amount) * (SECONDS.get(unit) ?? 1))
    const instead = Number.isSafeInteger(seconds) ? `, such as ${seconds}` : ''
    report(
      'invalid-max-age',
      path,
      value,
      `${quote(value)} is not a whole number of seconds. Write a number${instead}; 0 or -1: never keep a preflight.`,
    )
    return undefined
  },
  sendWildcard: flag,
  alwaysSend: flag,
  vary: (value, path, report) => {
    if (typeof value === 'boolean') return value
    if (typeof value === 'string' && (ON.test(value) || OFF.test(value) || /^undefined$/i.test(value)))
      return flag(value, path, report)
    const list = names(value, path, report, varyName)
    return list && Object.freeze([...list.names])
  },
  automaticOptions: flag,
  interceptExceptions: flag,
  preflightStatus: (value, path, report) => {
    if (Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 299)
      return value as number
    report(
      'invalid-status',
      path,
      value,
      `${quote(value)} is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.`,
    )
    return undefined
  },
  blockDisallowed: flag,
  timing: flag,
  onDecision: (value, path, report) => {
    if (typeof value === 'function') return value as FieldValues['onDecision']
    report(
      'invalid-type',
      path,
      value,
      `${quote(value)} is not a function. Write (decision, request) => { … }.`,
    )
    return undefined
  },
  dangerouslyAllow: acceptedRisks,
}

const SECONDS: ReadonlyMap<string, number> = new Map(Object.entries({ s: 1, m: 60, h: 3600, d: 86_400 }))

const ON = /^(?:true|1|yes|on)$/i
const OFF = /^(?:false|0|no|off|null|none)$/i

function flag(value: unknown, path: string, report: Report): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = quote(value).replaceAll(/\W/g, '')
  const meant = text === '' || OFF.test(text) ? 'false' : ON.test(text) ? 'true' : 'true or false'
  report('invalid-type', path, value, `${quote(value)} is neither true nor false. Write ${meant}.`)
  return undefined
}

/** How the items of one list of names are read. */
interface NameKind {
  readonly what: string
  readonly example: string
  readonly regexps: boolean
  readonly wildcard: boolean
  /** The form in which names are compared. */
  readonly compared: (name: string) => string
  /** The form in which they are sent. */
  readonly sent: (name: string) => string
  readonly refuse: (name: string) => readonly ['forbidden-method' | 'forbidden-header', string] | undefined
}

const asIs = (name: string) => name
const none = () => undefined
const lower = (name: string) => name.toLowerCase()
const upper = (name: string) => name.toUpperCase()

const method: NameKind = {
  what: 'a method',
  example: '"PUT"',
  regexps: false,
  wildcard: true,
  compared: upper,
  sent: upper,
  refuse: name =>
    isForbiddenMethod(name)
      ? [
          'forbidden-method',
          `no page can send ${quote(name)}: browsers forbid CONNECT, TRACE and TRACK. Take it out.`,
        ]
      : undefined,
}

const requestHeader: NameKind = {
  what: 'a header name',
  example: '"Content-Type"',
  regexps: true,
  wildcard: true,
  compared: lower,
  sent: asIs,
  refuse: none,
}

const exposedHeader: NameKind = {
  what: 'a header name',
  example: '"X-Total-Count"',
  regexps: false,
  wildcard: true,
  compared: lower,
  sent: asIs,
  refuse: name =>
    isForbiddenResponseHeader(name)
      ? ['forbidden-header', `no page can read ${quote(name)}, exposed or not. Take it out.`]
      : undefined,
}

const varyName: NameKind = {
  what: 'a header name',
  example: '"X-Tenant"',
  regexps: false,
  wildcard: false,
  compared: asIs,
  sent: asIs,
  refuse: none,
}

function nameMeant(item: string, { example, regexps }: NameKind): string {
  if (regexps && /^[\w*-]*\*[\w*-]*$/.test(item)) {
    const pattern = `^${item.toLowerCase().replaceAll(/\*+/g, '.*')}$`
    return `a RegExp, which only code can: /${pattern.replace('.*$', '')}/`
  }
  if (regexps && item.startsWith('^')) return 'a RegExp, which only code can: /^x-acme-/'
  if (item.includes('*')) return `each name by itself, such as ${example}`
  const meant = [...new Set(item.match(/[\w-]+/g))]
  if (meant.length > 1 && /^[\w\s;|-]+$/.test(item)) return quote(meant.join(', '))
  const first = meant.at(0)
  return first === undefined ? example : quote(first)
}

function names(value: unknown, path: string, report: Report, kind: NameKind): NameSet | undefined {
  const compared = new Set<string>()
  const sent: string[] = []
  const regexps: RegExp[] = []
  let any = false
  listItems(value).forEach((item, index) => {
    const at = itemPath(path, value, index)
    if (item === '*' && kind.wildcard) any = true
    else if (kind.regexps && isRegExp(item)) {
      if (anchors(item).start) regexps.push(privateCopy(item, false, true))
      else {
        const message = `${quote(item)} does not begin with ^, so it also matches names that contain such a text. Begin every alternative with ^: /^x-acme-/.`
        report('unanchored-regexp', at, item, message)
      }
    } else if (item === '') {
      const message = strayComma(value) ?? `an empty string is not ${kind.what}. Write one, or [] for none.`
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
