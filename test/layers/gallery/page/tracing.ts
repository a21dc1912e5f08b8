import expressCors from 'cors'
import { type Fault, PAGE } from '../fault.js'
import { express } from '../servers.js'

const servers = express(app =>
  app.use(expressCors({ origin: [PAGE], allowedHeaders: ['Content-Type', 'Authorization'] })),
)

export default {
  what: 'a tracing library adds headers that the preflight refuses',
  servers,
  asked: { headers: { traceparent: '00-1-2-01', 'sentry-trace': '1', baggage: 'a=1' } },
  cause: 'page-header',
  fix: ['tracePropagationTargets', 'propagateTraceHeaderCorsUrls', 'Access-Control-Allow-Headers'],
  fixed: { asked: {} },
  next: 'readable',
} satisfies Fault
