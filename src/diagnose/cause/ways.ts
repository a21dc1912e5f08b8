import type { Software } from './answered-by.js'
import { PROXY_WAYS } from './proxy-ways.js'
import { text } from './text.js'

/**
 * What has to change, whichever layer it is written in; `list` is for a layer that lists other origins already,
 * `request` for one that answers OPTIONS alone. A proxy that refuses preflights answers them itself (`order`), or lets the
 * application behind it do that (`pass`).
 */
export type Change =
  | 'origin'
  | 'list'
  | 'credentials'
  | 'method'
  | 'headers'
  | 'order'
  | 'pass'
  | 'preflight'
  | 'status'
  | 'errors'
  | 'request'
  | 'single'

/** What refuses a request, as far as the status tells: a password that was asked for, a login of any kind, a limit of the rate, a rule. */
export type Refusal = 'password' | 'login' | 'limit' | 'rule'

/** The values that go into the lines. */
export interface Values {
  readonly origin: string
  readonly method: string
  /** Names of request headers that are not allowed, with commas between them. */
  readonly names: string
  /** Lists that allow the method and the names, and whatever else is allowed already. */
  readonly methods: string
  readonly headers: string
  /** The page's origin, after others that are allowed already. */
  readonly origins: readonly string[]
  /** Whether the answer names another origin, as a line for that one alone does. */
  readonly isOneOrigin: boolean
  readonly isCredentialed: boolean
  /** Whether the answer allows the page's origin, and lacks the header for credentials alone. */
  readonly isOriginAllowed: boolean
  /** `null` if the failing answer is no refusal. */
  readonly refusal: Refusal | null
}

/** How one layer writes each change. */
export type Row = Partial<Readonly<Record<Change, (values: Values) => string>>>

/** Only spellings that the layer's own documentation has. */
export const WAYS: Readonly<Record<Software | 'cors-policy', Row>> = {
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
    method: ({ method }) =>
      `add ${text(method)} to \`CORS_ALLOW_METHODS\`, or set it: \`CORS_ALLOW_METHODS = (*default_methods, ${text(method)})\``,
    headers: ({ names }) =>
      `add ${list(names)} to \`CORS_ALLOW_HEADERS\`, or set it: \`CORS_ALLOW_HEADERS = (*default_headers, ${list(names)})\``,
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
    origin: ({ origin }) => `\`allow do origins ${text(origin)}; resource "*", headers: :any end\``,
    credentials: ({ origin }) => `\`origins ${text(origin)}\`, and \`credentials: true\` at the \`resource\``,
    method: ({ method }) => `add \`:${method.toLowerCase()}\` to \`methods:\` at the \`resource\``,
    headers: ({ names }) => `\`headers: [${list(names)}]\`, or \`:any\`, at the \`resource\``,
    order: () => '`config.middleware.insert_before 0, Rack::Cors`',
    preflight: () => '`config.middleware.insert_before 0, Rack::Cors`',
    errors: () => '`config.middleware.insert_before 0, Rack::Cors`',
  },
  Spring: {
    list: ({ origin }) => `\`.allowedOrigins(…, ${text(origin)})\` at the mapping`,
    origin: ({ origin }) => `\`registry.addMapping("/**").allowedOrigins(${text(origin)})\``,
    credentials: ({ origin }) =>
      `\`registry.addMapping("/**").allowedOrigins(${text(origin)}).allowCredentials(true)\``,
    method: ({ method }) => `\`.allowedMethods(…, ${text(method)})\` at the mapping`,
    headers: ({ names }) => `\`.allowedHeaders(…, ${list(names)})\` at the mapping`,
    order: () => '`http.cors(Customizer.withDefaults())` in the `SecurityFilterChain`',
    preflight: () => '`http.cors(Customizer.withDefaults())` in the `SecurityFilterChain`',
    errors: () => '`http.cors(Customizer.withDefaults())` in the `SecurityFilterChain`',
  },
  'ASP.NET Core': {
    list: ({ origin }) => `\`policy.WithOrigins(…, ${text(origin)})\``,
    origin: ({ origin }) => `\`policy.WithOrigins(${text(origin)})\``,
    credentials: ({ origin }) => `\`policy.WithOrigins(${text(origin)}).AllowCredentials()\``,
    method: ({ method }) => `\`policy.WithMethods(…, ${text(method)})\``,
    headers: ({ names }) => `\`policy.WithHeaders(…, ${list(names)})\``,
    order: () => '`app.UseCors()` before `app.UseAuthentication()` and `app.UseAuthorization()`',
    preflight: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
    errors: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
  },
  ...PROXY_WAYS,
}

function list(names: string): string {
  return names.split(', ').map(text).join(', ')
}
