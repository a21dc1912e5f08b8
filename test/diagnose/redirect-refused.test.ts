import { ALLOWED, OTHER, PAGE } from '../support/example-exchange.js'
import { answer, redirect, testChecks } from '../support/exchange.js'

testChecks([
  {
    what: 'a status 307 without a Location is the final response',
    parts: { response: answer(ALLOWED, 307) },
    expected: [],
  },
  {
    what: 'a Location that is not a URL',
    parts: { redirects: [redirect('https://[')] },
    expected: ['redirect invalid-location'],
  },
  {
    what: 'two Location headers',
    parts: {
      redirects: [{ response: answer({ ...ALLOWED, Location: ['/a', '/a'] }, 302) }],
    },
    expected: ['redirect invalid-location'],
  },
  {
    what: "a redirect back to the page's origin with a password",
    parts: {
      redirects: [redirect(`https://u:p@app.example/`)],
    },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a Location with a user only',
    parts: { redirects: [redirect('https://u@api.example/')] },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a Location with a password only',
    parts: { redirects: [redirect('https://:p@api.example/')] },
    expected: ['redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a Location with an empty user and password',
    parts: {
      redirects: [redirect('https://:@api.example/')],
      response: answer(ALLOWED),
    },
    expected: [],
  },
  {
    what: 'a Location with a password in mode no-cors',
    parts: {
      request: { mode: 'no-cors' },
      redirects: [redirect('https://u:p@other.example/')],
      response: answer(),
    },
    expected: ['response opaque-response'],
  },
  {
    what: 'a same-origin request redirected to a data: URL',
    parts: {
      request: { url: `${PAGE}/start` },
      redirects: [redirect('data:text/plain,x', {})],
    },
    expected: ['redirect kCorsDisabledScheme'],
  },
  {
    what: 'a same-origin redirect within capacitor:',
    parts: {
      pageOrigin: 'capacitor://localhost',
      request: { url: 'capacitor://localhost/a' },
      redirects: [redirect('/b', {})],
    },
    expected: ['redirect unsupported-scheme'],
  },
  {
    what: 'a redirect to ftp: in mode cors',
    parts: { redirects: [redirect('ftp://api.example/')] },
    expected: ['redirect kCorsDisabledScheme'],
  },
  {
    what: 'a redirect to ftp: in mode no-cors',
    parts: {
      request: { mode: 'no-cors' },
      redirects: [redirect('ftp://api.example/', {})],
    },
    expected: ['redirect unsupported-scheme'],
  },
  {
    what: 'a Location with a password and another scheme',
    parts: { redirects: [redirect('foo://u:p@api.example/')] },
    expected: ['redirect kCorsDisabledScheme', 'redirect kRedirectContainsCredentials'],
  },
  {
    what: 'redirect mode error and a failed CORS check',
    parts: {
      request: { redirect: 'error' },
      redirects: [redirect(OTHER, {})],
    },
    expected: ['redirect kMissingAllowOriginHeader', 'redirect redirect-error'],
  },
  {
    what: 'redirect mode manual and no Location',
    parts: {
      request: { redirect: 'manual' },
      response: answer(ALLOWED, 302),
    },
    expected: ['redirect opaque-redirect'],
  },
  {
    what: 'redirect mode manual in a same-origin request',
    parts: {
      request: { url: `${PAGE}/start`, redirect: 'manual' },
      response: answer({}, 302),
    },
    expected: ['redirect opaque-redirect'],
  },
  {
    what: '20 redirects',
    parts: { redirects: Array(20).fill(redirect('/x')), response: answer(ALLOWED) },
    expected: [],
  },
  {
    what: '21 redirects',
    parts: { redirects: Array(21).fill(redirect('/x')), response: answer(ALLOWED) },
    expected: ['redirect too-many-redirects'],
  },
  {
    what: 'a 21st redirect, to a URL with a user',
    parts: { redirects: [...Array(20).fill(redirect('/x')), redirect('https://u@api.example/')] },
    expected: ['redirect too-many-redirects', 'redirect kRedirectContainsCredentials'],
  },
  {
    what: 'a final response that is a redirect',
    parts: { response: answer({ ...ALLOWED, Location: OTHER }, 302) },
    expected: ['redirect no-response'],
  },
  {
    what: 'a followed redirect without a response',
    parts: { redirects: [redirect('/x')] },
    expected: ['response no-response'],
  },
  {
    what: 'a blocked redirect without a next response',
    parts: { redirects: [redirect('/x', {})] },
    expected: ['redirect kMissingAllowOriginHeader'],
  },
  {
    what: 'a final response listed among the redirects',
    parts: { redirects: [{ response: answer(ALLOWED) }], response: answer() },
    expected: [],
  },
])
