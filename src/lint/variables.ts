import type { Directive } from './directive.js'
import { compile } from './pattern.js'

/** A request, as far as a configuration looks at it. */
export interface Request {
  readonly method: string
  /** `null`: the request has none. */
  readonly origin: string | null
  /** `Access-Control-Request-Method`, which only preflights have. */
  readonly requestMethod: string | null
  readonly requestHeaders: string | null
  /** Whether it carries what a login asks for. */
  readonly isAuthorised: boolean
}

/** The variables that are known while one request is answered. */
export interface Scope {
  readonly request: Request
  /** The `map` blocks, by the variable that they make. */
  readonly maps: ReadonlyMap<string, Directive>
  /** What `set` has set, and what patterns captured; `null` if it is unknown. */
  readonly set: Map<string, string | null>
}

/** A text's value, and the entry of a `map` that gave it, if one did. */
export interface Value {
  /** `null` if it depends on what is not known. */
  readonly text: string | null
  readonly entry: Directive | null
}

const DEEPEST = 10
const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g

/** The variables that a text names. */
export function variablesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(VARIABLE), ({ 1: braced, 2: plain }) => braced ?? plain ?? '')
}

/** The value of a text with variables. */
export function evaluate(text: string, scope: Scope, depth = 0): Value {
  let isKnown = true
  let entry: Directive | null = null
  const whole = text.replaceAll(VARIABLE, (_, braced: string | undefined, plain: string | undefined) => {
    const value = variable(braced ?? plain ?? '', scope, depth)
    if (value.text === null) isKnown = false
    entry ??= value.entry
    return value.text ?? ''
  })
  return { text: isKnown ? whole : null, entry }
}

const plainValue = (text: string | null): Value => ({ text, entry: null })

function variable(name: string, scope: Scope, depth: number): Value {
  const { request, maps, set } = scope
  // `set` may change variables of the request too, $http_origin for instance.
  if (set.has(name)) return plainValue(set.get(name) ?? null)
  if (name === 'request_method') return plainValue(request.method)
  if (name === 'http_origin') return plainValue(request.origin ?? '')
  if (name === 'http_access_control_request_method') return plainValue(request.requestMethod ?? '')
  if (name === 'http_access_control_request_headers') return plainValue(request.requestHeaders ?? '')
  const map = maps.get(name)
  return map === undefined || depth > DEEPEST ? plainValue(null) : mapped(map, scope, depth)
}

/** Names of a `map` block that are no keys. */
const SETTINGS: ReadonlySet<string> = new Set(['hostnames', 'volatile', 'default', 'include'])

/** Entries of a `map` with keys. */
export function entriesOf(map: Directive): readonly Directive[] {
  return (map.block ?? []).filter(({ name, args }) => !SETTINGS.has(name) && args.length === 1)
}

function mapped(map: Directive, scope: Scope, depth: number): Value {
  const source = evaluate(map.args.at(0) ?? '', scope, depth + 1).text
  if (source === null) return plainValue(null)
  const entries = entriesOf(map)
  const exact = entries.find(({ name }) => isKeyOf(name, source))
  const entry =
    exact ??
    entries.find(({ name }) => name.startsWith('~') && matches(name, source, scope)) ??
    (map.block ?? []).find(({ name }) => name === 'default')
  if (entry === undefined) return plainValue('')
  return { text: evaluate(entry.args.at(0) ?? '', scope, depth + 1).text, entry }
}

/** Plain keys ignore case. A backslash in front keeps a key from being a pattern or a setting. */
function isKeyOf(name: string, text: string): boolean {
  return !name.startsWith('~') && name.replace(/^\\/, '').toLowerCase() === text.toLowerCase()
}

/** The pattern of a key such as `~*^https://`; `null` if the key is a plain text. */
export function keyPattern(key: string): { readonly source: string; readonly ignoreCase: boolean } | null {
  if (!key.startsWith('~')) return null
  const ignoreCase = key.startsWith('~*')
  return { source: key.slice(ignoreCase ? 2 : 1), ignoreCase }
}

function matches(key: string, text: string, scope: Scope): boolean {
  const pattern = keyPattern(key)
  return pattern !== null && match(pattern.source, pattern.ignoreCase, text, scope) === true
}

/** Whether a pattern matches; what it captures can be named afterwards. `null` if that is unknown. */
export function match(source: string, ignoreCase: boolean, text: string, { set }: Scope): boolean | null {
  const pattern = compile(source, ignoreCase)
  if (pattern === null) return null
  const found = pattern.exec(text)
  if (found === null) return false
  for (let i = 1; i < 10; i++) set.set(String(i), found.at(i) ?? '')
  for (const { 0: name, 1: captured } of Object.entries(found.groups ?? {})) set.set(name, captured ?? '')
  return true
}
