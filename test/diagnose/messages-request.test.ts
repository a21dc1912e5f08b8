import type { AskedRequest } from 'cors-policy/diagnose'
import { ALLOWED, answer, judge, OTHER, redirect, testWords, type Words } from '../support/exchange.js'

const LOCAL = { page: 'public', target: 'local' } as const

/** The verdict on what a browser does not even send. */
const asked = (request: Partial<AskedRequest>) => judge({ request })

const texts: Words[] = [
  [
    'a password in the URL',
    asked({ url: 'https://u:p@api.example/' }),
    'url-credentials',
    'The URL has a user or a password in it, and fetch refuses such URLs.',
    'This is not CORS. Let the page take them out of the URL and send an Authorization header instead; then name Authorization in `allowHeaders`.',
  ],
  [
    'a method with a space',
    asked({ method: 'GET IT' }),
    'invalid-method',
    '"GET IT" is not a method: a method is one word without spaces.',
    'This is not CORS, and no server changes it. Correct the method in the page.',
  ],
  [
    'a forbidden method',
    asked({ method: 'trace' }),
    'forbidden-method',
    'No page can send the method "trace": browsers forbid CONNECT, TRACE and TRACK.',
    'This is not CORS, and no server changes it. Use another method.',
  ],
  [
    'a method that mode no-cors has not',
    asked({ method: 'put', mode: 'no-cors' }),
    'no-cors-method',
    'In mode "no-cors" the method can only be GET, HEAD or POST, not "PUT".',
    'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins` and the method to `methods`.',
  ],
  [
    'headers that are none',
    asked({
      headers: [
        ['x y', '1'],
        ['X-Ok', '1'],
        ['x', 'a\nb'],
      ],
    }),
    'invalid-header',
    'The page sets headers that HTTP cannot carry, by their name or their value: "x y", "x".',
    'This is not CORS, and no server changes it. Correct them in the page: a name has no spaces or colons, a value no line breaks and no characters beyond one byte.',
  ],
  [
    'a body with GET',
    asked({ body: 'x' }),
    'body-not-allowed',
    'The page sends a body with the method GET, which has none.',
    'This is not CORS, and no server changes it. Let the page send it with POST or PUT, or put what it says into the URL.',
  ],
  [
    'a stream with HEAD in mode no-cors',
    asked({ method: 'head', streamBody: true, mode: 'no-cors' }),
    'body-not-allowed',
    'The page sends a body with the method HEAD, which has none.',
    'This is not CORS, and no server changes it. Let the page send it with POST or PUT, or put what it says into the URL.',
  ],
  [
    'a stream in mode no-cors',
    asked({ method: 'POST', streamBody: true, mode: 'no-cors' }),
    'body-not-allowed',
    'The page sends a stream in mode "no-cors", where it cannot.',
    'Let the page leave mode "no-cors" out: in it nothing can be read anyway. Then add the page\'s origin to `origins`.',
  ],
  [
    'mode same-origin',
    asked({ mode: 'same-origin' }),
    'kDisallowedByMode',
    'The page asks for "https://api.example/data" in mode "same-origin", but that is not of its own origin, "https://app.example".',
    'Let the page ask in mode "cors", the default, and add its origin to `origins`.',
  ],
  [
    'a redirect in mode same-origin',
    judge({
      request: { url: 'https://app.example/data', mode: 'same-origin' },
      redirects: [redirect('//u:p@other.example/end#x')],
    }),
    'kDisallowedByMode',
    'The page is redirected to "https://other.example/end" in mode "same-origin", but that is not of its own origin, "https://app.example".',
    'Let the page ask in mode "cors", the default, and add its origin to `origins`.',
  ],
  [
    'a redirect mode in mode no-cors',
    asked({ mode: 'no-cors', redirect: 'error' }),
    'kNoCorsRedirectModeNotFollow',
    'In mode "no-cors" the redirect mode can only be "follow", not "error".',
    'This is not CORS, and no server changes it. Let the page leave one of the two out.',
  ],
  [
    'another scheme',
    asked({ url: 'foo://api.example/x' }),
    'kCorsDisabledScheme',
    '"foo://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  ],
  [
    'another scheme in mode no-cors',
    asked({ url: 'ftp://api.example/x', mode: 'no-cors' }),
    'unsupported-scheme',
    '"ftp://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  ],
  [
    'a redirect to another scheme',
    judge({ redirects: [redirect('foo://api.example/x')] }),
    'kCorsDisabledScheme',
    '"foo://api.example/x" is not an http or https URL, and a page of another origin can ask for no others.',
    'Serve it over https (or http), and let the page, or the redirect, name that URL.',
  ],
  [
    'a local network, for an insecure page',
    judge({ pageOrigin: 'http://app.example', addressSpaces: LOCAL }),
    'kInsecureLocalNetwork',
    'The page "http://app.example" is not secure, and asks for an address in the local network or on the own machine.',
    'Serve the page over https: Chrome then asks the user. No response header can allow it.',
  ],
  [
    'a local network, not allowed',
    judge({ addressSpaces: LOCAL, permission: 'denied' }),
    'kLocalNetworkAccessPermissionDenied',
    'The user has not allowed "https://app.example" to reach the local network or the own machine. Nothing was sent.',
    "Let the user allow it, in the browser's settings for the site. No response header can.",
  ],
  [
    'a redirect with a password',
    judge({ redirects: [redirect('https://u:p@api.example/')] }),
    'kRedirectContainsCredentials',
    'The redirect leads to a URL with a user or a password in it, which is not allowed across origins.',
    'Take user and password out of the Location header. A page that must log in sends Authorization itself (name it in `allowHeaders`).',
  ],
  [
    'a redirect to no URL',
    judge({ redirects: [redirect('https://[')] }),
    'invalid-location',
    'The redirect\'s Location header is not one URL: "https://[".',
    'Send one Location header with one URL. If there are two, two layers redirect.',
  ],
  [
    'a redirect to two URLs',
    judge({ redirects: [{ response: answer({ ...ALLOWED, Location: ['/a', '/b'] }, 302) }] }),
    'invalid-location',
    'The redirect\'s Location header is not one URL: "/a, /b".',
    'Send one Location header with one URL. If there are two, two layers redirect.',
  ],
  [
    'redirects without an end',
    judge({ redirects: Array(21).fill(redirect('/x')) }),
    'too-many-redirects',
    'There are more than 20 redirects, and browsers follow no more.',
    'Look for redirects in a circle: http and https, www, a slash at the end, a login.',
  ],
  [
    'a stream that is redirected',
    judge({ request: { method: 'POST', streamBody: true }, redirects: [redirect('/x', ALLOWED, 307)] }),
    'stream-body-redirect',
    'The redirect (status 307) makes the browser send the body again, but the body is a stream, which it cannot.',
    'Let the page ask for the final URL at once, or redirect with status 303.',
  ],
  [
    'redirect mode error',
    judge({ request: { redirect: 'error' }, redirects: [redirect('/x')] }),
    'redirect-error',
    'The answer is a redirect (status 302), and the page asks with redirect: "error".',
    'Answer without a redirect, or let the page ask for the final URL, or leave redirect: "error" out.',
  ],
  [
    'redirect mode manual',
    judge({ request: { redirect: 'manual' }, redirects: [redirect('/x', ALLOWED, 308)] }),
    'opaque-redirect',
    'The answer is a redirect (status 308), and the page asks with redirect: "manual": it reads nothing of it, not even where it leads.',
    'Answer without a redirect, or let the page ask for the final URL, or leave redirect: "manual" out.',
  ],
  [
    'mode no-cors',
    judge({ request: { mode: 'no-cors' }, response: answer() }),
    'opaque-response',
    'The page asks in mode "no-cors", in which no page reads anything: status 0, no headers, no body.',
    'Let the page leave mode "no-cors" out, and add "https://app.example" to `origins`.',
  ],
  [
    'no response',
    judge({}),
    'no-response',
    'The response is missing: nothing came back.',
    'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  ],
  [
    'no response after a redirect',
    judge({ redirects: [redirect(OTHER)] }),
    'no-response',
    'The response from "https://other.example" is missing: nothing came back.',
    'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  ],
  [
    'no answer to a preflight',
    asked({ method: 'PUT' }),
    'no-response',
    'The answer to the preflight (an OPTIONS request, sent first to ask for permission) is missing: nothing came back.',
    'If nothing came back, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  ],
  [
    'a redirect that nobody followed',
    judge({ response: answer({ ...ALLOWED, Location: OTHER }, 302) }),
    'no-response',
    'The redirect leads to "https://other.example/end", and the exchange ends there.',
    'Give the exchange the answer of that URL too. If there was none, this is not CORS: look at DNS, TLS, the connection, the time-out, and whether the server runs.',
  ],
]

testWords(texts)
