import type { Note, NoteCode } from '../verdict.js'

/** A code, or one of the texts that share a code. */
export type NoteKey =
  | Exclude<NoteCode, 'max-age-capped' | 'engine-deviation' | 'cookie-dropped'>
  | `max-age-over-${600 | 7200 | 86400}`
  | 'cookie-without-credentials'
  | 'cookie-of-one-site'
  | 'chromium-client-hints'
  | 'chromium-same-origin-mode'
  | 'chromium-userinfo'
  | 'chromium-redirect-without-location'
  | 'firefox-preflight-origin'
  | 'firefox-needless-preflight'
  | 'firefox-doubled-names'
  | 'firefox-long-headers'
  | 'long-range'
  | 'stream-body'

const TEXTS: Readonly<Record<NoteKey, readonly [NoteCode, string]>> = {
  'vary-origin-missing': [
    'vary-origin-missing',
    'The answer differs by origin but has no "Vary: Origin", so a cache may hand the copy made for one origin to another, which is then blocked. Send `Vary: Origin` on every answer, also to requests without Origin (leave `vary` on).',
  ],
  'two-layers': [
    'two-layers',
    'A CORS header stands in two lines, so two layers probably set CORS headers: the application and a proxy, CDN or gateway, or two middlewares. Let only one of them do it.',
  ],
  'max-age-over-600': [
    'max-age-capped',
    'Access-Control-Max-Age (option `maxAge`) is longer than Safari keeps a preflight: 600 seconds.',
  ],
  'max-age-over-7200': [
    'max-age-capped',
    'Access-Control-Max-Age (option `maxAge`) is longer than Chrome (7200 seconds) and Safari (600 seconds) keep a preflight.',
  ],
  'max-age-over-86400': [
    'max-age-capped',
    'Access-Control-Max-Age (option `maxAge`) is longer than any browser keeps a preflight: Firefox 86400 seconds, Chrome 7200, Safari 600.',
  ],
  'max-age-invalid': [
    'max-age-invalid',
    'Access-Control-Max-Age is not a whole number of seconds: Chrome and Safari keep this preflight for 5 seconds, Firefox not at all. Set `maxAge` to a number.',
  ],
  'authorization-under-wildcard': [
    'authorization-under-wildcard',
    'By the Fetch standard, "*" in Access-Control-Allow-Headers does not cover Authorization, but Chrome 156, Firefox 153 and Safari let it through. Either may change: name Authorization in Access-Control-Allow-Headers (`allowHeaders`).',
  ],
  'credentials-under-wildcard': [
    'credentials-under-wildcard',
    'Access-Control-Allow-Credentials has no effect beside "Access-Control-Allow-Origin: *": a request with credentials would be blocked. For those, list the origins in `origins`; otherwise take `credentials` out.',
  ],
  'null-origin-allowed': [
    'null-origin-allowed',
    'Access-Control-Allow-Origin is "null" with credentials. Any site can make a page whose origin is null, in a sandboxed frame, and read this with the user\'s cookies. Take "null" out of `origins`.',
  ],
  'expose-headers-invalid': [
    'expose-headers-invalid',
    'Access-Control-Expose-Headers is not a list of header names separated by commas, so it exposes nothing. Write bare names in `exposeHeaders`.',
  ],
  'expose-wildcard-with-credentials': [
    'expose-wildcard-with-credentials',
    'With credentials, "*" in Access-Control-Expose-Headers is no wildcard. Name the headers in `exposeHeaders`.',
  ],
  'not-exposed': [
    'not-exposed',
    'The response has headers that the page cannot see, since Access-Control-Expose-Headers does not name them. If the page needs one, name it there (`exposeHeaders`).',
  ],
  'cookie-without-credentials': [
    'cookie-dropped',
    'The response sets a cookie, and browsers drop it: the page sends the request without credentials. Let it use credentials: "include".',
  ],
  'cookie-of-one-site': [
    'cookie-dropped',
    'The response sets a cookie without "SameSite=None; Secure", and page and server are of two sites: browsers drop it. Browsers that block cookies of other sites need "Partitioned" too.',
  ],
  'resource-policy': [
    'resource-policy',
    'Cross-Origin-Resource-Policy (Helmet sets it) also keeps pages of other origins (of other sites, with "same-site") from loading this in mode "no-cors", as images and scripts do.',
  ],
  'preflight-cached': [
    'preflight-cached',
    'This request needs a preflight and the exchange has none. A browser may have remembered the answer to an earlier one; the verdict takes it for passed.',
  ],
  'preflight-not-needed': [
    'preflight-not-needed',
    'The exchange has the answer to a preflight, but a browser sends none for this request. It is not judged.',
  ],
  'local-network-permission': [
    'local-network-permission',
    "Chrome asks the user before a page of the internet may reach the local network or the user's own machine (Local Network Access), and a page over http may not ask at all. The verdict takes the permission for granted; no header replaces it.",
  ],
  'header-dropped': [
    'header-dropped',
    'The page sets a header that only browsers set (Cookie, Origin, Host and the like). It is dropped without a word.',
  ],
  'private-network-header': [
    'private-network-header',
    'Access-Control-Allow-Private-Network does nothing: browsers ask the user instead. Take it out.',
  ],
  'chromium-client-hints': [
    'engine-deviation',
    'Chrome counts some client hints (Save-Data, DPR, Width and the like) as safelisted, and asks for no preflight because of them. The standard and other browsers ask for one.',
  ],
  'chromium-same-origin-mode': [
    'engine-deviation',
    'Chrome refuses mode "same-origin" before its network service sees the request, so it shows another message and no CORS error.',
  ],
  'chromium-redirect-without-location': [
    'engine-deviation',
    'The answer is a redirect without Location, and the page asks with redirect: "error". The standard and Firefox make that an error; Chrome lets the page read the answer.',
  ],
  'chromium-userinfo': [
    'engine-deviation',
    "Chrome blocks a redirect to a URL with a user or password within the page's own origin too, with no CORS message. The standard and Firefox allow it.",
  ],
  'firefox-preflight-origin': [
    'engine-deviation',
    "After this redirect the request's origin is null, but Firefox 153 sends the preflight with the page's own origin. A server that wants both browsers to pass answers each with what it sent, or with *.",
  ],
  'firefox-needless-preflight': [
    'engine-deviation',
    'After this redirect no preflight is needed any more, but Firefox 153 sends one, so the server must answer it too.',
  ],
  'firefox-doubled-names': [
    'engine-deviation',
    'The request has a header twice. Firefox 153 then also names it twice in Access-Control-Request-Headers, where the standard has it once.',
  ],
  'firefox-long-headers': [
    'engine-deviation',
    'The safelisted headers are longer than 1024 bytes together. The standard and Chrome ask for a preflight because of that, Firefox 153 does not.',
  ],
  'long-range': [
    'engine-deviation',
    'A number in Range is too long for 64 bits. The standard asks for no preflight because of it, Chrome and Firefox do.',
  ],
  'stream-body': [
    'engine-deviation',
    'The body is a stream. Chrome sends such requests over HTTP/2 and later only; Firefox 153 has no such bodies and sends text, without a preflight for it.',
  ],
}

/** One frozen note a key, so that verdicts share them. */
export const NOTES: Readonly<Record<NoteKey, Note>> = Object.freeze(
  Object.fromEntries(
    Object.entries(TEXTS).map(([key, [code, message]]) => [key, Object.freeze({ code, message })]),
  ) as Record<NoteKey, Note>,
)
