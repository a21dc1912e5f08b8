import type { CauseCode } from 'cors-policy/diagnose'
import type { Parts } from '../../support/exchange.js'

export interface CauseRow {
  readonly what: string
  readonly parts: Parts
  readonly code: CauseCode
  /** The cause that fits as well. */
  readonly alternative?: CauseCode
}
