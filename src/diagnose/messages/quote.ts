const LONGEST = 80

/** What comes from outside, in quotes, cut short, with nothing that a terminal or a reader could take for something else. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return JSON.stringify(cut).replace(
    /[^ -~…]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
