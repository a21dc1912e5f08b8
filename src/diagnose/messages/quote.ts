const LONGEST = 80

/** Text from outside, in quotes: cut short and in ASCII, so that neither a terminal nor a reader takes it for something else. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Quotes ten names and counts the others. */
export function quoteAll(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(quote).join(', ')
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown
}
