import { ALLOW_CREDENTIALS, ALLOW_ORIGIN } from '../../protocol.js'
import { type Answer, sent } from '../answer.js'
import { browserSays, plainPage } from '../browser.js'
import { conditionOf } from '../condition.js'
import { type Directive, written } from '../directive.js'
import type { Found } from '../finding.js'
import { type AddedHeader, headersAt } from '../headers.js'
import { levelsBelow } from '../level.js'
import { at, lineOf, listedOrigins, mapLines, originLines, write } from '../lines.js'
import { APP, type Place, type Site, STRANGER } from '../site.js'
import { variablesIn } from '../variables.js'

/** Values of `Access-Control-Allow-Origin` that equal the origin of no page, or may not stand beside others. */
export function valueTraps(site: Site, found: Found): void {
  const headers = new Map(site.levels.flatMap(headersAt).map(header => [header.directive, header]))
  for (const header of headers.values()) {
    if (header.name.toLowerCase() !== ALLOW_ORIGIN) continue
    for (const { text, directive } of literals(header.value, header.directive, site))
      checkValue(text, directive, header, site, found)
  }
  for (const { opener } of levelsBelow(site.server, 'if')) if (opener) checkCondition(opener, found)
  for (const place of site.places) {
    for (const origin of [...site.origins.slice(0, 8), APP, STRANGER]) {
      for (const answer of place.all(origin)) {
        checkDoubled(answer, origin, place, found)
        checkWildcard(answer, origin, place, site, found)
      }
    }
  }
}

interface Literal {
  readonly text: string
  readonly directive: Directive
}

/** The texts that a value may be, each with the directive that has it. */
function literals(value: string, directive: Directive, site: Site, depth = 0): readonly Literal[] {
  const { 0: name } = variablesIn(value)
  if (name === undefined) return [{ text: value, directive }]
  if (depth > 5 || (value !== `$${name}` && value !== `\${${name}}`)) return []
  const map = site.maps.get(name)
  const assigned = map
    ? (map.block ?? [])
        .filter(({ args }) => args.length === 1)
        .map(entry => ({ entry, text: entry.args.at(0) ?? '' }))
    : site.assigned(name).map(entry => ({ entry, text: entry.args.at(1) ?? '' }))
  return assigned.flatMap(({ entry, text }) => literals(text, entry, site, depth + 1))
}

function checkValue(text: string, directive: Directive, header: AddedHeader, site: Site, found: Found): void {
  const value = text.trim()
  const parts = value.split(/[\s,|]+/).filter(part => part !== '')
  const says = (shown: string) =>
    browserSays(plainPage(APP), site.server, 'response', {
      status: 200,
      headers: [{ name: ALLOW_ORIGIN, value: shown, added: header, entry: null }],
    })
  const quoted = JSON.stringify(value.slice(0, 100))
  const instead = (right: string) =>
    directive === header.directive ? lineOf({ ...header, value: right }) : rewritten(directive, right)
  if (parts.length > 1) {
    found.add(
      'multiple-origins-in-one-value',
      directive,
      `Access-Control-Allow-Origin takes one origin, and ${quoted} is a list.${says(value)}`,
      listedOrigins(site, false, parts.map(cleanOrigin)),
    )
  } else if (value.includes('*') && value !== '*') {
    const key = `~^${cleanOrigin(value).replaceAll('.', '\\.').replaceAll('*', '[a-z0-9.-]+')}$`
    found.add(
      'origin-value-with-star',
      directive,
      `Browsers read ${quoted} letter by letter: a star is no pattern in Access-Control-Allow-Origin, unless it stands alone.${says(value)}`,
      write('Match the pattern in a map (in http), and send the origin that asks:', [
        ...mapLines(site, [key]),
        ...originLines(site, false),
      ]),
    )
  } else if (/^\w+:\/\/[^/]+\//.test(value)) {
    found.add(
      'origin-value-with-slash',
      directive,
      `An origin has no path and no slash at the end, so ${quoted} equals the origin of no page.${says(value)}`,
      write('Write:', [instead(cleanOrigin(value))]),
    )
  } else if (/^\w+:\/\/.*[A-Z]|^[A-Z]\w*:\/\//.test(value)) {
    found.add(
      'uppercase-origin',
      directive,
      `Browsers write an origin in lower case and compare it letter by letter, so ${quoted} equals the origin of no page.${says(value)}`,
      write('Write:', [instead(value.toLowerCase())]),
    )
  }
}

function cleanOrigin(text: string): string {
  return (/^\w+:\/\/[^/]+/.exec(text)?.[0] ?? `https://${text.replace(/\/.*$/, '')}`).toLowerCase()
}

/** A `set` or an entry of a `map` with another value. */
function rewritten(directive: Directive, value: string): string {
  if (directive.name === 'set') return written('set', [directive.args.at(0) ?? '', value])
  return `"${directive.name}" "${value}";`
}

function checkCondition(opener: Directive, found: Found): void {
  const { subject, operator, operand } = conditionOf(opener)
  if (subject !== '$http_origin' || operator !== '=' || !/^\w+:\/\/.*[A-Z]|^[A-Z]\w*:\/\//.test(operand))
    return
  found.add(
    'uppercase-origin',
    opener,
    `Browsers write an origin in lower case, and this comparison minds the case, so ${JSON.stringify(operand)} never equals $http_origin: the page gets no Access-Control-Allow-Origin.`,
    write('Write:', [`if ($http_origin = "${operand.toLowerCase()}") {`]),
  )
}

function checkDoubled(answer: Answer, origin: string, { level }: Place, found: Found): void {
  const { 0: first, 1: second } = answer.headers.filter(({ name }) => name === ALLOW_ORIGIN)
  if (!first || !second) return
  found.add(
    'doubled-in-file',
    second.added.directive,
    `Access-Control-Allow-Origin is added twice to one answer, here and at ${at(first.added.directive)}.${browserSays(plainPage(origin), level, 'response', { status: 200, headers: [first, second] })}`,
    'Delete one of the two lines. To allow several origins, choose one by a map.',
  )
}

function checkWildcard(answer: Answer, origin: string, { level }: Place, site: Site, found: Found): void {
  const header = sent(answer, ALLOW_ORIGIN)
  if (header?.value !== '*' || sent(answer, ALLOW_CREDENTIALS)?.value !== 'true') return
  found.add(
    'wildcard-with-credentials',
    header.entry ?? header.added.directive,
    `Browsers refuse "*" where the page sends credentials, which the line beside it allows.${browserSays(plainPage(origin, true), level, 'response', { status: 200, headers: answer.headers })}`,
    listedOrigins(site, true),
  )
}
