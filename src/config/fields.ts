import type { NameSet } from '../policy/policy.js'
import { type AcceptedRisks, acceptedRisks } from './accepted-risks.js'
import { quote, type Report } from './errors.js'
import { exposedHeader, method, names, requestHeader, varyName } from './names.js'
import { type CorsOptions, isFlagWord, OFF, ON } from './options.js'
import { compileOrigins, type ParsedOrigins } from './origins.js'

/** The options of a policy but `resources`, each checked by itself and compiled. */
export interface FieldValues {
  origins: ParsedOrigins
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
    if (typeof value === 'string' && isFlagWord(value)) return flag(value, path, report)
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

function flag(value: unknown, path: string, report: Report): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = quote(value).replaceAll(/\W/g, '')
  const meant = text === '' || OFF.test(text) ? 'false' : ON.test(text) ? 'true' : 'true or false'
  report('invalid-type', path, value, `${quote(value)} is neither true nor false. Write ${meant}.`)
  return undefined
}
