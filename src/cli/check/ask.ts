import { diagnose } from '../../diagnose/diagnose.js'
import type { AddressSpaces, PageRequest } from '../../diagnose/exchange.js'
import { type Carried, record, type Send, type SentStep } from './network-walk.js'
import { probe } from './probes.js'
import type { Checked } from './report.js'

interface Ways extends Carried {
  /** Send further requests that tell causes apart. */
  readonly probes: boolean
  /** `null` where no network is crossed, or none that names tell of. */
  readonly spaces: AddressSpaces | null
}

/**
 * Sends what a browser would send, then the probes, and judges the answers.
 *
 * @throws CannotRun if the server could not be asked.
 */
export async function ask(
  page: PageRequest,
  send: Send,
  { body, cookie, probes, spaces }: Ways,
): Promise<Checked> {
  const steps: SentStep[] = []
  const walked = await record(page, send, step => steps.push(step), { body, cookie })
  const recorded = spaces === null ? walked : { ...walked, addressSpaces: spaces }
  const exchange = probes ? await probe(recorded, diagnose(recorded), send, cookie) : recorded
  return { steps, exchange, verdict: diagnose(exchange) }
}
