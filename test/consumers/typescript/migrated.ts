// Written for expressjs/cors: only the name of the package is another.
import type { IncomingMessage } from 'node:http'
import cors, { type CorsOptions, type CorsOptionsDelegate, type CorsRequest } from 'cors-policy'

const listed = ['https://a.example', 'https://b.example']

export const options: CorsOptions = {
  origin: (origin, callback) => {
    if (!origin || listed.indexOf(origin) !== -1) callback(null, true)
    else callback(new Error('Not allowed by CORS'))
  },
  methods: 'GET,HEAD,PUT',
  allowedHeaders: ['Content-Type', 'Authorization'],
  exposedHeaders: ['X-Total-Count'],
  credentials: true,
  maxAge: 600,
  preflightContinue: false,
  optionsSuccessStatus: 200,
}

function choose(request: CorsRequest, callback: (error: Error | null, options?: CorsOptions) => void): void {
  const origin = request.headers.origin
  if (origin && listed.includes(origin)) callback(null, { origin, credentials: true })
  else callback(null, { origin: false })
}
const typed: CorsOptionsDelegate<IncomingMessage> = (request, callback) =>
  callback(null, { origin: request.httpVersion === '1.1' })

export const middleware = [
  cors(options),
  cors({ ...options, credentials: true }),
  cors(choose),
  cors(typed),
  cors((request, callback) => callback(null, { origin: request.headers.origin === listed[0] })),
  cors(async (request, callback) => callback(null, request.url ? options : { origin: '*' })),
]
// @ts-expect-error a misspelt option
const misspelt: () => CorsOptions = () => ({ orgin: '*' })
// @ts-expect-error a misspelt option, passed to a callback
const passed: () => unknown = () => cors((_request, callback) => callback(null, { orgin: '*' }))

if (middleware.some(each => typeof each !== 'function') || !misspelt || !passed)
  throw new Error('no middleware')
console.log('ok')
