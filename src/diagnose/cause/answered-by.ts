import { combined } from '../header-list.js'
import type { Answer } from '../read.js'

/** Software that can add, drop or answer on the way, as far as an answer tells. */
export type Software =
  | 'nginx'
  | 'Apache'
  | 'HAProxy'
  | 'Caddy'
  | 'Varnish'
  | 'Cloudflare'
  | 'Express'
  | 'Flask'
  | 'Django'
  | 'Starlette'
  | 'Rails'
  | 'Spring'
  | 'Tomcat'
  | 'ASP.NET Core'

interface Mark {
  readonly software: Software
  /** A proxy may only have passed on what another layer said. */
  readonly isProxy: boolean
  /** The header that tells, and what its value looks like; `''` is the beginning of the body. */
  readonly header: string
  readonly value: RegExp
  /** A second header that must look so, if others send the first. */
  readonly and: SecondHeader | null
}

type SecondHeader = readonly [header: string, value: RegExp]

/** What Spring answers to whatever its CORS configuration does not allow. */
const SPRING_REFUSAL = /^Invalid CORS request/

/** Applications first: an application that still shows behind a proxy has made the answer. */
const MARKS: readonly Mark[] = [
  application('Express', 'x-powered-by', /^Express\b/i),
  application('Express', '', /<pre>Cannot [A-Z]+ \//),
  application('Flask', 'server', /^Werkzeug\b/i),
  application('Flask', '', /^<!doctype html>\s*<html lang=en>\s*<title>\d{3} /),
  application('Django', 'server', /^WSGIServer\b/i),
  application('Starlette', 'server', /^uvicorn\b/i),
  application('Starlette', '', /^Disallowed CORS (?:origin|method|headers)/),
  application('Rails', 'x-runtime', /^[\d.]+$/),
  application('Rails', 'x-rack-cors', /^(?:preflight-)?(?:hit|miss)\b/),
  application('Rails', '', /<title>Action Controller: Exception caught<\/title>|^Blocked hosts?: /),
  application('Spring', '', SPRING_REFUSAL),
  // `FrameworkServlet` adds PATCH after the list of Java's `HttpServlet`.
  application('Spring', 'allow', /^GET, HEAD, POST, PUT, DELETE, (?:TRACE, )?OPTIONS, PATCH$/),
  // Spring Boot's `DefaultErrorAttributes`, in their order.
  application('Spring', '', /^\{"timestamp":(?:"[^"]*"|\d+),"status":\d{3},"error":"/),
  application('Spring', '', /<h1>Whitelabel Error Page<\/h1>/),
  application('Spring', '', /\borg\.springframework\.[\w.$]+(?:Exception:|\(\w+\.java:)/),
  // Spring Security's defaults for every response.
  application('Spring', 'cache-control', /^no-cache, no-store, max-age=0, must-revalidate$/, [
    'expires',
    /^0$/,
  ]),
  // Its CORS layer's `Vary`, since 5.2; CORS libraries of Go send the same on preflights, which have no content.
  application('Spring', 'vary', /^Origin, Access-Control-Request-Method, Access-Control-Request-Headers\b/, [
    'content-type',
    /./,
  ]),
  application('Tomcat', '', /<h3>Apache Tomcat\//),
  application('ASP.NET Core', 'server', /^Kestrel\b/i),
  application('ASP.NET Core', 'x-powered-by', /^ASP\.NET\b/i),
  proxy('Cloudflare', 'cf-ray', /./),
  proxy('Varnish', 'x-varnish', /./),
  proxy('Varnish', 'via', /\bvarnish\b/i),
  proxy('Caddy', 'server', /^Caddy\b/i),
  proxy('Caddy', 'via', /\bCaddy\b/i),
  proxy('nginx', 'server', /^(?:nginx|openresty)\b/i),
  proxy('nginx', '', /<center>(?:nginx|openresty)\b/),
  proxy('Apache', 'server', /^Apache\b(?!-Coyote)/i),
  proxy('Apache', '', /<address>Apache\//),
  proxy(
    'HAProxy',
    '',
    /<h1>\d{3} [^<]+<\/h1>\s*(?:No server is available|The (?:server|resource) |You(?:r browser| need| have) |Request forbidden|An internal )/,
  ),
]

/** Software that answered, and how sure it is that it made the answer. */
export interface Answerer {
  readonly software: Software
  /** It may only have passed on what another layer said. */
  readonly isProxy: boolean
}

/** Everything that shows in an answer, whoever made it first. */
export function answerers(answer: Answer): readonly Answerer[] {
  const known = softwareNamed(answer.answeredBy)
  if (known !== undefined) return [{ software: known, isProxy: isProxy(known) }]
  const found: Answerer[] = []
  for (const { software, isProxy, header, value, and } of MARKS) {
    if (found.some(known => known.software === software)) continue
    if (isSeen(answer, header, value) && (and === null || isSeen(answer, ...and)))
      found.push({ software, isProxy })
  }
  return found
}

/** The software that a person names a layer after. */
export function softwareNamed(name: string): Software | undefined {
  return MARKS.find(({ software }) => software.toLowerCase() === name.toLowerCase())?.software
}

/** Whether it stands in front of applications. */
export function isProxy(software: Software): boolean {
  return MARKS.some(mark => mark.software === software && mark.isProxy)
}

function application(
  software: Software,
  header: string,
  value: RegExp,
  and: SecondHeader | null = null,
): Mark {
  return { software, isProxy: false, header, value, and }
}

function proxy(software: Software, header: string, value: RegExp): Mark {
  return { software, isProxy: true, header, value, and: null }
}

function isSeen({ headers, bodyStart }: Answer, header: string, value: RegExp): boolean {
  if (header === '') return value.test(bodyStart.slice(0, 2000))
  // A proxy may add its line to that of the application.
  const lines = headers.filter(({ 0: name }) => name === header).map(({ 1: text }) => text)
  return [...lines, combined(headers, header) ?? ''].some(text => value.test(text.slice(0, 2000)))
}

/** Whether Spring's CORS layer itself refused the request. */
export function isRefusedBySpring({ bodyStart }: Answer): boolean {
  return SPRING_REFUSAL.test(bodyStart)
}
