import { combined, lineCount } from '../header-list.js'
import { quote } from '../messages/quote.js'
import { isOkStatus } from '../preflight-check.js'
import { answerers } from './answered-by.js'
import { must, originLines, preflightLines, proxyWays, waysOf } from './fix.js'
import type { CauseWords, Inference, Inferred } from './inference.js'
import { isReadable, nameOf, type Seen, statusOf } from './seen.js'
import { code } from './text.js'

export function twoLayers({ seen, inference, failure }: Inferred): CauseWords {
  const { hop, answer } = seen.failed
  const isOrigin = failure.check.endsWith('MultipleAllowOriginValues')
  if (isOrigin || failure.check.endsWith('InvalidAllowCredentials')) {
    const name = isOrigin ? 'access-control-allow-origin' : 'access-control-allow-credentials'
    const isJoined = lineCount(answer?.headers ?? [], name) === 1
    return {
      message: `${failure.message} Two layers set it: the application and a proxy, or two middlewares${isJoined ? ', and something joined their lines' : ''}.`,
      fix: [
        `Let one layer do CORS, so that ${code(originLines(seen))} goes out once. Take every CORS header out of the others.`,
        ...proxyWays(seen, 'single'),
      ],
    }
  }
  if (failure.check === 'kWildcardOriginNotAllowed') return starAfterPreflight(seen, inference)
  const isRight = inference.looks.some(look => isReadable(look.answer, hop))
  return {
    message: `${isRight ? 'The preflight' : 'One answer'} has the right CORS headers, and the answer to the request itself ${failure.parameter === undefined ? 'has no Access-Control-Allow-Origin' : `allows ${quote(failure.parameter)}`}: they are set for OPTIONS alone, or by another layer.`,
    fix: [`${must(seen, originLines(seen))} ${SEE_THE_REQUEST}`, ...waysOf(seen, 'request')],
  }
}

/** The preflight names the origin, and the answer to the request has `*`. */
function starAfterPreflight(seen: Seen, { looks }: Inference): CauseWords {
  const { answer } = seen.failed
  const before = looks.flatMap(look => answerers(look.answer).map(({ software }) => software))
  const alone = (answer ? answerers(answer) : [])
    .map(({ software }) => software)
    .filter(software => !before.includes(software))
  const who = alone.length === 0 ? 'another layer' : `another layer, perhaps ${alone.join(' or ')}`
  return {
    message: `The layer that answers the preflight names the origin and allows credentials, but the answer to the request itself has "Access-Control-Allow-Origin: *", from ${who}.`,
    fix: [
      `${must(seen, originLines(seen))} Take the CORS headers out of the layer that sends "*". If the layer that answers the preflight does not see the request, let the other send these headers.`,
      ...proxyWays(seen, 'single'),
    ],
  }
}

const SEE_THE_REQUEST =
  'The layer that answers the preflight must come before the routes and static files, so that it sees the request too, or set the same headers on its response.'

export function answeredBefore({ seen }: Inferred): CauseWords {
  const { finding, answer, hop } = seen.failed
  const isPreflight = finding.at === 'preflight'
  if (!isPreflight && statusOf(seen) < 400) return answeredRightAway(seen)
  const who = gatekeeper(seen)
  const message = `${who} answered ${nameOf(seen)} before the CORS layer could: status ${statusOf(seen)}${
    answer !== null && isReadable(answer, hop) ? '' : ', without the CORS headers that it needs'
  }.`
  const location = combined(answer?.headers ?? [], 'location')
  if (isPreflight) {
    return {
      message: `${message}${location === undefined ? '' : ` It leads to ${quote(location)}.`}${
        statusOf(seen) === 429 ? '' : ' A preflight never carries cookies or Authorization.'
      }`,
      fix: [
        `Put the CORS layer before whatever answered, or let that pass OPTIONS on. ${answerOptions(seen)}`,
        ...waysOf(seen, 'order'),
      ],
    }
  }
  return {
    message,
    fix: [
      `Look at the status first, ${statusOf(seen)}, which the browser hides from the page${statusOf(seen) === 413 ? ': send less, or raise the limit (`client_max_body_size` in nginx, `limit` of a body parser)' : ''}. ${errorsNeed(seen)}`,
      ...waysOf(seen, isRefusal(statusOf(seen)) ? 'refusal' : 'errors'),
    ],
  }
}

/** Nothing is refused: who answers the request is what was asked for, and no CORS layer has seen it. */
function answeredRightAway(seen: Seen): CauseWords {
  return {
    message:
      'The preflight has the right CORS headers, and the answer to the request itself has none: static files, a route or a proxy answered it before the CORS layer could, or that layer answers OPTIONS alone.',
    fix: [`${must(seen, originLines(seen))} ${SEE_THE_REQUEST}`, ...waysOf(seen, 'request')],
  }
}

