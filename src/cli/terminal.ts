import { escapeUnits } from '../escape.js'

/** A server may send very long texts, and people read no more than this of one. */
const LONGEST = 300

/** Controls, format characters (some reverse text), line separators, lone surrogates, and invisible characters. */
const NOT_PRINTABLE = /\p{C}|(?! )\p{Z}|\p{Default_Ignorable_Code_Point}/gu

/** Text from outside, for a terminal: cut short, with everything escaped that a terminal obeys or a reader overlooks. */
export function printable(text: string, longest: number = LONGEST): string {
  const cut = text.length > longest ? text.slice(0, longest) : text
  const shown = cut.replaceAll(NOT_PRINTABLE, escaped)
  return cut === text ? shown : `${shown}… (${text.length} characters)`
}

function escaped(character: string): string {
  const code = character.codePointAt(0) as number
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

/** JSON has line ends of its own, between its strings. */
const NOT_PRINTABLE_IN_JSON = new RegExp(`(?!\\n)(?:${NOT_PRINTABLE.source})`, 'gu')

/** JSON with the same value, in which unprintable characters are escaped. */
export function printableJson(json: string): string {
  return escapeUnits(json, NOT_PRINTABLE_IN_JSON)
}

const SGR = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 }

/** Sets text apart on terminals that have colours. */
export type Paint = (format: keyof typeof SGR, text: string) => string

export function painter(colour: boolean): Paint {
  return colour ? (format, text) => `\x1b[${SGR[format]}m${text}\x1b[0m` : (_, text) => text
}
