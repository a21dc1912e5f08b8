/** The path of a request target: origin form, absolute form, or `*` (RFC 9112, 3.2). `undefined` if routers disagree. */
export function pathOf(url: string): string | undefined {
  // Only plain hosts are taken off: parsers end a host at different signs, and `new URL` takes a segment for a missing host.
  const target = url.startsWith('/')
    ? url
    : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[\w.~:@[\]!$&()*+,=-]+(?=\/|$)/i, '')
  const end = target.search(/[?#]/)
  // No target has a fragment (RFC 9112, 3.2), and routers disagree about where its path ends. A Fetch request's URL may.
  if (target === url && target.charAt(end) === '#') return undefined
  const path = (end < 0 ? target : target.slice(0, end)) || '/'
  return path === '*' || path.startsWith('/') ? path : undefined
}

/** A plain path has one reading, itself: it has nothing to decode, to fold or to cut off, and no dot. */
export function isPlain(path: string): boolean {
  return PLAIN_PATH.test(path)
}

const PLAIN_PATH = /^\/(?:[a-z0-9_-]+(?:\/[a-z0-9_-]+)*)?$/
/** With dots inside its segments a path is still its own canonical form. */
const CANONICAL_PATH = /^(?:\/[a-z0-9_-]+(?:\.+[a-z0-9_-]+)*)+$/

/**
 * The paths, in canonical form, that routers and file servers may take a path for. `undefined` if it cannot be decoded or has a
 * dot segment.
 */
export function readings(path: string, isAbsolute: boolean): readonly string[] | undefined {
  if (!isAbsolute && CANONICAL_PATH.test(path)) return [path]
  const wholes = /^[/\\]{2}/.test(path) ? [path, behindHost(path)] : [path]
  const forms = [...wholes, ...wholes.filter(form => form.includes(';')).map(beforeSemicolon)]
  const found = forms.map(canonicalPath)
  if (!allKnown(found)) return undefined
  if (!isAbsolute) return found
  const glued = found.map(withoutMountEnds)
  return allKnown(glued) ? found.concat(...glued) : undefined
}

function allKnown<Value>(values: (Value | undefined)[]): values is Value[] {
  return !values.includes(undefined)
}

/** The path to `new URL(path, base)`, which finds a host in `//host/path`. */
function behindHost(path: string): string {
  return path.replace(/^[/\\]{2,}[^/\\]*/, '') || '/'
}

/** Under `useSemicolonDelimiter`, the default of Fastify 4, the query begins at the first semicolon. */
function beforeSemicolon(path: string): string {
  return path.slice(0, path.indexOf(';')) || '/'
}

/**
 * The paths that are left when Connect cuts a mount, which may end at a dot, out of an absolute URL: a handler at `/admin` sees
 * `http://host.json/users` for `http://host/admin.json/users`, since the rest of the segment ends up at the host.
 */
function withoutMountEnds(path: string): string[] | undefined {
  const each = dotsOf(path)?.map(dot => path.slice(0, dot) + path.slice(dot).replace(/^[^/]*/, ''))
  each?.push(path.replaceAll(/\.[^/]*/g, ''))
  return each?.map(text => `/${text.split('/').filter(Boolean).join('/')}`)
}

/**
 * Decoded once, `\` as `/`, path parameters (`;…`) cut off, no empty segments, no trailing slash; letters in one case and
 * one form, no dots or spaces at the end of a segment, as file systems have it. `undefined` if it cannot be decoded or has a
 * dot segment.
 */
export function canonicalPath(path: string): string | undefined {
  if (path === '*' || CANONICAL_PATH.test(path)) return path
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || MANY_MARKS.test(decoded)) return undefined
  const segments: string[] = []
  let hasDots = false
  for (const whole of decoded.normalize('NFKC').toLowerCase().split(/[/\\]/)) {
    const parameters = whole.indexOf(';')
    const segment = parameters < 0 ? whole : whole.slice(0, parameters)
    // Some routers resolve dot segments, others drop them, and browsers never send one.
    if (segment === '.' || segment === '..') hasDots = true
    const name = withoutEnd(segment)
    if (name !== '') segments.push(name)
  }
  return hasDots ? undefined : `/${segments.join('/')}`
}

/**
 * NFKC sorts the marks of a letter in quadratic time, half-width sound marks among them, and no word has so many (`bench: path: marks`).
 * https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
 */
const MANY_MARKS = /[\p{M}\uff9e\uff9f]{31}/u

/** A loop, because a regular expression would take quadratic time for the dots inside. */
function withoutEnd(segment: string): string {
  let end = segment.length
  while (end > 0 && (segment[end - 1] === '.' || segment[end - 1] === ' ')) end--
  return segment.slice(0, end)
}

/** Equal for two patterns that no router can tell apart. */
export function canonicalPattern(pattern: string | RegExp): string {
  if (typeof pattern !== 'string') return String(pattern)
  return pattern === '/*' ? '*' : (canonicalPath(pattern) ?? pattern)
}

/** For each dot that a mount may end at, the mount, a slash, and the rest that Connect leaves for it. */
export function mountsAtDots(path: string): string[] | undefined {
  return dotsOf(path)?.map(dot => `${path.slice(0, dot)}/${path.slice(dot)}`)
}

/** `undefined` if there are so many that looking at each would take quadratic time. */
function dotsOf(path: string): number[] | undefined {
  const dots: number[] = []
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    if (dots.push(dot) > MOST_DOTS) return undefined
  }
  return dots
}

const MOST_DOTS = 16
