import { code, text } from './text.js'
import type { Refusal, Row, Values } from './ways.js'

type Proxy = 'nginx' | 'Apache' | 'HAProxy' | 'Caddy' | 'Varnish' | 'Cloudflare'

/** What nginx does after the phase in which `if` and `return` run. */
const NGINX_LATER: Readonly<Record<Refusal, string>> = {
  password: '`auth_basic` and `auth_request`',
  login: '`auth_request`',
  limit: '`limit_req`',
  rule: '`deny` and `auth_request`. A `limit_except` must list OPTIONS',
}

const NGINX_AUTH_REQUEST =
  '`if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names'

const NGINX_PASS: Readonly<Record<Refusal, string>> = {
  password: `\`map $request_method $realm { OPTIONS off; default "…"; }\` in \`http\`, with \`auth_basic $realm;\`, or ${NGINX_AUTH_REQUEST}`,
  login: NGINX_AUTH_REQUEST,
  limit:
    '`map $request_method $limited { OPTIONS ""; default $binary_remote_addr; }` in `http`, and `$limited` as the key of `limit_req_zone`',
  rule: `OPTIONS among the methods of \`limit_except\`, or ${NGINX_AUTH_REQUEST}`,
}

const NGINX_NO_ANSWER = 'no `if`, `return` or `limit_except` that answers OPTIONS'

/**
 * A line for a proxy takes the place of the one that stands there, so it repeats what that allows already: `methods`, `headers`.
 * Only spellings that the proxy's own documentation has.
 */
