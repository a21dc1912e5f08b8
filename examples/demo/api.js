import { cors } from 'cors-policy'
import express from 'express'

export function createApi(pageOrigin, onDecision) {
  const api = express()
  api.disable('x-powered-by')
  // Comes before everything that may answer, so that pages can read errors and 404s too.
  api.use(cors(policyOptions(pageOrigin, onDecision)))
  addPublicPart(api)
  addUserPart(api)
  addReports(api)
  // No resource of the policy covers this path, so no page on another origin can read it.
  api.get('/health', (_request, response) => response.json({ up: true }))
  api.use((_request, response) => response.status(404).json({ error: 'There is nothing here.' }))
  api.use((error, _request, response, _next) =>
    response.status(error.status ?? 500).json({ error: error.message }),
  )
  return api
}

function policyOptions(pageOrigin, onDecision) {
  return {
    allowHeaders: 'Content-Type',
    resources: {
      '/public/*': { origins: '*', sendWildcard: true },
      '/api/*': {
        origins: ['https://app.example.com', pageOrigin],
        methods: ['GET', 'PUT', 'DELETE'],
        credentials: true,
      },
      '/api/reports/*': {
        origins: ['https://*.example.com', pageOrigin],
        methods: ['GET', 'PATCH'],
        exposeHeaders: ['ETag', 'X-Total-Count'],
        maxAge: 600,
      },
    },
    onDecision,
  }
}

function addPublicPart(api) {
  api.get('/public/news', (_request, response) => response.json({ news: 'Anyone may read this.' }))
}

function addUserPart(api) {
  api.post('/api/session', express.json(), (request, response) => {
    const user = String(request.body?.user ?? 'guest')
    // A name is enough to show that the cookie travels. A session needs a secret.
    response.cookie('user', user, { httpOnly: true, sameSite: 'lax', path: '/api' }).json({ user })
  })
  api.get('/api/me', (request, response) => {
    const [, user = 'guest'] = /(?:^|; )user=(\w+)/.exec(request.headers.cookie ?? '') ?? []
    response.json({ user })
  })
  api.put('/api/notes/:id', express.json(), (request, response) =>
    response.json({ id: request.params.id, saved: request.body ?? null }),
  )
  api.get('/api/broken', () => {
    throw new Error('This route always fails.')
  })
}

function addReports(api) {
  api.get('/api/reports/2026', (_request, response) =>
    response.set('X-Total-Count', '2').json({ reports: ['spring', 'summer'] }),
  )
  api.patch('/api/reports/2026', express.json(), (_request, response) => response.json({ patched: true }))
}
