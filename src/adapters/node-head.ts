import type { AppliedDecision, Readers } from '../policy/decision.js'
import { decidedNames } from '../policy/headers.js'
import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, EXPOSE_HEADERS, TIMING_ALLOW_ORIGIN } from '../protocol.js'
import type { CorsResponse } from './cors-response.js'
import { exposedBy } from './exposed.js'
import { isLogged, logOverruled, type Overruled } from './log.js'
import { storedHeaders, storedValue } from './stored-headers.js'
import { mergeVary, varyOf } from './vary.js'

/** What the policy in force requires of a response's head. If the policy does not cover the path, there are no `rules` and only `Vary` is required. */
export type Required = Pick<AppliedDecision, 'readers' | 'vary' | 'rules'>

/** Whether the head of a response with this status says what is required. Nearly every response passes, so this is fast. */
export function isRight(response: CorsResponse, { readers, vary, rules }: Required, status: number): boolean {
  const stored = storedHeaders(response)
  if (rules !== undefined) {
    if (!rules.interceptExceptions && status >= 500) {
      if (!isBare(response, rules.timing)) return false
    } else if (
      storedValue(response, stored, ALLOW_ORIGIN) !== readers.allowOrigin ||
      storedValue(response, stored, ALLOW_CREDENTIALS) !== readers.allowCredentials ||
      (rules.timing && storedValue(response, stored, TIMING_ALLOW_ORIGIN) !== readers.timingAllowOrigin)
    ) {
      return false
    } else {
      const exposed = storedValue(response, stored, EXPOSE_HEADERS)
      if (exposed !== readers.exposeHeaders && exposed !== exposedBy(readers, exposed)) return false
    }
  }
  if (vary.length === 0) return true
  const value = storedValue(response, stored, 'vary')
  return value !== undefined && value === mergeVary(String(value), vary)
}

function isBare(response: CorsResponse, timing: boolean): boolean {
  return decidedNames(timing).every(name => response.getHeader(name) === undefined)
}

/** Whether two policies require the same. */
export function isSame(one: Required, other: Required): boolean {
  if (one.vary !== other.vary || one.rules !== other.rules) return false
  if (one.readers === other.readers) return true
  return (
    one.readers.allowOrigin === other.readers.allowOrigin &&
    one.readers.allowCredentials === other.readers.allowCredentials &&
    one.readers.exposeHeaders === other.readers.exposeHeaders &&
    one.readers.timingAllowOrigin === other.readers.timingAllowOrigin
  )
}

/** Makes the head say what is required, whatever set or removed headers since the decision. */
export function mend(response: CorsResponse, { readers, vary, rules }: Required, status: number): void {
  if (rules !== undefined) {
    if (!rules.interceptExceptions && status >= 500) takeOffCors(response, readers, rules.timing)
    else allowAsDecided(response, readers, rules.timing)
  }
  if (vary.length > 0) put(response, 'vary', mergeVary(varyOf(response), vary))
}

function allowAsDecided(response: CorsResponse, readers: Readers, timing: boolean): void {
  const overruled: Overruled[] = []
  const keep = (name: string, value: string | undefined) => {
    const was = response.getHeader(name)
    if (put(response, name, value)) overruled.push({ name, was, value })
  }
  keep(ALLOW_ORIGIN, readers.allowOrigin)
  keep(ALLOW_CREDENTIALS, readers.allowCredentials)
  if (timing) keep(TIMING_ALLOW_ORIGIN, readers.timingAllowOrigin)
  put(response, EXPOSE_HEADERS, exposedBy(readers, response.getHeader(EXPOSE_HEADERS)))
  if (overruled.length > 0 && isLogged()) logOverruled(response, overruled)
}

/** Returns whether there was another value. */
function put(response: CorsResponse, name: string, value: string | undefined): boolean {
  if (response.getHeader(name) === value) return false
  if (value === undefined) response.removeHeader(name)
  else response.setHeader(name, value)
  return true
}

/** Removes the headers that a policy decides about. `timing`: among them `Timing-Allow-Origin`. */
function takeOffCors(response: CorsResponse, readers: Readers, timing: boolean): void {
  if (isLogged()) logGrants(response, readers, timing)
  for (const name of decidedNames(timing)) response.removeHeader(name)
}

/** The policy's own headers come off such an error too, so only what something else set is worth a line. */
function logGrants(response: CorsResponse, readers: Readers, timing: boolean): void {
  const decided: [name: string, value: string | undefined][] = [
    [ALLOW_ORIGIN, readers.allowOrigin],
    [ALLOW_CREDENTIALS, readers.allowCredentials],
  ]
  if (timing) decided.push([TIMING_ALLOW_ORIGIN, readers.timingAllowOrigin])
  const overruled: Overruled[] = []
  for (const { 0: name, 1: value } of decided) {
    const was = response.getHeader(name)
    if (was !== undefined && was !== value) overruled.push({ name, was, value: undefined })
  }
  if (overruled.length > 0) logOverruled(response, overruled)
}
