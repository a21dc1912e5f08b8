import { answerRules, REPEATED, responseHeaders, STATUSES } from './apache-answers.js'
import { requestVariables } from './apache-requests.js'
import { type Description, placeIn } from './description.js'
import type { ReportObstacle } from './errors.js'
import type { Addresses, Target } from './target.js'

/** Apache 2.4.13 and later, with mod_setenvif, mod_headers and mod_rewrite. @internal */
export const apache: Target = {
  check: reportObstacles,
  parts: description => `# A CORS policy, written by cors-policy for Apache 2.4.13 or later.
#
# Load mod_setenvif, mod_headers and mod_rewrite: on Debian, run "a2enmod setenvif headers rewrite". Save this as
# cors.conf beside your configuration, and in each VirtualHost, before its other Rewrite lines, write
#     Include cors.conf
#
# A Header line in a Directory, Location or .htaccess runs after these, so it can undo them. Take such lines out if they
# are about CORS. A ProxyPass with mapping=, and mod_cache unless CacheQuickHandler is off, answer before these: take
# mapping= out, and write "CacheQuickHandler off". Apache itself answers 404 to a path with %2F, unless
# AllowEncodedSlashes is On or NoDecode.

${host(description)}`,
  whole: (description, addresses) => whole(description, addresses),
}

/** What Apache reads of one regular expression. */
const LONGEST = 8000

function reportObstacles({ rules, paths }: Description, report: ReportObstacle): void {
  for (const each of rules) {
    const status = each.answers
      .map(answer => answer.status)
      .find(one => one !== undefined && !STATUSES.has(one))
    if (status === undefined) continue
    const place = placeIn(each, 'preflightStatus')
    report('preflight-status', place, status, `Apache cannot answer with status ${status}. Write 204.`)
  }
  for (const { written, typed, canonical, mount } of paths?.entries ?? []) {
    if (Math.max(typed.length, canonical.length, mount.length) <= LONGEST) continue
    report('too-long', `resources[${JSON.stringify(written)}]`, written, 'Apache reads no path so long.')
  }
}

const MODULES = ['authz_core', 'unixd', 'setenvif', 'headers', 'rewrite', 'proxy', 'proxy_http']

const MODULES_FOLDER = '\u0024{cors_modules}'

/** Debian and Ubuntu; Fedora and Red Hat; the official image. */
const FOLDERS = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/local/apache2/modules']

function whole(description: Description, { listen, upstream }: Addresses): string {
  const lines = [
    `# A CORS policy before ${upstream}, written by cors-policy for a try. Run it with`,
    '#     apache2 -f FILE -D FOREGROUND',
    '# The program is called httpd on other systems than Debian.',
    'ServerRoot /tmp',
    'DefaultRuntimeDir /tmp',
    `PidFile /tmp/cors-apache-${listen.replaceAll(/[^0-9a-f]/g, '-')}.pid`,
    'ServerName localhost',
    ...FOLDERS.map(folder => `<IfFile ${folder}>\nDefine cors_modules ${folder}\n</IfFile>`),
    '<IfModule !mpm_worker_module>',
    '<IfModule !mpm_prefork_module>',
    loadModule('mpm_event'),
    '</IfModule>',
    '</IfModule>',
    ...MODULES.map(loadModule),
    '# nobody',
    'User #65534',
    'Group #65534',
    'ErrorLog "|/bin/cat"',
    `Listen ${listen}`,
    '',
    host(description),
    'AllowEncodedSlashes NoDecode',
    `ProxyPass / ${upstream}/ nocanon`,
  ]
  return `${lines.join('\n')}\n`
}

function loadModule(name: string): string {
  const file = `${MODULES_FOLDER}/mod_${name}.so`
  return `<IfModule !${name}_module>\nLoadModule ${name}_module ${file}\n</IfModule>`
}

function host(description: Description): string {
  const blocks = [
    ...requestVariables(description),
    REPEATED,
    `# The answers that need no server behind.\n${answerRules(description)}`,
    `# The headers of all responses, those of Apache's own errors too.\n${responseHeaders(description)}`,
  ]
  return blocks.filter(block => block !== '').join('\n')
}