/** A login, a rule or a limit of the rate; what reads bodies stands elsewhere. */
function isRefusal(status: number): boolean {
  return status === 401 || status === 403 || status === 407 || status === 429
}

function errorsNeed(seen: Seen): string {
  return `Error responses need the headers too, or the page does not see the status: ${code(originLines(seen))}.`
}

function answerOptions(seen: Seen): string {
  return `OPTIONS must be answered with status 204 and ${code(preflightLines(seen))}.`
}

/** Who answers with this status in place of the CORS layer. */
export function gatekeeper({ failed: { answer } }: Seen): string {
  const status = answer?.status ?? 0
  const headers = answer?.headers ?? []
  const scheme = combined(headers, 'www-authenticate')
  if (scheme !== undefined) return `Authentication (${quote(scheme.split(' ').at(0) ?? '')})`
  if (status === 401) return 'Authentication'
  if (status === 407) return 'A proxy that wants a login'
  if (status === 429 || combined(headers, 'retry-after') !== undefined) return 'A rate limit'
  if (status === 413) return 'A limit on the size of the body'
  if (status === 403) return 'An authorization layer or a firewall'
  if (status >= 300 && status <= 399) return 'A redirect to a login'
  return 'An error page'
}

export function notRouted({ seen, inference }: Inferred): CauseWords {
  const { answer, hop } = seen.failed
  const allow = combined(answer?.headers ?? [], 'allow')
  if (answer !== null && isReadable(answer, hop)) {
    return {
      message: `The CORS layer set its headers and then let a router answer the preflight: status ${statusOf(seen)}.`,
      fix: [answerOptions(seen), ...waysOf(seen, 'status')],
    }
  }
  const known = inference.looks.find(look => isReadable(look.answer, hop))
  return {
    message: `${
      allow === undefined && isOkStatus(statusOf(seen)) ? 'A proxy or a router' : 'A router'
    } answered the preflight itself: status ${statusOf(seen)}${allow === undefined ? '' : ` with Allow: ${quote(allow)}, which is not CORS`}.${
      known ? ` ${sentenceStart(known.name)} is answered with the right headers.` : ''
    }`,
    fix: [answerOptions(seen), ...waysOf(seen, 'preflight')],
  }
}

function isPage({ failed: { answer } }: Seen): boolean {
  return (
    answer !== null &&
    isOkStatus(answer.status) &&
    /^text\/html\b/i.test(combined(answer.headers, 'content-type') ?? '')
  )
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function noCorsLayer({ seen, inference }: Inferred): CauseWords {
  const isPreflight = seen.failed.finding.at === 'preflight'
  const status = statusOf(seen)
  const isNothing = status === 404 && !inference.looks.some(({ answer }) => isOkStatus(answer.status))
  return {
    message: `Nothing here does CORS${isOkStatus(status) ? '' : ` (status ${status})`}: ${
      inference.looks.length > 0
        ? 'no answer has a CORS header, for any origin'
        : 'the answer has no CORS header'
    }.`,
    fix: [
      ...(isNothing ? ['Check the URL first: status 404 says that nothing is there.'] : []),
      ...(isPage(seen)
        ? ['Check the URL first: the answer is text/html, perhaps a page and not the API.']
        : []),
      isPreflight
        ? `If the server is yours, let it do CORS. ${answerOptions(seen)}`
        : `If the server is yours, let it do CORS: ${code(originLines(seen))}.`,
      ...waysOf(seen, 'setup'),
      'If it is not, no page of yours can read it: let your own server request it, and the page your server.',
    ],
  }
}

export function serverError({ seen }: Inferred): CauseWords {
  const status = statusOf(seen)
  const isProxys = status === 502 || status === 503 || status === 504
  const first = isProxys
    ? 'First check that the server behind the proxy is running and answers in time.'
    : "Look at the server's log first."
  return {
    message: `The server failed at ${nameOf(seen)}: status ${status}${isProxys ? `, which a proxy answers when nothing behind it does${status === 504 ? ' in time' : ''}` : ''}. The browser shows that as a CORS error, since the answer has no CORS headers.`,
    fix:
      seen.failed.finding.at === 'preflight'
        ? [`${first} ${answerOptions(seen)}`, ...waysOf(seen, 'preflight')]
        : [`${first} ${errorsNeed(seen)}`, ...waysOf(seen, 'errors')],
  }
}
