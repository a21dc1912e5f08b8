import { createServer } from 'node:http'
import cors, { type CorsOptions, type CorsOptionsDelegate, type CorsRequest } from 'cors'
import { Server as Engine, type ServerOptions as EngineOptions } from 'engine.io'
import { Server } from 'socket.io'

const listed = ['https://app.example.com', 'https://admin.example.com']
const options: CorsOptions = {
  origin: (origin, callback) => callback(null, origin !== undefined && listed.includes(origin)),
  allowedHeaders: ['Content-Type'],
  exposedHeaders: 'ETag',
  credentials: true,
  optionsSuccessStatus: 200,
}
const delegate: CorsOptionsDelegate = (request: CorsRequest, callback) =>
  callback(request.method ? null : new Error('no method'), options)

const engineOptions: EngineOptions = { cors: delegate }
export const engines = [new Engine(engineOptions), new Engine({ cors: options })]
export const sockets = new Server(createServer(), {
  cors: { origin: options.origin ?? false, credentials: true },
})
export const middleware = [cors(options), cors(delegate)]
