const APP = 'https://app.example.com'
const EVIL = 'https://evil.example'

/** What a browser sends before a request that needs permission. */
function preflight(path, origin, method, headers) {
  return {
    method: 'OPTIONS',
    path,
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': method,
      ...(headers && { 'Access-Control-Request-Headers': headers }),
    },
  }
}

function get(path, origin) {
  return { method: 'GET', path, headers: origin === undefined ? {} : { Origin: origin } }
}

const CREDENTIALED = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  vary: 'Origin',
}
const CREDENTIALED_PREFLIGHT = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, PUT, DELETE',
  'access-control-allow-headers': 'Content-Type',
  vary: 'Origin',
}
const REPORTS_PREFLIGHT = {
  'access-control-allow-origin': 'https://eu.example.com',
  'access-control-allow-methods': 'GET, PATCH',
  'access-control-allow-headers': 'Content-Type',
  'access-control-max-age': '600',
  vary: 'Origin',
}

/** Requests, and the response that the API should send: `headers` are all CORS headers, and `Vary`. */
export function listRequests(pageOrigin) {
  return [
    {
      title: 'Any site may read the public part',
      request: get('/public/news', 'https://anyone.example'),
      status: 200,
      decision: 'actual, allowed: any-origin',
      headers: { 'access-control-allow-origin': '*' },
    },
    {
      title: 'One answer fits all, so it needs no Origin',
      request: get('/public/news'),
      status: 200,
      decision: 'none, allowed: no-origin',
      headers: { 'access-control-allow-origin': '*' },
    },
    {
      title: 'A listed origin may read, with cookies',
      request: get('/api/me', APP),
      status: 200,
      decision: 'actual, allowed: origin-listed',
      headers: CREDENTIALED,
    },
    {
      title: "So may the demo's own page",
      request: get('/api/me', pageOrigin),
      status: 200,
      decision: 'actual, allowed: origin-listed',
      headers: { ...CREDENTIALED, 'access-control-allow-origin': pageOrigin },
    },
    {
      title: 'Another origin may not: it gets no CORS header',
      request: get('/api/me', EVIL),
      status: 200,
      decision: 'actual, denied: origin-not-allowed',
      headers: { vary: 'Origin' },
    },
    {
      title: 'Without Origin, CORS does not apply',
      request: get('/api/me'),
      status: 200,
      decision: 'none, allowed: no-origin',
      headers: { vary: 'Origin' },
    },
    {
      title: 'No browser sends an origin with a slash',
      request: get('/api/me', `${APP}/`),
      status: 200,
      decision: 'actual, denied: origin-malformed',
      headers: { vary: 'Origin' },
    },
    {
      title: 'A preflight for what is allowed',
      request: preflight('/api/notes/1', APP, 'PUT', 'content-type'),
      status: 204,
      decision: 'preflight, allowed: origin-listed',
      headers: CREDENTIALED_PREFLIGHT,
    },
    {
      title: 'A preflight from another origin',
      request: preflight('/api/notes/1', EVIL, 'PUT', 'content-type'),
      status: 204,
      decision: 'preflight, denied: origin-not-allowed',
      headers: { vary: 'Origin' },
    },
    {
      title: 'A preflight for a header that is not listed',
      request: preflight('/api/notes/1', APP, 'PUT', 'x-debug'),
      status: 204,
      decision: 'preflight, denied: headers-not-allowed',
      headers: CREDENTIALED_PREFLIGHT,
    },
    {
      title: 'Reports have options of their own',
      request: get('/api/reports/2026', 'https://eu.example.com'),
      status: 200,
      decision: 'actual, allowed: origin-listed',
      headers: {
        'access-control-allow-origin': 'https://eu.example.com',
        'access-control-expose-headers': 'ETag, X-Total-Count',
        vary: 'Origin',
      },
    },
    {
      title: 'Browsers may keep their preflights for ten minutes',
      request: preflight('/api/reports/2026', 'https://eu.example.com', 'PATCH', 'content-type'),
      status: 204,
      decision: 'preflight, allowed: origin-listed',
      headers: REPORTS_PREFLIGHT,
    },
    {
      title: 'Pages cannot delete reports',
      request: preflight('/api/reports/2026', 'https://eu.example.com', 'DELETE'),
      status: 204,
      decision: 'preflight, denied: method-not-allowed',
      headers: REPORTS_PREFLIGHT,
    },
    {
      title: 'A page can read that a route failed',
      request: get('/api/broken', APP),
      status: 500,
      decision: 'actual, allowed: origin-listed',
      headers: CREDENTIALED,
    },
    {
      title: 'A page can read a 404 too',
      request: get('/api/missing', APP),
      status: 404,
      decision: 'actual, allowed: origin-listed',
      headers: CREDENTIALED,
    },
    {
      title: 'A path that the policy does not cover',
      request: get('/health', APP),
      status: 200,
      decision: 'actual, denied: no-resource',
      headers: {},
    },
    {
      title: 'Express takes this path for /api/me, other routers do not',
      request: get('/API/me', APP),
      status: 200,
      decision: 'actual, denied: path-ambiguous',
      headers: { vary: 'Origin' },
    },
    {
      title: 'A path that climbs out of the public part',
      request: get('/public/%2e%2e/api/me', APP),
      status: 404,
      decision: 'actual, denied: path-ambiguous',
      headers: { vary: 'Origin' },
    },
  ]
}
