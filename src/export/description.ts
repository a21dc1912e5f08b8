import {
  type CompiledPolicy,
  compiledOf,
  type Policy,
  type PolicyEntry,
  type Rules,
} from '../policy/policy.js'
import { type Answer, answersOf } from './answers.js'
import type { ReportObstacle } from './errors.js'
import { type PathPatterns, pathPatterns } from './path-grammar.js'
import { type PortableRegExp, portable } from './regexp-syntax.js'
import { literal } from './steps.js'

/** A policy as every target reads it. @internal */
export interface Description {
  /** What can hold for a path; entries of `resources` with the same options share one. */
  readonly rules: readonly DescribedRules[]
  /** `undefined` if the first rules hold for every path. */
  readonly paths: DescribedPaths | undefined
  /** Some rules decide about `Timing-Allow-Origin`. */
  readonly timing: boolean
}

/** @internal */
export interface DescribedRules {
  /** For comments: the paths as they were typed. */
  readonly written: readonly string[]
  readonly origins: DescribedOrigins
  readonly answers: readonly Answer[]
  /** The answers to all readers are equal, so that a target need not ask which it is. */
  readonly isStatic: boolean
  readonly blockDisallowed: boolean
  /** `false`: responses with status 500 and above carry none of the headers but `Vary`. */
  readonly interceptExceptions: boolean
  /** `false`: upstream's `Timing-Allow-Origin` stays. */
  readonly timing: boolean
}

/** Which origins are `listed` readers. @internal */
export interface DescribedOrigins {
  /** All that `WELL_FORMED` accepts. `null` and `file://` are `shared` readers, with credentials `other`. */
  readonly any: boolean
  /** Whole values of `Origin`, compared with their case. */
  readonly exact: readonly string[]
  /** For values that `WELL_FORMED` accepts. */
  readonly patterns: readonly PortableRegExp[]
}

/** @internal */
export interface DescribedPaths {
  /** The first that matches is the most specific. */
  readonly entries: readonly DescribedEntry[]
  /** Rules of all other paths; `undefined` if the policy does not cover them. */
  readonly otherwise: number | undefined
  /** Rules of paths that name more than one resource. */
  readonly ambiguous: number
}

/** @internal */
export interface DescribedEntry extends PathPatterns {
  readonly written: string
  /** The index of its rules. */
  readonly rules: number
}

const MOST_ORIGINS = 10_000

/** @internal */
export function describe(policy: Policy, report: ReportObstacle): Description {
  const compiled = compiledOf(policy)
  const { entries, denial } = compiled
  const all = [...new Set(entries.map(({ rules }) => rules))]
  for (const entry of entries) reportObstacles(entry, report)
  const paths = entries.every(({ pattern }) => isEverything(pattern))
    ? undefined
    : describePaths(compiled, all, report)
  if (paths !== undefined) all.push(denial)
  return {
    rules: all.map(rules => describeRules(rules, entries)),
    paths,
    timing: all.some(({ timing }) => timing),
  }
}

/** The place in which an option of these rules was written, at the first of their paths. @internal */
export function placeIn({ written }: DescribedRules, option: string): string {
  const { 0: path = '*' } = written
  return path === '*' ? option : `resources[${JSON.stringify(path)}].${option}`
}

function isEverything(pattern: string | RegExp): boolean {
  return pattern === '*' || pattern === '/*'
}

function describeRules(rules: Rules, entries: readonly PolicyEntry[]): DescribedRules {
  const { origins, isStatic, blockDisallowed, interceptExceptions, timing } = rules
  return {
    written: entries.filter(entry => entry.rules === rules).map(({ pattern }) => String(pattern)),
    origins: {
      any: origins.any,
      exact: [...origins.exact],
      patterns: [...origins.written.flatMap(wildcardPattern), ...origins.regexps.flatMap(translated)],
    },
    answers: answersOf(rules),
    isStatic,
    blockDisallowed,
    interceptExceptions,
    timing,
  }
}

function translated(regexp: RegExp): PortableRegExp[] {
  const read = portable(regexp)
  return typeof read === 'string' ? [] : [read]
}

