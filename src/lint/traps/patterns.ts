import { ALLOW_ORIGIN } from '../../protocol.js'
import { isRefusal, sent } from '../answer.js'
import type { Found } from '../finding.js'
import { write } from '../lines.js'
import { type OriginPattern, type Place, type Site, STRANGER } from '../site.js'
import { anchored, strangerByDot, strangerMatching } from '../witness.js'

/** Patterns that let somebody else's origin in. What a pattern blocks, or what only chooses a log format, is no concern. */
export function patternTraps(site: Site, found: Found): void {
  for (const pattern of site.patterns) {
    const stranger = strangerMatching(pattern)
    if (stranger !== null && isGranted(stranger, site)) {
      found.add(
        'unanchored-regex',
        pattern.directive,
        `This pattern matches more than whole origins: ${stranger} too, which somebody else may own, or anybody on the way may pretend to be. A browser lets that page read the answers.`,
        write('Match the whole origin:', [patternLine(pattern, anchored(pattern.source))]),
      )
    }
    const byDot = strangerByDot(pattern)
    if (byDot !== null && isGranted(byDot, site)) {
      found.add(
        'unescaped-dot',
        pattern.directive,
        `A dot without a backslash matches any character, so this pattern matches ${byDot} too. A browser lets that page read the answers.`,
        write('Escape the dot:', [patternLine(pattern, anchored(pattern.source))]),
      )
    }
  }
}

/** Whether pages of an origin may read something that not all pages may read. */
function isGranted(origin: string, site: Site): boolean {
  return site.places.some(place => reads(origin, place) && !reads(STRANGER, place))
}

function reads(origin: string, place: Place): boolean {
  return place.all(origin).some(answer => sent(answer, ALLOW_ORIGIN)?.value === origin && !isRefusal(answer))
}

function patternLine({ ignoreCase, isNegated, directive }: OriginPattern, source: string): string {
  const operator = ignoreCase ? '~*' : '~'
  return directive.name === 'if'
    ? `if ($http_origin ${isNegated ? '!' : ''}${operator} "${source}") {`
    : `"${operator}${source}" ${directive.args.at(0) ?? ''};`
}
