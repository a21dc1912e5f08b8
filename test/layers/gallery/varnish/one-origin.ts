import { withoutCors } from '../apps.js'
import { ADMIN, type Fault, PAGE, STRANGER } from '../fault.js'
import { varnish } from '../servers.js'

const lines = [
  `if (req.http.Origin == "${ADMIN}" || req.http.Origin == "${PAGE}") { set resp.http.Access-Control-Allow-Origin = req.http.Origin; }`,
  'std.collect(resp.http.Vary); set resp.http.Vary = regsub(resp.http.Vary + ", Origin", "^, ", "");',
] as const

const server = (headers: string) => varnish(`import std;\nsub vcl_deliver { ${headers} }`, withoutCors)

export default {
  what: 'Varnish sets the origin of another page alone',
  servers: server(`set resp.http.Access-Control-Allow-Origin = "${ADMIN}";`),
  cause: 'origin-not-listed',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    `\`import std;\` at the top, and in \`vcl_deliver\` \`${lines[0]}\` and \`${lines[1]}\`, in place of`,
  ],
  fixed: { servers: server(lines.join('\n')) },
  keeps: [{ origin: ADMIN }],
  refuses: [{ origin: STRANGER }],
  next: 'readable',
} satisfies Fault
