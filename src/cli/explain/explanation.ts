import type { CauseCode } from '../../diagnose/cause/cause.js'
import type { Told } from './console-text.js'

/** What a message means. */
export interface Explanation {
  /** Plain sentences. */
  readonly means: string
  /** Codes of `diagnose`'s causes: one if the message tells, several if a look at the server must; none if it is not CORS. */
  readonly causes: readonly CauseCode[]
  /** Which look tells, if there are several causes; otherwise what to do. */
  readonly look: string
  /** The header line that is missing or wrong, as it must be; `''` if no header helps. */
  readonly header: string
  /** What `check` needs besides URL and origin. */
  readonly flags: readonly string[]
}

export type Explain = (told: Told) => Explanation

export const explanation = (
  means: string,
  causes: readonly CauseCode[],
  look: string,
  header = '',
  flags: readonly string[] = [],
): Explanation => ({ means, causes, look, header, flags })
