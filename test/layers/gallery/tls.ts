import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { APACHE_MODULES, program, type Servers } from './servers.js'

// Proxies that end TLS in front of a server that speaks http.

const certificate = { 'localhost.pem': readFileSync('test/data/localhost.pem', 'utf8') }

/** nginx, with these directives in its server. */
export function secureNginx(directives: string, upstream: Servers): Servers {
  return program(
    directives,
    upstream,
    (text, { port, directory }) => ({
      command: 'nginx',
      args: ['-c', join(directory, 'nginx.conf'), '-p', directory, '-g', 'daemon off;'],
      files: {
        ...certificate,
        'nginx.conf': `pid ${directory}/pid; error_log stderr; events {}
http {
  access_log off;
  client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy;
  ssl_certificate ${directory}/localhost.pem; ssl_certificate_key ${directory}/localhost.pem;
  server { listen 127.0.0.1:${port} ssl; ${text} }
}`,
      },
    }),
    'https',
  )
}

/** Apache, with these directives in its server. */
export function secureApache(directives: string, upstream: Servers): Servers {
  return program(
    directives,
    upstream,
    (text, { port, directory }) => ({
      command: 'apache2',
      args: ['-f', join(directory, 'apache.conf'), '-D', 'FOREGROUND'],
      files: {
        ...certificate,
        'apache.conf': `ServerName 127.0.0.1
ServerRoot ${directory}
PidFile ${directory}/pid
DefaultRuntimeDir ${directory}
Listen 127.0.0.1:${port}
${[...APACHE_MODULES, 'ssl'].map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
User nobody
Group nogroup
ErrorLog /dev/null
DocumentRoot ${directory}
SSLEngine on
SSLCertificateFile ${directory}/localhost.pem
${text}
`,
      },
    }),
    'https',
  )
}

/** HAProxy, with these directives in its one proxy. */
export function secureHaproxy(directives: string, upstream: Servers): Servers {
  return program(
    directives,
    upstream,
    (text, { port, directory }) => ({
      command: 'haproxy',
      args: ['-db', '-f', join(directory, 'haproxy.cfg')],
      files: {
        ...certificate,
        'haproxy.cfg': `defaults
  mode http
  timeout connect 5s
  timeout client 20s
  timeout server 20s
listen api
  bind 127.0.0.1:${port} ssl crt ${directory}/localhost.pem
${text}
`,
      },
    }),
    'https',
  )
}
