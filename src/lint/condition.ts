import type { Directive } from './directive.js'
import { evaluate, match, type Scope } from './variables.js'

/** What an `if` compares. */
export interface Condition {
  /** The text that is tested, such as `$http_origin`. */
  readonly subject: string
  /** `''` if the subject alone is the condition. */
  readonly operator: string
  readonly operand: string
}

/** Reads the condition of an `if`. */
export function conditionOf(directive: Directive): Condition {
  const words = directive.args.map(word => word)
  const last = words.length - 1
  if (last >= 0) {
    words[0] = (words.at(0) as string).replace(/^\(/, '')
    words[last] = (words.at(last) as string).replace(/\)$/, '')
  }
  const { 0: subject = '', 1: operator = '', 2: operand = '' } = words.filter(word => word !== '')
  return { subject, operator, operand }
}

/** Whether a condition holds; `null` if that depends on what is not known, such as files. */
export function holds({ subject, operator, operand }: Condition, scope: Scope): boolean | null {
  if (!subject.startsWith('$')) return null
  const { text } = evaluate(subject, scope)
  if (text === null) return null
  if (operator === '') return text !== '' && text !== '0'
  const isNegated = operator.startsWith('!')
  const positive = compare(operator.replace('!', ''), text, operand, scope)
  return positive === null ? null : positive !== isNegated
}

function compare(operator: string, text: string, operand: string, scope: Scope): boolean | null {
  if (operator === '~' || operator === '~*') return match(operand, operator === '~*', text, scope)
  const { text: other } = evaluate(operand, scope)
  if (operator !== '=' || other === null) return null
  return text === other
}
