import { isPolicy, type Policy } from '../policy/policy.js'
import { apache } from './apache.js'
import { caddy } from './caddy.js'
import { describe } from './description.js'
import { CorsExportError, type CorsExportIssue, collector } from './errors.js'
import { haproxy } from './haproxy.js'
import { nginx } from './nginx.js'
import type { Target } from './target.js'
import { varnish } from './varnish.js'

export { type CorsExportCode, CorsExportError, type CorsExportIssue } from './errors.js'

/** A server for which a policy can be written. */
export type ExportTarget = 'nginx' | 'apache' | 'haproxy' | 'caddy' | 'varnish'

const targets: Readonly<Record<ExportTarget, Target>> = { nginx, apache, haproxy, caddy, varnish }

/** @internal */
export const TARGETS: ReadonlyMap<string, Target> = new Map(Object.entries(targets))

/** The address that a whole configuration listens on, and the server behind it. */
export interface ExportServer {
  /** An address and a port: `127.0.0.1:8080`. */
  readonly listen: string
  /** The server behind it: `http://127.0.0.1:3000`. */
  readonly upstream: string
}

/**
 * Writes a policy as the configuration of a server in front: what to include and where, or with `server` one whole
 * configuration, for a try.
 *
 * @throws CorsExportError that lists everything in the policy that the target cannot say.
 * @throws TypeError if an argument is wrong.
 */
export function exportPolicy(policy: Policy, target: ExportTarget, server?: ExportServer): string {
  if (!isPolicy(policy))
    throw new TypeError('exportPolicy() takes a policy. Write exportPolicy(createPolicy(options), target).')
  const found = TARGETS.get(target)
  if (found === undefined) {
    throw new TypeError(
      `there is no target ${JSON.stringify(target)}. There are: ${[...TARGETS.keys()].join(', ')}.`,
    )
  }
  const checked = server && checkServer(server)
  const issues: CorsExportIssue[] = []
  const report = collector(issues)
  const description = describe(policy, report)
  found.check(description, report)
  if (issues.length > 0) throw new CorsExportError(issues)
  return checked ? found.whole(description, checked) : found.parts(description)
}

/** The texts go into configurations, so they hold nothing but an address. */
function checkServer({ listen, upstream }: ExportServer): ExportServer {
  if (!/^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9a-f:]+\]):[0-9]{1,5}$/.test(listen))
    throw new TypeError(`listen is an address and a port, such as "127.0.0.1:8080".`)
  if (!/^http:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/.test(upstream))
    throw new TypeError(`upstream is an origin, such as "http://127.0.0.1:3000".`)
  return { listen, upstream }
}
