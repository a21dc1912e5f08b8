import expressCors from 'cors'
import { PAGE } from './fault.js'
import { express, type Servers } from './servers.js'

/** An application that does no CORS. */
export const withoutCors = express(() => {})

/** An application whose CORS is right for the page, with credentials too. */
export const withCors = express(app => app.use(expressCors({ origin: [PAGE], credentials: true })))

/** The same, with an error of its own at `/broken`. */
export const withFailure = express(app => {
  app.use(expressCors({ origin: [PAGE], credentials: true }))
  app.use('/broken', (_, response) => void response.status(422).json({ error: 'broken' }))
})

/** An application that wants a token, and does no CORS. */
export const withToken = express(app => {
  app.use((request, response, next) =>
    request.headers.authorization === undefined ? void response.sendStatus(401) : next(),
  )
})

/** An application that redirects to https, and whose CORS is right for the page. */
export function onlyHttps(trustedProxies: number): Servers {
  return express(app => {
    app.set('trust proxy', trustedProxies)
    app.use((request, response, next) =>
      request.secure ? next() : response.redirect(`https://${request.headers.host}${request.url}`),
    )
    app.use(expressCors({ origin: [PAGE] }))
  })
}
