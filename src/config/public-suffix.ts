import { withPlainPrototype } from '../own.js'

/** What the Public Suffix List says about a host. The rule `*`, any top-level domain, does not count as listed. */
export interface SuffixOfHost {
  /** Anyone can register a name under this. */
  readonly suffix: string
  /** The registered name: one label and the suffix. `undefined` if the host is a suffix or has one label. */
  readonly registrable: string | undefined
  readonly isListed: boolean
  /** The suffix belongs to a company (`github.io`), not to a registry (`co.uk`). */
  readonly isPrivate: boolean
}

/** https://publicsuffix.org/list/ */
export function suffixOf(host: string): SuffixOfHost {
  // In DNS, a host with a final dot is the same host as without it.
  const name = host.replace(/\.$/, '')
  // Loaded on demand: it takes as long to load as the rest of this package, and only credentials need it.
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
 * The public suffixes below a host, as the list writes them: `up.railway.app` is below `railway.app`, and
 * `*.compute.amazonaws.com` below `amazonaws.com`.
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
