import { readFileSync } from 'node:fs'
import type { Start } from '../servers/program.js'
import { program, type Servers } from './servers.js'

const pem = readFileSync('test/data/localhost.pem', 'utf8')

/** Rails in production, with this text as its initializers. It answers `[]` at `/` and `/users`, and fails at `/broken`. */
export function rails(initializers: string, upstream?: Servers): Servers {
  return program(initializers, upstream, (text, { port }) => start(text, `tcp://127.0.0.1:${port}`))
}

/** The same over TLS, with a certificate that no system trusts. */
export function secureRails(initializers: string): Servers {
  const http = program(initializers, undefined, (text, { port }) =>
    start(text, `ssl://127.0.0.1:${port}?key=localhost.pem&cert=localhost.pem`),
  )
  return async t => (await http(t)).replace('http:', 'https:')
}

/** How rack-cors is set up in the first place of the stack; `more` is for the resource. */
export function rackCors(origins: string, more: string): string {
  return `Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins ${origins}
    resource "*", ${more}
  end
end`
}

function start(initializers: string, bind: string): Start {
  return {
    command: '/usr/bin/ruby',
    args: ['app.rb'],
    files: {
      'localhost.pem': pem,
      'app.rb': `ENV['RAILS_ENV'] = 'production'
begin
  require 'action_controller/railtie'
  require 'rack/cors'
  require 'puma'
rescue LoadError => error
  abort "#{error.message}: install ruby-railties, ruby-rack-cors and puma"
end
class App < Rails::Application
  config.eager_load = true
  config.logger = Logger.new(nil)
  config.secret_key_base = 'secret'
  routes.append do
    root to: 'users#index', via: :all
    match '/users', to: 'users#index', via: [:get, :post, :put]
    get '/broken', to: 'users#broken'
  end
end
class UsersController < ActionController::API
  def index = render(json: [])
  def broken = raise('broken')
end
${initializers}
App.initialize!
Puma::Launcher.new(Puma::Configuration.new { |puma|
  puma.app App
  puma.bind '${bind}'
}).run
`,
    },
  }
}
