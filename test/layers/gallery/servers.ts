import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import expressModule, { type Express, type RequestHandler } from 'express'
import { startFlask } from '../servers/flask.js'
import { type Place, type Start, startProgram } from '../servers/program.js'
import { startSpring } from '../servers/spring.js'

/** Collects what ends the servers after a test. */
export type Context = Parameters<typeof startProgram>[0]

/** Starts servers, and returns the URL of the outermost. */
export type Servers = (t: Context) => Promise<string>

/** The URLs of the servers that were started for a test, in their order: the innermost first. */
const started = new WeakMap<Context, string[]>()

export function startedFor(t: Context): readonly string[] {
  return started.get(t) ?? []
}

function note(t: Context, url: string): string {
  started.set(t, [...startedFor(t), url])
  return url
}

/** `user` with the password `secret`, as nginx and Apache read it. */
const PASSWORDS = { passwords: 'user:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n' }

/** Starts a program in front of other servers, whose host and port stand for `UPSTREAM` in its configuration. */
export function program(
  text: string,
  upstream: Servers | undefined,
  describe: (text: string, place: Place) => Start,
  scheme: 'http' | 'https' = 'http',
): Servers {
  return async t => {
    const behind = upstream === undefined ? undefined : new URL(await upstream(t))
    const whole = text
      .replaceAll('UPSTREAM_PORT', behind?.port ?? '')
      .replaceAll('UPSTREAM', behind?.host ?? '')
    const { port } = await startProgram(t, place =>
      describe(whole.replaceAll('DIRECTORY', place.directory), place),
    )
    return note(t, `${scheme}://127.0.0.1:${port}`)
  }
}

/** nginx, with these directives in its server, and others around it. */
export function nginx(directives: string, upstream?: Servers, around = ''): Servers {
  return program(directives, upstream, (text, { port, directory }) => ({
    command: 'nginx',
    args: ['-c', join(directory, 'nginx.conf'), '-p', directory, '-g', 'daemon off;'],
    files: {
      ...PASSWORDS,
      'nginx.conf': `pid ${directory}/pid; error_log stderr; events {}
http {
  access_log off;
  client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy;
  proxy_cache_path ${directory}/cache keys_zone=kept:1m;
  limit_req_zone $server_addr zone=few:1m rate=1r/m;
  ${around}
  server { listen 127.0.0.1:${port}; ${text} }
}`,
    },
  }))
}

export const APACHE_MODULES = [
  'mpm_event',
  'alias',
  'auth_basic',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_user',
  'dir',
  'headers',
  'proxy',
  'proxy_http',
  'rewrite',
  'setenvif',
]

/** Apache, with these directives in its server. */
export function apache(directives: string, upstream?: Servers): Servers {
  return program(directives, upstream, (text, { port, directory }) => ({
    command: 'apache2',
    args: ['-f', join(directory, 'apache.conf'), '-D', 'FOREGROUND'],
    files: {
      ...PASSWORDS,
      'users.json': '[]',
      'apache.conf': `ServerName 127.0.0.1
ServerRoot ${directory}
PidFile ${directory}/pid
DefaultRuntimeDir ${directory}
Listen 127.0.0.1:${port}
${APACHE_MODULES.map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
User nobody
Group nogroup
ErrorLog /dev/null
DocumentRoot ${directory}
${text}
`,
    },
  }))
}

/** HAProxy, with these directives in its one proxy. */
export function haproxy(directives: string, upstream?: Servers): Servers {
  return program(directives, upstream, (text, { port, directory }) => ({
    command: 'haproxy',
    args: ['-db', '-f', join(directory, 'haproxy.cfg')],
    files: {
      'haproxy.cfg': `defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client 20s
  timeout server 20s
userlist people
  user user insecure-password secret
listen api
  bind 127.0.0.1:${port}
${text}
`,
    },
  }))
}

/** Varnish in front of a server, with these subroutines. */
export function varnish(subroutines: string, upstream: Servers): Servers {
  return program(
    `vcl 4.1;\nbackend app { .host = "127.0.0.1"; .port = "UPSTREAM_PORT"; }\n${subroutines}`,
    upstream,
    (text, { port, directory }) => ({
      command: 'varnishd',
      args: [
        ...['-F', '-f', join(directory, 'default.vcl'), '-a', `127.0.0.1:${port}`],
        ...['-n', join(directory, 'varnish'), '-s', 'default,10m'],
      ],
      files: { 'default.vcl': text },
    }),
  )
}

