import type { OriginSet } from '../policy/origin.js'
import type { NameSet, Rules } from '../policy/policy.js'
import { ORIGIN, REQUEST_HEADERS, REQUEST_METHOD, SEC_FETCH_SITE } from '../protocol.js'
import type { CorsRisk, ReportIssue } from './errors.js'
import type { ParsedFields } from './parse.js'
import { type OptionValues, TABLE, TABLE_NAMES } from './table.js'
import { quote } from './words.js'

/** `chosen` says that a function chooses the policy for each request, so the answer depends on things unknown. */
export function compileRules(fields: ParsedFields, chosen: boolean): Rules {
  const {
    origins: { set: origins },
    exposeHeaders,
    maxAge,
    vary: listed,
    automaticOptions,
    preflightStatus,
    dangerouslyAllow: _,
    ...asWritten
  } = withDefaults(fields)
  const { methods, allowHeaders, credentials, sendWildcard, alwaysSend, blockDisallowed } = asWritten

  const { onlyOrigin, isEmpty } = count(origins)
  const sameForAll = isEmpty || (alwaysSend && (onlyOrigin !== undefined || (origins.any && sendWildcard)))
  // Only some origins get the 403, so the answer depends on `Origin`.
  const isStatic = sameForAll && !chosen && !blockDisallowed

  // With credentials, browsers take `*` for the name of a method, so the requested method is sent.
  const repeatsMethod = methods.any && credentials
  const repeatsHeaders = allowHeaders.any || allowHeaders.regexps.length > 0

  const vary = (...names: readonly (string | false)[]): readonly string[] => {
    if (listed === false) return Object.freeze([])
    const all = [...names, ...(listed === true ? [] : listed)].filter(name => name !== false)
    // Names that differ in case only are the same.
    return Object.freeze([...new Map(all.map(name => [name.toLowerCase(), name])).values()])
  }

  // `blockDisallowed` looks at `Sec-Fetch-Site` to let same-origin requests pass.
  const site = blockDisallowed && SEC_FETCH_SITE
  const asked = vary(ORIGIN, site)

  return Object.freeze({
    ...asWritten,
    ambiguous: false,
    origins,
    onlyOrigin,
    isStatic,
    plainHeaders: plainList(allowHeaders),
    exposeHeaders: exposeHeaders.any ? '*' : exposeHeaders.text,
    maxAge: maxAge === undefined ? undefined : String(maxAge),
    vary: isStatic ? vary() : asked,
    preflightVary: vary(
      !isStatic && ORIGIN,
      site,
      repeatsMethod && REQUEST_METHOD,
      repeatsHeaders && REQUEST_HEADERS,
    ),
    asked,
    preflightStatus: automaticOptions ? preflightStatus : undefined,
  })
}

/** The result has no prototype, like the fields. */
function withDefaults(fields: ParsedFields): OptionValues {
  const values: Record<string, unknown> = Object.create(null)
  for (const name of TABLE_NAMES) values[name] = (fields[name] ?? { value: TABLE[name].default }).value
  return values as OptionValues
}

/** Browsers write these names in lower case. */
const ANY_TOKEN = "[!#$%&'*+\\-.^_`|~0-9a-z]+"
const NO_TOKEN = '(?!)'

function plainList({ any, names }: NameSet): RegExp {
  const listed = [...names].map(each => each.replaceAll(/[^\w-]/g, '\\$&')).join('|')
  const name = listed !== '' ? `(?:${listed})` : any ? ANY_TOKEN : NO_TOKEN
  return new RegExp(`^(?:${name}(?:,${name})*)?$`)
}

function count({ any, exact, others }: OriginSet): {
  onlyOrigin: string | undefined
  isEmpty: boolean
} {
  const first = exact.values().next().value
  return {
    onlyOrigin: exact.size === 1 && others === 0 ? first : undefined,
    isEmpty: !any && exact.size + others === 0,
  }
}

/** Reports merged options that are right one by one but not together. */
export function checkRules(fields: ParsedFields, report: ReportIssue): void {
  const { origins, credentials, exposeHeaders, sendWildcard } = fields
  if (credentials?.value !== true) return
  const accepted = fields.dangerouslyAllow?.value
  const refuse = (code: CorsRisk, path: string, value: unknown, message: string) => {
    if (!accepted?.accepts(code, value)) report(code, path, value, `${message} ${howToAccept(code, value)}`)
  }
  if (origins?.value.set.any ?? true) {
    refuse(
      'any-origin-with-credentials',
      (origins ?? credentials).path,
      origins ? '*' : true,
      `origins is "*"${origins ? '' : ', its default'}, and with credentials every site on the web could read what your ` +
        'users may read. Name the origins that may: origins: ["https://app.example.com"].',
    )
  }
  for (const { path, value, faults } of origins?.value.entries ?? []) {
    const { risks, unmatchable } = faults()
    if (unmatchable !== undefined) report('unmatchable-regexp', path, value, unmatchable)
    for (const { code, message } of risks) refuse(code, path, value, message)
  }
  if (exposeHeaders?.value.any) {
    report(
      'wildcard-with-credentials',
      exposeHeaders.path,
      '*',
      'with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    )
  }
  if (sendWildcard?.value) {
    report(
      'wildcard-with-credentials',
      sendWildcard.path,
      true,
      'browsers refuse "*" as the origin with credentials. Leave sendWildcard out: the request\'s own origin is sent.',
    )
  }
}

function howToAccept(code: CorsRisk, value: unknown): string {
  const entry = typeof value === 'boolean' ? '"*"' : quote(value)
  return `To accept this risk: dangerouslyAllow: { "${code}": [${entry}] }.`
}