export const PROXY_WAYS: Readonly<Record<Proxy, Row>> = {
  nginx: {
    list: values =>
      `${code([`map $http_origin $cors_origin { ${values.origins.map(origin => `${text(origin)} $http_origin;`).join(' ')} }`])} in \`http\`, and in the \`location\` ${listLines(
        values,
        'add_header Access-Control-Allow-Origin $cors_origin always;',
        'add_header Vary Origin always;',
        'add_header Access-Control-Allow-Credentials true always;',
      )}`,
    origin: ({ origin }) =>
      `\`add_header Access-Control-Allow-Origin ${text(origin)} always;\` in the \`location\`: a block with an \`add_header\` of its own has none of the outer ones`,
    credentials: values =>
      withCredentials(
        values,
        `add_header Access-Control-Allow-Origin ${text(values.origin)} always;`,
        'add_header Access-Control-Allow-Credentials true always;',
      ),
    method: ({ methods }) => `\`add_header Access-Control-Allow-Methods ${text(methods)} always;\``,
    headers: ({ headers }) => `\`add_header Access-Control-Allow-Headers ${text(headers)} always;\``,
    order: ({ refusal }) =>
      `\`if ($request_method = OPTIONS) { return 204; }\` in the location, with every \`add_header … always\` line of the location repeated inside it: it runs before ${NGINX_LATER[refusal ?? 'rule']}`,
    pass: ({ refusal }) => (refusal === null ? NGINX_NO_ANSWER : NGINX_PASS[refusal]),
    preflight: () =>
      '`if ($request_method = OPTIONS) { return 204; }` in the location, with every `add_header … always` line of the location repeated inside it: a block with an `add_header` of its own has none of the outer ones',
    errors: () =>
      '`always` at the end of each `add_header Access-Control-…` and of `add_header Vary`, without which errors lack them',
    request: () =>
      'the `add_header Access-Control-…` lines that OPTIONS gets, in the `location` too: a block with an `add_header` of its own has none of the outer ones',
    'own-errors': nginxOwnErrors,
    single: () =>
      "take the `add_header Access-Control-…` lines out, or keep them and hide the upstream's: `proxy_hide_header Access-Control-Allow-Origin;` and `proxy_hide_header Access-Control-Allow-Credentials;`",
  },
  Apache: {
    list: values =>
      listLines(
        values,
        `SetEnvIf Origin ${pattern(values)} CORS_ORIGIN=$0`,
        'Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN',
        'Header always merge Vary Origin',
        'Header always set Access-Control-Allow-Credentials "true"',
      ),
    origin: ({ origin }) => `\`Header always set Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: values =>
      withCredentials(
        values,
        `Header always set Access-Control-Allow-Origin ${text(values.origin)}`,
        'Header always set Access-Control-Allow-Credentials "true"',
      ),
    method: ({ methods }) => `\`Header always set Access-Control-Allow-Methods ${text(methods)}\``,
    headers: ({ headers }) => `\`Header always set Access-Control-Allow-Headers ${text(headers)}\``,
    pass: () =>
      'OPTIONS among the methods of `<LimitExcept>`; if there is none, `<LimitExcept OPTIONS>` around `Require`',
    order: () =>
      'OPTIONS among the methods of `<LimitExcept>`, or `<LimitExcept OPTIONS>` around `Require`; and `RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`',
    preflight: () =>
      '`RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`, and `Header always set`',
    errors: () => '`Header always set` in place of `Header set`, which leaves errors out',
    single: () =>
      "take the `Header` line out, or keep it and take the upstream's off: `Header onsuccess unset Access-Control-Allow-Origin`",
  },
  HAProxy: {
    list: values =>
      listLines(
        values,
        'http-request set-var(txn.origin) req.hdr(Origin)',
        `http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m str ${values.origins.join(' ')} }`,
        'http-after-response add-header Vary Origin',
        'http-after-response set-header Access-Control-Allow-Credentials true',
      ),
    origin: ({ origin }) => `\`http-after-response set-header Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: values =>
      withCredentials(
        values,
        `http-after-response set-header Access-Control-Allow-Origin ${text(values.origin)}`,
        'http-after-response set-header Access-Control-Allow-Credentials true',
      ),
    method: ({ methods }) =>
      `\`http-after-response set-header Access-Control-Allow-Methods ${text(methods)}\``,
    headers: ({ headers }) =>
      `\`http-after-response set-header Access-Control-Allow-Headers ${text(headers)}\``,
    order: () =>
      '`http-request return status 204 if METH_OPTIONS` before `http-request auth` and `deny`, with the headers by `http-after-response`',
    pass: () =>
      '`!METH_OPTIONS` in the `if` of `http-request auth` and `deny`; in an `unless`, `or METH_OPTIONS`',
    preflight: () =>
      '`http-request return status 204 if METH_OPTIONS`, with the headers by `http-after-response`',
    errors: () =>
      '`http-after-response set-header` in place of `http-response`, which leaves its own errors out',
    single: () => '`set-header` in place of `add-header`, or `del-header` before it',
  },
  Caddy: {
    list: values =>
      listLines(
        values,
        `@listed header_regexp Origin ${pattern(values)}`,
        'header @listed Access-Control-Allow-Origin {header.Origin}',
        'header +Vary Origin',
        'header Access-Control-Allow-Credentials true',
      ),
    origin: ({ origin }) => `\`header Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: values =>
      withCredentials(
        values,
        `header Access-Control-Allow-Origin ${text(values.origin)}`,
        'header Access-Control-Allow-Credentials true',
      ),
    method: ({ methods }) => `\`header Access-Control-Allow-Methods ${text(methods)}\``,
    headers: ({ headers }) => `\`header Access-Control-Allow-Headers ${text(headers)}\``,
    order: () =>
      '`@preflight method OPTIONS` with `respond @preflight 204`, after the `header` lines and before what refuses it, in a `route` block',
    pass: () =>
      '`not method OPTIONS` in the matcher of what refuses it; if it has none, `@secured not method OPTIONS` and `basicauth @secured`',
    preflight: () =>
      '`@preflight method OPTIONS` with `respond @preflight 204`, and the `header` lines outside',
    errors: () => 'the `header` lines in `handle_errors` too',
    single: () =>
      "take the `header` line out, or keep it and take the upstream's off: `header_down -Access-Control-Allow-Origin` in `reverse_proxy`",
  },
  Varnish: {
    list: values =>
      `\`import std;\` at the top, and in \`vcl_deliver\` ${listLines(
        values,
        `if (${values.origins.map(origin => `req.http.Origin == ${text(origin)}`).join(' || ')}) { set resp.http.Access-Control-Allow-Origin = req.http.Origin; }`,
        'std.collect(resp.http.Vary); set resp.http.Vary = regsub(resp.http.Vary + ", Origin", "^, ", "");',
        'set resp.http.Access-Control-Allow-Credentials = "true";',
      )}`,
    origin: ({ origin }) =>
      `\`set resp.http.Access-Control-Allow-Origin = ${text(origin)};\` in \`vcl_deliver\``,
    credentials: values =>
      `${withCredentials(values, `set resp.http.Access-Control-Allow-Origin = ${text(values.origin)};`, 'set resp.http.Access-Control-Allow-Credentials = "true";')} in \`vcl_deliver\``,
    method: ({ methods }) =>
      `\`set resp.http.Access-Control-Allow-Methods = ${text(methods)};\` in \`vcl_deliver\``,
    headers: ({ headers }) =>
      `\`set resp.http.Access-Control-Allow-Headers = ${text(headers)};\` in \`vcl_deliver\``,
    order: () =>
      '`if (req.method == "OPTIONS") { return (synth(204)); }` first in `vcl_recv`, with the headers in `vcl_synth`',
    pass: () => '`if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`',
    preflight: () =>
      '`if (req.method == "OPTIONS") { return (pass); }` in `vcl_recv`, so that the application answers it',
    errors: () => 'set the headers in `vcl_synth` and `vcl_backend_error` too',
    single: () => '`unset resp.http.Access-Control-Allow-Origin;` before it is set',
  },
  Cloudflare: {
    pass: () =>
      "let OPTIONS pass: for Access, the application's CORS settings; for a firewall rule, except the method OPTIONS",
    errors: () => 'a Transform Rule that sets the header on every response',
    single: () => 'take the Transform Rule, or the Worker, that sets the header out',
  },
}

