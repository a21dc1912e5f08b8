import type { Software } from './answered-by.js'

/**
 * What has to change, whichever layer it is written in; `list` is for a layer that lists other origins already,
 * `request` for one that answers OPTIONS alone.
 */
export type Change =
  | 'origin'
  | 'list'
  | 'credentials'
  | 'method'
  | 'headers'
  | 'order'
  | 'preflight'
  | 'status'
  | 'errors'
  | 'request'
  | 'single'
  | 'pass'

/** The values that go into the lines. */
export interface Values {
  readonly origin: string
  readonly method: string
  /** Names of request headers, with commas between them. */
  readonly names: string
  /** The host that was asked, and the status of the failing answer. */
  readonly host: string
  readonly status: number
}

type Way = (values: Values) => string

/** As initializers write it, where `config` alone is not defined. */
const RACK_CORS_FIRST = 'Rails.application.config.middleware.insert_before 0, Rack::Cors'

const SPRING_FIRST =
  '`http.cors(Customizer.withDefaults())` in the `SecurityFilterChain` for what Spring Security answers; for other filters, a `CorsFilter` before them, by a `FilterRegistrationBean` with `setOrder(Ordered.HIGHEST_PRECEDENCE)`'

const TOMCAT_FIRST =
  "a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`, or Spring's"

