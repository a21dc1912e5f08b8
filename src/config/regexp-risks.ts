import { withPlainPrototype } from '../own.js'
import { anchors, privateCopy } from '../regexp.js'
import type { CorsRisk } from './errors.js'
import type { OriginRisk } from './origin-risks.js'
import { suffixOf } from './public-suffix.js'
import { originsMeant, repaired, spelledHosts } from './regexp-meant.js'
import type { Beyond, RegExpReach } from './regexp-reach.js'
import { quote } from './words.js'

/** Problems with a RegExp in `origins` that matter only when credentials are allowed. */
export interface RegExpFaults {
  /** The message if no origin matches it. */
  readonly unmatchable: string | undefined
  readonly risks: readonly OriginRisk[]
}

const EXAMPLE = 'Name a host of your own: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'

/** `written` is the RegExp as it was typed; `copy` matches origins as a whole. */
export function regexpFaults(written: RegExp, copy: RegExp): RegExpFaults {
  const key = String(copy)
  const found = known.get(key) ?? withPlainPrototype(() => findFaults(written, copy))
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, found)
  return found
}

/** A function that chooses options for each request often writes the same RegExp anew, and a proof takes milliseconds. */
const known = new Map<string, RegExpFaults>()
const MAX_KNOWN = 1000

function findFaults(written: RegExp, copy: RegExp): RegExpFaults {
  const { isUnmatchable, insecure, beyond } = reachOnDemand(copy)
  if (isUnmatchable) return { unmatchable: describeUnmatchable(written), risks: [] }
  const risks: OriginRisk[] = []
  if (beyond) risks.push(beyondRisk(written, copy, beyond))
  // A RegExp that takes any origin takes http: origins too, so the first risk says it all.
  if (insecure !== undefined && risks[0]?.code !== 'any-origin-with-credentials') {
    const taken =
      insecure.origin === undefined
        ? `${quote(written)} cannot be proven to take no http: origin, and with credentials`
        : `${quote(written)} takes ${quote(insecure.origin)}, with credentials:`
    const message =
      `${taken} whoever is on the network path can be that origin and read what your users may read. ` +
      writeInstead(written, copy, 'Write https: for that host.')
    risks.push({ code: 'insecure-origin', message })
  }
  return { unmatchable: undefined, risks }
}

function reachOnDemand(copy: RegExp): RegExpReach {
  // Loaded on demand: it is larger than the rest of this package, and only a RegExp beside credentials needs it.
  const { reachOf }: typeof import('./regexp-reach.js') = require('./regexp-reach.js')
  return reachOf(
    copy,
    spelledHosts(copy.source).flatMap(({ host }) => suffixOf(host).registrable ?? []),
  )
}

/** The message for a RegExp that no origin matches. */
export function unmatchable(written: RegExp): string {
  return withPlainPrototype(() => describeUnmatchable(written))
}

function describeUnmatchable(written: RegExp): string {
  const meant = originsMeant(written)
  return (
    `no origin matches ${quote(written)}: an origin is scheme, host and port in lower case, without the default port and with ` +
    `nothing behind it. Write ${meant.length > 0 ? meant.map(quote).join(', ') : '/^https:\\/\\/[a-z0-9-]+\\.example\\.com$/'}.`
  )
}

/** The message for a RegExp that is not anchored at both ends. */
export function unanchored(written: RegExp): string {
  return withPlainPrototype(() => describeUnanchored(written))
}

function describeUnanchored(written: RegExp): string {
  const { start, end } = anchors(written)
  const source = `^${start ? '' : '[^]*'}(?:${written.source})${end ? '' : '[^]*'}$`
  const whole = new RegExp(source, privateCopy(written, false).flags)
  const { insecure, beyond } = reachOnDemand(whole)
  const taken = beyond?.origin ?? insecure?.origin
  const besides = taken === undefined ? '' : `, so it also matches ${quote(taken)}`
  const closed = new RegExp(`^${start ? '' : '[^]*'}(?:${written.source})$`, whole.flags)
  const meant = beyond && taken === undefined ? '' : originsMeant(closed).map(quote).join(', ')
  const instead =
    meant === ''
      ? 'Begin every alternative with ^ and end it with $: /^https:\\/\\/[a-z0-9-]+\\.example\\.com$/.'
      : `Write ${meant}, or a RegExp whose every alternative begins with ^ and ends with $.`
  return `${quote(written)} is not anchored at both ends${besides}. ${instead}`
}

function beyondRisk(written: RegExp, copy: RegExp, { origin, suffixes = [] }: Beyond): OriginRisk {
  const [suffix] = suffixes
  if (suffix !== undefined && origin !== undefined && suffixes.every(each => isOpenTo(copy, each))) {
    const message =
      `${quote(written)} takes ${quote(origin)}, with credentials: anyone can register a name under ${quote(suffix)} and read ` +
      `what your users may read. ${writeInstead(written, copy, `${EXAMPLE}`)}`
    return { code: 'public-suffix', message }
  }
  const whom =
    origin === undefined
      ? `${quote(written)} cannot be proven to stay under a domain that it names, so with credentials strangers might read `
      : `${quote(written)} takes ${quote(origin)}, with credentials: whoever has that origin could read `
  return {
    code: 'any-origin-with-credentials' satisfies CorsRisk,
    // To try texts on a RegExp that cannot be decided may take for ever.
    message: `${whom}what your users may read. ${origin === undefined ? EXAMPLE : writeInstead(written, copy, EXAMPLE)}`,
  }
}

/** Whether it takes any stranger's name under a suffix, not only names that end like one's own. */
function isOpenTo(copy: RegExp, suffix: string): boolean {
  if (suffixOf(suffix).isPrivate) return true
  const names = ['nobody-lists-this', 'nobodyliststhis', 'q7x9', 'a.b.nobodyliststhis', 'www.nobodyliststhis']
  return names.some(name => ['http', 'https'].some(scheme => copy.test(`${scheme}://${name}.${suffix}`)))
}

/** Advises strings that say the same and the RegExp with its gaps closed, or `otherwise` if there are none. */
function writeInstead(written: RegExp, copy: RegExp, otherwise: string): string {
  const better = repaired(written)
  const isProven = (regexp: RegExp) => {
    const { isUnmatchable, insecure, beyond } = reachOnDemand(
      new RegExp(`^(?:${regexp.source})$`, regexp.flags),
    )
    return !isUnmatchable && insecure === undefined && beyond === undefined
  }
  const strings = originsMeant(copy).map(quote).join(', ')
  const found = [
    ...(strings === '' ? [] : [strings]),
    ...(String(better) !== String(written) && isProven(better) ? [String(better)] : []),
  ]
  return found.length === 0 ? otherwise : `Write ${found.join(' or ')}.`
}
