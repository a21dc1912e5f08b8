import { optionMeant, removedOption, SPELLINGS } from './dialects.js'
import { alternatives, quote, type Report } from './errors.js'
import { FIELDS, type FieldValues } from './fields.js'
import { isPlainObject, itemPath, listItems } from './options.js'
import { canonicalPattern } from './path.js'
import { checkPattern } from './path-pattern.js'
import { isRegExp } from './regexp.js'
import { reportUnreachable } from './unreachable.js'

/** An option's compiled value and where the user wrote it. */
export interface Field<Value> {
  readonly value: Value
  readonly path: string
}

/** Options that were read: each by itself right, not yet checked against the others. */
export interface Parsed extends ParsedFields {
  readonly resources?: Field<readonly ParsedResource[]>
}

export type ParsedFields = { readonly [Name in keyof FieldValues]?: Field<FieldValues[Name]> }

/** A path pattern; without fields of its own it takes those outside as they are. */
export interface ParsedResource {
  readonly pattern: string | RegExp
  readonly fields: ParsedFields | undefined
}

const FIELD_NAMES = Object.keys(FIELDS) as (keyof FieldValues)[]
const OWN_NAMES: readonly string[] = [...FIELD_NAMES, 'resources']

/** What an option is called and where it stands; `name` is as the user typed it. */
export interface Entry {
  readonly name: string
  readonly path: string
  readonly value: unknown
}

/** What options that were read from settings are called there. */
export const typedNames: WeakMap<object, ReadonlyMap<string, string>> = new WeakMap<
  object,
  ReadonlyMap<string, string>
>()

/** Reads an options object, by own property only; everything in it is copied. */
export function parseOptions(options: unknown, path: string, report: Report): Parsed {
  if (!isRecord(options)) {
    const what =
      path === '' ? 'cors({ origins: "https://app.example.com" })' : '{ origins: "https://app.example.com" }'
    const unset = options === undefined ? ' Is a variable not set?' : ''
    report(
      'invalid-type',
      path,
      options,
      `${quote(options)} is not an options object.${unset} Write ${what}.`,
    )
    return Object.create(null)
  }
  const prefix = path === '' ? '' : `${path}.`
  const typed = typedNames.get(options)
  const entries = Object.keys(options).map(name => ({
    name,
    path: typed?.get(name) ?? prefix + name,
    value: (options as Record<string, unknown>)[name],
  }))
  return parseEntries(entries, path !== '', report)
}

/**
 * An object that options can be read from by its own properties. A promise, a map, or an object of a class with
 * getters has none, and would be taken for the defaults.
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isRegExp(value)) return false
  return isPlainObject(value) || Object.keys(value).length > 0
}

function parseEntries(entries: readonly Entry[], inResource: boolean, report: Report): Parsed {
  const parsed: Record<string, Field<unknown>> = { __proto__: null as never }
  const typed = new Map<string, string>()
  for (const { name, path, value: given } of entries) {
    const spelling = SPELLINGS.get(name)
    const option = spelling?.option ?? name
    if (!OWN_NAMES.includes(option)) {
      reportUnknown(name, path, given, report)
      continue
    }
    const other = typed.get(option)
    if (other !== undefined) {
      report(
        'duplicate-option',
        path,
        given,
        `${quote(other)} and ${quote(name)} are the same option. Write one of them.`,
      )
      continue
    }
    typed.set(option, name)
    if (given === undefined) {
      report(
        'undefined-option',
        path,
        given,
        'the value is undefined. Is a variable not set? Give a value, or leave the option out.',
      )
      continue
    }
    if (option === 'resources' && inResource) {
      report(
        'unknown-option',
        path,
        given,
        'a resource has no resources of its own. Write its paths beside it.',
      )
      continue
    }
    const value = parseField(option, spelling?.convert ? spelling.convert(given) : given, path, report)
    if (value !== undefined) parsed[option] = Object.freeze({ value, path })
  }
  return Object.freeze(parsed) as Parsed
}

/** One option's value, compiled; `undefined` where it was reported. */
export function parseField(option: string, value: unknown, path: string, report: Report): unknown {
  if (option === 'resources') return parseResources(value, path, report)
  return FIELDS[option as keyof FieldValues](value, path, report)
}

function reportUnknown(name: string, path: string, value: unknown, report: Report): void {
  const removed = removedOption(name)
  if (removed) {
    report('removed-option', path, value, removed)
    return
  }
  const meant = optionMeant(name, OWN_NAMES)
  const instead = meant ? `Did you mean ${quote(meant)}?` : `The options are ${alternatives(OWN_NAMES)}.`
  report('unknown-option', path, value, `there is no option ${quote(name)}. ${instead}`)
}

function parseResources(value: unknown, path: string, report: Report): readonly ParsedResource[] {
  const found = new Map<string, ParsedResource>()
  const paths: string[] = []
  for (const { pattern, patternPath, options, optionsPath } of resourceEntries(value, path)) {
    const fields = options === undefined ? undefined : parseOptions(options.value, optionsPath, report)
    if (!checkPattern(pattern, patternPath, report)) continue
    const canonical = canonicalPattern(pattern)
    const other = found.get(canonical)
    if (other) {
      const same = `it is the same as ${quote(other.pattern)} to routers that ignore case or escapes. Write one of them.`
      report('duplicate-resource', patternPath, pattern, same)
    } else {
      found.set(canonical, Object.freeze({ pattern, fields }))
      paths.push(patternPath)
    }
  }
  const resources = Object.freeze([...found.values()])
  reportUnreachable(
    resources.map(({ pattern }) => pattern),
    paths,
    report,
  )
  return resources
}

interface ResourceEntry {
  readonly pattern: unknown
  readonly patternPath: string
  /** `undefined`: none were written. */
  readonly options: { readonly value: unknown } | undefined
  readonly optionsPath: string
}

/** A path, a list of paths, a map from paths to options, or a list of such pairs. */
function resourceEntries(value: unknown, path: string): ResourceEntry[] {
  if (isPlainMap(value)) {
    const pairs = value instanceof Map ? [...value] : Object.entries(value)
    return pairs.map(({ 0: pattern, 1: options }) => {
      const at = `${path}[${isRegExp(pattern) ? String(pattern) : JSON.stringify(pattern)}]`
      return { pattern, patternPath: at, options: { value: options }, optionsPath: at }
    })
  }
  return listItems(value).map((item, index) => {
    const at = itemPath(path, value, index)
    if (!Array.isArray(item)) return { pattern: item, patternPath: at, options: undefined, optionsPath: at }
    const options = { value: item.at(1) }
    return { pattern: item.at(0), patternPath: `${at}[0]`, options, optionsPath: `${at}[1]` }
  })
}

function isPlainMap(value: unknown): value is Record<string, unknown> | Map<unknown, unknown> {
  return value instanceof Map || (isRecord(value) && !(value instanceof Set))
}