/** Caddy, with these directives in its site. */
export function caddy(directives: string, upstream?: Servers): Servers {
  return program(directives, upstream, (text, { port, directory }) => ({
    command: 'caddy',
    args: ['run', '--adapter', 'caddyfile', '--config', join(directory, 'Caddyfile')],
    files: {
      'users.json': '[]',
      Caddyfile: `{
  admin off
  auto_https off
  storage file_system ${directory}/caddy
}
http://127.0.0.1:${port} {
${text}
}
`,
    },
  }))
}

/** A Flask app, whose text may use `Flask`, `CORS`, `request` and all else of Flask and Flask-CORS. */
export function flask(text: string): Servers {
  return async t => {
    const start = `import flask\nfrom flask import *\nfrom flask_cors import *\napp = Flask('app')\n`
    return note(t, `http://127.0.0.1:${(await startFlask(t, start + text)).port}`)
  }
}

/** A Python program that serves at `PORT`. */
function python(text: string): Servers {
  return program(text, undefined, (whole, { port }) => ({
    command: '/usr/bin/python3',
    args: ['app.py'],
    files: { 'app.py': whole.replaceAll('PORT', `${port}`) },
  }))
}

/** A Django project with these settings, which answers `[]` at `/` and `/users/`. */
export function django(settings: string, before = ''): Servers {
  return python(`import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from wsgiref.simple_server import make_server
${before}
settings.configure(ALLOWED_HOSTS=['*'], SECRET_KEY='secret', ROOT_URLCONF=__name__, INSTALLED_APPS=['corsheaders'],
${settings})
django.setup()
from corsheaders.defaults import default_headers, default_methods
urlpatterns = [path(url, lambda request: JsonResponse([], safe=False)) for url in ('', 'users/')]
make_server('127.0.0.1', PORT, get_wsgi_application()).serve_forever()
`)
}

/** A Starlette app under uvicorn, which answers `[]` at `/`, and fails at `/broken`. */
export function starlette(text: string): Servers {
  return python(`import uvicorn
from starlette.applications import Starlette
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, PlainTextResponse
app = Starlette()
methods = ['GET', 'POST', 'PUT', 'DELETE']
app.add_route('/', lambda request: JSONResponse([]), methods=methods)
app.add_route('/broken', lambda request: 1 / 0)
${text}
uvicorn.run(app, host='127.0.0.1', port=PORT, log_level='critical')
`)
}

/** A Spring application with these CORS mappings, behind these filters. Its paths are in `Spring.java`. */
export function spring(
  mappings: string,
  ...filters: readonly ('cors' | 'failure' | 'token' | `tomcat?${string}`)[]
): Servers {
  return async t => `http://127.0.0.1:${(await startSpring(t, mappings, ...filters)).port}`
}

const pem = readFileSync('test/data/localhost.pem')

type Use = (app: Express) => unknown

/** An Express app with what `before` and `after` install around its routes, which answer `[]`. */
export function express(before: Use, after: Use = () => {}): Servers {
  return served(() => expressApp(before, after))
}

/** A server of Node, made anew for each start. */
export function served(make: () => http.RequestListener): Servers {
  return async t => note(t, `http://127.0.0.1:${await listen(t, http.createServer(make()))}`)
}

/** The same over TLS, with a certificate that no system trusts. */
export function secureExpress(before: Use, after: Use = () => {}): Servers {
  return async t =>
    `https://127.0.0.1:${await listen(t, https.createServer({ key: pem, cert: pem }, expressApp(before, after)))}`
}

function expressApp(before: Use, after: Use): Express {
  const app = expressModule().set('env', 'test')
  before(app)
  app.route(['/', '/users']).get(list).post(list).put(list).patch(list)
  after(app)
  return app
}

const list: RequestHandler = (_request, response) => void response.json([])

/** Listens on a port until the test ends: on a free one by default. */
export async function listen(t: Context, server: http.Server | https.Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  t.after(async () => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}
