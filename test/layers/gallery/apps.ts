import expressCors from 'cors'
import { PAGE } from './fault.js'
import { express, type Servers } from './servers.js'

/** An application that does no CORS. */
export const withoutCors = express(() => {})

/** An application whose CORS is right for the page, with credentials too. */
export const withCors = express(app => app.use(expressCors({ origin: [PAGE], credentials: true })))

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
