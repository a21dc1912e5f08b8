import { given } from '../own.js'
import { isOrigin, isSharedByStrangers, parseUrl } from '../protocol.js'
import type { AddressSpace, AskedRequest, Exchange } from './exchange.js'
import { type HeaderList, stripWhitespace } from './header-list.js'
import { quote } from './messages/quote.js'

/** A checked `PageRequest` with its defaults filled in. */
export interface ReadPage {
  readonly pageOrigin: string
  readonly url: URL
  readonly method: string
  /** In the page's own spelling. */
  readonly headers: HeaderList
  readonly credentials: NonNullable<AskedRequest['credentials']>
  readonly mode: NonNullable<AskedRequest['mode']>
  readonly redirect: NonNullable<AskedRequest['redirect']>
  readonly api: NonNullable<AskedRequest['api']>
  readonly body: string | null
  readonly uploadListener: boolean
  readonly streamBody: boolean
}

/** A checked response: header names in lower case, values without whitespace around them. */
export interface Answer {
  readonly status: number
  readonly headers: HeaderList
  readonly bodyStart: string
  /** Empty if only its marks tell. */
  readonly answeredBy: string
}

/** A checked probe. */
export interface ReadProbe {
  readonly method: string
  readonly headers: HeaderList
  readonly response: Answer
}

/** The answers of one URL: to the preflight and to the request itself. */
export interface Leg {
  readonly preflightResponse: Answer | null
  readonly response: Answer | null
}

export interface ReadExchange {
  readonly page: ReadPage
  /** In the order in which they came; the final URL's is the last. */
  readonly legs: readonly Leg[]
  readonly probes: readonly ReadProbe[]
  readonly addressSpaces: NonNullable<Exchange['addressSpaces']> | null
  readonly permission: NonNullable<Exchange['permission']>
}

/** @throws TypeError that names the field */
export function readPage(input: unknown): ReadPage {
  const page = fields(input, 'exchange')
  const request = fields(page('request'), 'exchange.request')
  const pageOrigin = page('pageOrigin')
  if (typeof pageOrigin !== 'string' || !(isSharedByStrangers(pageOrigin) || isOrigin(pageOrigin))) {
    mustBe(
      'exchange.pageOrigin',
      'an origin as browsers send it, "https://app.example", or "null"',
      pageOrigin,
    )
  }
  const api = oneOf(request('api'), ['fetch', 'xhr'], 'exchange.request.api')
  const mode = oneOf(request('mode'), ['cors', 'no-cors', 'same-origin'], 'exchange.request.mode')
  const redirect = oneOf(request('redirect'), ['follow', 'error', 'manual'], 'exchange.request.redirect')
  const method = request('method', 'GET')
  const body = request('body', null)
  if (typeof method !== 'string') mustBe('exchange.request.method', 'a string', method)
  if (body !== null && typeof body !== 'string') mustBe('exchange.request.body', 'a string or null', body)
  return {
    pageOrigin,
    url: readUrl(request('url')),
    method,
    headers: readHeaders(request('headers'), 'exchange.request', asGiven),
    credentials: oneOf(
      request('credentials'),
      ['same-origin', 'omit', 'include'],
      'exchange.request.credentials',
    ),
    mode: api === 'xhr' ? 'cors' : mode,
    redirect: api === 'xhr' ? 'follow' : redirect,
    api,
    body,
    uploadListener: flag(request('uploadListener'), 'exchange.request.uploadListener'),
    streamBody: flag(request('streamBody'), 'exchange.request.streamBody'),
  }
}

/** @throws TypeError that names the field */
export function readExchange(input: unknown): ReadExchange {
  const page = readPage(input)
  const exchange = fields(input, 'exchange')
  const redirects = exchange('redirects', [])
  if (!Array.isArray(redirects)) mustBe('exchange.redirects', 'an array', redirects)
  // `Array.from` visits holes too, so they are refused like undefined.
  const legs: Leg[] = Array.from(redirects, (value: unknown, index) => {
    const path = `exchange.redirects[${index}]`
    const redirect = fields(value, path)
    const answer = readAnswer(redirect('response'), `${path}.response`)
    if (answer === null) mustBe(`${path}.response`, 'an object', redirect('response'))
    return {
      preflightResponse: readAnswer(redirect('preflightResponse'), `${path}.preflightResponse`),
      response: answer,
    }
  })
  legs.push({
    preflightResponse: readAnswer(exchange('preflightResponse'), 'exchange.preflightResponse'),
    response: readAnswer(exchange('response'), 'exchange.response'),
  })
  return {
    page,
    legs,
    probes: readProbes(exchange('probes', [])),
    addressSpaces: readAddressSpaces(exchange('addressSpaces')),
    permission: oneOf(exchange('permission'), ['prompt', 'granted', 'denied'], 'exchange.permission'),
  }
}

