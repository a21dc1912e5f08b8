import type { Told } from './console-text.js'
import * as headers from './explain-headers.js'
import { type Explain, type Explanation, explanation } from './explanation.js'
import type { Situation } from './sentence.js'

const NOT_CORS = 'No CORS header changes it.'

const preflightRedirect: Explain = () =>
  explanation(
    'The server answers the preflight with a redirect, and browsers follow none there.',
    ['redirect', 'login-redirect'],
    'Look at Location in the answer to OPTIONS: https, a slash or www means that the page must request that URL; a login page means that authentication runs before CORS.',
  )

const EXPLAIN: Readonly<Record<Situation, Explain>> = {
  'origin-missing': headers.missing,
  'origin-refused': headers.refused,
  'origin-wildcard': headers.wildcard,
  'origin-several': headers.several,
  'origin-invalid': headers.invalid,
  'origin-other': headers.other,
  credentials: headers.credentials,
  'preflight-redirect': preflightRedirect,
  'preflight-status': told => {
    const code = told.status || Number(told.value)
    if (code >= 300 && code <= 399) return preflightRedirect(told)
    return explanation(
      `The answer to the preflight (the OPTIONS request that comes first) has ${code > 0 ? `status ${code}` : 'an error status'}, and browsers accept only 200 to 299.`,
      code === 401 || code === 403 || code === 429
        ? ['answered-before-cors']
        : code === 404 || code === 405
          ? ['preflight-not-routed']
          : ['preflight-not-routed', 'answered-before-cors'],
      'Let the CORS layer answer OPTIONS before router and authentication do: a preflight carries neither cookies nor Authorization. 404 and 405 are a router, 401, 403 and 429 something in front.',
    )
  },
  'list-invalid': ({ value }) =>
    explanation(
      `The preflight's Access-Control-Allow-${value} is not a list of names with commas between them.`,
      ['header-misspelt'],
      'Take quotes, brackets and spaces inside names out.',
      `Access-Control-Allow-${value}: ${value === 'Methods' ? 'GET, PUT' : 'Content-Type, Authorization'}`,
      value === 'Methods' ? ['--method', 'PUT'] : ['--header', 'Content-Type: application/json'],
    ),
  method: headers.method,
  header: headers.header,
  'redirect-user': () =>
    explanation(
      'The server redirects to a URL with a user and a password in it, which browsers do not follow across origins.',
      ['redirect'],
      'Take both out of Location.',
    ),
  redirect: ({ url }) =>
    explanation(
      `A redirect${url === '' ? '' : ` to ${url}`} is refused: the redirect itself, or where it leads, does not allow the page's origin.`,
      ['redirect'],
      'Let the page request the final URL.',
    ),
  scheme: () =>
    explanation(
      'The URL, or the one that a redirect leads to, is neither http nor https, and pages cannot request others across origins. "localhost:3000" without "http://" has the scheme "localhost".',
      ['page-call', 'redirect'],
      'Write the whole URL in the page, and serve the page itself over http, not from a file.',
    ),
  call: () =>
    explanation(
      'The browser refuses the call itself, so nothing is sent.',
      ['page-call'],
      'Fix the call: method, mode, redirect, body or URL, as the message says. In mode "no-cors" no page can read anything.',
    ),
  'header-set': ({ value }) =>
    explanation(
      `The page sets "${value}", which only browsers may set. The browser drops it and sends the request.`,
      ['page-header'],
      'Take it out of the page.',
    ),
  'header-get': ({ value }) =>
    explanation(
      `The page reads the response header "${value}", which the server does not expose, or does not send. The request itself succeeded.`,
      [],
      'Expose it on the server.',
      `Access-Control-Expose-Headers: ${value}`,
    ),
  'mixed-content': () =>
    explanation(
      'The page is https and requests an http URL, or is redirected to one. The browser sends nothing.',
      ['mixed-content'],
      `Serve the API over https. ${NOT_CORS}`,
    ),
  'local-network': ({ value }) =>
    explanation(
      `The server is in the network of the user, or on the same machine${value === '' ? '' : ` (address space "${value}")`}. The browser sends such a request only from an https page, and if the user permits it.`,
      ['local-network'],
      'Serve the page over https and let the user allow it in the settings of the site. No response header does.',
    ),
  'bad-port': () =>
    explanation(
      'Browsers send nothing to this port, which belongs to another protocol.',
      ['bad-port'],
      `Let the server listen on another port. ${NOT_CORS}`,
    ),
  unreachable: ({ value }) =>
    explanation(
      `No response came${value === '' ? '' : ` (${value.toLowerCase().replaceAll('_', ' ')})`}: the server is down, its name or certificate is wrong, or the connection broke. This is not CORS, though the message may say so.`,
      ['unreachable'],
      'Open the URL in a tab of its own: the browser then names the problem. If it opens, look at the other messages, and at extensions that block requests.',
    ),
  'page-policy': () =>
    explanation(
      "The page's own Content Security Policy forbids the request. The browser sends nothing.",
      [],
      `Add the API to connect-src, in the response that serves the page. ${NOT_CORS}`,
    ),
  'resource-policy': () =>
    explanation(
      'The request is not a CORS request (mode "no-cors", or an element without crossorigin), and Cross-Origin-Resource-Policy or the type of the response forbids it.',
      [],
      'Let the page ask with CORS: without mode "no-cors", or with the attribute crossorigin.',
    ),
  'not-cors': () =>
    explanation(
      'The browser separates origins here, but not by CORS, or the page does not ask for CORS.',
      [],
      `Elements need the attribute crossorigin before scripts may read what they load; workers, frames and WebSockets have rules of their own. ${NOT_CORS}`,
    ),
  'reason-missing': () =>
    explanation(
      'A CORS check failed, and the text ends before it says which one.',
      [],
      'Copy the whole message: it goes on after "CORS policy:", or "(Reason:". Safari says it in the line above.',
    ),
  hidden: () =>
    explanation(
      'The request failed, and browsers hide the reason from scripts: this is all that a page, a log or an error tracker learns. It may be CORS, the network, or an extension.',
      [],
      'Open the developer tools: the console has a red line "blocked by CORS policy", "Cross-Origin Request Blocked" or "due to access control checks" next to this one; paste that. In the network panel, look at the request and the OPTIONS request before it.',
    ),
}

export function explainTold(told: Told): Explanation {
  return EXPLAIN[told.situation](told)
}
