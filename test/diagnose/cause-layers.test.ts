import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnsweredResponse, HeaderLines } from 'cors-policy/diagnose'
import { PUT_TOKEN, page, probed } from '../support/causes.js'
import { ALLOWED, COOKIES, HEADERS, METHODS, ORIGIN, PAGE } from '../support/example-exchange.js'
import { answer, type Parts, verdictOf } from '../support/exchange.js'

// A fix is written in the words of the software that shows in the answer.

const fixOf = (parts: Parts) => verdictOf(parts).cause?.fix.split('\n') ?? []

/** What must go out after a 404 to a preflight that has this mark, and how each layer writes that. */
const marked = (headers: HeaderLines, bodyStart = '') =>
  fixOf({ request: PUT_TOKEN, preflightResponse: page(bodyStart, 404, headers) }).filter(
    (line, index) => index === 0 || /^(?:With|In) /.test(line),
  )

const marks: readonly {
  readonly software: string
  readonly headers?: Record<string, string | string[]>
  readonly bodyStart?: string
  /** How the line begins. */
  readonly line: string
}[] = [
  { software: 'Express', headers: { 'X-Powered-By': 'Express' }, line: 'With expressjs/cors: ' },
  { software: 'Express', bodyStart: '<pre>Cannot OPTIONS /data</pre>', line: 'With expressjs/cors: ' },
  { software: 'Flask', headers: { Server: 'Werkzeug/3.0.1 Python/3.12' }, line: 'With Flask-CORS: ' },
  {
    software: 'Flask',
    bodyStart: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>',
    line: 'With Flask-CORS: ',
  },
  {
    software: 'Django',
    headers: { Server: 'WSGIServer/0.2 CPython/3.12' },
    line: 'With django-cors-headers: ',
  },
  { software: 'Starlette', headers: { Server: 'uvicorn' }, line: "With Starlette's CORSMiddleware: " },
  { software: 'Starlette', bodyStart: 'Disallowed CORS origin', line: "With Starlette's CORSMiddleware: " },
  { software: 'Rails', headers: { 'X-Runtime': '0.0123' }, line: 'With rack-cors: ' },
  { software: 'Rails', headers: { 'X-Rack-CORS': 'miss; no-origin' }, line: 'With rack-cors: ' },
  {
    software: 'Rails',
    bodyStart: '<head>\n  <title>Action Controller: Exception caught</title>',
    line: 'With rack-cors: ',
  },
  { software: 'Rails', bodyStart: 'Blocked host: api.example', line: 'With rack-cors: ' },
  { software: 'Rails', bodyStart: 'Blocked hosts: api.example', line: 'With rack-cors: ' },
  { software: 'Spring', bodyStart: 'Invalid CORS request', line: 'With Spring: ' },
  {
    software: 'Spring',
    headers: { Allow: 'GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH' },
    line: 'With Spring: ',
  },
  {
    software: 'Spring',
    bodyStart:
      '{"timestamp":"2026-01-31T12:00:00.000+00:00","status":404,"error":"Not Found","path":"/data"}',
    line: 'With Spring: ',
  },
  {
    software: 'Spring',
    bodyStart: '<html><body><h1>Whitelabel Error Page</h1><p>',
    line: 'With Spring: ',
  },
  {
    software: 'Spring',
    bodyStart: '<pre>org.springframework.web.util.NestedServletException: Request processing failed',
    line: 'With Spring: ',
  },
  {
    software: 'Spring',
    headers: { 'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate', Expires: '0' },
    line: 'With Spring: ',
  },
  {
    software: 'Spring',
    headers: {
      Vary: ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'],
      'Content-Type': 'application/json',
    },
    line: 'With Spring: ',
  },
  { software: 'Tomcat', bodyStart: '<hr><h3>Apache Tomcat/10.1.1</h3>', line: 'With Tomcat: ' },
  { software: 'ASP.NET Core', headers: { Server: 'Kestrel' }, line: 'With ASP.NET Core: ' },
  { software: 'ASP.NET Core', headers: { 'X-Powered-By': 'ASP.NET' }, line: 'With ASP.NET Core: ' },
  { software: 'Varnish', headers: { 'X-Varnish': '32770' }, line: 'In Varnish, ' },
  { software: 'Varnish', headers: { Via: '1.1 varnish (Varnish/7.1)' }, line: 'In Varnish, ' },
  { software: 'Caddy', headers: { Server: 'Caddy' }, line: 'In Caddy, ' },
  { software: 'Caddy', headers: { Via: '1.1 Caddy' }, line: 'In Caddy, ' },
  { software: 'nginx', headers: { Server: 'nginx/1.24.0 (Ubuntu)' }, line: 'In nginx, ' },
  { software: 'nginx', headers: { Server: 'openresty/1.25' }, line: 'In nginx, ' },
  { software: 'nginx', bodyStart: '<html><hr><center>nginx</center>', line: 'In nginx, ' },
  { software: 'Apache', headers: { Server: 'Apache/2.4.58 (Debian)' }, line: 'In Apache, ' },
  { software: 'Apache', bodyStart: '<address>Apache/2.4.58', line: 'In Apache, ' },
  {
    software: 'HAProxy',
    bodyStart: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.',
    line: 'In HAProxy, ',
  },
]

