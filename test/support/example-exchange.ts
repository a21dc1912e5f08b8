// The page, the server and the answers that most tests of diagnose use.

export const PAGE = 'https://app.example'
export const API = 'https://api.example/data'
/** An origin that is neither the page's nor the server's. */
export const OTHER = 'https://other.example/end'

export const PUT = { method: 'PUT' } as const
export const COOKIES = { credentials: 'include' } as const

export const ORIGIN = 'Access-Control-Allow-Origin'
export const METHODS = 'Access-Control-Allow-Methods'
export const HEADERS = 'Access-Control-Allow-Headers'

export const ANY = { [ORIGIN]: '*' }
export const AS_NULL = { [ORIGIN]: 'null' }
export const ALLOWED = { [ORIGIN]: PAGE, Vary: 'Origin' }
export const ALLOWED_WITH_COOKIES = { ...ALLOWED, 'Access-Control-Allow-Credentials': 'true' }
