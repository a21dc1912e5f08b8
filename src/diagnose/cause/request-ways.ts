import { given } from '../../own.js'
import type { Answer } from '../read.js'
import { answerers, type Software } from './answered-by.js'

/**
 * What the layers on the way have to do besides CORS: tell the application which scheme (`forwarded`) and which name (`host`) the
 * page uses, and heed `Vary` in a cache (`key`).
 */
export type RequestChange = 'forwarded' | 'host' | 'key'

/** Only spellings that the layer's own documentation has. */
export const REQUEST_WAYS: Readonly<Record<Software, Partial<Readonly<Record<RequestChange, string>>>>> = {
  Express: {
    forwarded: "`app.set('trust proxy', 1)`",
  },
  Flask: {
    forwarded:
      '`app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)`, from `werkzeug.middleware.proxy_fix`',
  },
  Django: {
    forwarded: '`SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")`',
    host: 'list that name in `ALLOWED_HOSTS`',
  },
  Starlette: {
    forwarded: '`uvicorn --proxy-headers --forwarded-allow-ips`, with the address of the proxy',
  },
  Rails: {
    forwarded: '`config.assume_ssl = true`, if no proxy can send the header',
    host: 'list that name in `config.hosts`',
  },
  Spring: {
    forwarded: '`server.forward-headers-strategy=framework`',
  },
  Tomcat: {
    forwarded: '`<Valve className="org.apache.catalina.valves.RemoteIpValve" />` in `server.xml`',
  },
  'ASP.NET Core': {
    forwarded: '`app.UseForwardedHeaders(…)` with `ForwardedHeaders.XForwardedProto`, before all else',
  },
  nginx: {
    forwarded:
      '`proxy_set_header X-Forwarded-Proto $scheme;` where TLS ends, and `$http_x_forwarded_proto` in place of `$scheme` behind that',
    host: '`proxy_set_header Host $http_host;`; for redirects of nginx itself, `absolute_redirect off;`',
    key: '`proxy_cache_key "$scheme$proxy_host$request_uri$http_origin";`, or take `Vary` out of `proxy_ignore_headers`',
  },
  Apache: {
    forwarded: '`RequestHeader set X-Forwarded-Proto "https"` in the `<VirtualHost>` where TLS ends',
    host: '`ProxyPreserveHost On`, or `ProxyPassReverse` with what `ProxyPass` has',
  },
  HAProxy: {
    forwarded: '`http-request set-header X-Forwarded-Proto https if { ssl_fc }`',
  },
  Caddy: {
    forwarded:
      'it sends the header itself; behind another proxy, `servers { trusted_proxies static private_ranges }` lets it pass on what it gets',
    host: 'take `header_up Host` out of `reverse_proxy`',
  },
  Varnish: {
    forwarded:
      'it passes the header on; `hash_data(req.http.X-Forwarded-Proto);` in `vcl_hash` lets no copy of a redirect for http answer https',
    host: 'take `set req.http.Host` and `set bereq.http.Host` out',
    key: 'it heeds `Vary` unless VCL hides something from it: take `unset beresp.http.Vary` and `unset req.http.Origin` out',
  },
  Cloudflare: {
    forwarded: 'set the encryption mode to Full (strict): with Flexible it requests the server over http',
  },
}

/** How everything that shows in an answer writes the change: a line each. */
export function requestLines(answer: Answer | null, change: RequestChange): readonly string[] {
  return (answer ? answerers(answer) : []).flatMap(({ software, isProxy }) => {
    const way = given(REQUEST_WAYS[software], change)
    return way === undefined ? [] : [`${isProxy ? 'In' : 'With'} ${software}: ${way}.`]
  })
}
