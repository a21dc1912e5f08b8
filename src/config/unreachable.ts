import { withPlainPrototype } from '../own.js'
import type { ReportIssue } from './errors.js'

/**
 * Paths come before RegExps, and RegExps in order. Reports those that never have their turn, or not with one of their
 * alternatives: a policy must not look shut and be open.
 */
export function reportUnreachable(
  patterns: readonly (string | RegExp)[],
  paths: readonly string[],
  report: ReportIssue,
): void {
  if (patterns.length < 2 || patterns.every(pattern => typeof pattern === 'string')) return
  const found = withPlainPrototype(() => {
    // It weighs more than all the rest, and only a RegExp beside another entry needs it.
    const { findUnreachable }: typeof import('./path-reach.js') = require('./path-reach.js')
    return findUnreachable(patterns)
  })
  for (const { index, message } of found) {
    report('unreachable-resource', paths[index] as string, patterns[index], message)
  }
}
