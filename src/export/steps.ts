/**
 * A question to a text, as regular expressions in order: the first that matches decides, and no match means no. Look-arounds
 * would say it in one expression, but RE2 (Caddy) has none. All expressions in src/export are of the subset that PCRE and RE2
 * read alike, over bytes: no look-arounds, no back references, no classes such as `\w` beyond ASCII, no repeats above 1000.
 *
 * @internal
 */
export type Steps = readonly Step[]

/** @internal */
export interface Step {
  /** A source for PCRE and RE2; it matches a part of the text unless it has anchors. */
  readonly pattern: string
  readonly accepts: boolean
}

/** @internal */
export const accept = (pattern: string): Step => ({ pattern, accepts: true })
/** @internal */
export const reject = (pattern: string): Step => ({ pattern, accepts: false })

/** The literal text as a pattern. It has no double quotes, since not all servers can escape them. @internal */
export function literal(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_/:%-]/g, character => {
    const code = character.charCodeAt(0)
    return code > 0x22 && code < 0x7f ? `\\${character}` : `\\x${code.toString(16).padStart(2, '0')}`
  })
}
