import { CorsConfigError, type CorsConfigIssue, type ReportIssue, reporter } from './errors.js'
import { optionMeant, removedOption } from './foreign-names.js'
import { parseField } from './parse.js'
import {
  describeInherited,
  inheritedNames,
  isPlainObject,
  type Property,
  readProperties,
  tryToRead,
} from './plain-objects.js'
import { SETTINGS, type Setting } from './setting-table.js'
import type { CorsOptions } from './spellings.js'
import { closest, quote } from './words.js'

/**
 * Options from `CORS_*` settings: strings, as in `process.env`, or ready values, as in a configuration
 * object. Lists are separated by commas, flags are `true` or `false`, and `CORS_RESOURCES` may be JSON. An empty string is an
 * empty list, except in `CORS_ORIGINS`, where it throws: write `[]` to allow nobody. Names without the prefix are ignored.
 *
 * @throws CorsConfigError that lists all unknown `CORS_*` names and wrong values.
 * @example app.use(cors(optionsFromSettings(process.env)))
 */
export function optionsFromSettings(record: Readonly<Record<string, unknown>>): CorsOptions {
  const issues: CorsConfigIssue[] = []
  const report = reporter(issues)
  const options: Record<string | symbol, unknown> = {}
  for (const { name, value: given } of tryToRead('', record, report, () => readSettings(record, report)) ??
    []) {
    const setting = SETTINGS.get(name)
    if (!setting) reportUnknownSetting(name, given, report)
    else if (given === undefined) {
      report(
        'undefined-option',
        name,
        undefined,
        `the value is undefined. Give a value, or leave the setting out${name === 'CORS_ORIGINS' ? ', which allows everyone. [] allows nobody' : ''}.`,
      )
    } else {
      const { option, mark } = setting
      const value = readText(setting, given, report)
      if (value !== undefined) {
        parseField(option, value, name, report)
        // An assignment could call a setter that somebody put on `Object.prototype`.
        define(options, option, value)
        define(options, mark, value)
      }
    }
  }
  if (issues.length > 0) throw new CorsConfigError(issues)
  return options as CorsOptions
}

/** Reads the `CORS_*` properties. Other names may hold anything, since they belong to other programs and libraries. */
function readSettings(record: unknown, report: ReportIssue): Property[] {
  const isSetting = (name: string) => name.startsWith('CORS_')
  const inherited = isObject(record) ? inheritedNames(record) : []
  const settings = inherited.filter(isSetting)
  if (settings.length > 0) {
    report(
      'invalid-type',
      '',
      record,
      `${quote(record)} is no record of settings: ${describeInherited(settings, 'settings')}`,
    )
    return []
  }
  // `process.env` has a class, but inherits nothing from it.
  const isRecord =
    isPlainObject(record) || (isObject(record) && inherited.length === 0 && Object.keys(record).length > 0)
  if (!isRecord) {
    report(
      'invalid-type',
      '',
      record,
      `${quote(record)} is no record of settings. Write optionsFromSettings(process.env).`,
    )
    return []
  }
  return readProperties(record, name => name, report, isSetting)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readText({ name, read }: Setting, value: unknown, report: ReportIssue): unknown {
  if (typeof value !== 'string') return value
  try {
    return read(value)
  } catch (error) {
    report('invalid-type', name, value, `${quote(value)} is not JSON (${(error as Error).message}).`)
    return undefined
  }
}

function reportUnknownSetting(name: string, value: unknown, report: ReportIssue): void {
  const removed = removedOption(name)
  if (removed) {
    report('removed-option', name, value, removed)
    return
  }
  const meant = settingMeant(name)
  const instead = meant ? `Did you mean ${meant}?` : `The settings are ${[...SETTINGS.keys()].join(', ')}.`
  report('unknown-option', name, value, `there is no setting ${name}. ${instead}`)
}

function settingMeant(name: string): string | undefined {
  const settings = [...SETTINGS.values()]
  const meant = optionMeant(
    name.slice('CORS_'.length),
    settings.map(({ option }) => option),
  )
  return closest(name, [...SETTINGS.keys()]) ?? settings.find(({ option }) => option === meant)?.name
}

function define(options: object, key: string | symbol, value: unknown): void {
  const descriptor = { __proto__: null, value, writable: true, enumerable: true, configurable: true }
  Object.defineProperty(options, key, descriptor as PropertyDescriptor)
}
