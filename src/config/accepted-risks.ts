import { isRegExp, sourceOf } from '../regexp.js'
import type { CorsRisk, ReportIssue } from './errors.js'
import { itemPath, itemsOf } from './lists.js'
import { isPlainObject } from './plain-objects.js'
import { alternatives, closest, quote } from './words.js'

const RISKS: readonly CorsRisk[] = [
  'any-origin-with-credentials',
  'insecure-origin',
  'public-suffix',
  'null-origin',
]

/** The risks that `dangerouslyAllow` accepts, each for all entries of `origins` or for some. */
export interface AcceptedRisks {
  readonly accepts: (code: CorsRisk, key: string) => boolean
}

export function acceptedRisks(value: unknown, path: string, report: ReportIssue): AcceptedRisks {
  const accepted = new Map<unknown, ReadonlySet<string> | 'every entry'>()
  if (isPlainObject(value)) {
    for (const code of Object.keys(value)) {
      const at = `${path}[${JSON.stringify(code)}]`
      if (isRisk(code, at, report)) accepted.set(code, entries(value[code], at, report))
    }
  } else {
    itemsOf(value).forEach((item, index) => {
      if (isRisk(item, itemPath(path, value, index), report)) accepted.set(item, 'every entry')
    })
  }
  return Object.freeze({
    accepts: (code: CorsRisk, key: string) => {
      const of = accepted.get(code)
      return of === 'every entry' || of?.has(key) === true
    },
  })
}

function isRisk(item: unknown, path: string, report: ReportIssue): item is CorsRisk {
  if (RISKS.includes(item as CorsRisk)) return true
  const meant = typeof item === 'string' ? closest(item, RISKS) : undefined
  const instead = meant ? `Did you mean ${quote(meant)}?` : `Write ${alternatives(RISKS)}.`
  report('unknown-risk', path, item, `${quote(item)} is not a risk. ${instead}`)
  return false
}

/** Reads the entries of `origins` that a risk is accepted for. */
function entries(value: unknown, path: string, report: ReportIssue): ReadonlySet<string> {
  const keys = new Set<string>()
  itemsOf(value).forEach((item, index) => {
    if ((typeof item === 'string' && item !== '') || isRegExp(item)) keys.add(entryKey(item))
    else {
      const message = `${quote(item)} is no entry of origins. Write the entry as it stands there, such as "http://10.0.0.5:3000".`
      report('invalid-type', itemPath(path, value, index), item, message)
    }
  })
  return keys
}

/** How an entry of `origins` is told from others: RegExps with the same source and flags are equal. */
export function entryKey(entry: string | RegExp): string {
  if (typeof entry === 'string') return entry
  // Not by `toString`, which may be one of its own.
  return `/${sourceOf.call(entry)}/${entry.flags}`
}

/** An entry of `origins`, with the faults that credentials bring out. */
export interface FaultyOrigin {
  readonly path: string
  readonly value: string | RegExp
  /** How `dangerouslyAllow` names it: a RegExp by source and flags, whatever becomes of it later. */
  readonly key: string
  /** Refused unless `dangerouslyAllow` accepts them. */
  readonly risks: readonly { readonly code: CorsRisk; readonly message: string }[]
  /** Why no origin matches it. */
  readonly unmatchable: string | undefined
}

/** Reports the faults of `origins` entries used with credentials, except risks that `dangerouslyAllow` accepts. */
export function reportRisks(
  faulty: readonly FaultyOrigin[],
  accepted: AcceptedRisks | undefined,
  report: ReportIssue,
): void {
  faulty.forEach(({ path, value, key, risks, unmatchable }) => {
    if (unmatchable !== undefined) report('unmatchable-regexp', path, value, unmatchable)
    risks.forEach(({ code, message }) => {
      if (!accepted?.accepts(code, key))
        report(code, path, value, `${message} ${howToAccept(code, quote(value))}`)
    })
  })
}

/** `entry` as it is written in code. */
export function howToAccept(code: CorsRisk, entry: string): string {
  return `To accept this risk: dangerouslyAllow: { "${code}": [${entry}] }.`
}
