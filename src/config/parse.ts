import { canonicalPattern } from '../policy/path.js'
import { isRegExp } from '../regexp.js'
import { SPELLINGS } from './dialects.js'
import type { ReportIssue } from './errors.js'
import { optionMeant, removedOption } from './foreign-names.js'
import { isSet, itemPath, itemsOf } from './lists.js'
import { checkPattern } from './path-syntax.js'
import {
  describeInherited,
  inheritedNames,
  isMap,
  isPlainObject,
  readProperties,
  tryToRead,
} from './plain-objects.js'
import { settingBehind } from './setting-table.js'
import { type FieldValues, TABLE, TABLE_NAMES } from './table.js'
import { reportUnreachable } from './unreachable.js'
import { alternatives, quote } from './words.js'

/** An option's compiled value, and where the user wrote it. */
export interface Field<Value> {
  readonly value: Value
  readonly path: string
}

/** Options that are right one by one; `checkRules` checks them against each other. */
export interface Parsed extends ParsedFields {
  readonly resources?: Field<readonly ParsedResource[]>
}

export type ParsedFields = { readonly [Name in keyof FieldValues]?: Field<FieldValues[Name]> }

/** A path pattern. Without `fields` it takes the outer options as they are. */
export interface ParsedResource {
  readonly pattern: string | RegExp
  readonly fields: ParsedFields | undefined
}

const OWN_NAMES: readonly string[] = [...TABLE_NAMES, 'resources']

/** An option as the user typed it. */
export interface Entry {
  readonly name: string
  readonly path: string
  readonly value: unknown
}

/** Reads the own properties of an options object and copies them. */
export function parseOptions(options: unknown, path: string, report: ReportIssue): Parsed {
  const entries = tryToRead(path, options, report, () => readEntries(options, path, report)) ?? []
  return parseEntries(entries, path !== '', report)
}

function readEntries(options: unknown, path: string, report: ReportIssue): Entry[] {
  if (!isPlainObject(options)) {
    report(
      'invalid-type',
      path,
      options,
      `${quote(options)} is not an options object${instead(options, path)}`,
    )
    return []
  }
  const at = (name: string) => within(path, name)
  return readProperties(options, at, report).map(({ name, value }) => {
    return { name, path: settingBehind(options, name, value) ?? at(name), value }
  })
}

function within(path: string, name: string): string {
  return path === '' || name.startsWith('[') ? path + name : `${path}.${name}`
}

/** Inherited options would be lost silently, so the message says how to make them own properties. */
function instead(options: unknown, path: string): string {
  const literal = '{ origins: "https://app.example.com" }'
  const general = `Write ${path === '' ? `cors(${literal})` : literal}.`
  if (options === undefined) return `. Is a variable not set? ${general}`
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return `. ${general}`
  const isOption = (name: string) => OWN_NAMES.includes(name) || SPELLINGS.has(name)
  const inherited = inheritedNames(options).filter(isOption)
  if (inherited.length > 0) return `: ${describeInherited(inherited, 'options')}`
  const isOwn = Object.keys(options).some(isOption)
  return isOwn ? `: it inherits from more than Object.prototype. Write { ...options }.` : `. ${general}`
}

function parseEntries(entries: readonly Entry[], inResource: boolean, report: ReportIssue): Parsed {
  const parsed: Record<string, Field<unknown>> = { __proto__: null as never }
  const typed = new Map<string, string>()
  for (const { name, path, value: given } of entries) {
    const spelling = SPELLINGS.get(name)
    const option = spelling?.option ?? name
    if (!OWN_NAMES.includes(option)) {
      reportUnknownOption(name, path, given, inResource, report)
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
        `the value is undefined. Is a variable not set? Give a value, or leave the option out${option === 'origins' ? withoutOrigins(inResource) : ''}.`,
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

function withoutOrigins(inResource: boolean): string {
  return inResource
    ? ', which takes the outer one. [] allows nobody'
    : ', which allows everyone. [] allows nobody'
}

/** Compiles one option's value; `undefined` if it was reported. */
export function parseField(option: string, value: unknown, path: string, report: ReportIssue): unknown {
  return tryToRead(path, value, report, () =>
    option === 'resources'
      ? parseResources(value, path, report)
      : TABLE[option as keyof FieldValues].read(value, path, report),
  )
}

function reportUnknownOption(
  name: string,
  path: string,
  value: unknown,
  inResource: boolean,
  report: ReportIssue,
): void {
  const removed = removedOption(name)
  if (removed) {
    report('removed-option', path, value, removed)
    return
  }
  const known = inResource ? TABLE_NAMES : OWN_NAMES
  const meant = optionMeant(name, known)
  const instead = meant ? `Did you mean ${quote(meant)}?` : `The options are ${alternatives(known)}.`
  report('unknown-option', path, value, `there is no option ${quote(name)}. ${instead}`)
}

function parseResources(value: unknown, path: string, report: ReportIssue): readonly ParsedResource[] {
  const found = new Map<string, ParsedResource>()
  const paths: string[] = []
  for (const { pattern, patternPath, options, optionsPath } of resourceEntries(value, path, report)) {
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
  /** `undefined` if the path has none. */
  readonly options: { readonly value: unknown } | undefined
  readonly optionsPath: string
}

/** Reads a path, a list of paths, a map from paths to options, or a list of such pairs. */
function resourceEntries(value: unknown, path: string, report: ReportIssue): ResourceEntry[] {
  const pairs = isMap(value) ? [...value] : recordPairs(value, path, report)
  if (pairs) {
    return pairs.map(({ 0: pattern, 1: options }) => {
      const at = resourcePath(path, pattern)
      return { pattern, patternPath: at, options: { value: options }, optionsPath: at }
    })
  }
  return itemsOf(value).map((item, index) => {
    const at = itemPath(path, value, index)
    if (!Array.isArray(item)) return { pattern: item, patternPath: at, options: undefined, optionsPath: at }
    const options = { value: item.at(1) }
    return { pattern: item.at(0), patternPath: `${at}[0]`, options, optionsPath: `${at}[1]` }
  })
}

/** Reads a record of paths; `undefined` for a path or a list. */
function recordPairs(
  value: unknown,
  path: string,
  report: ReportIssue,
): (readonly [pattern: string, options: unknown])[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isSet(value) || isRegExp(value))
    return undefined
  if (isPlainObject(value)) {
    const at = (name: string) => (name.startsWith('[') ? path + name : resourcePath(path, name))
    return readProperties(value, at, report).map(({ name, value: options }) => [name, options])
  }
  const message = `${quote(value)} is not a map of paths: it inherits from more than Object.prototype. Write { ...resources }, or a Map.`
  report('invalid-type', path, value, message)
  return []
}

function resourcePath(path: string, pattern: unknown): string {
  return `${path}[${typeof pattern === 'string' ? JSON.stringify(pattern) : quote(pattern)}]`
}
