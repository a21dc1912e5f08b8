import type { AskedRequest } from 'cors-policy/diagnose'
import { ALLOWED, OTHER, PUT } from '../support/example-exchange.js'
import { answer, redirect, testWords, verdictOf } from '../support/exchange.js'

const LOCAL = { page: 'public', target: 'local' } as const

/** The verdict on a request that gets no response. */
const asked = (request: Partial<AskedRequest>) => verdictOf({ request })

testWords([
  {
    what: 'a password in the URL',
    verdict: asked({ url: 'https://u:p@api.example/' }),
    check: 'url-credentials',
    message: 'The URL has a user or a password in it, and fetch refuses such URLs.',
    fix: 'This is not CORS. Let the page take them out of the URL and send an Authorization header instead; then name Authorization in `allowHeaders`.',
  },
  {
    what: 'a method with a space',
    verdict: asked({ method: 'GET IT' }),
    check: 'invalid-method',
    message: '"GET IT" is not a method: a method is one word without spaces.',
    fix: 'This is not CORS, and no server changes it. Correct the method in the page.',
  },
  {
    what: 'a forbidden method',
    verdict: asked({ method: 'trace' }),
    check: 'forbidden-method',
    message: 'No page can send the method "trace": browsers forbid CONNECT, TRACE and TRACK.',
    fix: 'This is not CORS, and no server changes it. Use another method.',
  },
  {
    what: 'PUT in mode no-cors',
    verdict: asked({ method: 'put', mode: 'no-cors' }),
    check: 'no-cors-method',
    message: 'In mode "no-cors" the method can only be GET, HEAD or POST, not "PUT".',
    fix: 'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins` and the method to `methods`.',
  },
  {
    what: 'invalid headers',
    verdict: asked({
      headers: [
        ['x y', '1'],
        ['X-Ok', '1'],
        ['x', 'a\nb'],
      ],
    }),
    check: 'invalid-header',
    message: 'The page sets headers that HTTP cannot carry, by their name or their value: "x y", "x".',
    fix: 'This is not CORS, and no server changes it. Correct them in the page: a name has no spaces or colons, a value no line breaks and no characters beyond one byte.',
  },
  {
    what: 'a body on GET',
    verdict: asked({ body: 'x' }),
    check: 'body-not-allowed',
    message: 'The page sends a body with the method GET, which has none.',
    fix: 'This is not CORS, and no server changes it. Let the page send it with POST or PUT, or put what it says into the URL.',
  },
  {
    what: 'a stream body on HEAD in mode no-cors',
    verdict: asked({ method: 'head', streamBody: true, mode: 'no-cors' }),
    check: 'body-not-allowed',
    message: 'The page sends a body with the method HEAD, which has none.',
    fix: 'This is not CORS, and no server changes it. Let the page send it with POST or PUT, or put what it says into the URL.',
  },
  {
    what: 'a stream body in mode no-cors',
    verdict: asked({ method: 'POST', streamBody: true, mode: 'no-cors' }),
    check: 'body-not-allowed',
    message: 'The page sends a stream in mode "no-cors", where it cannot.',
    fix: 'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins`.',
  },
  {
    what: 'mode same-origin',
    verdict: asked({ mode: 'same-origin' }),
    check: 'kDisallowedByMode',
    message:
      'The page asks for "https://api.example/data" in mode "same-origin", but that is not of its own origin, "https://app.example".',
    fix: 'Let the page ask in mode "cors", the default, and add its origin to `origins`.',
  },
  {
    what: 'a redirect in mode same-origin',
    verdict: verdictOf({
      request: { url: 'https://app.example/data', mode: 'same-origin' },
      redirects: [redirect('//u:p@other.example/end#x')],
    }),
    check: 'kDisallowedByMode',
    message:
      'The page is redirected to "https://other.example/end" in mode "same-origin", but that is not of its own origin, "https://app.example".',
    fix: 'Let the page ask in mode "cors", the default, and add its origin to `origins`.',
  },
  {
    what: 'redirect mode error in mode no-cors',
    verdict: asked({ mode: 'no-cors', redirect: 'error' }),
    check: 'kNoCorsRedirectModeNotFollow',
    message: 'In mode "no-cors" the redirect mode can only be "follow", not "error".',
    fix: 'This is not CORS, and no server changes it. Let the page leave one of the two out.',
  },
  {
    what: 'another scheme',
    verdict: asked({ url: 'foo://api.example/x' }),
    check: 'kCorsDisabledScheme',
    message:
      '"foo://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    fix: 'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  },
  {
    what: 'another scheme in mode no-cors',
    verdict: asked({ url: 'ftp://api.example/x', mode: 'no-cors' }),
    check: 'unsupported-scheme',
    message:
      '"ftp://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    fix: 'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  },
  {
    what: 'a redirect to another scheme',
    verdict: verdictOf({ redirects: [redirect('foo://api.example/x')] }),
    check: 'kCorsDisabledScheme',
    message:
      '"foo://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    fix: 'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  },
  {
    what: 'the local network from an insecure page',
    verdict: verdictOf({ pageOrigin: 'http://app.example', addressSpaces: LOCAL }),
    check: 'kInsecureLocalNetwork',
    message:
      'The page "http://app.example" is not secure, and asks for an address in the local network or on the user\'s own machine.',
    fix: 'Serve the page over https: Chrome then asks the user. No response header can allow it.',
  },
  {
    what: 'the local network without permission',
    verdict: verdictOf({ addressSpaces: LOCAL, permission: 'denied' }),
    check: 'kLocalNetworkAccessPermissionDenied',
    message:
      'The user has not allowed "https://app.example" to reach the local network or their own machine. Nothing was sent.',
    fix: "Let the user allow it, in the browser's settings for the site. No response header can.",
  },
  {
    what: 'a redirect with a password',
    verdict: verdictOf({ redirects: [redirect('https://u:p@api.example/')] }),
    check: 'kRedirectContainsCredentials',
    message:
      'The redirect leads to a URL with a user or a password in it, which is not allowed across origins.',
    fix: 'Take user and password out of the Location header. A page that must log in sends Authorization itself (name it in `allowHeaders`).',
  },
  {
    what: 'a redirect to something that is not a URL',
    verdict: verdictOf({ redirects: [redirect('https://[')] }),
    check: 'invalid-location',
    message: 'The redirect\'s Location header is not one URL: "https://[".',
    fix: 'Send one Location header with one URL. If there are two, two layers redirect.',
  },
  {
    what: 'a redirect to two URLs',
    verdict: verdictOf({ redirects: [{ response: answer({ ...ALLOWED, Location: ['/a', '/b'] }, 302) }] }),
    check: 'invalid-location',
    message: 'The redirect\'s Location header is not one URL: "/a, /b".',
    fix: 'Send one Location header with one URL. If there are two, two layers redirect.',
  },
  {
    what: '21 redirects',
    verdict: verdictOf({ redirects: Array(21).fill(redirect('/x')) }),
    check: 'too-many-redirects',
    message: 'There are more than 20 redirects, and browsers follow no more.',
    fix: 'Look for redirects in a circle: http and https, www, a slash at the end, a login.',
  },
  {
    what: 'a stream body and a redirect that sends it again',
    verdict: verdictOf({
      request: { method: 'POST', streamBody: true },
      redirects: [redirect('/x', ALLOWED, 307)],
    }),
    check: 'stream-body-redirect',
    message:
      'The redirect (status 307) makes the browser send the body again, but the body is a stream, which it cannot.',
    fix: 'Let the page request the final URL at once, or redirect with status 303.',
  },
  {
    what: 'redirect mode error',
    verdict: verdictOf({ request: { redirect: 'error' }, redirects: [redirect('/x')] }),
    check: 'redirect-error',
    message: 'The answer is a redirect (status 302), and the page asks with redirect: "error".',
    fix: 'Answer without a redirect, or let the page request the final URL, or leave redirect: "error" out.',
  },
  {
    what: 'redirect mode manual',
    verdict: verdictOf({ request: { redirect: 'manual' }, redirects: [redirect('/x', ALLOWED, 308)] }),
    check: 'opaque-redirect',
    message:
      'The answer is a redirect (status 308), and the page asks with redirect: "manual": it reads nothing of it, not even where it leads.',
    fix: 'Answer without a redirect, or let the page request the final URL, or leave redirect: "manual" out.',
  },
  {
    what: 'mode no-cors',
    verdict: verdictOf({ request: { mode: 'no-cors' }, response: answer() }),
    check: 'opaque-response',
    message:
      'The page asks in mode "no-cors", in which no page reads anything: status 0, no headers, no body.',
    fix: 'Let the page leave mode "no-cors" out, and add "https://app.example" to `origins`.',
  },
  {
    what: 'no response',
    verdict: verdictOf({}),
    check: 'no-response',
    message: 'The response is missing: nothing came back.',
    fix: 'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  },
  {
    what: 'no response after a redirect',
    verdict: verdictOf({ redirects: [redirect(OTHER)] }),
    check: 'no-response',
    message: 'The response from "https://other.example" is missing: nothing came back.',
    fix: 'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  },
  {
    what: 'no response to a preflight',
    verdict: asked(PUT),
    check: 'no-response',
    message:
      'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is missing: nothing came back.',
    fix: 'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  },
  {
    what: 'a final response that is a redirect',
    verdict: verdictOf({ response: answer({ ...ALLOWED, Location: OTHER }, 302) }),
    check: 'no-response',
    message: 'The redirect leads to "https://other.example/end", and the exchange ends there.',
    fix: 'Give the exchange the answer of that URL too. If there was none, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  },
])
