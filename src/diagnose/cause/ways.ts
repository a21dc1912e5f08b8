import type { Software } from './answered-by.js'
import { PROXY_WAYS } from './proxy-ways.js'
import { text } from './text.js'

/**
 * What has to change, whichever layer it is written in; `request` is for a layer that answers OPTIONS alone. A proxy that refuses
 * preflights answers them itself (`order`), or lets the application behind it do that (`pass`). Four are about the origin: `setup`
 * for whoever has no CORS yet, `list` for a layer that lists other origins already, `value` for one that sends `*` or no origin at
 * all, and `allow-credentials` for one that allows this origin. Layers without them have `origin` and `credentials`.
 */
export type Change =
  | 'origin'
  | 'credentials'
  | 'setup'
  | 'list'
  | 'value'
  | 'allow-credentials'
  | 'method'
  | 'headers'
  | 'order'
  | 'pass'
  | 'own-errors'
  | 'preflight'
  | 'status'
  | 'errors'
  | 'refusal'
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
  /** The host that was asked, and the status of the failing answer. */
  readonly host: string
  readonly status: number
  /** Lists that allow the method and the names, and whatever else is allowed already. */
  readonly methods: string
  readonly headers: string
  /** The page's origin, after others that are allowed already. */
  readonly origins: readonly string[]
  /** Whether the answer names another origin, as a line for that one alone does. */
  readonly isOneOrigin: boolean
  /** Whether the answer has a list of origins in the place of one. */
  readonly isList: boolean
  readonly isCredentialed: boolean
  /** Whether the answer allows the page's origin, and lacks the header for credentials alone. */
  readonly isOriginAllowed: boolean
  /** `null` if the failing answer is no refusal. */
  readonly refusal: Refusal | null
}

/** How one layer writes each change. */
export type Row = Partial<Readonly<Record<Change, (values: Values) => string>>>

/** As initializers write it, where `config` alone is not defined. */
const RACK_CORS_FIRST = 'Rails.application.config.middleware.insert_before 0, Rack::Cors'

const SPRING_FIRST =
  '`http.cors(Customizer.withDefaults())` in the `SecurityFilterChain` for what Spring Security answers; for other filters, a `CorsFilter` before them, by a `FilterRegistrationBean` with `setOrder(Ordered.HIGHEST_PRECEDENCE)`'