function readProbes(probes: unknown): readonly ReadProbe[] {
  if (!Array.isArray(probes)) mustBe('exchange.probes', 'an array', probes)
  return Array.from(probes, (value: unknown, index) => {
    const path = `exchange.probes[${index}]`
    const probe = fields(value, path)
    const response = readAnswer(probe('response'), `${path}.response`)
    if (response === null) mustBe(`${path}.response`, 'an object', probe('response'))
    return {
      method: oneOf(probe('method'), ['GET', 'HEAD', 'OPTIONS'], `${path}.method`),
      headers: readHeaders(probe('headers'), path, normalised),
      response,
    }
  })
}

/** @throws TypeError that names the field */
export function readAnswer(value: unknown, path: string): Answer | null {
  if (value === undefined || value === null) return null
  const answer = fields(value, path)
  const status = answer('status')
  if (typeof status !== 'number') mustBe(`${path}.status`, 'a number', status)
  const bodyStart = answer('bodyStart', '')
  if (typeof bodyStart !== 'string') mustBe(`${path}.bodyStart`, 'a string', bodyStart)
  const answeredBy = answer('answeredBy', '')
  if (typeof answeredBy !== 'string') mustBe(`${path}.answeredBy`, 'a string', answeredBy)
  return { status, headers: readHeaders(answer('headers'), path, normalised), bodyStart, answeredBy }
}

function readUrl(value: unknown): URL {
  const url = typeof value === 'string' ? parseUrl(value) : undefined
  return url ?? mustBe('exchange.request.url', 'an absolute URL', value)
}

function readAddressSpaces(value: unknown): ReadExchange['addressSpaces'] {
  if (value === undefined || value === null) return null
  const named = fields(value, 'exchange.addressSpaces')
  const spaces: readonly AddressSpace[] = ['public', 'local', 'loopback']
  return {
    page: oneOf(named('page'), spaces, 'exchange.addressSpaces.page'),
    target: oneOf(named('target'), spaces, 'exchange.addressSpaces.target'),
  }
}

type MakeLine = (name: string, value: string) => HeaderList[number]

const asGiven: MakeLine = (name, value) => [name, value]
const normalised: MakeLine = (name, value) => [name.toLowerCase(), stripWhitespace(value)]

function readHeaders(value: unknown, owner: string, makeLine: MakeLine): HeaderList {
  if (value === undefined) return []
  const headers = object(value, `${owner}.headers`)
  const lines: HeaderList[number][] = []
  if (typeof (headers as { [Symbol.iterator]?: unknown })[Symbol.iterator] === 'function') {
    for (const line of headers as unknown as Iterable<unknown>) {
      const pair: readonly unknown[] = Array.isArray(line) ? line : []
      const name = pair.at(0)
      const text = pair.at(1)
      if (typeof name !== 'string' || typeof text !== 'string') {
        mustBe(`${owner}.headers[${lines.length}]`, 'a pair of strings, [name, value]', line)
      }
      lines.push(makeLine(name, text))
    }
    return lines
  }
  for (const { 0: name, 1: values } of Object.entries(headers)) {
    for (const one of Array.isArray(values) ? values : [values]) {
      if (one === undefined) continue
      if (typeof one !== 'string') mustBe(`${owner}.headers[${quote(name)}]`, 'a string or strings', one)
      lines.push(makeLine(name, one))
    }
  }
  return lines
}

function object(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) mustBe(path, 'an object', value)
  return value as Readonly<Record<string, unknown>>
}

/** Reads inherited fields too: a Fetch `Response`, whose getters are its class's, is an answer. */
function fields(value: unknown, path: string): (name: string, otherwise?: unknown) => unknown {
  const record = object(value, path)
  return (name, otherwise) => {
    const found = given(record, name)
    return found === undefined ? otherwise : found
  }
}

/** The first of `values` is the default. */
function oneOf<Value extends string>(value: unknown, values: readonly Value[], path: string): Value {
  if (value === undefined) return values[0] as Value
  if (!values.includes(value as Value)) mustBe(path, `one of ${values.map(quote).join(', ')}`, value)
  return value as Value
}

function flag(value: unknown, path: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') mustBe(path, 'true or false', value)
  return value === true
}

function mustBe(path: string, what: string, value: unknown): never {
  throw new TypeError(
    `${path} must be ${what}, got ${typeof value === 'string' ? quote(value) : kind(value)}`,
  )
}

/** `String(value)` may throw for objects and symbols. */
function kind(value: unknown): string {
  if (value === null || typeof value === 'undefined') return String(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
