/** A risk that `dangerouslyAllow` can accept, by the code of the error that it silences. */
export type CorsRisk = 'any-origin-with-credentials' | 'insecure-origin' | 'public-suffix' | 'null-origin'

/** The codes of everything that can be wrong with a configuration. */
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
  /** What kind of mistake: stable, for programs. */
  readonly code: CorsConfigCode
  /** Where it is, as the user typed it: `resources["/api/*"].origins[1]`, `CORS_ORIGINS`. */
  readonly path: string
  /** What stands there. */
  readonly value: unknown
  /** What is wrong with it and what to write instead: for people. */
  readonly message: string
}

/**
 * Thrown where a configuration is written (`cors`, `createPolicy`, `with`, `update`,
 * `optionsFromSettings`); `issues` holds all its mistakes at once.
 */
export class CorsConfigError extends TypeError {
  /** As of every error: its class. */
  override readonly name = 'CorsConfigError'
  /** As Node's errors have one. */
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

/** Collects issues while a configuration is read, so that all are reported together. @internal */
export type ReportIssue = (code: CorsConfigCode, path: string, value: unknown, message: string) => void

/** @internal */
export function reporter(issues: CorsConfigIssue[]): ReportIssue {
  // Options that several resources inherit are checked once a resource, and reported once.
  const seen = new Set<string>()
  return (code, path, value, message) => {
    const key = `${code} ${path} ${message}`
    if (seen.has(key)) return
    seen.add(key)
    issues.push({ code, path, value, message })
  }
}
