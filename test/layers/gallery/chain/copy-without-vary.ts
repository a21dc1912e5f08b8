import { type Fault, PAGE } from '../fault.js'
import { served, varnish } from '../servers.js'

const server = (vary: string) =>
  varnish(
    'sub vcl_recv { return (hash); } sub vcl_backend_response { set beresp.ttl = 60s; }',
    served(() => (request, response) => {
      response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? PAGE)
      if (vary !== '') response.setHeader('Vary', vary)
      response.end('[]')
    }),
  )

export default {
  what: 'the application sends no Vary, and Varnish keeps the copy of another origin',
  servers: server(''),
  askedBefore: ['https://www.example.com'],
  via: ['varnish', 'app'],
  cause: 'cached-copy',
  fix: [
    'Let app send `Vary: Origin` with every response, also to requests without Origin. Then clear the cache of varnish.',
  ],
  fixed: { servers: server('Origin') },
  next: 'readable',
} satisfies Fault
