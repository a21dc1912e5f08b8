import { once } from 'node:events'
import { createServer } from 'node:http'
import { createApi } from './api.js'
import { createPage } from './page.js'

/** Starts the API and the page on ports of their own; port 0 is any free one. */
export async function startServers(apiPort, pagePort) {
  const servers = [createServer(), createServer()]
  const [apiServer, pageServer] = servers
  const stop = () => {
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  }
  try {
    const apiOrigin = await listen(apiServer, apiPort)
    const pageOrigin = await listen(pageServer, pagePort)
    const decisions = []
    // Each handler needs the origin of the other server, so both ports must be known first.
    apiServer.on('request', createApi(pageOrigin, keepLast(decisions)))
    pageServer.on('request', createPage(pageOrigin, apiOrigin, decisions))
    return { apiOrigin, pageOrigin, decisions, stop }
  } catch (error) {
    stop()
    throw error
  }
}

async function listen(server, port) {
  server.listen({ port, host: 'localhost' })
  await once(server, 'listening')
  // A browser leaves out port 80, and so does the URL parser.
  return new URL(`http://localhost:${server.address().port}`).origin
}

/** Keeps the last 100 decisions, as the page and the table show them; the demo may run for days. */
function keepLast(decisions) {
  return ({ kind, allowed, reason, headers, vary }, request) => {
    decisions.push({ url: request.originalUrl, kind, allowed, reason, headers, vary })
    if (decisions.length > 100) decisions.shift()
  }
}
