import { isDeepStrictEqual } from 'node:util'
import { type Difference, listOf } from './compared.js'
import { A, B } from './policies.js'

/** A row of "What answers differently" in the page about migrating, and the differences that it explains. */
export interface Rule {
  /** The first cell of the row. */
  readonly row: string
  readonly explains: (difference: Difference) => boolean
}

const ORIGIN = 'access-control-allow-origin'
const METHODS = 'access-control-allow-methods'
const HEADERS = 'access-control-allow-headers'
const EXPOSED = 'access-control-expose-headers'
const MAX_AGE = 'access-control-max-age'

const isHeader = (field: string) => field.startsWith('access-control-')
const isPreflightList = (field: string) => [METHODS, HEADERS, MAX_AGE].includes(field)
const isAdded = ({ flask, ours, field }: Difference) =>
  flask[field] === undefined && ours[field] !== undefined
const isLeftOut = ({ flask, ours, field }: Difference) =>
  flask[field] !== undefined && ours[field] === undefined

const isMalformed = (origin = '') => !/^https?:\/\/[a-z0-9.:]+$/.test(origin)

function originsOf({ settings }: Difference): unknown[] {
  return [settings.CORS_ORIGINS ?? '*'].flat()
}

/** The patterns of `CORS_RESOURCES`. */
function pathsOf({ settings: { CORS_RESOURCES: resources = [] } }: Difference): unknown[] {
  if (typeof resources !== 'object' || resources === null || resources instanceof RegExp) return [resources]
  return Array.isArray(resources) ? resources.flat() : Object.keys(resources)
}

