import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The headers of the server behind the layer, which allows everyone everything. */
export const UPSTREAM_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'BREW',
  'Access-Control-Allow-Headers': 'X-Upstream',
  'Access-Control-Expose-Headers': 'X-Upstream',
  'Access-Control-Max-Age': '77',
  'Timing-Allow-Origin': '*',
  Vary: 'Accept-Encoding',
}

/** Answers with the status that the query names: `?404`. */
export async function startUpstream(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    response.writeHead(Number(/\?(\d{3})$/.exec(request.url ?? '')?.[1] ?? 200), UPSTREAM_HEADERS)
    response.end('upstream')
  })
  // A layer may keep connections for as long as it runs.
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
