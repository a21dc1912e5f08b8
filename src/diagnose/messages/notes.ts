import type { Note, NoteCode } from '../verdict.js'

/** A code, or one of the texts that share a code. */
export type NoteKey =
  | Exclude<NoteCode, 'max-age-capped' | 'engine-deviation'>
  | `max-age-over-${600 | 7200 | 86400}`
  | 'chromium-client-hints'
  | 'chromium-same-origin-mode'
  | 'chromium-userinfo'
  | 'firefox-preflight-origin'
  | 'firefox-needless-preflight'
  | 'firefox-doubled-names'
  | 'firefox-long-headers'
  | 'stream-body'

const TEXTS: Readonly<Record<NoteKey, readonly [NoteCode, string]>> = {
  'vary-origin-missing': [
    'vary-origin-missing',
    'The response names one origin in Access-Control-Allow-Origin but has no "Vary: Origin". That is right where every request is answered with this one origin, as by a policy that lists no other. If the value differs by origin, a cache may hand the copy made for one origin to another, which is then blocked: leave `vary` on, and see that every response carries it, also to requests without Origin.',
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
    'By the Fetch standard, "*" in Access-Control-Allow-Headers does not cover Authorization. Chrome 156, Firefox 153 and Safari still let it through, so this works there today; name Authorization in `allowHeaders` before they stop.',
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
    'Chrome asks the user before a page of the internet may reach the local network or the own machine. The verdict takes the permission for granted; no header replaces it.',
  ],
  'mixed-content': [
    'mixed-content',
    'The page is https and the URL http: browsers block that as mixed content and send nothing, whatever the answer says. The verdict is about CORS alone. Serve the URL over https.',
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
