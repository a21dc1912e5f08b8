import type { Finding } from '../../src/lint/finding.js'
import { lint } from '../../src/lint/lint.js'
import type { Files } from '../../src/lint/read.js'
import type { Known } from '../../src/lint/site.js'

export const NOTHING_KNOWN: Known = { upstreamCors: null, page: null }

/** Lints texts, of which the first is the main file. */
export function lintTexts(texts: Readonly<Record<string, string>>, known: Known = NOTHING_KNOWN) {
  const files: Files = {
    read: file => {
      if (!Object.hasOwn(texts, file)) throw new Error(`${file} does not exist`)
      return texts[file] ?? ''
    },
    matching: pattern => [pattern],
  }
  return lint(Object.keys(texts)[0] ?? '', files, known)
}

export function lintText(text: string, known?: Known) {
  return lintTexts({ 'nginx.conf': text }, known)
}

/** `trap:line` of each. */
export function places(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ trap, line }) => `${trap}:${line}`)
}

/** The lines that a fix says to write. */
export function fixLines({ fix }: Finding): readonly string[] {
  return fix.split('\n').flatMap(line => (line.startsWith('    ') ? [line.trim()] : []))
}
