import type { Steps } from './steps.js'

/** Headers of the request, because VCL has no variables. No request has them before the decision, and no server gets them. @internal */
export const PATH = 'req.http.X-Cors-Path'
/** @internal */
export const CLEAR = 'req.http.X-Cors-Clear'
/** @internal */
export const TYPED = 'req.http.X-Cors-Typed'
/** @internal */
export const CANONICAL = 'req.http.X-Cors-Canonical'
/** @internal */
export const MOUNT = 'req.http.X-Cors-Mount'
/** @internal */
export const RULES = 'req.http.X-Cors-Rules'
/** @internal */
export const WELL_FORMED = 'req.http.X-Cors-Well-Formed'
/** @internal */
export const READER = 'req.http.X-Cors-Reader'
/** The decision: the rules, the kind of request and its reader, and the status if Varnish answers itself. @internal */
export const CASE = 'req.http.X-Cors-Case'
/** A copy, since the rest of the VCL may change the request. @internal */
export const ORIGIN = 'req.http.X-Cors-Origin'
/** @internal */
export const VARY = 'req.http.X-Cors-Vary'

/** @internal */
export const SCRATCH: readonly string[] = [
  PATH,
  CLEAR,
  TYPED,
  CANONICAL,
  MOUNT,
  RULES,
  WELL_FORMED,
  READER,
  CASE,
  ORIGIN,
  VARY,
]

/** A condition, and the statements for it. @internal */
export type Branch = readonly [condition: string, statements: readonly string[]]

/** A subroutine. @internal */
export function sub(name: string, statements: readonly string[]): string {
  return `sub ${name} {\n${indented(statements)}}\n`
}

/** The statements of the first branch whose condition holds. @internal */
export function firstOf(branches: readonly Branch[], otherwise: readonly string[] = []): string[] {
  if (branches.length === 0) return [...otherwise]
  const texts = branches.map(
    ({ 0: condition, 1: statements }, index) =>
      `${index === 0 ? 'if' : 'elseif'} (${condition}) {\n${indented(statements)}}`,
  )
  if (otherwise.length > 0) texts.push(`else {\n${indented(otherwise)}}`)
  return [texts.join('\n')]
}

function indented(statements: readonly string[]): string {
  return statements.map(text => `${text.replaceAll(/^(?=.)/gm, '  ')}\n`).join('')
}

/** @internal */
export function assign(variable: string, text: string): string {
  return `set ${variable} = ${quoted(text)};`
}

/** A text without double quotes, such as all that a policy's answers have. VCL has no escapes. @internal */
export function quoted(text: string): string {
  return `"${text}"`
}

/** @internal */
export function matches(variable: string, pattern: string, ignoreCase = false): string {
  return `${variable} ~ ${quoted((ignoreCase ? '(?i)' : '') + pattern)}`
}

/** Assigns `yes` or `no`. @internal */
export function answerSteps(variable: string, subject: string, steps: Steps): string[] {
  const branches = steps.map(
    ({ pattern, accepts }): Branch => [matches(subject, pattern), [assign(variable, accepts ? 'yes' : 'no')]],
  )
  return firstOf(branches, [assign(variable, 'no')])
}

/**
 * The same pattern, which never tries fewer repeats of a group: Varnish bounds the steps of a match, and a path of thousands of
 * characters would take too many. No match is lost if what follows a group cannot be a part of it.
 *
 * @internal
 */
export function possessive(pattern: string): string {
  return pattern.replaceAll(/\)[*+]/g, '$&+')
}

/** The same for its sets of characters too, none of which can begin what follows it. @internal */
export function allPossessive(pattern: string): string {
  return possessive(pattern).replaceAll(/\][*+](?![+?])/g, '$&+')
}
