import { cors } from 'cors-policy'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const server = (automaticOptions: boolean) =>
  express(app => {
    app.use(cors({ origins: [PAGE], automaticOptions }))
    app.use((request, response, next) =>
      ['GET', 'PUT'].includes(request.method) ? next() : void response.sendStatus(405),
    )
  })

export default {
  what: 'nobody answers the preflights that `automaticOptions: false` passes on',
  servers: server(false),
  asked: { method: 'PUT' },
  cause: 'preflight-not-routed',
  fix: ['status 204', 'With cors-policy: leave `automaticOptions` on'],
  fixed: { servers: server(true) },
  next: 'readable',
} satisfies Fault