for (const { software, headers = {}, bodyStart = '', line } of marks) {
  const mark = bodyStart === '' ? JSON.stringify(headers) : `a body that begins ${JSON.stringify(bodyStart)}`
  test(`${software} is known by ${mark}`, () => {
    const lines = marked(headers, bodyStart)
    assert.equal(lines.length, 3)
    assert.ok(lines[1]?.startsWith(line), lines[1])
    assert.match(lines[2] ?? '', /^With cors-policy: /)
  })
}

const unmarked: readonly { readonly headers?: Record<string, string>; readonly bodyStart?: string }[] = [
  { headers: { Server: 'Apache-Coyote/1.1' } },
  { headers: { Server: 'my-nginx' } },
  { headers: { 'X-Powered-By': 'PHP/8.2' } },
  { headers: { Allow: 'GET, HEAD, POST, PUT, DELETE, TRACE, OPTIONS' } },
  {
    headers: {
      'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
      Expires: 'Mon, 01 Jan 1990 00:00:00 GMT',
    },
  },
  { headers: { Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' } },
  { bodyStart: 'add org.springframework.boot to the build' },
  { bodyStart: 'nginx' },
  { bodyStart: `${' '.repeat(2000)}<address>Apache/2` },
]

for (const { headers = {}, bodyStart = '' } of unmarked) {
  test(`nothing is known by ${JSON.stringify(headers)} and the body ${JSON.stringify(bodyStart.trim())}`, () => {
    assert.deepEqual(
      marked(headers, bodyStart)
        .slice(1)
        .map(text => text.split(':')[0]),
      ['With cors-policy'],
    )
  })
}

test('an application gets a line before the proxy in front of it', () => {
  const lines = marked({ Server: 'nginx', 'X-Powered-By': 'Express' })
  assert.deepEqual(
    lines.slice(1).map(text => text.split(':')[0]),
    ['With expressjs/cors', 'In nginx, if CORS is configured there', 'With cors-policy'],
  )
})

test('an application gets a line if it shows in another answer, and nobody shows in the failing one', () => {
  const express = answer({ 'X-Powered-By': 'Express' })
  const fix = (failing: AnsweredResponse, other: AnsweredResponse) =>
    fixOf({ request: PUT_TOKEN, preflightResponse: failing, probes: [probed(PAGE, other)] })
      .slice(1)
      .map(text => text.split(/[:,]/)[0])
  assert.deepEqual(fix(answer({}, 401), express), ['With expressjs/cors', 'With cors-policy'])
  assert.deepEqual(fix(answer({ Server: 'nginx' }, 401), express), [
    'In nginx',
    'In nginx',
    'With cors-policy',
  ])
  assert.deepEqual(fix(answer({}, 401), answer({ Server: 'nginx' })), ['With cors-policy'])
})

test('each proxy that shows gets a line', () => {
  const lines = marked({ Server: 'nginx', Via: '1.1 varnish' })
  assert.deepEqual(
    lines.slice(1).map(text => text.split(',')[0]),
    ['In Varnish', 'In nginx', 'With cors-policy: put `app.use(cors(options))` before all routes'],
  )
})

type Change =
  | 'setup'
  | 'setup with credentials'
  | 'list'
  | 'credentials'
  | 'credentials alone'
  | 'method'
  | 'headers'
  | 'order'
  | 'preflight'
  | 'status'
  | 'errors'
  | 'single'
  | 'forwarded'
  | 'host'
  | 'key'

/** An exchange whose cause needs the change, answered by software with these headers and this body. */
const needs: Readonly<Record<Change, (mark: AnsweredResponse) => Parts>> = {
  setup: mark => ({ response: mark }),
  'setup with credentials': mark => ({ request: COOKIES, response: mark }),
  list: mark => ({ response: { ...mark, headers: { ...mark.headers, [ORIGIN]: 'https://b.example' } } }),
  credentials: mark => ({
    request: COOKIES,
    response: { ...mark, headers: { ...mark.headers, [ORIGIN]: '*' } },
  }),
  'credentials alone': mark => ({
    request: COOKIES,
    response: { ...mark, headers: { ...mark.headers, ...ALLOWED } },
  }),
  method: mark => ({
    request: PUT_TOKEN,
    preflightResponse: { ...mark, headers: { ...mark.headers, ...ALLOWED, [HEADERS]: 'x-token' } },
  }),
  headers: mark => ({
    request: PUT_TOKEN,
    preflightResponse: { ...mark, headers: { ...mark.headers, ...ALLOWED, [METHODS]: 'PUT' } },
  }),
  order: mark => ({ request: PUT_TOKEN, preflightResponse: { ...mark, status: 401 } }),
  preflight: mark => ({ request: PUT_TOKEN, preflightResponse: { ...mark, status: 404 } }),
  status: mark => ({
    request: PUT_TOKEN,
    preflightResponse: {
      ...mark,
      status: 405,
      headers: { ...mark.headers, ...ALLOWED, [METHODS]: 'PUT', [HEADERS]: 'x-token' },
    },
  }),
  errors: mark => ({ response: { ...mark, status: 500 } }),
  single: mark => ({ response: { ...mark, headers: { ...mark.headers, [ORIGIN]: [PAGE, '*'] } } }),
  forwarded: mark => ({
    response: { ...mark, status: 302, headers: { ...mark.headers, Location: '/data' } },
  }),
  key: mark => ({
    response: {
      ...mark,
      headers: { ...mark.headers, [ORIGIN]: 'https://b.example', Vary: 'Origin', Age: '9' },
    },
  }),
  host: mark => ({
    response: { ...mark, status: 302, headers: { ...mark.headers, Location: 'https://app/data/' } },
  }),
}

/** The change whose words serve, in layers that have none for this one. */
const INSTEAD: Partial<Record<Change, Change>> = {
  status: 'preflight',
  'setup with credentials': 'credentials',
  'credentials alone': 'credentials',
}

interface Layer {
  readonly software: string
  readonly headers?: Record<string, string>
  readonly bodyStart?: string
  /** What its lines say for each change; without a change it has none. */
  readonly says: Partial<Record<Change, string | readonly string[]>>
}

const layers: readonly Layer[] = [
  {
    software: 'cors-policy',
    says: {
      setup: 'With cors-policy: add "https://app.example" to `origins`.',
      list: 'With cors-policy: add "https://app.example" to `origins`.',
      credentials: 'With cors-policy: set `credentials: true`, with "https://app.example" in `origins`.',
      method: 'With cors-policy: add "PUT" to `methods`.',
      headers: 'With cors-policy: add "x-token" to `allowHeaders`.',
      order: 'With cors-policy: put `app.use(cors(options))` before authentication, limits and routes.',
      preflight:
        'With cors-policy: put `app.use(cors(options))` before all routes, so that it answers OPTIONS itself.',
      status: 'With cors-policy: leave `automaticOptions` on, so that it answers OPTIONS itself.',
      errors:
        'With cors-policy: put `app.use(cors(options))` before all routes, and leave `interceptExceptions` on.',
    },
  },
  {
    software: 'Express',
    headers: { 'X-Powered-By': 'Express' },
    says: {
      setup: 'With expressjs/cors: `app.use(cors({ origin: ["https://app.example"] }))`.',
      list: 'With expressjs/cors: add "https://app.example" to the list in `origin` of `cors()`.',
      'setup with credentials':
        'With expressjs/cors: `app.use(cors({ origin: ["https://app.example"], credentials: true }))`.',
      credentials:
        'With expressjs/cors: `origin: ["https://app.example"], credentials: true` among the options of `cors()`.',
      'credentials alone':
        'With expressjs/cors: add `credentials: true` to the options of `cors()`, with "https://app.example" in `origin`.',
      method: 'With expressjs/cors: add "PUT" to the option `methods` of `cors()`.',
      headers: 'With expressjs/cors: add "x-token" to the option `allowedHeaders` of `cors()`.',
      order: 'With expressjs/cors: put `app.use(cors(…))` before authentication, limits and routes.',
      preflight:
        'With expressjs/cors: put `app.use(cors(…))` before all routes; for one route alone, `app.options(path, cors(…))`.',
      status: 'With expressjs/cors: leave `preflightContinue` off.',
      errors: 'With expressjs/cors: put `app.use(cors(…))` before all routes and body parsers.',
      forwarded: "With Express: `app.set('trust proxy', 1)`.",
    },
  },
  {
    software: 'Flask',
    headers: { Server: 'Werkzeug/3.0.1' },
    says: {
      setup: 'With Flask-CORS: `CORS(app, origins=["https://app.example"])`.',
      list: 'With Flask-CORS: add "https://app.example" to `origins` of `CORS()`.',
      'setup with credentials':
        'With Flask-CORS: `CORS(app, origins=["https://app.example"], supports_credentials=True)`.',
      credentials:
        'With Flask-CORS: `origins=["https://app.example"], supports_credentials=True` among the arguments of `CORS()`.',
      'credentials alone':
        'With Flask-CORS: add `supports_credentials=True` to the arguments of `CORS()`, with "https://app.example" in `origins`.',
      method: 'With Flask-CORS: add "PUT" to `methods` of `CORS()`.',
      headers: 'With Flask-CORS: add "x-token" to `allow_headers` of `CORS()`.',
      order:
        'With Flask-CORS: let `before_request` functions pass the preflight: `if request.method == "OPTIONS": return None`.',
      preflight:
        'With Flask-CORS: `CORS(app)` for the whole application, with no route of your own for OPTIONS and no `provide_automatic_options=False`.',
      errors: 'With Flask-CORS: `CORS(app)` for the whole application, so that errors pass it too.',
      forwarded:
        'With Flask: `app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)`, from `werkzeug.middleware.proxy_fix`.',
    },
  },
  {
    software: 'Django',
    headers: { Server: 'WSGIServer/0.2' },
    says: {
      setup: 'With django-cors-headers: `CORS_ALLOWED_ORIGINS = ["https://app.example"]`.',
      list: 'With django-cors-headers: add "https://app.example" to `CORS_ALLOWED_ORIGINS`.',
      'setup with credentials':
        'With django-cors-headers: `CORS_ALLOWED_ORIGINS = ["https://app.example"]` and `CORS_ALLOW_CREDENTIALS = True`.',
      credentials:
        'With django-cors-headers: `CORS_ALLOWED_ORIGINS = ["https://app.example"]` in place of `CORS_ALLOW_ALL_ORIGINS`, and `CORS_ALLOW_CREDENTIALS = True`.',
      'credentials alone':
        'With django-cors-headers: `CORS_ALLOW_CREDENTIALS = True`, with "https://app.example" in `CORS_ALLOWED_ORIGINS`.',
      method:
        'With django-cors-headers: add "PUT" to `CORS_ALLOW_METHODS`; if there is none yet, `from corsheaders.defaults import default_methods` and `CORS_ALLOW_METHODS = (*default_methods, "PUT")`.',
      headers:
        'With django-cors-headers: add "x-token" to `CORS_ALLOW_HEADERS`; if there is none yet, `from corsheaders.defaults import default_headers` and `CORS_ALLOW_HEADERS = (*default_headers, "x-token")`.',
      order: 'With django-cors-headers: put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`.',
      preflight:
        'With django-cors-headers: put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`.',
      errors: 'With django-cors-headers: put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`.',
      forwarded: 'With Django: `SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")`.',
      host: 'With Django: list that name in `ALLOWED_HOSTS`.',
    },
  },
  {
    software: 'Starlette',
    headers: { Server: 'uvicorn' },
    says: {
      setup:
        'With Starlette\'s CORSMiddleware: `app.add_middleware(CORSMiddleware, allow_origins=["https://app.example"])`.',
      list: `With Starlette's CORSMiddleware: add "https://app.example" to \`allow_origins\` of \`CORSMiddleware\`.`,
      'setup with credentials':
        'With Starlette\'s CORSMiddleware: `app.add_middleware(CORSMiddleware, allow_origins=["https://app.example"], allow_credentials=True)`.',
      credentials:
        'With Starlette\'s CORSMiddleware: in `CORSMiddleware`: `allow_origins=["https://app.example"]` in place of `["*"]`, and `allow_credentials=True`.',
      'credentials alone':
        'With Starlette\'s CORSMiddleware: add `allow_credentials=True` to `CORSMiddleware`, with "https://app.example" in `allow_origins`.',
      method: 'With Starlette\'s CORSMiddleware: add "PUT" to `allow_methods` of `CORSMiddleware`.',
      headers: 'With Starlette\'s CORSMiddleware: add "x-token" to `allow_headers` of `CORSMiddleware`.',
      order: "With Starlette's CORSMiddleware: add `CORSMiddleware` last: what is added last runs first.",
      preflight: "With Starlette's CORSMiddleware: add `CORSMiddleware` last: what is added last runs first.",
      errors:
        "With Starlette's CORSMiddleware: wrap the whole application: `app = CORSMiddleware(app, …)`, so that errors pass it too.",
      forwarded:
        'With Starlette: `uvicorn --proxy-headers --forwarded-allow-ips`, with the address of the proxy.',
    },
  },
  {
    software: 'Rails',
    headers: { 'X-Runtime': '0.01' },
    says: {
      setup:
        'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors do allow do origins "https://app.example"; resource "*", headers: :any, methods: [:get, :post] end end` in `config/initializers/cors.rb`.',
      list: 'With rack-cors: add "https://app.example" to `origins`.',
      'setup with credentials':
        'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors do allow do origins "https://app.example"; resource "*", headers: :any, methods: [:get, :post], credentials: true end end` in `config/initializers/cors.rb`.',
      credentials:
        'With rack-cors: `origins "https://app.example"` in place of `"*"`, and `credentials: true` at the `resource`.',
      'credentials alone':
        'With rack-cors: `credentials: true` at the `resource`, with "https://app.example" in `origins`.',
      method:
        'With rack-cors: add `:put` to `methods:` at the `resource`, which has `[:get]` alone if nothing is written.',
      headers: 'With rack-cors: add "x-token" to `headers:` at the `resource`, or let it be `:any`.',
      order:
        'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors`, in place of `use`.',
      preflight:
        'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors`, in place of `use` or of headers that a controller sets.',
      errors:
        'With rack-cors: `Rails.application.config.middleware.insert_before 0, Rack::Cors`, in place of `use`.',
      forwarded: 'With Rails: `config.assume_ssl = true`, if no proxy can send the header.',
      host: 'With Rails: list that name in `config.hosts`.',
    },
  },
  {
    software: 'Spring',
    headers: { Allow: 'GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH' },
    says: {
      setup:
        'With Spring: `registry.addMapping("/**").allowedOrigins("https://app.example")` in `addCorsMappings` of a `WebMvcConfigurer`, or let the mapping that is there cover this path.',
      list: 'With Spring: add "https://app.example" to `allowedOrigins` at the mapping, or to `origins` of `@CrossOrigin`.',
      'setup with credentials':
        'With Spring: `registry.addMapping("/**").allowedOrigins("https://app.example").allowCredentials(true)` in `addCorsMappings` of a `WebMvcConfigurer`, or let the mapping that is there cover this path.',
      credentials:
        'With Spring: at the mapping, `allowedOrigins("https://app.example")` in place of `"*"`, and `allowCredentials(true)`.',
      'credentials alone':
        'With Spring: `allowCredentials(true)` at the mapping, or `allowCredentials = "true"` at `@CrossOrigin`.',
      method:
        'With Spring: `.allowedMethods("GET", "HEAD", "POST", "PUT")` at the mapping, with what it lists already, or `@CrossOrigin` at the handler of PUT too.',
      headers: 'With Spring: add "x-token" to `allowedHeaders` at the mapping, or of `@CrossOrigin`.',
      order:
        'With Spring: `http.cors(Customizer.withDefaults())` in the `SecurityFilterChain` for what Spring Security answers; for other filters, a `CorsFilter` before them, by a `FilterRegistrationBean` with `setOrder(Ordered.HIGHEST_PRECEDENCE)`.',
      preflight:
        'With Spring: `http.cors(Customizer.withDefaults())` in the `SecurityFilterChain` for what Spring Security answers; for other filters, a `CorsFilter` before them, by a `FilterRegistrationBean` with `setOrder(Ordered.HIGHEST_PRECEDENCE)`.',
      errors:
        'With Spring: `http.cors(Customizer.withDefaults())` in the `SecurityFilterChain` for what Spring Security answers; for other filters, a `CorsFilter` before them, by a `FilterRegistrationBean` with `setOrder(Ordered.HIGHEST_PRECEDENCE)`.',
      forwarded: 'With Spring: `server.forward-headers-strategy=framework`.',
    },
  },
  {
    software: 'Tomcat',
    bodyStart: '<h3>Apache Tomcat/10.1.1</h3>',
    says: {
      setup:
        'With Tomcat: `org.apache.catalina.filters.CorsFilter` with "https://app.example" in `cors.allowed.origins`.',
      list: 'With Tomcat: `org.apache.catalina.filters.CorsFilter` with "https://app.example" in `cors.allowed.origins`.',
      credentials:
        'With Tomcat: `org.apache.catalina.filters.CorsFilter` with "https://app.example" in `cors.allowed.origins` and "true" in `cors.support.credentials`.',
      order:
        "With Tomcat: a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`, or Spring's.",
      preflight:
        "With Tomcat: a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`, or Spring's.",
      errors:
        "With Tomcat: a `CorsFilter` mapped before every other filter: Tomcat's own, `org.apache.catalina.filters.CorsFilter`, or Spring's.",
      forwarded:
        'With Tomcat: `<Valve className="org.apache.catalina.valves.RemoteIpValve" />` in `server.xml`.',
    },
  },
  {
    software: 'ASP.NET Core',
    headers: { Server: 'Kestrel' },
    says: {
      setup:
        'With ASP.NET Core: `builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example")))` and `app.UseCors()`.',
      list: 'With ASP.NET Core: `policy.WithOrigins(…, "https://app.example")`.',
      'setup with credentials':
        'With ASP.NET Core: `builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example").AllowCredentials()))` and `app.UseCors()`.',
      credentials:
        'With ASP.NET Core: `policy.WithOrigins("https://app.example").AllowCredentials()` in place of `AllowAnyOrigin()`.',
      'credentials alone': 'With ASP.NET Core: add `.AllowCredentials()` to the policy.',
      method: 'With ASP.NET Core: `policy.WithMethods(…, "PUT")`.',
      headers: 'With ASP.NET Core: `policy.WithHeaders(…, "x-token")`.',
      order:
        'With ASP.NET Core: `app.UseCors()` before `app.UseAuthentication()` and `app.UseAuthorization()`.',
      preflight: 'With ASP.NET Core: `app.UseCors()` after `app.UseRouting()` and before all else.',
      errors: 'With ASP.NET Core: `app.UseCors()` after `app.UseRouting()` and before all else.',
      forwarded:
        'With ASP.NET Core: `app.UseForwardedHeaders(…)` with `ForwardedHeaders.XForwardedProto`, before all else.',
    },
  },
  {
    software: 'nginx',
    headers: { Server: 'nginx' },
    says: {
      setup:
        'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Origin "https://app.example" always;` in the `location`: a block with an `add_header` of its own has none of the outer ones.',
      list: 'In nginx, if CORS is configured there: `map $http_origin $cors_origin { "https://b.example" $http_origin; "https://app.example" $http_origin; }` in `http`, and in the `location` `add_header Access-Control-Allow-Origin $cors_origin always;` and `add_header Vary Origin always;`, in place of the line for `Access-Control-Allow-Origin`.',
      'credentials alone':
        'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Credentials true always;`.',
      credentials:
        'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Origin "https://app.example" always;` and `add_header Access-Control-Allow-Credentials true always;`.',
      method:
        'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT" always;`.',
      headers:
        'In nginx, if CORS is configured there: `add_header Access-Control-Allow-Headers "x-token" always;`.',
      order: [
        'In nginx, if it sets the CORS headers: `if ($request_method = OPTIONS) { return 204; }` in the location, with every `add_header … always` line of the location repeated inside it: it runs before `auth_request`.',
        'In nginx, if the application behind it does: `if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names.',
      ],
      preflight:
        'In nginx, if CORS is configured there: `if ($request_method = OPTIONS) { return 204; }` in the location, with every `add_header … always` line of the location repeated inside it: a block with an `add_header` of its own has none of the outer ones.',
      errors: [
        'In nginx, if it sets the CORS headers: `always` at the end of each `add_header Access-Control-…` and of `add_header Vary`, without which errors lack them.',
        'In nginx, if the application behind it does: `map $upstream_http_access_control_allow_origin $missing_origin { "" "https://app.example"; default ""; }` in `http`, and `add_header Access-Control-Allow-Origin $missing_origin always;` in the `location`.',
      ],
      single:
        "In nginx: take the `add_header Access-Control-…` lines out, or keep them and hide the upstream's: `proxy_hide_header Access-Control-Allow-Origin;` and `proxy_hide_header Access-Control-Allow-Credentials;`.",
      forwarded:
        'In nginx: `proxy_set_header X-Forwarded-Proto $scheme;` where TLS ends, and `$http_x_forwarded_proto` in place of `$scheme` behind that.',
      host: 'In nginx: `proxy_set_header Host $http_host;`; for redirects of nginx itself, `absolute_redirect off;`.',
      key: 'In nginx: `proxy_cache_key "$scheme$proxy_host$request_uri$http_origin";`, or take `Vary` out of `proxy_ignore_headers`.',
    },
  },
  {
    software: 'Apache',
    headers: { Server: 'Apache/2.4.58' },
    says: {
      setup:
        'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Origin "https://app.example"`.',
      list: 'In Apache, if CORS is configured there: `SetEnvIf Origin "^(https://b\\.example|https://app\\.example)$" CORS_ORIGIN=$0`, `Header always set Access-Control-Allow-Origin "%{CORS_ORIGIN}e" env=CORS_ORIGIN` and `Header always merge Vary Origin`, in place of the line for `Access-Control-Allow-Origin`.',
      'credentials alone':
        'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Credentials "true"`.',
      credentials:
        'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Origin "https://app.example"` and `Header always set Access-Control-Allow-Credentials "true"`.',
      method:
        'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Methods "GET, HEAD, POST, PUT"`.',
      headers:
        'In Apache, if CORS is configured there: `Header always set Access-Control-Allow-Headers "x-token"`.',
      order: [
        'In Apache, if it sets the CORS headers: OPTIONS among the methods of `<LimitExcept>`, or `<LimitExcept OPTIONS>` around `Require`; and `RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`.',
        'In Apache, if the application behind it does: OPTIONS among the methods of `<LimitExcept>`; if there is none, `<LimitExcept OPTIONS>` around `Require`.',
      ],
      preflight:
        'In Apache, if CORS is configured there: `RewriteCond %{REQUEST_METHOD} =OPTIONS` with `RewriteRule ^ - [R=204,L]`, and `Header always set`.',
      errors:
        'In Apache, if it sets the CORS headers: `Header always set` in place of `Header set`, which leaves errors out.',
      single:
        "In Apache: take the `Header` line out, or keep it and take the upstream's off: `Header onsuccess unset Access-Control-Allow-Origin`.",
      forwarded:
        'In Apache: `RequestHeader set X-Forwarded-Proto "https"` in the `<VirtualHost>` where TLS ends.',
      host: 'In Apache: `ProxyPreserveHost On`, or `ProxyPassReverse` with what `ProxyPass` has.',
    },
  },
  {
    software: 'HAProxy',
    bodyStart: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available',
    says: {
      setup:
        'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Origin "https://app.example"`.',
      list: 'In HAProxy, if CORS is configured there: `http-request set-var(txn.origin) req.hdr(Origin)`, `http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if { var(txn.origin) -m str https://b.example https://app.example }` and `http-after-response add-header Vary Origin`, in place of the line for `Access-Control-Allow-Origin`.',
      'credentials alone':
        'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Credentials true`.',
      credentials:
        'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Origin "https://app.example"` and `http-after-response set-header Access-Control-Allow-Credentials true`.',
      method:
        'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Methods "GET, HEAD, POST, PUT"`.',
      headers:
        'In HAProxy, if CORS is configured there: `http-after-response set-header Access-Control-Allow-Headers "x-token"`.',
      order: [
        'In HAProxy, if it sets the CORS headers: `http-request return status 204 if METH_OPTIONS` before `http-request auth` and `deny`, with the headers by `http-after-response`.',
        'In HAProxy, if the application behind it does: `!METH_OPTIONS` in the `if` of `http-request auth` and `deny`; in an `unless`, `or METH_OPTIONS`.',
      ],
      preflight:
        'In HAProxy, if CORS is configured there: `http-request return status 204 if METH_OPTIONS`, with the headers by `http-after-response`.',
      errors:
        'In HAProxy, if it sets the CORS headers: `http-after-response set-header` in place of `http-response`, which leaves its own errors out.',
      single: 'In HAProxy: `set-header` in place of `add-header`, or `del-header` before it.',
      forwarded: 'In HAProxy: `http-request set-header X-Forwarded-Proto https if { ssl_fc }`.',
    },
  },
  {
    software: 'Caddy',
    headers: { Server: 'Caddy' },
    says: {
      setup:
        'In Caddy, if CORS is configured there: `header Access-Control-Allow-Origin "https://app.example"`.',
      list: 'In Caddy, if CORS is configured there: `@listed header_regexp Origin "^(https://b\\.example|https://app\\.example)$"`, `header @listed Access-Control-Allow-Origin {header.Origin}` and `header +Vary Origin`, in place of the line for `Access-Control-Allow-Origin`.',
      'credentials alone':
        'In Caddy, if CORS is configured there: `header Access-Control-Allow-Credentials true`.',
      credentials:
        'In Caddy, if CORS is configured there: `header Access-Control-Allow-Origin "https://app.example"` and `header Access-Control-Allow-Credentials true`.',
      method:
        'In Caddy, if CORS is configured there: `header Access-Control-Allow-Methods "GET, HEAD, POST, PUT"`.',
      headers: 'In Caddy, if CORS is configured there: `header Access-Control-Allow-Headers "x-token"`.',
      order: [
        'In Caddy, if it sets the CORS headers: `@preflight method OPTIONS` with `respond @preflight 204`, after the `header` lines and before what refuses it, in a `route` block.',
        'In Caddy, if the application behind it does: `not method OPTIONS` in the matcher of what refuses it; if it has none, `@secured not method OPTIONS` and `basicauth @secured`.',
      ],
      preflight:
        'In Caddy, if CORS is configured there: `@preflight method OPTIONS` with `respond @preflight 204`, and the `header` lines outside.',
      errors: 'In Caddy, if it sets the CORS headers: the `header` lines in `handle_errors` too.',
      single:
        "In Caddy: take the `header` line out, or keep it and take the upstream's off: `header_down -Access-Control-Allow-Origin` in `reverse_proxy`.",
      forwarded:
        'In Caddy: it sends the header itself; behind another proxy, `servers { trusted_proxies static private_ranges }` lets it pass on what it gets.',
      host: 'In Caddy: take `header_up Host` out of `reverse_proxy`.',
    },
  },
  {
    software: 'Varnish',
    headers: { 'X-Varnish': '32770' },
    says: {
      setup:
        'In Varnish, if CORS is configured there: `set resp.http.Access-Control-Allow-Origin = "https://app.example";` in `vcl_deliver`.',
      list: 'In Varnish, if CORS is configured there: `import std;` at the top, and in `vcl_deliver` `if (req.http.Origin == "https://b.example" || req.http.Origin == "https://app.example") { set resp.http.Access-Control-Allow-Origin = req.http.Origin; }` and `std.collect(resp.http.Vary); set resp.http.Vary = regsub(resp.http.Vary + ", Origin", "^, ", "");`, in place of the line for `Access-Control-Allow-Origin`.',
      'credentials alone':
        'In Varnish, if CORS is configured there: `set resp.http.Access-Control-Allow-Credentials = "true";` in `vcl_deliver`.',
      credentials:
        'In Varnish, if CORS is configured there: `set resp.http.Access-Control-Allow-Origin = "https://app.example";` and `set resp.http.Access-Control-Allow-Credentials = "true";` in `vcl_deliver`.',
      method:
        'In Varnish, if CORS is configured there: `set resp.http.Access-Control-Allow-Methods = "GET, HEAD, POST, PUT";` in `vcl_deliver`.',
      headers:
        'In Varnish, if CORS is configured there: `set resp.http.Access-Control-Allow-Headers = "x-token";` in `vcl_deliver`.',
      order: [
        'In Varnish, if it sets the CORS headers: `if (req.method == "OPTIONS") { return (synth(204)); }` first in `vcl_recv`, with the headers in `vcl_synth`.',
        'In Varnish, if the application behind it does: `if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`.',
      ],
      preflight:
        'In Varnish, if CORS is configured there: `if (req.method == "OPTIONS") { return (pass); }` in `vcl_recv`, so that the application answers it.',
      errors:
        'In Varnish, if it sets the CORS headers: set the headers in `vcl_synth` and `vcl_backend_error` too.',
      single: 'In Varnish: `unset resp.http.Access-Control-Allow-Origin;` before it is set.',
      forwarded:
        'In Varnish: it passes the header on; `hash_data(req.http.X-Forwarded-Proto);` in `vcl_hash` lets no copy of a redirect for http answer https.',
      host: 'In Varnish: take `set req.http.Host` and `set bereq.http.Host` out.',
      key: 'In Varnish: it heeds `Vary` unless VCL hides something from it: take `unset beresp.http.Vary` and `unset req.http.Origin` out.',
    },
  },
  {
    software: 'Cloudflare',
    headers: { 'CF-Ray': '8f' },
    says: {
      order:
        "In Cloudflare, if the application behind it does: let OPTIONS pass: for Access, the application's CORS settings; for a firewall rule, except the method OPTIONS.",
      errors:
        'In Cloudflare, if it sets the CORS headers: a Transform Rule that sets the header on every response.',
      single: 'In Cloudflare: take the Transform Rule, or the Worker, that sets the header out.',
      forwarded:
        'In Cloudflare: set the encryption mode to Full (strict): with Flexible it requests the server over http.',
    },
  },
]

for (const { software, headers = {}, bodyStart = '', says } of layers) {
  for (const [change, parts] of Object.entries(needs) as [Change, (typeof needs)[Change]][]) {
    const line = says[change] ?? says[INSTEAD[change] ?? change]
    test(`${software} has ${line === undefined ? 'no' : 'its own'} words for ${change}`, () => {
      const lines = fixOf(parts({ status: 200, headers, bodyStart }))
      const isOwn = (text: string) => text.startsWith('With cors-policy: ')
      const found = lines.filter(
        text => /^(?:With|In) /.test(text) && isOwn(text) === (software === 'cors-policy'),
      )
      assert.deepEqual(found, [line ?? []].flat())
    })
  }
}

test('an http origin with credentials is told to move to https, since this library refuses it', () => {
  const lines = fixOf({
    pageOrigin: 'http://app.example',
    request: COOKIES,
    response: answer({ Vary: 'Origin' }),
  })
  assert.deepEqual(lines, [
    'The response must have `Access-Control-Allow-Origin: http://app.example` and `Access-Control-Allow-Credentials: true`.',
    'With cors-policy: serve the page over https, and add "https://app.example" to `origins`: with credentials an http origin is refused (`insecure-origin`).',
    'If it is listed already, look for a blank, a slash at the end, or another scheme, port or case.',
  ])
  const local = fixOf({
    pageOrigin: 'http://localhost:5173',
    request: COOKIES,
    response: answer({ Vary: 'Origin' }),
  })
  assert.equal(local[1], 'With cors-policy: add "http://localhost:5173" to `origins`.')
})

test('a value that lets others read is not replaced without a word about them', () => {
  const first = (value: string, request = {}) => fixOf({ request, response: answer({ [ORIGIN]: value }) })[0]
  const origin = '`Access-Control-Allow-Origin: https://app.example`'
  const others = 'List every other origin that may read, too.'
  assert.equal(
    first('*', COOKIES),
    `The response must have ${origin} and \`Access-Control-Allow-Credentials: true\`. ${others}`,
  )
  assert.equal(first('https://*.example'), `The response must have ${origin}. ${others}`)
  const one = 'That is one value: the origin that asks, if it is listed, with `Vary: Origin`.'
  for (const value of [`${PAGE},https://b.example`, `${PAGE} https://b.example`])
    assert.equal(first(value), `The response must have ${origin}. ${one}`)
  for (const value of [`${PAGE}/`, 'app.example', 'https://b.example'])
    assert.equal(first(value), `The response must have ${origin}.`)
})

test('a value that is misspelt is replaced in the call that has it', () => {
  const [, line] = fixOf({ response: answer({ [ORIGIN]: `${PAGE}/`, 'X-Powered-By': 'Express' }) })
  assert.equal(line, 'With expressjs/cors: `origin: ["https://app.example"]` among the options of `cors()`.')
})

test('a list of origins is kept, as software writes it', () => {
  const list = { [ORIGIN]: `${PAGE}, https://b.example` }
  const [, express] = fixOf({ response: answer({ ...list, 'X-Powered-By': 'Express' }) })
  assert.equal(
    express,
    'With expressjs/cors: `origin: ["https://b.example", "https://app.example"]` among the options of `cors()`.',
  )
  const [, nginx] = fixOf({ response: answer({ ...list, Server: 'nginx' }) })
  assert.equal(
    nginx,
    'In nginx, if CORS is configured there: `map $http_origin $cors_origin { "https://b.example" $http_origin; "https://app.example" $http_origin; }` in `http`, and in the `location` `add_header Access-Control-Allow-Origin $cors_origin always;` and `add_header Vary Origin always;`, in place of the line for `Access-Control-Allow-Origin`.',
  )
})

test('nobody is told to allow the origin null, least of all with credentials', () => {
  const pageOrigin = 'null'
  const rows: readonly Parts[] = [
    { response: answer({ [ORIGIN]: 'https://b.example' }) },
    { response: answer({ Vary: 'Origin' }) },
    { request: COOKIES, response: answer({ [ORIGIN]: '*' }) },
    { request: COOKIES, response: answer({ [ORIGIN]: 'null' }) },
    { response: answer({ [ORIGIN]: 'x' }) },
  ]
  for (const parts of rows) {
    const text = fixOf({ pageOrigin, ...parts }).join('\n')
    assert.doesNotMatch(text, /Allow-Origin: null|"null" (?:in|to) `origins`/)
    assert.match(text, /^The page itself has the origin "null"/)
  }
  const none = fixOf({ pageOrigin, response: answer({ 'X-Powered-By': 'Express' }) })
  assert.deepEqual(none.slice(0, 2), [
    'If the server is yours, let it do CORS: `Access-Control-Allow-Origin: *`.',
    "With cors-policy: set `origins: '*'`.",
  ])
})
