import type { CorsResponse } from './cors-response.js'

/**
 * The object in which Node's `ServerResponse` keeps headers, by lower-case name: `{ vary: ['Vary', 'Origin'] }`; `null` if none is set.
 * Reading four headers there takes a fifth of the time of `getHeader`, which every response would pay (`bench: list of 100,
 * denied`). It is not documented, so it is used only if it holds what `getHeader` returns, and nothing is written there.
 */
export type Stored = Readonly<Record<string, readonly [name: string, value: unknown] | undefined>> | null

let key: symbol | undefined

/** The first responses of a process may be of another kind, HTTP/2's say, or have no header yet. */
let looks = 20

/** `undefined` for responses of another kind. */
export function storedHeaders(response: CorsResponse): Stored | undefined {
  if (key === undefined && looks > 0) look(response)
  return key === undefined ? undefined : (response as never as Record<symbol, Stored | undefined>)[key]
}

function look(response: CorsResponse): void {
  looks--
  const found = Object.getOwnPropertySymbols(response).find(
    ({ description }) => description === 'kOutHeaders',
  )
  if (found === undefined) return
  const stored: unknown = response[found as never]
  if (Object(stored) !== stored || Object.getPrototypeOf(stored) !== null) return
  const entries = Object.entries(stored as Exclude<Stored, null>)
  if (
    entries.length > 0 &&
    entries.every(({ 0: name, 1: entry }) => entry?.at(1) === response.getHeader(name))
  ) {
    key = found
  }
}

/** The value of a header. The name is in lower case. */
export function storedValue(response: CorsResponse, stored: Stored | undefined, name: string): unknown {
  if (stored === undefined) return response.getHeader(name)
  return stored === null ? undefined : stored[name]?.[1]
}
