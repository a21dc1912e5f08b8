import http from 'node:http'
import expressCors from 'cors'
import expressModule from 'express'
import { withCors } from '../apps.js'
import { type Fault, PAGE } from '../fault.js'
import { listen, type Servers } from '../servers.js'

/** Browsers send nothing to these. */
const PORTS = [6697, 6679, 6669, 6668, 6667, 6666, 6665, 6566, 10080, 4190]

const servers: Servers = async t => {
  const app = expressModule().use(expressCors({ origin: [PAGE] }))
  for (const port of PORTS) {
    try {
      return `http://127.0.0.1:${await listen(t, http.createServer(app), port)}`
    } catch {
      // Something else listens there.
    }
  }
  throw new Error('every port that browsers refuse is taken')
}

export default {
  what: 'the server listens at a port to which browsers send nothing',
  servers,
  cause: 'bad-port',
  fix: ['port'],
  fixed: { servers: withCors },
  next: 'readable',
} satisfies Fault
