import { OTHER_SENTENCES } from './other-sentences.js'
import { type Sentence, said } from './sentence.js'

/**
 * The telling part of each sentence. A console shows several lines for one failure, so the most telling come first, and the first
 * that matches counts.
 */
export const SENTENCES: readonly Sentence[] = [
  ...said(
    'Chromium',
    'origin-wildcard',
    /Access-Control-Allow-Origin header in the response must not be the wildcard/i,
    /must not be the wildcard \*? ?when the request.?s credentials mode/i,
  ),
  ...said(
    'Chromium',
    'credentials',
    /Access-Control-Allow-Credentials header in the response is (?<value>.*?) ?which must be true/i,
    /which must be true when the request.?s credentials mode/i,
    /Credentials flag is true, but the Access-Control-Allow-Credentials header is (?<value>.*?)\. It must be/i,
  ),
  ...said(
    'Chromium',
    'origin-several',
    /header contains multiple values (?<value>.*?), but only one/i,
    /header contains multiple values/i,
  ),
  ...said('Chromium', 'origin-invalid', /header contains the invalid value (?<value>\S*?)\.?(?: |$)/i),
  ...said(
    'Chromium',
    'origin-other',
    /header has a value (?<value>.*?) that is not equal to the supplied origin/i,
    /not equal to the supplied origin/i,
  ),
  ...said('Chromium', 'preflight-redirect', /Redirect is not allowed for a preflight request/i),
  ...said(
    'Chromium',
    'preflight-status',
    /does not have HTTP ok status/i,
    /Invalid HTTP status code (?<value>\d+)/i,
    /preflight(?: request)? has invalid HTTP status code (?<value>\d+)/i,
  ),
  ...said(
    'Chromium',
    'list-invalid',
    /Cannot parse Access-Control-Allow-(?<value>Methods|Headers) response/i,
  ),
  ...said(
    'Chromium',
    'method',
    /Method (?<value>\S+) is not allowed by Access-Control-Allow-Methods in preflight/i,
  ),
  ...said(
    'Chromium',
    'header',
    /Request header field (?<value>\S+) is not allowed by Access-Control-Allow-Headers in preflight/i,
    /Request header field (?<value>\S+) is not present in the Access-Control-Allow-Headers/i,
  ),
  ...said('Chromium', 'redirect-user', /contains a username and password, which is disallowed/i),
  ...said(
    'Chromium',
    'local-network',
    /Permission was denied for this request to access the (?<value>\S+) address space/i,
    /client is not a secure context and the resource is in more-private address space (?<value>\S*\w)/i,
  ),
  ...said(
    'Chromium',
    'origin-missing',
    /\bNo Access-Control-/i,
    /header is present on the requested resource/i,
  ),
  ...said(
    'Chromium',
    'scheme',
    /Cross origin requests are only supported for/i,
    /URL scheme (?<value>\S+) is not supported/i,
  ),
  ...said(
    'Firefox',
    'origin-wildcard',
    /Credential is not supported if the CORS header Access-Control-Allow-Origin is \*/i,
  ),
  ...said('Firefox', 'credentials', /expected true in CORS header Access-Control-Allow-Credentials/i),
  ...said('Firefox', 'origin-several', /Multiple CORS header Access-Control-Allow-Origin not allowed/i),
  ...said(
    'Firefox',
    'origin-other',
    /CORS header Access-Control-Allow-Origin does not match (?<value>.*?)(?:\)|$)/i,
  ),
  ...said('Firefox', 'origin-missing', /CORS header Access-Control-Allow-Origin missing/i),
  ...said('Firefox', 'preflight-status', /CORS preflight (?:response|channel) did not succeed/i),
  ...said(
    'Firefox',
    'list-invalid',
    /invalid token .*? in CORS header Access-Control-Allow-(?<value>Methods|Headers)/i,
  ),
  ...said('Firefox', 'method', /Did not find method in CORS header Access-Control-Allow-Methods/i),
  ...said(
    'Firefox',
    'header',
    /header (?<value>\S+) is not allowed according to header Access-Control-Allow-Headers/i,
    /missing token (?<value>\S+) in CORS header Access-Control-Allow-Headers/i,
  ),
  ...said('Firefox', 'preflight-redirect', /CORS request external redirect not allowed/i),
  ...said('Firefox', 'scheme', /CORS request not http/i),
  ...said(
    'WebKit',
    'origin-wildcard',
    /Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true/i,
  ),
  ...said(
    'WebKit',
    'credentials',
    /Credentials flag is true, but Access-Control-Allow-Credentials is not true/i,
  ),
  ...said('WebKit', 'origin-several', /Access-Control-Allow-Origin cannot contain more than one origin/i),
  ...said(
    'WebKit',
    'list-invalid',
    /Header Access-Control-Allow-(?<value>Methods|Headers) has an invalid value/i,
  ),
  ...said('WebKit', 'method', /Method (?<value>\S+) is not allowed by Access-Control-Allow-Methods/i),
  ...said(
    'WebKit',
    'header',
    /Request header field (?<value>\S+) is not allowed by Access-Control-Allow-Headers/i,
  ),
  ...said('WebKit', 'preflight-status', /Preflight response is not successful/i),
  ...said(
    'WebKit',
    'redirect-user',
    /denied by Cross-Origin Resource Sharing policy: redirection URL \S+ has credentials/i,
  ),
  ...said(
    'WebKit',
    'scheme',
    /CORS redirection with non CORS scheme/i,
    /Cross origin requests are only supported/i,
  ),
  ...said('WebKit', 'redirect', /Cross-origin redirection (?:to \S+ )?denied by/i),
  ...said('WebKit', 'origin-refused', /Origin \S+ is not allowed by Access-Control-Allow-Origin/i),
  ...said('WebKit', 'call', /Cross origin requests are not allowed when using same-origin fetch mode/i),
  ...OTHER_SENTENCES,
]
