import type { Description } from './description.js'
import type { ReportObstacle } from './errors.js'

/** A server that a policy can be written for. @internal */
export interface Target {
  /** Reports what this server cannot say and others can. */
  readonly check: (description: Description, report: ReportObstacle) => void
  /** What to include and where, with comments for whoever runs the server. */
  readonly parts: (description: Description) => string
  /** A configuration that runs as it is, in front of `upstream`. */
  readonly whole: (description: Description, server: Addresses) => string
}

/** Checked: they hold nothing that a configuration has to quote. @internal */
export interface Addresses {
  readonly listen: string
  readonly upstream: string
}
