import type { Software } from './answered-by.js'

/** How a proxy's configuration spoils what passes through it. */
export interface LayerWays {
  /** What adds or replaces a CORS header. */
  readonly adds: readonly string[]
  /** What drops a CORS header. */
  readonly drops: string
  /** What drops or replaces a header of the request. */
  readonly dropsOfRequest: (name: string) => string
  /** What answers OPTIONS in place of the layer behind. */
  readonly answersOptions: readonly string[]
  /** How OPTIONS gets past whatever answers it; empty if only its removal helps. */
  readonly passesOptions: string
  /** How a page of its own stays out of the place of another layer's error. */
  readonly errors: string
  /** How a request reaches the layer behind. */
  readonly through: string
}

/** Only spellings that the layer's own documentation has. */
export const LAYER_WAYS: Partial<Readonly<Record<Software, LayerWays>>> = {
  nginx: {
    adds: ['add_header Access-Control-…'],
    drops: 'proxy_hide_header Access-Control-…',
    dropsOfRequest: name => `proxy_set_header ${name} …`,
    answersOptions: ['if ($request_method = OPTIONS) …'],
    passesOptions: '',
    errors: '`proxy_intercept_errors off;`',
    through: 'let `server_name` match this host, and a `location` with `proxy_pass` this path',
  },
  Apache: {
    adds: ['Header set Access-Control-…'],
    drops: 'Header unset Access-Control-…',
    dropsOfRequest: name => `RequestHeader unset ${name}`,
    answersOptions: ['RewriteCond %{REQUEST_METHOD} =OPTIONS'],
    passesOptions: '',
    errors: '`ProxyErrorOverride Off`',
    through: 'let `ServerName` match this host, and `ProxyPass` this path',
  },
  HAProxy: {
    adds: ['http-response set-header Access-Control-…'],
    drops: 'http-response del-header Access-Control-…',
    dropsOfRequest: name => `http-request del-header ${name}`,
    answersOptions: ['http-request return … if METH_OPTIONS', 'use_backend … if METH_OPTIONS'],
    passesOptions: '',
    errors: 'take `http-response return` out',
    through: 'let `use_backend` or `default_backend` match this host and path',
  },
  Caddy: {
    adds: ['header Access-Control-…', 'header_down Access-Control-…'],
    drops: 'header_down -Access-Control-…',
    dropsOfRequest: name => `header_up -${name}`,
    answersOptions: ['respond @preflight'],
    passesOptions: '',
    errors: 'take `handle_response` out of `reverse_proxy`',
    through: "let the site's address match this host, and `reverse_proxy` this path",
  },
  Varnish: {
    adds: ['set resp.http.Access-Control-…'],
    drops: 'unset beresp.http.Access-Control-…',
    dropsOfRequest: name => `unset req.http.${name}`,
    answersOptions: ['if (req.method == "OPTIONS") { return (synth(…)); }'],
    passesOptions: '`if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`',
    errors:
      'take `return (synth(…))` and `return (error(…))` out of `vcl_deliver` and `vcl_backend_response`',
    through: 'take `return (synth(…))` for this request out of `vcl_recv`',
  },
  Express: {
    adds: ['app.use(cors(…))'],
    drops: "removeHeader('Access-Control-…')",
    dropsOfRequest: name => `removeHeader('${name}')`,
    answersOptions: ['app.options(…)'],
    passesOptions: '',
    errors: 'pass the status and the headers of the response on as they come',
    through: 'put the proxy before static files and other routes',
  },
}
