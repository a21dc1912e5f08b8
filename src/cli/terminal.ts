/** Longer texts say nothing more to people, and a server may send very long ones. */
const LONGEST = 300

/** Controls, format characters (which turn text around), line separators, halves of characters, and what cannot be seen. */
const NOT_PRINTABLE = /\p{C}|(?! )\p{Z}|\p{Default_Ignorable_Code_Point}/gu

/** What a server or a user wrote, cut short and without anything that a terminal obeys or a reader overlooks. */
export function printable(text: string, longest: number = LONGEST): string {
  const cut = text.length > longest ? text.slice(0, longest) : text
  const shown = cut.replaceAll(NOT_PRINTABLE, escaped)
  return cut === text ? shown : `${shown}… (${text.length} characters)`
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

/** The same JSON, in which characters that are not printable are escaped. */
export function printableJson(json: string): string {
  // Line ends between the values are JSON's own.
  return json.replaceAll(NOT_PRINTABLE, character =>
    character === '\n' ? character : escapeUnits(character),
  )
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
