import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const setting = `https://www.example.com, ${PAGE}`

const server = (origin: string[]) => express(app => app.use(expressCors({ origin })))

export default {
  what: 'a setting is split at its commas, and its second origin keeps a blank',
  servers: server(setting.split(',')),
  cause: 'origin-not-listed',
  fix: [`add "${PAGE}" to the list`, 'If it is listed already, look for a blank'],
  fixed: { servers: server(setting.split(', ')) },
  next: 'readable',
} satisfies Fault
