import { escapeUnits } from '../../escape.js'

const LONGEST = 80

/** Text from outside, in quotes: cut short and in ASCII, so that neither a terminal nor a reader takes it for something else. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return escapeUnits(JSON.stringify(cut), /[^ -~…]/g)
}

/** Quotes ten names and counts the others. */
export function quoteAll(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(quote).join(', ')
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown
}
