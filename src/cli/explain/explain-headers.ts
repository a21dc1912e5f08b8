import type { Told } from './console-text.js'
import { type Explain, type Explanation, explanation } from './explanation.js'

const subject = ({ isPreflight }: Told) =>
  isPreflight ? 'The answer to the preflight (the OPTIONS request that comes first)' : 'The response'

const allowOrigin = ({ origin }: Told) =>
  `Access-Control-Allow-Origin: ${origin === '' ? "<the page's origin>" : origin}`

const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials: true'

export function missing(told: Told): Explanation {
  const { isPreflight, status, redirectedFrom } = told
  const means = `${subject(told)} has no Access-Control-Allow-Origin header${status === 0 ? '' : `, and its status is ${status}`}. The browser therefore hides it from the page, whatever its status and body are.`
  if (redirectedFrom !== '')
    return explanation(
      `${means} The page requested ${redirectedFrom}, which redirects there.`,
      ['redirect', 'no-cors-layer'],
      'Let the page request the final URL; if that fails too, the final server sends no CORS headers.',
      allowOrigin(told),
    )
  if (isPreflight)
    return explanation(
      means,
      status === 401 || status === 403 || status === 429
        ? ['answered-before-cors']
        : ['preflight-not-routed', 'answered-before-cors', 'origin-not-listed', 'no-cors-layer'],
      'Look at the status of the OPTIONS request in the network panel. 404 or 405: the router has nothing for OPTIONS. 401, 403 or 429: a login, a firewall or a rate limit answers first. 200 or 204: the CORS layer does not list this origin. If no response of this server has CORS headers, it has no CORS layer.',
      allowOrigin(told),
    )
  return explanation(
    means,
    status >= 500 ? ['server-error'] : ['no-cors-layer', 'origin-not-listed'],
    status >= 500
      ? 'Look at the log of the server first: it failed, and its error page lacks the header.'
      : 'Look at the response in the network panel. With "Vary: Origin", a CORS layer answered and does not list this origin; without any CORS header, nobody does CORS there. An error status is the real problem: error pages need the header too.',
    allowOrigin(told),
  )
}

export function several(told: Told): Explanation {
  const values = told.value.split(/\s*,\s*/)
  const isRepeated = !told.hasValue || new Set(values).size < values.length
  return explanation(
    `${subject(told)} has more than one value in Access-Control-Allow-Origin${told.value === '' ? '' : `: ${told.value}`}. Only one is allowed, even if they are equal.`,
    isRepeated ? ['two-layers'] : ['two-layers', 'header-misspelt'],
    isRepeated
      ? 'The application sets the header, and so does a proxy, a CDN or a second middleware. Let one of them do it.'
      : 'Look at the raw response: two header lines come from two layers; one line with commas is a list, which the server must compare and answer with the one that matches.',
    allowOrigin(told),
  )
}

export function other(told: Told): Explanation {
  const { value, origin, redirectedFrom } = told
  const means = `${subject(told)} allows the origin "${value}", which is not the one that the browser sent${origin === '' ? '' : ` for the page on ${origin}`}. The comparison is exact.`
  if (origin !== '' && value === origin)
    return explanation(
      `${means} A redirect to another origin made the browser send "Origin: null".`,
      ['redirect'],
      `Let the page request the final URL${redirectedFrom === '' ? '' : ` and not ${redirectedFrom}`}.`,
    )
  const isMisspelt =
    origin !== '' &&
    (value.toLowerCase().replace(/\/+$/, '') === origin || /[*,\s]|^(?!\w+:\/\/)/.test(value))
  return explanation(
    means,
    isMisspelt ? ['header-misspelt'] : ['origin-not-listed', 'cached-copy'],
    isMisspelt
      ? 'Write scheme, host and port alone: no slash at the end, no pattern, no list.'
      : 'Reload with the cache disabled. If it then works, a cache kept the response for another origin, and "Vary: Origin" is missing; if not, the server does not list this origin.',
    allowOrigin(told),
  )
}

