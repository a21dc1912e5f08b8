import { type Answer, type Asked, corsHeaders } from '../../support/servers.js'
import type { Policy } from './policies.js'

/**
 * An answer by field: the status, whether the route's handler ran, each CORS header, and each name in `Vary`. Lists are joined
 * alike, since spaces mean nothing.
 */
export type Facts = Readonly<Record<string, string | undefined>>

export interface Difference {
  readonly settings: Policy['settings']
  readonly path: string
  readonly origin: string | undefined
  /** `Access-Control-Request-Method` of a preflight. */
  readonly preflight: string | undefined
  readonly isOptions: boolean
  readonly flask: Facts
  readonly ours: Facts
  /** The field that differs. */
  readonly field: string
}

export function factsOf(answer: Answer): Facts {
  const { vary = [], ...headers } = corsHeaders(answer)
  const facts: Record<string, string> = { status: String(answer.status) }
  if ('x-handled' in answer.headers) facts.handled = 'yes'
  // A header that appears twice is no list with two entries: browsers refuse it.
  for (const [name, value] of Object.entries(headers))
    facts[name] = [value]
      .flat()
      .map(line => listOf(line).join(', '))
      .join(' and ')
  for (const name of [vary].flat().flatMap(listOf)) facts[`vary: ${name.toLowerCase()}`] = 'yes'
  return facts
}

export function listOf(text = ''): string[] {
  return text.split(',').map(entry => entry.trim())
}

export function differences({ settings }: Policy, asked: Asked, flask: Facts, ours: Facts): Difference[] {
  const { path = '/', method, headers = {} } = asked
  const isOptions = method === 'OPTIONS'
  const origin = headers.origin as string | undefined
  const requested = headers['access-control-request-method'] as string | undefined
  const preflight = isOptions && origin !== undefined ? requested : undefined
  const fields = [...new Set([...Object.keys(flask), ...Object.keys(ours)])]
  return fields
    .filter(field => flask[field] !== ours[field])
    .map(field => ({ settings, path, origin, preflight, isOptions, flask, ours, field }))
}
