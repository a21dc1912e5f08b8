import { CORS_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import { type Answer, FORBIDDEN_METHOD, REQUESTED_HEADERS, REQUESTED_METHOD, type Value } from './answers.js'
import { headerNames, keyOf, keysBy, namesOf, UNCOVERED, varyOf } from './cases.js'
import type { DescribedRules, Description } from './description.js'
import { type Branch, CASE, firstOf, matches, ORIGIN, possessive, quoted, sub, VARY } from './varnish-text.js'

/** The policy's own answers have the status in their key, so that `vcl_synth` can tell them from others. */
function finalKeyOf(index: number, answer: Answer): string {
  const { status } = answer
  return keyOf(index, answer) + (status === undefined ? '' : ` ${status}`)
}

/** The condition that the case is one of these. */
export function isOneOf(keys: readonly string[]): string {
  return keys.map(key => `${CASE} == ${quoted(key)}`).join(' ||\n    ')
}

/** The subroutine that sets the headers of a response, whoever made it. */
export function answerSub(description: Description): string {
  const { rules } = description
  const failing = named(rules, each => !each.interceptExceptions)
  const set = firstOf(
    rules.flatMap(({ answers }, index) =>
      answers
        .filter(({ headers }) => headers.size > 0)
        .map(
          (answer): Branch => [
            isOneOf([finalKeyOf(index, answer)]),
            [...answer.headers].flatMap(({ 0: name, 1: value }) => setHeader(name, value)),
          ],
        ),
    ),
  )
  return sub('cors_headers', [
    ...firstOf([[`${CASE} != ${quoted(UNCOVERED)}`, takeOff(description)]]),
    ...(failing === undefined ? set : firstOf([[`resp.status < 500 || ${CASE} !~ ${quoted(failing)}`, set]])),
    ...vary(rules),
  ])
}

/** Upstream's headers. If the decision is lost, as after an error in the VCL, they are taken off too. */
function takeOff(description: Description): string[] {
  const untouched = named(description.rules, ({ timing }) => !timing)
  return headerNames(description).flatMap(name => {
    const statement = `unset resp.http.${titleOf(name)};`
    return name === TIMING_ALLOW_ORIGIN && untouched !== undefined
      ? firstOf([[`${CASE} !~ ${quoted(untouched)}`, [statement]]])
      : [statement]
  })
}

/** A pattern for the cases of some rules; `undefined` if there are none. */
function named(
  rules: readonly DescribedRules[],
  accepts: (rules: DescribedRules) => boolean,
): string | undefined {
  const names = namesOf(rules, accepts)
  return names.length === 0 ? undefined : `^(?:${names.join('|')}) `
}

function titleOf(name: string): string {
  return CORS_HEADERS.get(name) ?? name
}

function setHeader(name: string, { repeats, text }: Value): string[] {
  const header = `resp.http.${titleOf(name)}`
  if (repeats === undefined) return [`set ${header} = ${quoted(text)};`]
  if (repeats === 'origin') return [`set ${header} = ${ORIGIN};`]
  const requested = `req.http.Access-Control-Request-${repeats === 'headers' ? 'Headers' : 'Method'}`
  const condition =
    repeats === 'headers'
      ? matches(requested, possessive(REQUESTED_HEADERS))
      : `${matches(requested, REQUESTED_METHOD)} && ${requested} !~ ${quoted(`(?i)${FORBIDDEN_METHOD}`)}`
  return firstOf([[condition, [`set ${header} = ${requested};`]]])
}

function vary(rules: readonly DescribedRules[]): string[] {
  const keys = keysBy(rules, varyOf, finalKeyOf)
  if (keys.size === 0) return []
  return [
    `unset ${VARY};`,
    ...firstOf(
      [...keys].map(
        ({ 0: names, 1: cases }): Branch => [isOneOf(cases), [`set ${VARY} = ${quoted(names)};`]],
      ),
    ),
    ...firstOf([
      [
        VARY,
        [
          'std.collect(resp.http.Vary);',
          ...firstOf(
            [['resp.http.Vary', [`set resp.http.Vary = resp.http.Vary + ", " + ${VARY};`]]],
            [`set resp.http.Vary = ${VARY};`],
          ),
        ],
      ],
    ]),
  ]
}