export const rules: readonly Rule[] = [
  {
    row: 'strings are literal; only `*.` before the host and `:*` for the port are wildcards',
    explains: d =>
      originsOf(d).some(origin => typeof origin === 'string' && /.\*/.test(origin)) &&
      (isHeader(d.field) || d.field === 'vary: origin') &&
      (d.origin === 'https://sub.a.example'
        ? d.flask[ORIGIN] === undefined && isAdded(d)
        : d.flask[ORIGIN] === d.origin && !d.origin?.startsWith('http://localhost:') && isLeftOut(d)),
  },
  {
    row: 'paths are literal with `/*` at the end, not regular expressions',
    explains: d => d.path === '/apifoo' && pathsOf(d).includes('/api/*') && d.field !== 'status',
  },
  {
    row: 'several origins and no `Origin` in the request: nothing but `Vary`',
    explains: d =>
      !d.origin && isHeader(d.field) && isLeftOut(d) && d.flask[ORIGIN]?.startsWith('https://') === true,
  },
  {
    row: 'origins compare byte for byte, not in any case',
    explains: d =>
      d.origin === 'HTTPS://A.EXAMPLE' &&
      d.flask[ORIGIN] === d.origin &&
      d.ours[ORIGIN] !== '*' &&
      isHeader(d.field),
  },
  {
    row: "`null` and malformed origins get `*` under `'*'`, or nothing with credentials",
    explains: d =>
      isMalformed(d.origin) &&
      d.origin !== undefined &&
      originsOf(d).includes('*') &&
      (d.field === ORIGIN
        ? d.ours[ORIGIN] === (d.settings.CORS_SUPPORTS_CREDENTIALS ? undefined : '*')
        : isHeader(d.field) && (d.ours[ORIGIN] === undefined ? isLeftOut(d) : isAdded(d))),
  },
  {
    row: 'malformed origins are denied before a RegExp sees them',
    explains: d =>
      isMalformed(d.origin) &&
      d.flask[ORIGIN] === d.origin &&
      originsOf(d).some(origin => origin instanceof RegExp) &&
      isHeader(d.field) &&
      isLeftOut(d),
  },
  {
    row: 'one origin: the same header for all',
    explains: d =>
      !!d.origin &&
      d.flask[ORIGIN] === undefined &&
      JSON.stringify(d.settings).includes(`"${d.ours[ORIGIN]}"`) &&
      d.ours[ORIGIN] !== d.origin &&
      isHeader(d.field) &&
      isAdded(d),
  },
  {
    row: '`Vary: Origin` is on every response of a policy that may answer another origin differently',
    explains: d =>
      d.field === 'vary: origin' &&
      isAdded(d) &&
      (d.flask[ORIGIN] === undefined || d.flask[ORIGIN] === '*' || d.settings.CORS_ALWAYS_SEND === false),
  },
  {
    row: '`Vary` of a preflight names the request headers that the response repeats',
    explains: d =>
      d.preflight !== undefined &&
      /^vary: access-control-request-(?:headers|method)$/.test(d.field) &&
      isAdded(d),
  },
  {
    row: 'a preflight is answered 204 by the middleware; `preflightStatus: 200` for 200',
    explains: d =>
      d.preflight !== undefined &&
      d.ours.status === '204' &&
      (d.field === 'status'
        ? d.flask.status === '200' || d.flask.status === '404'
        : d.field === 'handled' && isLeftOut(d)),
  },
  {
    row: "the app's policy answers preflights, also for a route with a second `cors()`",
    explains: d =>
      d.path === '/decorated' && d.preflight !== undefined && d.field === MAX_AGE && d.ours[MAX_AGE] === '60',
  },
  {
    row: 'an `OPTIONS` request that is not a preflight goes on to your routes',
    explains: d =>
      d.isOptions &&
      d.preflight === undefined &&
      (d.field === 'handled' ? isAdded(d) : isPreflightList(d.field) && isLeftOut(d)),
  },
  {
    row: 'a preflight gets the whole list of `allowHeaders`, not only the requested ones',
    explains: d => d.field === HEADERS && d.flask[METHODS] !== undefined && isWholeList(d),
  },
  {
    row: 'a preflight for a method that is not allowed gets the lists too',
    explains: d =>
      d.preflight !== undefined &&
      d.settings.CORS_METHODS !== '*' &&
      d.flask[ORIGIN] === d.ours[ORIGIN] &&
      d.flask[METHODS] === undefined &&
      !listOf(d.ours[METHODS]).includes(d.preflight) &&
      isPreflightList(d.field) &&
      isAdded(d),
  },
  {
    row: "`methods: '*'` allows every method",
    explains: d =>
      d.preflight !== undefined &&
      d.settings.CORS_METHODS === '*' &&
      d.flask[METHODS] === undefined &&
      isPreflightList(d.field) &&
      isAdded(d),
  },
  {
    row: 'methods of your own keep their case',
    explains: d =>
      d.field === METHODS &&
      d.flask[METHODS] !== d.ours[METHODS] &&
      d.flask[METHODS] === d.ours[METHODS]?.toUpperCase(),
  },
  {
    row: 'lists go out in the order in which they were written or requested',
    explains: d =>
      [METHODS, HEADERS, EXPOSED].includes(d.field) &&
      String(listOf(d.flask[d.field]).sort()) === String(listOf(d.ours[d.field]).sort()),
  },
  {
    row: 'no `Access-Control-Expose-Headers` on a preflight',
    explains: d => d.field === EXPOSED && d.preflight !== undefined && isLeftOut(d),
  },
  {
    row: '`max_age=0` goes out',
    explains: d =>
      d.field === MAX_AGE && d.ours[MAX_AGE] === '0' && isAdded(d) && d.flask[METHODS] !== undefined,
  },
  {
    row: 'with `intercept_exceptions=False`, responses of status 500 and above carry nothing but `Vary`',
    explains: d =>
      d.settings.CORS_INTERCEPT_EXCEPTIONS === false &&
      d.ours.status === '500' &&
      isHeader(d.field) &&
      isLeftOut(d),
  },
  {
    row: 'headers that a handler sets itself are overruled; names that it exposes are added',
    explains: d =>
      d.path === '/sends' &&
      d.flask[ORIGIN] === '*' &&
      d.flask[EXPOSED] === 'X-Sent' &&
      (isHeader(d.field) || d.field === 'vary: origin'),
  },
  {
    row: 'the most specific resource wins: the exact path, then the longest prefix; RegExps come after them',
    explains: d =>
      d.path === '/api/a/b' &&
      isDeepStrictEqual(pathsOf(d).slice(0, 1), [/^\/[a-z]+\/a\//]) &&
      d.flask[ORIGIN] === undefined &&
      d.ours[ORIGIN] === A &&
      isHeader(d.field),
  },
  {
    row: "`CORS_ORIGINS='https://a.com,https://b.com'` is a list, and `'false'` is false",
    explains: d =>
      (d.settings.CORS_ORIGINS === `${A},${B}` || d.settings.CORS_SUPPORTS_CREDENTIALS === 'false') &&
      (isHeader(d.field) || d.field === 'vary: origin'),
  },
  {
    row: 'paths are decoded once',
    explains: d => d.path === '/api/%2578' && pathsOf(d).length > 0 && d.field !== 'status' && isLeftOut(d),
  },
  {
    row: 'a path that routers read differently is denied',
    explains: d =>
      ['/API/x', '/api/%2e%2e/other', '/own/'].includes(d.path) &&
      d.ours[ORIGIN] === undefined &&
      (d.ours['vary: origin'] !== undefined || d.settings.CORS_VARY_HEADER === false) &&
      (isHeader(d.field) ? isLeftOut(d) : d.field === 'vary: origin'),
  },
]

/** Whether our list has all names that the settings spell out, and besides only those that Flask-CORS repeats. */
function isWholeList({ settings, flask, ours }: Difference): boolean {
  const options = Object.values(settings.CORS_RESOURCES ?? {}) as { allow_headers?: unknown }[]
  const written = [settings.CORS_ALLOW_HEADERS, ...options.map(option => option?.allow_headers)]
    .flat()
    .filter(name => typeof name === 'string' && name !== '*')
  const lower = (names: readonly unknown[]) =>
    [...new Set(names.map(name => String(name).toLowerCase()))].sort()
  const repeated = flask[HEADERS] === undefined ? [] : listOf(flask[HEADERS])
  return (
    written.length > 0 && isDeepStrictEqual(lower(listOf(ours[HEADERS])), lower([...written, ...repeated]))
  )
}
