import type { Steps } from './steps.js'

/** An input and the output for it, each written as Caddy reads it. @internal */
export type MapLine = readonly [input: string, output: string]

/** @internal */
export function map(
  source: string,
  placeholder: string,
  lines: readonly MapLine[],
  otherwise: string,
): string {
  // Caddy refuses an input that appears twice.
  const texts = new Map([...lines].reverse().map(({ 0: input, 1: output }) => [input, output]))
  const inOrder = [...texts].reverse().map(({ 0: input, 1: output }) => `\t${input} ${output}\n`)
  return `map ${source} {${placeholder}} {\n${inOrder.join('')}\tdefault ${otherwise}\n}\n`
}

/** A text without double quotes and braces, such as all that a policy's answers have. Nothing else needs an escape. @internal */
export function quoted(text: string): string {
  return `"${text}"`
}

/** The input of a map, for texts that match. @internal */
export function regexp(pattern: string, ignoreCase = false): string {
  return quoted(`~${ignoreCase ? '(?i)' : ''}${pattern}`)
}

/** The lines of a map, with outputs `yes` and `no`. @internal */
export function stepLines(steps: Steps): MapLine[] {
  return steps.map(({ pattern, accepts }) => [regexp(pattern), accepts ? 'yes' : 'no'])
}

/** Evaluates a text now; a placeholder of a map is evaluated whenever it is read. @internal */
export function assign(name: string, text: string, matcher = ''): string {
  return `vars ${matcher}${matcher === '' ? '' : ' '}${name} ${quoted(text)}\n`
}

/** @internal */
export function variable(name: string): string {
  return `{http.vars.${name}}`
}

/** @internal */
export function indented(text: string, depth = 1): string {
  return text.replaceAll(/^(?=.)/gm, '\t'.repeat(depth))
}
