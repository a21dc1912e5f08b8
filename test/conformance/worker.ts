import { cors } from 'cors-policy/hono'
import { withCors } from 'cors-policy/web'
import { Hono } from 'hono'
import { policies } from './policies.js'

// Served by Bun, Deno and workerd, as well as by tests on Node.

/** What handlers at `/sends` send. */
export const sent: Record<string, string> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Expose-Headers': 'X-Own',
  Vary: 'Accept',
}

/** A handler of `Request` and `Response` without a framework. */
export function handle(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname === '/broken') return new Response('broken', { status: 500 })
  if (pathname === '/none') return new Response('none', { status: 404 })
  return new Response('handled', pathname === '/sends' ? { headers: sent } : {})
}

type Fetch = (request: Request) => Response | Promise<Response>

/** An application of Hono under a policy. */
export function honoApp(source: unknown): Fetch {
  const app = new Hono()
  app.use(cors(source as never))
  app.all('/x', context => context.text('handled'))
  app.get('/sends', context => context.text('handled', 200, sent))
  app.get('/broken', () => {
    throw new Error('broken')
  })
  return app.fetch
}

const adapters: Readonly<Record<string, readonly Fetch[]>> = {
  withCors: policies.map(({ source }) => withCors(handle, source as never)),
  Hono: policies.map(({ source }) => honoApp(source)),
}

/** Which of them answers is in the request, since a worker has one address. */
export default {
  fetch(request: Request): Response | Promise<Response> {
    const [adapter = '', index = ''] = (request.headers.get('x-conformance') ?? '').split(' ')
    return adapters[adapter]?.[Number(index)]?.(request) ?? new Response('no such adapter', { status: 400 })
  },
}