/**
 * Lines that answer listed origins with themselves, and no other origin.
 *
 * @param lines The last one is for credentials.
 */
function listLines({ isOneOrigin, isCredentialed }: Values, ...lines: readonly string[]): string {
  const where = isOneOrigin
    ? ', in place of the line for `Access-Control-Allow-Origin`'
    : '. List the origins that it allows already too'
  return `${code(isCredentialed ? lines : lines.slice(0, -1))}${where}`
}

/** The line for the origin would take the place of a list of origins. */
function withCredentials({ isOriginAllowed }: Values, origin: string, credentials: string): string {
  return code(isOriginAllowed ? [credentials] : [origin, credentials])
}

/** A regular expression of PCRE and RE2 that matches the listed origins alone. */
function pattern({ origins }: Values): string {
  return `"^(${origins.map(origin => origin.replaceAll(/[.[\]]/g, '\\$&')).join('|')})$"`
}

/** A line with one origin would stand beside the application's, or in place of a list: this one adds what is missing alone. */
function nginxOwnErrors({ origin, isCredentialed }: Values): string {
  const missing = (name: string, variable: string, value: string) => ({
    map: `map $upstream_http_${name.toLowerCase().replaceAll('-', '_')} ${variable} { "" ${text(value)}; default ""; }`,
    line: `add_header ${name} ${variable} always;`,
  })
  const pairs = [
    missing('Access-Control-Allow-Origin', '$missing_origin', origin),
    ...(isCredentialed ? [missing('Access-Control-Allow-Credentials', '$missing_credentials', 'true')] : []),
  ]
  return `${code(pairs.map(({ map }) => map))} in \`http\`, and ${code(pairs.map(({ line }) => line))} in the \`location\``
}
