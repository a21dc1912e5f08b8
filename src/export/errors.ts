/** The codes of what a layer cannot say. */
export type CorsExportCode =
  | 'function'
  | 'on-decision'
  | 'regexp'
  | 'header-regexp'
  | 'mixed-headers'
  | 'path-regexp'
  | 'path'
  | 'too-many-origins'
  | 'preflight-status'
  | 'too-long'

/** A part of a policy that the target cannot say. */
export interface CorsExportIssue {
  /** The kind of obstacle, for programs; codes are stable. */
  readonly code: CorsExportCode
  /** The place in the options: `resources["/api/*"].origins[1]`. */
  readonly path: string
  /** The value at that place. */
  readonly value: unknown
  /** The reason and what to write instead, for people. */
  readonly message: string
}

/** Thrown by `exportPolicy` for a policy that the target cannot say in full. */
export class CorsExportError extends TypeError {
  /** The name of the class. */
  override readonly name = 'CorsExportError'
  /** The same for every such error, in the form of Node's codes. */
  readonly code = 'ERR_CORS_EXPORT'
  /** Everything that cannot be said, in the order of the policy. */
  readonly issues: readonly CorsExportIssue[]

  constructor(issues: readonly CorsExportIssue[]) {
    const lines = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    super(
      lines.length === 1
        ? lines[0]
        : `${lines.length} things that cannot be exported:\n${lines.map(line => `  - ${line}`).join('\n')}`,
    )
    this.issues = Object.freeze(issues.map(issue => Object.freeze(issue)))
  }
}

/** Records an obstacle and goes on, so that all are reported together. @internal */
export type ReportObstacle = (code: CorsExportCode, path: string, value: unknown, message: string) => void

/** @internal */
export function collector(issues: CorsExportIssue[]): ReportObstacle {
  // Resources inherit options, and what they inherit is one mistake.
  const seen = new Map<unknown, Set<string>>()
  return (code, path, value, message) => {
    const codes = seen.get(value) ?? new Set()
    if (codes.has(code)) return
    seen.set(value, codes.add(code))
    issues.push({ code, path, value, message })
  }
}
