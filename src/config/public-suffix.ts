import { withPlainPrototype } from '../own.js'

/** What the Public Suffix List says of a host. A rule that only says "any top-level domain" does not count as listed. */
export interface SuffixOfHost {
  /** The part under which anyone can register a name. */
  readonly suffix: string
  /** The name that somebody registered: one label and the suffix. `undefined`: the host is a suffix, or has one label. */
  readonly registrable: string | undefined
  readonly isListed: boolean
  /** A suffix of a company (`github.io`), not of a registry (`co.uk`). */
  readonly isPrivate: boolean
}

/** https://publicsuffix.org/list/ */
export function suffixOf(host: string): SuffixOfHost {
  // A final dot names the same host in DNS.
  const name = host.replace(/\.$/, '')
  // Loading it takes as long as the rest of this package, and only configurations with credentials ask.
  const { parse }: typeof import('tldts') = withPlainPrototype(() => require('tldts'))
  const options = { allowPrivateDomains: true, validateHostname: false }
  const { publicSuffix, domain, isIcann, isPrivate } = withPlainPrototype(() => parse(name, options))
  return {
    suffix: publicSuffix ?? name,
    registrable: domain ?? undefined,
    isListed: isIcann === true || isPrivate === true,
    isPrivate: isPrivate === true,
  }
}

/** Whether anyone can register a name directly under this host. */
export function isPublicSuffix(host: string): boolean {
  const { suffix, isListed } = suffixOf(host)
  return isListed && suffix === host.replace(/\.$/, '')
}

let rules: readonly string[] | undefined

/**
 * Suffixes that lie below a host which is none itself, as the list writes them: `up.railway.app` and `*.compute.amazonaws.com`
 * lie below `railway.app` and `amazonaws.com`.
 */
export function suffixesBelow(host: string): readonly string[] {
  rules ??= loadRules()
  const end = `.${host.replace(/\.$/, '')}`
  return rules.filter(rule => rule.endsWith(end))
}

function loadRules(): readonly string[] {
  const { SUFFIX_RULES }: typeof import('./suffix-rules.js') = require('./suffix-rules.js')
  return SUFFIX_RULES.split(' ')
}
