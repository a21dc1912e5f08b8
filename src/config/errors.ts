/** A risk that `dangerouslyAllow` can accept, by the code of the error that it silences. */
export type CorsRisk = 'any-origin-with-credentials' | 'insecure-origin' | 'public-suffix' | 'null-origin'

/** The codes of all mistakes in a configuration. */
export type CorsConfigCode =
  | CorsRisk
  | 'unknown-option'
  | 'undefined-option'
  | 'duplicate-option'
  | 'removed-option'
  | 'invalid-type'
  | 'empty-string'
  | 'invalid-origin'
  | 'invalid-pattern'
  | 'unanchored-regexp'
  | 'unmatchable-regexp'
  | 'invalid-name'
  | 'forbidden-method'
  | 'forbidden-header'
  | 'wildcard-with-credentials'
  | 'invalid-max-age'
  | 'invalid-status'
  | 'invalid-path'
  | 'duplicate-resource'
  | 'unreachable-resource'
  | 'unknown-risk'

/** One mistake in a configuration. */
export interface CorsConfigIssue {
  /** The kind of mistake, for programs; codes are stable. */
  readonly code: CorsConfigCode
  /** The place, as the user typed it: `resources["/api/*"].origins[1]`, `CORS_ORIGINS`. */
  readonly path: string
  /** The value at that place. */
  readonly value: unknown
  /** The mistake and what to write instead, for people. */
  readonly message: string
}

/** Thrown by `cors`, `createPolicy`, `with`, `update` and `optionsFromSettings` for a configuration with mistakes. */
export class CorsConfigError extends TypeError {
  /** The name of the class. */
  override readonly name = 'CorsConfigError'
  /** The same for every configuration error, in the form of Node's codes. */
  readonly code = 'ERR_CORS_CONFIG'
  /** All mistakes, in the order of the options. */
  readonly issues: readonly CorsConfigIssue[]

  constructor(issues: readonly CorsConfigIssue[]) {
    const lines = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    super(
      lines.length === 1 ? lines[0] : `${lines.length} mistakes:\n${lines.map(l => `  - ${l}`).join('\n')}`,
    )
    this.issues = Object.freeze(issues.map(issue => Object.freeze(issue)))
  }
}

/** Records a mistake and goes on, so that all are reported together. @internal */
export type ReportIssue = (code: CorsConfigCode, path: string, value: unknown, message: string) => void

/** @internal */
export function reporter(issues: CorsConfigIssue[]): ReportIssue {
  // Options that several resources inherit are checked for each of them, but reported once.
  const seen = new Set<string>()
  return (code, path, value, message) => {
    const key = `${code} ${path} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    issues.push({ code, path, value, message })
  }
}
