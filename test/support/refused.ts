import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CorsConfigError, type CorsConfigIssue, createPolicy } from 'cors-policy'

/** Every mistake in these options, or none if they are accepted. */
export function issuesOf(
  options: unknown,
  read: (options: never) => unknown = createPolicy,
): readonly CorsConfigIssue[] {
  try {
    read(options as never)
  } catch (error) {
    assert.ok(error instanceof CorsConfigError, String(error))
    return error.issues
  }
  return []
}

/** Code, path and message of every mistake, each as one text. */
export function messagesIn(options: unknown, read?: (options: never) => unknown): string[] {
  return issuesOf(options, read).map(
    ({ code, path, message }) => `${path === '' ? code : `${code} ${path}`}: ${message}`,
  )
}

export interface Refused {
  readonly options: unknown
  /** As `messagesIn` returns them. */
  readonly issues: readonly string[]
}

/** Each row is a test of its own. */
export function testRefused(rows: readonly Refused[], read?: (options: never) => unknown): void {
  for (const { options, issues } of rows) {
    test(`refused: ${describe(options)}`, () => {
      assert.deepEqual(messagesIn(options, read), issues)
    })
  }
}

/** The options as a test title. */
export function describe(value: unknown): string {
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${describe([...value])}`
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  if (Object.prototype.toString.call(value) === '[object Object]') {
    return `{ ${Object.entries(value as object)
      .map(([k, v]) => `${k}: ${describe(v)}`)
      .join(', ')} }`
  }
  if (typeof value === 'object' && value !== null && !('toString' in value)) return 'bare'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
