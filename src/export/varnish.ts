import type { Description } from './description.js'
import type { Addresses, Target } from './target.js'
import { answerSub } from './varnish-answers.js'
import { requestSubs } from './varnish-requests.js'
import { CASE, matches, SCRATCH, sub } from './varnish-text.js'

/** Varnish 6 and 7. @internal */
export const varnish: Target = {
  check: () => {},
  parts: description => `# A CORS policy, written by cors-policy for Varnish 6 or 7, in two parts.
#
# Part 1: save it as /etc/varnish/cors.vcl, and in your VCL, below "vcl 4.1;" and before any subroutine, write
#     include "/etc/varnish/cors.vcl";
# and remove "import std;" if Varnish says that it is already imported.
#
# It decides before your own vcl_recv changes the request. Remove the lines of your VCL that set CORS headers, because
# they come later and overrule it.

${policy(description)}
# Part 2: save it as /etc/varnish/cors-methods.vcl, and at the end of your VCL write
#     include "/etc/varnish/cors-methods.vcl";

${METHODS}`,
  whole: (description, addresses) => whole(description, addresses),
}

function whole(description: Description, { listen, upstream }: Addresses): string {
  const { hostname, port } = new URL(upstream)
  return `vcl 4.1;
# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with
#     varnishd -F -f FILE -a ${listen}

backend default {
  .host = "${hostname.replaceAll(/[[\]]/g, '')}";
  .port = "${port || '80'}";
}

${policy(description)}
${METHODS}`
}

const METHODS = `# Varnish pipes methods that it does not know, and answers to those would be beyond this policy.
${sub('vcl_recv', [
  'if (req.method !~ "^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|PRI)$") {\n  return (pass);\n}',
])}`

function policy(description: Description): string {
  const unset = (request: string) => SCRATCH.map(name => `unset ${name.replace('req', request)};`)
  return `import std;

${requestSubs(description).join('\n')}
${answerSub(description)}
# A restart or an included fragment is a part of the request that was decided about.
${sub('vcl_recv', ['if (req.restarts == 0 && req.esi_level == 0) {\n  call cors_decide;\n  call cors_answer;\n}'])}
${sub('vcl_backend_fetch', unset('bereq'))}
# The answer to a piped request is beyond Varnish, and so beyond this policy. No page can set Upgrade.
${sub('vcl_pipe', [
  ...unset('bereq'),
  'if (req.http.Upgrade !~ "(?i)^websocket$") {\n  return (synth(501));\n}',
])}
${sub('vcl_deliver', ['call cors_headers;'])}
${sub('vcl_synth', [
  'call cors_headers;',
  `if (${matches(CASE, ' [0-9]+$')}) {\n  synthetic("");\n  return (deliver);\n}`,
])}`
}
