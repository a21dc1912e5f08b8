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
  | 'ASP.NET Core'

interface Mark {
  readonly software: Software
  /** A proxy may only have passed on what another layer said. */
  readonly isProxy: boolean
  /** The header that tells, and what its value looks like; `''` is the beginning of the body. */
  readonly header: string
  readonly value: RegExp
}

/** Applications first: an application that still shows behind a proxy has made the answer. */
const MARKS: readonly Mark[] = [
  { software: 'Express', isProxy: false, header: 'x-powered-by', value: /^Express\b/i },
  { software: 'Express', isProxy: false, header: '', value: /<pre>Cannot [A-Z]+ \// },
  { software: 'Flask', isProxy: false, header: 'server', value: /^Werkzeug\b/i },
  {
    software: 'Flask',
    isProxy: false,
    header: '',
    value: /^<!doctype html>\s*<html lang=en>\s*<title>\d{3} /,
  },
  { software: 'Django', isProxy: false, header: 'server', value: /^WSGIServer\b/i },
  { software: 'Starlette', isProxy: false, header: 'server', value: /^uvicorn\b/i },
  { software: 'Starlette', isProxy: false, header: '', value: /^Disallowed CORS (?:origin|method|headers)/ },
  { software: 'Rails', isProxy: false, header: 'x-runtime', value: /^[\d.]+$/ },
  { software: 'Rails', isProxy: false, header: 'x-rack-cors', value: /^(?:preflight-)?(?:hit|miss)\b/ },
  {
    software: 'Rails',
    isProxy: false,
    header: '',
    value: /<title>Action Controller: Exception caught<\/title>|^Blocked hosts?: /,
  },
  { software: 'Spring', isProxy: false, header: '', value: /^Invalid CORS request/ },
  { software: 'ASP.NET Core', isProxy: false, header: 'server', value: /^Kestrel\b/i },
  { software: 'ASP.NET Core', isProxy: false, header: 'x-powered-by', value: /^ASP\.NET\b/i },
  { software: 'Cloudflare', isProxy: true, header: 'cf-ray', value: /./ },
  { software: 'Varnish', isProxy: true, header: 'x-varnish', value: /./ },
  { software: 'Varnish', isProxy: true, header: 'via', value: /\bvarnish\b/i },
  { software: 'Caddy', isProxy: true, header: 'server', value: /^Caddy\b/i },
  { software: 'Caddy', isProxy: true, header: 'via', value: /\bCaddy\b/i },
  { software: 'nginx', isProxy: true, header: 'server', value: /^(?:nginx|openresty)\b/i },
  { software: 'nginx', isProxy: true, header: '', value: /<center>(?:nginx|openresty)\b/ },
  { software: 'Apache', isProxy: true, header: 'server', value: /^Apache\b(?!-Coyote)/i },
  { software: 'Apache', isProxy: true, header: '', value: /<address>Apache\// },
  {
    software: 'HAProxy',
    isProxy: true,
    header: '',
    value:
      /<h1>\d{3} [^<]+<\/h1>\s*(?:No server is available|The (?:server|resource) |You(?:r browser| need| have) |Request forbidden|An internal )/,
  },
]

/** Software that answered, and how sure it is that it made the answer. */
export interface Answerer {
  readonly software: Software
  /** It may only have passed on what another layer said. */
  readonly isProxy: boolean
}

/** Everything that shows in an answer, whoever made it first. */
export function answerers(answer: Answer): readonly Answerer[] {
  const found: Answerer[] = []
  for (const { software, isProxy, header, value } of MARKS) {
    const text = header === '' ? answer.bodyStart : combined(answer.headers, header)
    const isKnown = found.some(known => known.software === software)
    if (text !== undefined && !isKnown && value.test(text.slice(0, 2000))) found.push({ software, isProxy })
  }
  return found
}

/** The software that a person names a layer after. */
export function softwareNamed(name: string): Software | undefined {
  return MARKS.find(({ software }) => software.toLowerCase() === name.toLowerCase())?.software
}
