import { isForbiddenMethod, isForbiddenRequestHeader, isToken } from '../protocol.js'
import { type HeaderList, stripWhitespace } from './header-list.js'

/** Forbidden only if the value names a forbidden method. */
const METHOD_OVERRIDES: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
])

/** https://fetch.spec.whatwg.org/#forbidden-request-header */
export function isForbiddenRequestHeaderLine(name: string, value: string): boolean {
  if (isForbiddenRequestHeader(name)) return true
  return (
    METHOD_OVERRIDES.has(name.toLowerCase()) &&
    value.split(',').some(method => isForbiddenMethod(stripWhitespace(method)))
  )
}

/** `fetch` and XHR throw for any other. Characters beyond one byte cannot be sent. */
export function isHeader(name: string, value: string): boolean {
  return isToken(name) && !/[\n\r\u0100-\uffff]/.test(value) && !value.includes('\0')
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
export function isSafelistedRequestHeader(name: string, value: string): boolean {
  if (value.length > 128) return false
  switch (name.toLowerCase()) {
    case 'accept':
      return hasSafeBytes(value)
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value)
    case 'content-type':
      return hasSafeBytes(value) && SAFELISTED_TYPES.has(essence(value))
    case 'range':
      return isSimpleRange(value)
    default:
      return false
  }
}

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return name.toLowerCase() !== 'range' && isSafelistedRequestHeader(name, value)
}

/** All but https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte: controls, `"():<>?@[\]{}` and DEL. */
function hasSafeBytes(value: string): boolean {
  return /^[\t !#-'*-9;=A-Z^-z|~\x80-\xff]*$/.test(value)
}

const SAFELISTED_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])

/** https://mimesniff.spec.whatwg.org/#parse-a-mime-type, without the parameters; `''` if it is not a MIME type. */
function essence(value: string): string {
  const [type = '', ...rest] = stripWhitespace(value.split(';', 1)[0] ?? '').split('/')
  const subtype = rest.join('/')
  return isToken(type) && isToken(subtype) ? `${type}/${subtype}`.toLowerCase() : ''
}

/** https://fetch.spec.whatwg.org/#simple-range-header-value, without whitespace, and with a start */
function isSimpleRange(value: string): boolean {
  const { 1: start, 2: end } = /^bytes=([0-9]+)-([0-9]*)$/.exec(value) ?? ['', undefined, undefined]
  return start !== undefined && (!end || BigInt(start) <= BigInt(end))
}

/** Header names in the form and order of `Access-Control-Request-Headers`. */
export interface UnsafeNames {
  readonly names: readonly string[]
  /** The safelisted ones, whose values are too long together. */
  readonly tooLongTogether: readonly string[]
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
export function unsafeRequestHeaderNames(headers: HeaderList): UnsafeNames {
  const unsafe = new Set<string>()
  const safelisted = new Set<string>()
  let size = 0
  for (const { 0: name, 1: value } of headers) {
    if (isSafelistedRequestHeader(name, value)) {
      safelisted.add(name.toLowerCase())
      size += value.length
    } else unsafe.add(name.toLowerCase())
  }
  const tooLongTogether = size > 1024 ? [...safelisted].filter(name => !unsafe.has(name)) : []
  return { names: [...unsafe, ...tooLongTogether].sort(), tooLongTogether }
}