/** Only spellings that the layer's own documentation has. */
export const WAYS: Readonly<Record<Software | 'cors-policy', Partial<Readonly<Record<Change, Way>>>>> = {
  'cors-policy': {
    origin: ({ origin }) => `add ${text(origin)} to \`origins\``,
    list: ({ origin }) => `add ${text(origin)} to \`origins\``,
    credentials: ({ origin }) => `set \`credentials: true\`, with ${text(origin)} in \`origins\``,
    method: ({ method }) => `add ${text(method)} to \`methods\``,
    headers: ({ names }) => `add ${list(names)} to \`allowHeaders\``,
    order: () => 'put `app.use(cors(options))` before authentication, limits and routes',
    preflight: () => 'put `app.use(cors(options))` before all routes, so that it answers OPTIONS itself',
    status: () => 'leave `automaticOptions` on, so that it answers OPTIONS itself',
    errors: () => 'put `app.use(cors(options))` before all routes, and leave `interceptExceptions` on',
  },
  Express: {
    list: ({ origin }) => `add ${text(origin)} to the list in \`origin\` of \`cors()\``,
    origin: ({ origin }) => `\`app.use(cors({ origin: [${text(origin)}] }))\``,
    credentials: ({ origin }) => `\`app.use(cors({ origin: [${text(origin)}], credentials: true }))\``,
    method: ({ method }) => `add ${text(method)} to the option \`methods\` of \`cors()\``,
    headers: ({ names }) => `add ${list(names)} to the option \`allowedHeaders\` of \`cors()\``,
    order: () => 'put `app.use(cors(…))` before authentication, limits and routes',
    preflight: () =>
      'put `app.use(cors(…))` before all routes; for one route alone, `app.options(path, cors(…))`',
    status: () => 'leave `preflightContinue` off',
    errors: () => 'put `app.use(cors(…))` before all routes and body parsers',
  },
  Flask: {
    list: ({ origin }) => `add ${text(origin)} to \`origins\` of \`CORS()\``,
    origin: ({ origin }) => `\`CORS(app, origins=[${text(origin)}])\``,
    credentials: ({ origin }) => `\`CORS(app, origins=[${text(origin)}], supports_credentials=True)\``,
    method: ({ method }) => `add ${text(method)} to \`methods\` of \`CORS()\``,
    headers: ({ names }) => `add ${list(names)} to \`allow_headers\` of \`CORS()\``,
    order: () =>
      'let `before_request` functions pass the preflight: `if request.method == "OPTIONS": return None`',
    preflight: () =>
      '`CORS(app)` for the whole application, with no route of your own for OPTIONS and no `provide_automatic_options=False`',
    errors: () => '`CORS(app)` for the whole application, so that errors pass it too',
  },
  Django: {
    list: ({ origin }) => `add ${text(origin)} to \`CORS_ALLOWED_ORIGINS\``,
    origin: ({ origin }) => `\`CORS_ALLOWED_ORIGINS = [${text(origin)}]\``,
    credentials: ({ origin }) =>
      `\`CORS_ALLOWED_ORIGINS = [${text(origin)}]\` and \`CORS_ALLOW_CREDENTIALS = True\``,
    method: ({ method }) => `\`CORS_ALLOW_METHODS = (*default_methods, ${text(method)})\``,
    headers: ({ names }) => `\`CORS_ALLOW_HEADERS = (*default_headers, ${list(names)})\``,
    order: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
    preflight: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
    errors: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
  },
  Starlette: {
    list: ({ origin }) => `add ${text(origin)} to \`allow_origins\` of \`CORSMiddleware\``,
    origin: ({ origin }) => `\`app.add_middleware(CORSMiddleware, allow_origins=[${text(origin)}])\``,
    credentials: ({ origin }) =>
      `\`app.add_middleware(CORSMiddleware, allow_origins=[${text(origin)}], allow_credentials=True)\``,
    method: ({ method }) => `add ${text(method)} to \`allow_methods\` of \`CORSMiddleware\``,
    headers: ({ names }) => `add ${list(names)} to \`allow_headers\` of \`CORSMiddleware\``,
    order: () => 'add `CORSMiddleware` last: what is added last runs first',
    preflight: () => 'add `CORSMiddleware` last: what is added last runs first',
    errors: () => 'wrap the whole application: `app = CORSMiddleware(app, …)`, so that errors pass it too',
  },
  Rails: {
    list: ({ origin }) => `add ${text(origin)} to \`origins\``,
    origin: ({ origin, method }) =>
      `\`${RACK_CORS_FIRST} do allow do origins ${text(origin)}; resource "*", headers: :any, methods: [${symbols(['GET', 'POST', method])}] end end\` in \`config/initializers/cors.rb\``,
    credentials: ({ origin }) =>
      `\`origins ${text(origin)}\`, without "*", and \`credentials: true\` at the \`resource\``,
    method: ({ method }) =>
      `add \`${symbols([method])}\` to \`methods:\` at the \`resource\`, which has \`[:get]\` alone if nothing is written`,
    headers: ({ names }) => `add ${list(names)} to \`headers:\` at the \`resource\`, or let it be \`:any\``,
    order: rackCorsFirst,
    preflight: () => `\`${RACK_CORS_FIRST}\`, in place of \`use\` or of headers that a controller sets`,
    errors: rackCorsFirst,
  },
  Spring: {
    list: ({ origin }) =>
      `add ${text(origin)} to \`allowedOrigins\` at the mapping, or to \`origins\` of \`@CrossOrigin\``,
    origin: values =>
      `\`${springMapping(values)}\` in \`addCorsMappings\` of a \`WebMvcConfigurer\`, or let the mapping that is there cover this path`,
    credentials: values =>
      `\`${springMapping(values)}.allowCredentials(true)\`, or \`allowCredentials = "true"\` at \`@CrossOrigin\``,
    method: ({ method }) =>
      `\`${springMethods(method)}\` at the mapping, or \`@CrossOrigin\` at the handler of ${method} too`,
    headers: ({ names }) => `add ${list(names)} to \`allowedHeaders\` at the mapping, or of \`@CrossOrigin\``,
    order: () => SPRING_FIRST,
    preflight: () => SPRING_FIRST,
    errors: () => SPRING_FIRST,
  },
  Tomcat: {
    origin: ({ origin }) =>
      `\`org.apache.catalina.filters.CorsFilter\` with ${text(origin)} in \`cors.allowed.origins\``,
    credentials: ({ origin }) =>
      `\`org.apache.catalina.filters.CorsFilter\` with ${text(origin)} in \`cors.allowed.origins\` and "true" in \`cors.support.credentials\``,
    order: () => TOMCAT_FIRST,
    preflight: () => TOMCAT_FIRST,
    errors: () => TOMCAT_FIRST,
  },
  'ASP.NET Core': {
    list: ({ origin }) => `\`policy.WithOrigins(…, ${text(origin)})\``,
    origin: ({ origin }) =>
      `\`builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins(${text(origin)})))\` and \`app.UseCors()\``,
    credentials: ({ origin }) => `\`policy.WithOrigins(${text(origin)}).AllowCredentials()\``,
    method: ({ method }) => `\`policy.WithMethods(…, ${text(method)})\``,
    headers: ({ names }) => `\`policy.WithHeaders(…, ${list(names)})\``,
    order: () => '`app.UseCors()` before `app.UseAuthentication()` and `app.UseAuthorization()`',
    preflight: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
    errors: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
  },
  nginx: {
    origin: ({ origin }) =>
      `\`add_header Access-Control-Allow-Origin ${text(origin)} always;\` in the \`location\`: a block with an \`add_header\` of its own has none of the outer ones`,
    credentials: ({ origin }) =>
      `\`add_header Access-Control-Allow-Origin ${text(origin)} always;\` and \`add_header Access-Control-Allow-Credentials true always;\``,
    method: ({ method }) =>
      `\`add_header Access-Control-Allow-Methods "GET, HEAD, POST, ${method}" always;\``,
    headers: ({ names }) => `\`add_header Access-Control-Allow-Headers ${text(names)} always;\``,
    order: () =>
      '`if ($request_method = OPTIONS) { return 204; }` in the location, with every `add_header … always` line of the location repeated inside it: it runs before `auth_basic`, `deny` and `limit_req`. A `limit_except` must list OPTIONS',
    preflight: () =>
      '`if ($request_method = OPTIONS) { return 204; }` in the location, with every `add_header … always` line of the location repeated inside it: a block with an `add_header` of its own has none of the outer ones',
    errors: ({ origin }) =>
      `\`add_header Access-Control-Allow-Origin ${text(origin)} always;\` in the \`location\`: without \`always\`, errors have no such header, and nginx's own errors have only what nginx adds. If the application sets it too, \`proxy_hide_header Access-Control-Allow-Origin;\` beside it`,
    single: () =>
      "take the `add_header Access-Control-…` lines out, or keep them and hide the upstream's: `proxy_hide_header Access-Control-Allow-Origin;` and `proxy_hide_header Access-Control-Allow-Credentials;`",
  },
  Apache: {
    origin: ({ origin }) => `\`Header always set Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: ({ origin }) =>
      `\`Header always set Access-Control-Allow-Origin ${text(origin)}\` and \`Header always set Access-Control-Allow-Credentials "true"\``,
    method: ({ method }) => `\`Header always set Access-Control-Allow-Methods "GET, HEAD, POST, ${method}"\``,
    headers: ({ names }) => `\`Header always set Access-Control-Allow-Headers ${text(names)}\``,
    order: () =>
      '`<LimitExcept OPTIONS>` around `Require`, and `RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`',
    preflight: () =>
      '`RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`, and `Header always set`',
    errors: () => '`Header always set` in place of `Header set`, which leaves errors out',
    single: () =>
      "take the `Header` line out, or keep it and take the upstream's off: `Header onsuccess unset Access-Control-Allow-Origin`",
  },
  HAProxy: {
    origin: ({ origin }) => `\`http-after-response set-header Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: ({ origin }) =>
      `\`http-after-response set-header Access-Control-Allow-Origin ${text(origin)}\` and \`http-after-response set-header Access-Control-Allow-Credentials true\``,
    method: ({ method }) =>
      `\`http-after-response set-header Access-Control-Allow-Methods "GET, HEAD, POST, ${method}"\``,
    headers: ({ names }) => `\`http-after-response set-header Access-Control-Allow-Headers ${text(names)}\``,
    order: () =>
      '`unless METH_OPTIONS` at `http-request auth` and `deny`, so that the application answers OPTIONS; if HAProxy sets the headers, `http-request return status 204 if METH_OPTIONS` before them',
    preflight: () =>
      '`http-request return status 204 if METH_OPTIONS`, with the headers by `http-after-response`',
    errors: () =>
      '`http-after-response set-header` in place of `http-response`, which leaves its own errors out',
    single: () => '`set-header` in place of `add-header`, or `del-header` before it',
  },
  Caddy: {
    origin: ({ origin }) => `\`header Access-Control-Allow-Origin ${text(origin)}\``,
    credentials: ({ origin }) =>
      `\`header Access-Control-Allow-Origin ${text(origin)}\` and \`header Access-Control-Allow-Credentials true\``,
    method: ({ method }) => `\`header Access-Control-Allow-Methods "GET, HEAD, POST, ${method}"\``,
    headers: ({ names }) => `\`header Access-Control-Allow-Headers ${text(names)}\``,
    order: () =>
      '`@preflight method OPTIONS` with `respond @preflight 204` before `basicauth`, in a `route` block',
    preflight: () =>
      '`@preflight method OPTIONS` with `respond @preflight 204`, and the `header` lines outside',
    errors: () => 'the `header` lines in `handle_errors` too',
    single: () =>
      "take the `header` line out, or keep it and take the upstream's off: `header_down -Access-Control-Allow-Origin` in `reverse_proxy`",
  },
  Varnish: {
    origin: ({ origin }) =>
      `\`set resp.http.Access-Control-Allow-Origin = ${text(origin)};\` in \`vcl_deliver\``,
    credentials: ({ origin }) =>
      `\`set resp.http.Access-Control-Allow-Origin = ${text(origin)};\` and \`set resp.http.Access-Control-Allow-Credentials = "true";\` in \`vcl_deliver\``,
    method: ({ method }) =>
      `\`set resp.http.Access-Control-Allow-Methods = "GET, HEAD, POST, ${method}";\` in \`vcl_deliver\``,
    headers: ({ names }) =>
      `\`set resp.http.Access-Control-Allow-Headers = ${text(names)};\` in \`vcl_deliver\``,
    preflight: () =>
      '`if (req.method == "OPTIONS") { return (pass); }` in `vcl_recv`, so that the application answers it',
    errors: () => 'set the headers in `vcl_synth` and `vcl_backend_error` too',
    single: () => '`unset resp.http.Access-Control-Allow-Origin;` before it is set',
  },
  Cloudflare: {
    order: () =>
      "let OPTIONS pass: for Access, the application's CORS settings; for a firewall rule, except the method OPTIONS",
    errors: () => 'a Transform Rule that sets the header on every response',
    single: () => 'take the Transform Rule, or the Worker, that sets the header out',
  },
}

/** A whole mapping, for a path that may have none yet. */
function springMapping({ origin, method }: Values): string {
  const methods = /^(?:GET|HEAD|POST)$/.test(method) ? '' : springMethods(method)
  return `registry.addMapping("/**").allowedOrigins(${text(origin)})${methods}`
}

function springMethods(method: string): string {
  return `.allowedMethods("GET", "HEAD", "POST", ${text(method)})`
}

function text(value: string): string {
  return JSON.stringify(value)
}

function list(names: string): string {
  return names.split(', ').map(text).join(', ')
}

/** `ActionDispatch::HostAuthorization` answers 403 as firewalls do, and is the first of a stack that rack-cors is not the first of. */
function rackCorsFirst({ host, status }: Values): string {
  const blocked = status === 403 ? `. If Rails blocks the host, \`config.hosts << ${text(host)}\`` : ''
  return `\`${RACK_CORS_FIRST}\`, in place of \`use\`${blocked}`
}

/** Methods as Ruby's symbols, each once. */
function symbols(methods: readonly string[]): string {
  return [...new Set(methods)].map(method => `:${method.toLowerCase()}`).join(', ')
}
