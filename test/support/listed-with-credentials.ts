import { A, B } from './attacker.js'

/** A list of origins with credentials, as the tests of every adapter use it. */
export const options = {
  origins: [A, B],
  credentials: true,
  exposeHeaders: 'ETag',
  allowHeaders: 'X-A',
}

/** CORS headers of a response to A. */
export const granted = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'ETag',
  vary: 'Origin',
}

/** CORS headers of a preflight response to A. */
export const grantedPreflight = {
  'access-control-allow-origin': A,
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'X-A',
  vary: 'Origin',
}

/** CORS headers of a response to an origin that is not listed, or to a request without one. */
export const varies = { vary: 'Origin' }

/** Headers of a preflight for PUT with X-A, apart from its Origin. */
export const put = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }
