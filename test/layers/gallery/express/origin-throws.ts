import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (origins: readonly string[]) =>
  express(app =>
    app.use(
      expressCors({
        origin: (origin, callback) =>
          origin === undefined || origins.includes(origin)
            ? callback(null, true)
            : callback(new Error('Not allowed by CORS')),
      }),
    ),
  )

export default {
  what: 'the origin function calls callback(new Error()), which answers 500 to the page',
  servers: server(['https://www.example.com']),
  cause: 'origin-not-listed',
  fix: [`Access-Control-Allow-Origin: ${PAGE}`, `With expressjs/cors: add "${PAGE}" to the list`],
  fixed: { servers: server(['https://www.example.com', PAGE]) },
  next: 'readable',
} satisfies Fault
