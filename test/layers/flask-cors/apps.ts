import { cors, optionsFromSettings } from 'cors-policy'
import express from 'express'
import type { Policy } from './policies.js'

/** One WSGI application for all settings: the request's `X-Policy` says which are in force. */
export function flaskApp(policies: readonly Pick<Policy, 'settings'>[]): string {
  const settings = JSON.stringify(policies.map(policy => asPython(policy.settings)))
  return `
import json, re
from flask import Flask, Response, abort
from flask_cors import CORS, cross_origin

def read(value):
    if isinstance(value, list):
        return [read(each) for each in value]
    if not isinstance(value, dict):
        return value
    if 'source' in value:
        return re.compile(value['source'], re.IGNORECASE if value['flags'] == 'i' else 0)
    return {read(name): read(each) for name, each in value['items']}

def create(settings):
    app = Flask('app')
    app.config.update(read(settings))
    CORS(app)
    methods = ['GET', 'POST', 'PUT', 'DELETE']
    handled = lambda **_: Response(headers={'X-Handled': 'yes'})
    for path in ${JSON.stringify(PATHS)}:
        app.add_url_rule(path, path, handled, methods=methods)
    app.add_url_rule('/own', 'own', handled, methods=[*methods, 'OPTIONS'])

    @app.route('/decorated', methods=[*methods, 'OPTIONS'])
    @cross_origin()
    def decorated():
        return handled()

    @app.route('/forbidden')
    def forbidden():
        abort(403)

    @app.route('/error')
    def error():
        return Response(status=500)

    @app.route('/raises')
    def raises():
        raise RuntimeError('raised')

    @app.route('/sends')
    def sends():
        return Response(headers={'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'X-Sent'})

    @app.route('/varies')
    def varies():
        return Response(headers={'Vary': 'Accept'})

    return app

apps = [create(settings) for settings in json.loads(${JSON.stringify(settings)})]

def app(environ, start_response):
    return apps[int(environ['HTTP_X_POLICY'])](environ, start_response)
`
}

const PATHS = ['/api', '/api/x', '/api/a/b', '/apifoo', '/other']

/** RegExps and dictionaries as JSON that the application above reads. */
function asPython(value: unknown): unknown {
  if (value instanceof RegExp) return { source: value.source, flags: value.flags }
  if (isListOfPairs(value)) return { items: value.map(pair => pair.map(asPython)) }
  if (Array.isArray(value)) return value.map(asPython)
  if (typeof value === 'object' && value !== null) return asPython(Object.entries(value))
  return value
}

function isListOfPairs(value: unknown): value is unknown[][] {
  return Array.isArray(value) && value.length > 0 && value.every(Array.isArray)
}

/** The same routes and settings in Express, with cors-policy. */
export function expressApp({ settings, accepted }: Policy): express.Express {
  const policy = cors({ ...optionsFromSettings(settings), ...accepted })
  // Like `@cross_origin()`, which reads all settings but this one.
  const { CORS_RESOURCES: _, ...own } = settings
  const ownPolicy = cors({ ...optionsFromSettings(own), ...accepted })
  const app = express().set('env', 'test').set('strict routing', true).set('case sensitive routing', true)
  app.use(policy)
  const handled: express.RequestHandler = (_request, response) => void response.set('X-Handled', 'yes').end()
  app
    .route(PATHS as string[])
    .get(handled)
    .post(handled)
    .put(handled)
    .delete(handled)
  app.all('/own', handled)
  app.all('/decorated', ownPolicy, handled)
  app.get('/forbidden', (_request, response) => void response.status(403).end())
  app.get('/error', (_request, response) => void response.status(500).end())
  app.get('/raises', () => {
    throw new Error('raised')
  })
  app.get('/sends', (_request, response) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'X-Sent' }).end()
  })
  app.get('/varies', (_request, response) => void response.set('Vary', 'Accept').end())
  return app
}
