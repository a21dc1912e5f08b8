import { withPlainPrototype } from '../own.js'
import type { Report } from './errors.js'

/**
 * Paths come before RegExps, and RegExps in order. Reports those that never have their turn, or not with one of their
 * alternatives: a policy must not look shut and be open.
 */
export function reportUnreachable(
  patterns: readonly (string | RegExp)[],
  paths: readonly string[],
  report: Report,
): void {
  if (patterns.length < 2 || patterns.every(pattern => typeof pattern === 'string')) return
  // It weighs more than all the rest, and only a RegExp beside another entry needs it.
  const { findUnreachable }: typeof import('./path-reach.js') = require('./path-reach.js')
  for (const { index, message } of withPlainPrototype(() => findUnreachable(patterns))) {
    report('unreachable-resource', paths[index] as string, patterns[index], message)
  }
}
