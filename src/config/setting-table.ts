import type { OwnOptions } from './options.js'

type ReadText = (text: string) => unknown

/** A setting of Flask-CORS. */
export interface Setting {
  readonly name: string
  readonly option: keyof OwnOptions
  /** Reads its text as the option's value. */
  readonly read: ReadText
  /**
   * Keys a second copy of the value in the options, so that errors can name the setting: `{ ...options }` and `Object.assign`
   * copy symbols too. An option that was written over a setting no longer has the value that is kept under the mark.
   */
  readonly mark: symbol
}

const rows: readonly (readonly [name: string, option: keyof OwnOptions, read: ReadText])[] = [
  ['CORS_ORIGINS', 'origins', text => (text.trim() === '[]' ? [] : text)],
  ['CORS_METHODS', 'methods', readList],
  ['CORS_ALLOW_HEADERS', 'allowHeaders', readList],
  ['CORS_EXPOSE_HEADERS', 'exposeHeaders', readList],
  ['CORS_SUPPORTS_CREDENTIALS', 'credentials', readFlag],
  ['CORS_MAX_AGE', 'maxAge', text => (/^-?[0-9]+$/.test(text) ? Number(text) : text)],
  ['CORS_SEND_WILDCARD', 'sendWildcard', readFlag],
  ['CORS_ALWAYS_SEND', 'alwaysSend', readFlag],
  ['CORS_VARY_HEADER', 'vary', text => (text.trim() === '' ? [] : readFlag(text))],
  ['CORS_AUTOMATIC_OPTIONS', 'automaticOptions', readFlag],
  ['CORS_INTERCEPT_EXCEPTIONS', 'interceptExceptions', readFlag],
  ['CORS_RESOURCES', 'resources', text => (/^\s*[[{]/.test(text) ? JSON.parse(text) : readList(text))],
]

/** Marks are known to other copies of this package in the same program too. */
const settings: readonly Setting[] = rows.map(({ 0: name, 1: option, 2: read }) => {
  return { name, option, read, mark: Symbol.for(`cors-policy.${name}`) }
})

export const SETTINGS: ReadonlyMap<string, Setting> = new Map(settings.map(each => [each.name, each]))
const byOption: ReadonlyMap<string, Setting> = new Map(settings.map(each => [each.option, each]))
const marks: ReadonlySet<symbol> = new Set(settings.map(({ mark }) => mark))

export function isSettingMark(key: symbol): boolean {
  return marks.has(key)
}

/** The name of the setting that an option's value comes from, unless the option was written by hand. */
export function settingBehind(options: object, option: string, value: unknown): string | undefined {
  const setting = byOption.get(option)
  if (setting === undefined || !Object.hasOwn(options, setting.mark)) return undefined
  return Object.is((options as Record<symbol, unknown>)[setting.mark], value) ? setting.name : undefined
}

function readList(text: string): string | [] {
  return text.trim() === '' ? [] : text
}

function readFlag(text: string): boolean | string {
  if (/^(?:true|1)$/i.test(text)) return true
  return /^(?:false|0)$/i.test(text) ? false : text
}
