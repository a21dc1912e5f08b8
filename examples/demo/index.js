import { checkOnce } from './once.js'
import { startServers } from './servers.js'

const [argument, ...others] = process.argv.slice(2)
if (others.length > 0 || (argument !== undefined && argument !== '--once')) {
  console.error('Usage: npm run demo [-- --once]')
  process.exit(2)
}

try {
  if (argument === '--once') process.exitCode = (await checkOnce()) ? 0 : 1
  else await serve()
} catch (error) {
  console.error(describe(error))
  process.exit(1)
}

async function serve() {
  const { API_PORT = 4000, PAGE_PORT = 4001 } = process.env
  const { apiOrigin, pageOrigin, stop } = await startServers(API_PORT, PAGE_PORT)
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  console.log(`
The API    ${apiOrigin}
The page   ${pageOrigin}   open it in a browser; Ctrl-C ends both

An origin that is allowed, one that is not, none, a preflight, and the public part:

  curl -i -H 'Origin: https://app.example.com' ${apiOrigin}/api/me
  curl -i -H 'Origin: https://evil.example' ${apiOrigin}/api/me
  curl -i ${apiOrigin}/api/me
  curl -i -X OPTIONS -H 'Origin: https://app.example.com' \\
    -H 'Access-Control-Request-Method: PUT' \\
    -H 'Access-Control-Request-Headers: content-type' ${apiOrigin}/api/notes/1
  curl -i -H 'Origin: https://anyone.example' ${apiOrigin}/public/news

The policy is in examples/demo/api.js; docs/resources.md says what it means.
`)
}

function describe(error) {
  if (error.code === 'EADDRINUSE') {
    return `Port ${error.port} is in use. Set API_PORT or PAGE_PORT to another one (4000 and 4001 if not set).`
  }
  if (error.code === 'ERR_SOCKET_BAD_PORT') return `API_PORT or PAGE_PORT is not a port: ${error.message}`
  return error.syscall === 'listen' ? error.message : error.stack
}