const TOMCAT_FIRST =
  "a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`, or Spring's"

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
    setup: values => `\`app.use(cors({ ${expressOptions(values)} }))\``,
    value: values => `\`${expressOptions(values)}\` among the options of \`cors()\``,
    'allow-credentials': ({ origin }) =>
      `add \`credentials: true\` to the options of \`cors()\`, with ${text(origin)} in \`origin\``,
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
    setup: values => `\`CORS(app, ${flaskArguments(values)})\``,
    value: values => `\`${flaskArguments(values)}\` among the arguments of \`CORS()\``,
    'allow-credentials': ({ origin }) =>
      `add \`supports_credentials=True\` to the arguments of \`CORS()\`, with ${text(origin)} in \`origins\``,
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
    setup: ({ origin, isCredentialed }) =>
      `\`CORS_ALLOWED_ORIGINS = [${text(origin)}]\`${isCredentialed ? ' and `CORS_ALLOW_CREDENTIALS = True`' : ''}`,
    value: ({ origin, isCredentialed }) =>
      `\`CORS_ALLOWED_ORIGINS = [${text(origin)}]\` in place of \`CORS_ALLOW_ALL_ORIGINS\`${isCredentialed ? ', and `CORS_ALLOW_CREDENTIALS = True`' : ''}`,
    'allow-credentials': ({ origin }) =>
      `\`CORS_ALLOW_CREDENTIALS = True\`, with ${text(origin)} in \`CORS_ALLOWED_ORIGINS\``,
    method: ({ method }) => djangoList('methods', text(method)),
    headers: ({ names }) => djangoList('headers', list(names)),
    order: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
    preflight: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
    errors: () => 'put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
  },
  Starlette: {
    list: ({ origin }) => `add ${text(origin)} to \`allow_origins\` of \`CORSMiddleware\``,
    setup: ({ origin, isCredentialed }) =>
      `\`app.add_middleware(CORSMiddleware, allow_origins=[${text(origin)}]${isCredentialed ? ', allow_credentials=True' : ''})\``,
    value: ({ origin, isCredentialed }) =>
      `in \`CORSMiddleware\`: \`allow_origins=[${text(origin)}]\` in place of \`["*"]\`${isCredentialed ? ', and `allow_credentials=True`' : ''}`,
    'allow-credentials': ({ origin }) =>
      `add \`allow_credentials=True\` to \`CORSMiddleware\`, with ${text(origin)} in \`allow_origins\``,
    method: ({ method }) => `add ${text(method)} to \`allow_methods\` of \`CORSMiddleware\``,
    headers: ({ names }) => `add ${list(names)} to \`allow_headers\` of \`CORSMiddleware\``,
    order: () => 'add `CORSMiddleware` last: what is added last runs first',
    preflight: () => 'add `CORSMiddleware` last: what is added last runs first',
    errors: () => 'wrap the whole application: `app = CORSMiddleware(app, …)`, so that errors pass it too',
  },
  Rails: {
    list: ({ origin }) => `add ${text(origin)} to \`origins\``,
    setup: ({ origin, method, isCredentialed }) =>
      `\`${RACK_CORS_FIRST} do allow do origins ${text(origin)}; resource "*", headers: :any, methods: [${symbols(['GET', 'POST', method])}]${isCredentialed ? ', credentials: true' : ''} end end\` in \`config/initializers/cors.rb\``,
    value: ({ origin, isCredentialed }) =>
      `\`origins ${text(origin)}\` in place of \`"*"\`${isCredentialed ? ', and `credentials: true` at the `resource`' : ''}`,
    'allow-credentials': ({ origin }) =>
      `\`credentials: true\` at the \`resource\`, with ${text(origin)} in \`origins\``,
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
    setup: values =>
      `\`${springMapping(values)}\` in \`addCorsMappings\` of a \`WebMvcConfigurer\`, or let the mapping that is there cover this path`,
    value: ({ origin, isCredentialed }) =>
      `at the mapping, \`allowedOrigins(${text(origin)})\` in place of \`"*"\`${isCredentialed ? ', and `allowCredentials(true)`' : ''}`,
    'allow-credentials': () =>
      '`allowCredentials(true)` at the mapping, or `allowCredentials = "true"` at `@CrossOrigin`',
    method: ({ method }) =>
      `\`${springMethods(method)}\` at the mapping, with what it lists already, or \`@CrossOrigin\` at the handler of ${method} too`,
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
    setup: values =>
      `\`builder.Services.AddCors(options => options.AddDefaultPolicy(policy => ${aspPolicy(values)}))\` and \`app.UseCors()\``,
    value: values => `\`${aspPolicy(values)}\` in place of \`AllowAnyOrigin()\``,
    'allow-credentials': () => 'add `.AllowCredentials()` to the policy',
    method: ({ method }) => `\`policy.WithMethods(…, ${text(method)})\``,
    headers: ({ names }) => `\`policy.WithHeaders(…, ${list(names)})\``,
    order: () => '`app.UseCors()` before `app.UseAuthentication()` and `app.UseAuthorization()`',
    preflight: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
    errors: () => '`app.UseCors()` after `app.UseRouting()` and before all else',
  },
  ...PROXY_WAYS,
}

function expressOptions({ origins, isCredentialed }: Values): string {
  return `origin: [${origins.map(text).join(', ')}]${isCredentialed ? ', credentials: true' : ''}`
}

function flaskArguments({ origins, isCredentialed }: Values): string {
  return `origins=[${origins.map(text).join(', ')}]${isCredentialed ? ', supports_credentials=True' : ''}`
}

/** A setting takes the place of the defaults, and whoever has one may have left some of them out. */
function djangoList(of: 'methods' | 'headers', items: string): string {
  const setting = `CORS_ALLOW_${of.toUpperCase()}`
  return `add ${items} to \`${setting}\`; if there is none yet, \`from corsheaders.defaults import default_${of}\` and \`${setting} = (*default_${of}, ${items})\``
}

/** A whole mapping, for a path that may have none yet. */
function springMapping({ origin, method, isCredentialed }: Values): string {
  const methods = /^(?:GET|HEAD|POST)$/.test(method) ? '' : springMethods(method)
  const credentials = isCredentialed ? '.allowCredentials(true)' : ''
  return `registry.addMapping("/**").allowedOrigins(${text(origin)})${methods}${credentials}`
}

function springMethods(method: string): string {
  return `.allowedMethods("GET", "HEAD", "POST", ${text(method)})`
}

function aspPolicy({ origin, isCredentialed }: Values): string {
  return `policy.WithOrigins(${text(origin)})${isCredentialed ? '.AllowCredentials()' : ''}`
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
