import type { OriginSet } from '../policy/origin.js'
import type { NameSet, Rules } from '../policy/policy.js'
import { ORIGIN, REQUEST_HEADERS, REQUEST_METHOD, SEC_FETCH_SITE } from '../protocol.js'
import { howToAccept, reportRisks } from './accepted-risks.js'
import { testsBesideCredentials } from './dialects.js'
import type { ReportIssue } from './errors.js'
import type { ParsedFields } from './parse.js'
import { type OptionValues, TABLE, TABLE_NAMES } from './table.js'

/** `chosen` says that a function chooses the policy for each request, so the answer depends on things unknown. */
export function compileRules(fields: ParsedFields, chosen: boolean): Rules {
  const {
    origins: { set },
    exposeHeaders,
    maxAge,
    vary: listed,
    automaticOptions,
    preflightStatus,
    dangerouslyAllow: accepted,
    ...asWritten
  } = withDefaults(fields)
  const { methods, allowHeaders, credentials, sendWildcard, alwaysSend, blockDisallowed } = asWritten

  const functions = credentials ? testsBesideCredentials(set.functions, accepted) : set.functions
  const origins = Object.freeze({ ...set, functions })

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
  const varyMeanwhile = vary(ORIGIN, site)

  return Object.freeze({
    ...asWritten,
    ambiguous: false,
    origins,
    onlyOrigin,
    isStatic,
    plainHeaders: plainList(allowHeaders),
    exposeHeaders: exposeHeaders.any ? '*' : exposeHeaders.text,
    maxAge: maxAge === undefined ? undefined : String(maxAge),
    vary: isStatic ? vary() : varyMeanwhile,
    preflightVary: vary(
      !isStatic && ORIGIN,
      site,
      repeatsMethod && REQUEST_METHOD,
      repeatsHeaders && REQUEST_HEADERS,
    ),
    varyMeanwhile,
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

/** In expressjs/cors `true` from a function means the request's origin; here it cannot be told from `true` for all. */
const ANSWER_BY_ORIGIN =
  'In a function that compares, answer with the origin instead of true: ' +
  'origin: allowed.includes(request.headers.origin) && request.headers.origin.'
const WITHOUT_CREDENTIALS =
  'Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked.'

/** Reports merged options that are right one by one but not together. */
export function checkRules(fields: ParsedFields, report: ReportIssue): void {
  const { origins, credentials, exposeHeaders, sendWildcard } = fields
  if (credentials?.value !== true) return
  const accepted = fields.dangerouslyAllow?.value
  const code = 'any-origin-with-credentials'
  if ((origins?.value.set.any ?? true) && !accepted?.accepts(code, '*')) {
    const isTrue = origins?.value.byTrue === true
    const what = isTrue
      ? 'origin is true, which is every origin'
      : `origins is "*"${origins ? '' : ', its default'}`
    report(
      code,
      (origins ?? credentials).path,
      origins ? '*' : true,
      `${what}, and with credentials every site on the web could read what your users may read. Name the origins that may: ` +
        `origins: ["https://app.example.com"]. ${isTrue ? ANSWER_BY_ORIGIN : WITHOUT_CREDENTIALS} ${howToAccept(code, '"*"')}`,
    )
  }
  reportRisks(origins?.value.faulty() ?? [], accepted, report)
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