export function header({ value, method }: Told): Explanation {
  const flags = ['--header', `${value}: x`, ...(method === '' ? [] : ['--method', method])]
  const means = `The page sets the request header "${value}", and the preflight's answer does not list it in Access-Control-Allow-Headers.`
  if (/^access-control-(?!request-)/i.test(value))
    return explanation(
      `${means} Only servers set that header; on a request it has no effect but a preflight that fails.`,
      ['page-header'],
      'Take it out of the page.',
      '',
      flags,
    )
  const isTracing = /^(?:traceparent|tracestate|baggage|sentry-trace|x-datadog-|b3$|x-b3-|newrelic)/i.test(
    value,
  )
  return explanation(
    `${means} "*" lists every header, but only for requests without credentials.`,
    isTracing ? ['page-header', 'header-not-listed'] : ['header-not-listed'],
    isTracing
      ? 'A tracing SDK adds it: leave this API out of its list of targets, or list the header on the server.'
      : 'List every header that the page sets: the browser names only one.',
    `Access-Control-Allow-Headers: ${value}`,
    flags,
  )
}

export function method({ value, method: seen }: Told): Explanation {
  const name = value || seen
  const upper = name.toUpperCase()
  return explanation(
    `The page uses the method ${name === '' ? '(the console does not name it)' : name}, and the preflight's answer does not list it in Access-Control-Allow-Methods.${name === upper ? '' : ` Methods compare by case: write ${upper} in the page.`}`,
    ['method-not-listed'],
    '"*" lists every method, but only for requests without credentials.',
    `Access-Control-Allow-Methods: ${upper || '<the method>'}`,
    ['--method', name || '<method>'],
  )
}

export const wildcard: Explain = told =>
  explanation(
    `${subject(told)} has "Access-Control-Allow-Origin: *", and the page sends the request with credentials (credentials: 'include', or withCredentials). Browsers do not accept "*" then.`,
    ['wildcard-with-credentials'],
    'Answer with the origin itself, or let the page leave the credentials out.',
    `${allowOrigin(told)}\n${ALLOW_CREDENTIALS}`,
    ['--credentials'],
  )

export const invalid: Explain = told =>
  explanation(
    `${subject(told)} has "${told.value}" in Access-Control-Allow-Origin, which is no origin.${told.value === '' ? ' An empty value often comes from a setting that is not set.' : ''}`,
    ['header-misspelt'],
    'Write scheme, host and port, without quotes.',
    allowOrigin(told),
  )

export const credentials: Explain = told =>
  explanation(
    `The page sends the request with credentials, and ${subject(told).replace('The', 'the')} ${told.value === '' ? 'lacks Access-Control-Allow-Credentials, or has another value than "true"' : `has "${told.value}" in Access-Control-Allow-Credentials`}. Only "true" in lower case counts.`,
    ['credentials-not-allowed'],
    'Send it on the preflight and on the response, or let the page leave the credentials out.',
    ALLOW_CREDENTIALS,
    ['--credentials'],
  )

/** Safari says the same of a header that is missing, wrong, or about another origin. */
export const refused: Explain = told => {
  const { status, origin } = told
  if (origin === 'null')
    return explanation(
      'No Access-Control-Allow-Origin header allows the origin "null", which a page has in a sandboxed frame or from a file, and every request after a redirect between two foreign origins.',
      ['redirect', 'origin-not-listed'],
      'If the page has an origin of its own, a redirect hid it: let the page request the final URL. Otherwise serve the page over http or https.',
    )
  return explanation(
    `The response${status === 0 ? '' : `, status ${status},`} has no Access-Control-Allow-Origin header, or one for another origin. Safari does not say which, and says the same of preflights.`,
    status >= 500 ? ['server-error'] : ['no-cors-layer', 'origin-not-listed', 'header-misspelt'],
    status >= 400
      ? 'The status is the real problem: look at it first. Error pages need the header too.'
      : 'Look at Access-Control-Allow-Origin in the network panel. None, with "Vary: Origin": a CORS layer answered and does not list this origin; no CORS header at all: nobody does CORS there; a value: compare it letter by letter.',
    allowOrigin(told),
  )
}
