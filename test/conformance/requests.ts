import { A } from './policies.js'

/** A request, and what the handlers of every server say to it once it is passed on. */
export interface Exchange {
  readonly title: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly handled: {
    readonly status: number
    /** `undefined` if the server writes the body itself. */
    readonly body: string | undefined
    /** The handler sends CORS headers and `Vary: Accept` itself. */
    readonly sends: boolean
  }
}

const evil = 'https://evil.invalid'

function exchange(
  title: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  status = 200,
): Exchange {
  const body = status !== 200 ? undefined : method === 'HEAD' ? '' : 'handled'
  return { title, method, path, headers, handled: { status, body, sends: path === '/sends' } }
}

function preflight(title: string, path: string, origin: string, method: string, names?: string): Exchange {
  const headers = {
    origin,
    'access-control-request-method': method,
    ...(names !== undefined && { 'access-control-request-headers': names }),
  }
  return exchange(title, 'OPTIONS', path, headers, path === '/none' ? 404 : 200)
}

export const exchanges: readonly Exchange[] = [
  exchange('a listed origin', 'GET', '/x', { origin: A }),
  exchange('a listed origin, with a query', 'POST', '/x?a=b', { origin: A }),
  exchange('another origin', 'GET', '/x', { origin: evil }),
  exchange('a malformed origin', 'GET', '/x', { origin: `${A}/` }),
  exchange('the origin null', 'GET', '/x', { origin: 'null' }),
  exchange('no origin', 'GET', '/x', {}),
  exchange('HEAD', 'HEAD', '/x', { origin: A }),
  exchange('HEAD of another origin', 'HEAD', '/x', { origin: evil }),
  exchange('OPTIONS that is no preflight', 'OPTIONS', '/x', { origin: A }),
  exchange('a route that does not exist', 'GET', '/none', { origin: A }, 404),
  exchange('a route that does not exist, for another origin', 'GET', '/none', { origin: evil }, 404),
  exchange('an error', 'GET', '/broken', { origin: A }, 500),
  exchange('an error for another origin', 'GET', '/broken', { origin: evil }, 500),
  exchange('a handler that sends CORS headers', 'GET', '/sends', { origin: A }),
  exchange('a handler that sends CORS headers to another origin', 'GET', '/sends', { origin: evil }),
  exchange('a handler that sends CORS headers without an origin', 'GET', '/sends', {}),
  preflight('a preflight', '/x', A, 'PUT', 'x-a'),
  preflight('a preflight of another origin', '/x', evil, 'PUT', 'x-a'),
  preflight('a preflight for a method that is not listed', '/x', A, 'PURGE'),
  preflight('a preflight for a header that is not listed', '/x', A, 'PUT', 'x-a,x-b'),
  preflight('a preflight for a route that does not exist', '/none', A, 'DELETE'),
  preflight('a preflight of another origin for a route that does not exist', '/none', evil, 'DELETE'),
]
