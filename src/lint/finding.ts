import type { Directive } from './directive.js'

/** The traps, by name. `docs/lint.md` has a section for each. */
export type Trap =
  | 'no-always'
  | 'lost-by-inner-add-header'
  | 'lost-in-if'
  | 'if-misses-method'
  | 'answered-by-other-location'
  | 'error-page-without-headers'
  | 'own-error-without-headers'
  | 'redirect-without-headers'
  | 'preflight-not-answered'
  | 'preflight-blocked-by-auth'
  | 'preflight-denied'
  | 'preflight-redirected'
  | 'options-without-headers'
  | 'misspelled-header'
  | 'doubled-by-upstream'
  | 'hide-lost-by-inner-hide'
  | 'doubled-in-file'
  | 'wildcard-with-credentials'
  | 'echo-unchecked'
  | 'echo-unchecked-preflight'
  | 'null-origin-allowed'
  | 'unanchored-regex'
  | 'unescaped-dot'
  | 'missing-vary'
  | 'multiple-origins-in-one-value'
  | 'origin-value-with-slash'
  | 'origin-value-with-star'
  | 'uppercase-origin'
  | 'set-on-the-request'
  | 'method-not-listed'
  | 'header-not-listed'
  | 'authorization-under-wildcard'
  | 'removed-header'

/** A trap in a configuration. */
export interface Finding {
  readonly trap: Trap
  readonly file: string
  readonly line: number
  /** The fault, and what a browser makes of it. */
  readonly message: string
  /** What to do, and the lines to write, each after four spaces. */
  readonly fix: string
}

/** What linting a configuration comes to. */
export interface Linted {
  readonly findings: readonly Finding[]
  /** Traps that are there if the upstream sends CORS headers, or does not: `--upstream-cors` tells. */
  readonly questions: readonly Finding[]
}

/** Collects traps, each once at a line. */
export class Found {
  readonly #findings = new Map<string, Finding>()
  readonly #questions = new Map<string, Finding>()

  add(trap: Trap, { file, line }: Directive, message: string, fix: string): void {
    const key = `${trap} ${file}:${line}`
    if (!this.#findings.has(key)) this.#findings.set(key, { trap, file, line, message, fix })
  }

  ask(trap: Trap, { file, line }: Directive, message: string, fix: string): void {
    const key = `${trap} ${file}:${line}`
    if (!this.#questions.has(key)) this.#questions.set(key, { trap, file, line, message, fix })
  }

  /** In the order of lines; the main file first. */
  linted(files: readonly string[]): Linted {
    const place = ({ file }: Finding) => files.indexOf(file)
    const sorted = (found: Iterable<Finding>) =>
      [...found].sort((a, b) => place(a) - place(b) || a.line - b.line || (a.trap < b.trap ? -1 : 1))
    return { findings: sorted(this.#findings.values()), questions: sorted(this.#questions.values()) }
  }
}
