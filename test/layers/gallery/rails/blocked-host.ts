import type { Fault } from '../fault.js'
import { rackCors, rails } from '../ruby.js'

// A page on https loads nothing over http from any other host than 127.0.0.1.
const origin = 'http://app.example.com'
const cors = rackCors(`"${origin}"`, 'headers: :any, methods: [:get, :put]')

const server = (hosts: string) =>
  rails(`Rails.application.config.consider_all_requests_local = true
Rails.application.config.hosts = [".localhost"]
${hosts}
${cors.replace('insert_before 0, Rack::Cors', 'use Rack::Cors')}`)

export default {
  what: 'Rails in development blocks a host that it does not know, before rack-cors sees the preflight',
  servers: server(''),
  asked: { origin, method: 'PUT', host: 'api.example.com' },
  cause: 'answered-before-cors',
  fix: ['With rack-cors: ', 'If Rails blocks the host, `config.hosts << "api.example.com"`'],
  fixed: { servers: server('Rails.application.config.hosts << "api.example.com"') },
  next: 'readable',
} satisfies Fault
