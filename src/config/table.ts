import { ANY_ORIGIN } from '../policy/origin.js'
import type { NameSet } from '../policy/policy.js'
import { acceptedRisks } from './accepted-risks.js'
import type { ReportIssue } from './errors.js'
import { exposedHeader, method, type NameKind, names, requestHeader, varyName } from './names.js'
import type { OwnOptions } from './options.js'
import { compileOrigins, type ParsedOrigins } from './origins.js'
import { isFlagWord, OFF, ON, quote } from './words.js'

/** Compiles what was written, or reports it and returns `undefined`. */
type ReadOption<Value> = (value: unknown, path: string, report: ReportIssue) => Value | undefined

const STANDARD_METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']

/** All options but `resources`: one row each, with how it is read and its default in compiled form. */
export const TABLE = {
  origins: { read: compileOrigins, default: anyOrigin() },
  methods: { read: listOf(method), default: nameSet(STANDARD_METHODS) },
  allowHeaders: { read: listOf(requestHeader), default: nameSet([], true) },
  exposeHeaders: { read: listOf(exposedHeader), default: nameSet([]) },
  credentials: { read: flag, default: false },
  maxAge: { read: seconds, default: undefined },
  sendWildcard: { read: flag, default: false },
  alwaysSend: { read: flag, default: true },
  vary: { read: flagOrNames, default: true },
  automaticOptions: { read: flag, default: true },
  interceptExceptions: { read: flag, default: true },
  preflightStatus: { read: okStatus, default: 204 },
  blockDisallowed: { read: flag, default: false },
  timing: { read: flag, default: false },
  onDecision: { read: observer, default: undefined },
  dangerouslyAllow: { read: acceptedRisks, default: undefined },
} satisfies Record<Exclude<keyof OwnOptions, 'resources'>, { read: ReadOption<unknown>; default: unknown }>

type Rows = typeof TABLE

/** What each option is once it was read. */
export type FieldValues = {
  readonly [Name in keyof Rows]: Rows[Name] extends { read: ReadOption<infer Value> } ? Value : never
}

/** What each option is for a policy: as it was written, or its default. */
export type OptionValues = { readonly [Name in keyof Rows]: FieldValues[Name] | Rows[Name]['default'] }

export const TABLE_NAMES = Object.keys(TABLE) as readonly (keyof Rows)[]

function anyOrigin(): ParsedOrigins {
  return { set: ANY_ORIGIN, faulty: () => [], byTrue: false }
}

function nameSet(list: readonly string[], any = false): NameSet {
  return Object.freeze({ any, names: new Set(list), text: list.join(', '), regexps: [] })
}

function listOf(kind: NameKind): ReadOption<NameSet> {
  return (value, path, report) => names(value, path, report, kind)
}

function flag(value: unknown, path: string, report: ReportIssue): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = quote(value).replaceAll(/\W/g, '')
  const meant = text === '' || OFF.test(text) ? 'false' : ON.test(text) ? 'true' : 'true or false'
  report('invalid-type', path, value, `${quote(value)} is neither true nor false. Write ${meant}.`)
  return undefined
}

const SECONDS: ReadonlyMap<string, number> = new Map(Object.entries({ s: 1, m: 60, h: 3600, d: 86_400 }))

function seconds(value: unknown, path: string, report: ReportIssue): number | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= -1) return value as number
  const { 1: amount, 2: unit = '' } = /^\s*(\d+(?:\.\d*)?)\s*([smhd]?)\s*$/.exec(
    typeof value === 'string' || typeof value === 'number' ? `${value}` : '',
  ) ?? { 1: undefined, 2: undefined }
  const meant = Math.ceil(Number(amount) * (SECONDS.get(unit) ?? 1))
  const instead = Number.isSafeInteger(meant) ? `, such as ${meant}` : ''
  const message = `${quote(value)} is not a whole number of seconds. Write a number${instead}; 0 or -1: never keep a preflight.`
  report('invalid-max-age', path, value, message)
  return undefined
}

function flagOrNames(
  value: unknown,
  path: string,
  report: ReportIssue,
): boolean | readonly string[] | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && isFlagWord(value)) return flag(value, path, report)
  const list = names(value, path, report, varyName)
  return list && Object.freeze([...list.names])
}

function okStatus(value: unknown, path: string, report: ReportIssue): number | undefined {
  if (Number.isInteger(value) && (value as number) >= 200 && (value as number) <= 299) return value as number
  const message = `${quote(value)} is not a status from 200 to 299, and browsers refuse a preflight of any other. Write 204 or 200.`
  report('invalid-status', path, value, message)
  return undefined
}

type Observer = NonNullable<OwnOptions<never>['onDecision']>

function observer(value: unknown, path: string, report: ReportIssue): Observer | undefined {
  if (typeof value === 'function') return value as Observer
  report(
    'invalid-type',
    path,
    value,
    `${quote(value)} is not a function. Write (decision, request) => { … }.`,
  )
  return undefined
}