/** The pattern of `https://*.example.com` and `http://localhost:*`. */
function wildcardPattern(item: unknown): PortableRegExp[] {
  if (typeof item !== 'string' || !/:\/\/\*\.|:\*$/.test(item)) return []
  const start = item.indexOf('://') + 3
  const anyPort = item.endsWith(':*')
  const host = item.slice(start, anyPort ? -2 : undefined)
  const below = host.startsWith('*.')
  const hosts = below ? `[A-Za-z0-9_.-]+${literal(host.slice(1))}` : literal(host)
  return [
    {
      pattern: `^${literal(item.slice(0, start))}${hosts}${anyPort ? '(?::[0-9]+)?' : ''}$`,
      ignoreCase: false,
    },
  ]
}

function describePaths(
  { entries, denial }: CompiledPolicy,
  all: readonly Rules[],
  report: ReportObstacle,
): DescribedPaths {
  const described = entries.flatMap(({ pattern, rules }): DescribedEntry[] => {
    if (isEverything(pattern)) return []
    if (typeof pattern !== 'string') {
      report(
        'path-regexp',
        `resources[${pattern}]`,
        pattern,
        `servers read no path as routers do, so a RegExp cannot be compared with all spellings of a path. Write the paths: "/api/*".`,
      )
      return []
    }
    const patterns = pathPatterns(pattern)
    if (patterns === undefined) {
      report(
        'path',
        `resources[${JSON.stringify(pattern)}]`,
        pattern,
        `${JSON.stringify(pattern)} has characters beyond ASCII, whose other spellings no server can compare. Write the path above it.`,
      )
      return []
    }
    return [{ ...patterns, written: pattern, rules: all.indexOf(rules) }]
  })
  const everything = entries.find(({ pattern }) => isEverything(pattern))
  return {
    entries: described.toSorted(bySpecificity),
    otherwise: everything && all.indexOf(everything.rules),
    ambiguous: all.includes(denial) ? all.indexOf(denial) : all.length,
  }
}

/** Exact paths first, then the longest prefix. */
function bySpecificity(a: DescribedEntry, b: DescribedEntry): number {
  const prefix = (entry: DescribedEntry) => (entry.written.endsWith('/*') ? 1 : 0)
  return prefix(a) - prefix(b) || b.written.length - a.written.length
}

function reportObstacles({ rules, places }: PolicyEntry, report: ReportObstacle): void {
  const place = (option: string) => places.get(option) ?? option
  const { origins, allowHeaders, onDecision } = rules
  const { written } = origins
  // The copies, because a RegExp can be compiled anew.
  const copies = origins.regexps.values()
  written.forEach((item, index) => {
    const at = `${place('origins')}${written.length > 1 ? `[${index}]` : ''}`
    if (typeof item === 'function') {
      report(
        'function',
        at,
        item,
        'a function runs in your program, which this layer does not ask. Write the origins.',
      )
    } else if (typeof item === 'object') {
      const reason = portable(copies.next().value as RegExp)
      if (typeof reason === 'string')
        report('regexp', at, item, `${item} cannot be translated: it has ${reason}.`)
    }
  })
  if (written.length > MOST_ORIGINS) {
    report(
      'too-many-origins',
      place('origins'),
      written,
      `it has ${written.length} entries, and a server's configuration takes ${MOST_ORIGINS}. Write a pattern such as "https://*.example.com".`,
    )
  }
  allowHeaders.regexps.forEach(regexp => {
    report(
      'header-regexp',
      place('allowHeaders'),
      regexp,
      'a server cannot compare each requested header with a RegExp. Write the names.',
    )
  })
  if (allowHeaders.any && allowHeaders.text !== '') {
    report(
      'mixed-headers',
      place('allowHeaders'),
      allowHeaders,
      `"*" allows every header, so the names beside it change nothing: ${allowHeaders.text}. Write "*" alone.`,
    )
  }
  if (onDecision !== undefined) {
    report(
      'on-decision',
      place('onDecision'),
      onDecision,
      'it runs in your program, which this layer does not ask. Take it out, and read the log of the server.',
    )
  }
}
