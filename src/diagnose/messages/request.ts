import { isBodyless, sentUrl } from '../hop.js'
import { type Context, type Describe, redirectTarget, subject } from './context.js'
import { quote, quoteAll } from './quote.js'

const NOT_CORS = 'This is not CORS, and no server changes it.'
const UNREACHABLE =
  'this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.'

export const urlCredentials: Describe = () => ({
  message: 'The URL has a user or a password in it, and fetch refuses such URLs.',
  fix: 'This is not CORS. Let the page take them out of the URL and send an Authorization header instead; then name Authorization in `allowHeaders`.',
})

export const invalidMethod: Describe = context => ({
  message: `${quote(context.hop.method)} is not a method: a method is one word without spaces.`,
  fix: `${NOT_CORS} Correct the method in the page.`,
})

export const forbiddenMethod: Describe = context => ({
  message: `No page can send the method ${quote(context.hop.method)}: browsers forbid CONNECT, TRACE and TRACK.`,
  fix: `${NOT_CORS} Use another method.`,
})

export const noCorsMethod: Describe = context => ({
  message: `In mode "no-cors" the method can only be GET, HEAD or POST, not ${quote(context.hop.method)}.`,
  fix: 'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins` and the method to `methods`.',
})

export const invalidHeader: Describe = context => ({
  message: `The page sets headers that HTTP cannot carry, by their name or their value: ${quoteAll(context.finding.names ?? [])}.`,
  fix: `${NOT_CORS} Correct them in the page: a name has no spaces or colons, a value no line breaks and no characters beyond one byte.`,
})

export const bodyNotAllowed: Describe = ({ hop }) =>
  isBodyless(hop.method)
    ? {
        message: `The page sends a body with the method ${hop.method}, which has none.`,
        fix: `${NOT_CORS} Let the page send it with POST or PUT, or put what it says into the URL.`,
      }
    : {
        message: 'The page sends a stream in mode "no-cors", where it cannot.',
        fix: 'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins`.',
      }

export const disallowedByMode: Describe = context => {
  const { finding, hop } = context
  const asks = finding.at === 'redirect' ? 'is redirected to' : 'asks for'
  return {
    message: `The page ${asks} ${quote(sentUrl(refusedUrl(context)))} in mode "same-origin", but that is not of its own origin, ${quote(hop.pageOrigin)}.`,
    fix: 'Let the page ask in mode "cors", the default, and add its origin to `origins`.',
  }
}

export const noCorsRedirect: Describe = ({ hop }) => ({
  message: `In mode "no-cors" the redirect mode can only be "follow", not "${hop.redirect}".`,
  fix: `${NOT_CORS} Let the page leave one of the two out.`,
})

export const unsupportedScheme: Describe = context => {
  const url = refusedUrl(context)
  return {
    message: `${quote(sentUrl(url))} is not an http or https URL, and a page of another origin can ask for no others.`,
    fix: 'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  }
}

export const badPort: Describe = context => ({
  message: `Browsers send nothing to port ${refusedUrl(context).port}, which belongs to another protocol.`,
  fix: 'This is not CORS, and no header changes it. Let the server listen on another port.',
})

export const mixedContent: Describe = context => {
  const url = refusedUrl(context)
  const to = quote(sentUrl(url))
  const secure = quote(sentUrl(url).replace('http:', 'https:'))
  return context.finding.at === 'redirect'
    ? {
        message: `The redirect leads to ${to}, and a page that is https loads nothing over http (mixed content).`,
        fix: `Redirect to ${secure}. Behind a proxy that ends TLS the application must be told the scheme: X-Forwarded-Proto, and in Express \`trust proxy\`.`,
      }
    : {
        message: `The page is https and asks for ${to}. A page that is https loads nothing over http (mixed content), so nothing is sent.`,
        fix: `Let the page ask for ${secure}. If a proxy in front of this server ends TLS, check the proxy's https URL.`,
      }
}

/** The URL that a browser refuses: the page's, or the one that a redirect leads to. */
function refusedUrl(context: Context): URL {
  const { finding, hop } = context
  return finding.at === 'redirect' ? new URL(redirectTarget(context), hop.url) : hop.url
}

export const insecureLocalNetwork: Describe = ({ hop }) => ({
  message: `The page ${quote(hop.pageOrigin)} is not secure, and asks for an address in the local network or on the user's own machine.`,
  fix: 'Serve the page over https: Chrome then asks the user. No response header can allow it.',
})

export const localNetworkDenied: Describe = ({ hop }) => ({
  message: `The user has not allowed ${quote(hop.pageOrigin)} to reach the local network or their own machine. Nothing was sent.`,
  fix: "Let the user allow it, in the browser's settings for the site. No response header can.",
})

export const redirectCredentials: Describe = () => ({
  message:
    'The redirect leads to a URL with a user or a password in it, which is not allowed across origins.',
  fix: 'Take user and password out of the Location header. A page that must log in sends Authorization itself (name it in `allowHeaders`).',
})

export const invalidLocation: Describe = context => ({
  message: `The redirect's Location header is not one URL: ${quote(redirectTarget(context))}.`,
  fix: 'Send one Location header with one URL. If there are two, two layers redirect.',
})

export const tooManyRedirects: Describe = () => ({
  message: 'There are more than 20 redirects, and browsers follow no more.',
  fix: 'Look for redirects in a circle: http and https, www, a slash at the end, a login.',
})

export const streamBodyRedirect: Describe = context => ({
  message: `The redirect (status ${context.answer?.status}) makes the browser send the body again, but the body is a stream, which it cannot.`,
  fix: 'Let the page request the final URL at once, or redirect with status 303.',
})

export const redirectError: Describe = ({ answer }) => ({
  message: `The answer is a redirect (status ${answer?.status}), and the page asks with redirect: "error".`,
  fix: 'Answer without a redirect, or let the page request the final URL, or leave redirect: "error" out.',
})

export const opaqueRedirect: Describe = ({ answer }) => ({
  message: `The answer is a redirect (status ${answer?.status}), and the page asks with redirect: "manual": it reads nothing of it, not even where it leads.`,
  fix: 'Answer without a redirect, or let the page request the final URL, or leave redirect: "manual" out.',
})

export const opaqueResponse: Describe = ({ hop }) => ({
  message: 'The page asks in mode "no-cors", in which no page reads anything: status 0, no headers, no body.',
  fix: `Let the page leave mode "no-cors" out, and add ${quote(hop.pageOrigin)} to \`origins\`.`,
})

export const noResponse: Describe = context =>
  context.finding.at === 'redirect'
    ? {
        message: `${subject(context)} leads to ${quote(redirectTarget(context))}, and the exchange ends there.`,
        fix: `Give the exchange the answer of that URL too. If there was none, ${UNREACHABLE}`,
      }
    : {
        message: `${subject(context)} is missing: nothing came back.`,
        fix: `If nothing came back, ${UNREACHABLE}`,
      }
