import { canonicalPath } from '../policy/path.js'
import { anchors, isRegExp } from '../regexp.js'
import type { ReportIssue } from './errors.js'
import { quote } from './words.js'

/** Whether a request can match this path pattern; reports it if not. */
export function checkPattern(
  pattern: unknown,
  path: string,
  report: ReportIssue,
): pattern is string | RegExp {
  if (isRegExp(pattern)) {
    if (anchors(pattern).start) return true
    report(
      'unanchored-regexp',
      path,
      pattern,
      `${quote(pattern)} does not begin with ^, so it also matches paths that contain such a text further on. ` +
        'Begin every alternative with ^.',
    )
    return false
  }
  const wrong = typeof pattern === 'string' ? patternFault(pattern) : 'a path is a string or a RegExp'
  if (wrong === undefined) return true
  const code = pattern === '' ? 'empty-string' : typeof pattern === 'string' ? 'invalid-path' : 'invalid-type'
  report(code, path, pattern, `${quote(pattern)} is not a path: ${wrong}.`)
  return false
}

function patternFault(pattern: string): string | undefined {
  if (pattern === '*' || pattern === '/' || pattern === '/*') return undefined
  if (REGEXP_TEXT.test(pattern) && fromRegExp(pattern) === '') return asRegExp(pattern)
  if (!pattern.startsWith('/')) {
    const isRegExpText = pattern.startsWith('^')
    const path = isRegExpText ? fromRegExp(pattern) : `/${pattern.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')}`
    return `a path begins with "/". Write ${suggested(path)}`
  }
  const base = pattern.endsWith('/*') ? pattern.slice(0, -2) : pattern
  if (base.includes('*')) {
    return '"*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp'
  }
  if (/[?#;\\]/.test(base)) return 'it has no "?", "#", ";" or "\\". Write the path alone'
  const segments = base.split('/').slice(1)
  if (segments.at(-1) === '') {
    const bare = base.replace(/\/+$/, '')
    if (patternFault(bare || '/') !== undefined) return `it has no slash at its end. Write ${suggested(bare)}`
    return `it has no slash at its end. Write ${quote(bare || '/')} for that path, ${quote(`${bare}/*`)} for all below it too`
  }
  if (segments.some(segment => segment === '' || segment === '.' || segment === '..')) {
    return 'it has no empty or dot segment. Write the path as requests have it'
  }
  const parameter = segments.findIndex(segment => /^:|^<.*>$|^\{.*\}$/.test(segment))
  if (parameter >= 0) {
    const above = `/${segments.slice(0, parameter).join('/')}`
    return `it has no parameters such as ${quote(segments[parameter])}. Write ${suggested(above === '/' ? '*' : `${above}/*`)}, or a RegExp`
  }
  if (/%(?![0-9a-f]{2})/i.test(base))
    return 'its "%" does not begin an escape. Write "%25" for a percent sign'
  const canonical = canonicalPath(base)
  if (canonical === undefined || canonical === '/' || /%3b|%5c/i.test(base))
    return 'routers read it in several ways, or cannot decode it. Write a path without such escapes'
  const spelt = asSent(base)
  return spelt === base
    ? undefined
    : `requests spell it otherwise. Write ${suggested(spelt + pattern.slice(base.length))}`
}

/** What paths do not have and regular expressions do. Parentheses and brackets alone may stand in a path. */
const REGEXP_TEXT = /^\^|\\[dwsDWS./-]|\(\?|\([^)]*\|[^)]*\)|\[[^\]]*-[^\]]*\]|\]\+|\{\d+(?:,\d*)?\}/

function asRegExp(pattern: string): string {
  const source = pattern.replace(/^\^?/, '^').replace(/\/\.?\*$/, '/')
  const regexp = compiled(source) ?? /^\/v\d+\//
  return `it looks like a regular expression, but in a string all but a final "/*" is literal. Write ${regexp}, or with options of its own [[${regexp}, { … }]]`
}

/** Only if it is easy to read and `resources` accepts it. */
function compiled(source: string): RegExp | undefined {
  if (source.length > 100 || !/^\^\/[\w\\/.()|[\]{}+*?,:-]*\$?$/.test(source)) return undefined
  try {
    const regexp = new RegExp(source)
    return anchors(regexp).start ? regexp : undefined
  } catch {
    return undefined
  }
}

/** The path that says the same as a regular expression of Flask-CORS; `''` if none does. */
function fromRegExp(pattern: string): string {
  const text = pattern.replace(/^\^/, '').replace(/\$$/, '')
  const isExact = pattern.endsWith('$') && !text.endsWith('*')
  const path = text.replace(/\/?(?:\.?[*+])?$/, '')
  if (/[()[\]{}|+*?^$\\]/.test(path)) return ''
  return isExact ? path : `${path}/*`
}

/** Quotes the pattern, or an example if the pattern would be refused too. */
function suggested(pattern: string): string {
  return patternFault(pattern) === undefined ? quote(pattern) : 'one such as "/api/*"'
}

/** The path as browsers send it, without needless escapes. */
function asSent(path: string): string {
  const needless = (escaped: string) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase()
  }
  return new URL(path, 'http://host').pathname.replaceAll(/%[0-9a-f]{2}/gi, needless)
}

/** Whether `resources` accepts the pattern. */
export function isPathPattern(pattern: string): boolean {
  return patternFault(pattern) === undefined
}
