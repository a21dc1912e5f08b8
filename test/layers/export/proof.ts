import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CorsConfigError, type CorsOptions, createPolicy } from 'cors-policy'
import { CorsExportError, type ExportTarget, exportPolicy } from 'cors-policy/export'
import { type Choices, choices } from '../../browser/random.js'
import { differences, excess } from './judge.js'
import { randomOptions } from './policies.js'
import {
  browserRequest,
  type DrawnRequest,
  namesIn,
  oddRequest,
  type Readings,
  readingsOf,
} from './requests.js'
import { startUpstream } from './upstream.js'
import { Wire } from './wire.js'

/** A real server, which runs whole configurations one after the other. */
export interface Layer {
  readonly target: ExportTarget
  readonly readings: Readings
  /** Draws options that not all targets can say. */
  readonly more?: (choices: Choices) => CorsOptions
  /** Runs one with a test's context, and says where it listens once it does. `write` makes the configuration for an address. */
  readonly run: (
    t: { readonly after: (stop: () => Promise<void>) => void },
    write: (listen: string) => string,
  ) => Promise<{ readonly port: number; readonly stop: () => Promise<void>; readonly output: () => string }>
}

const POLICIES = Number(process.env.POLICIES ?? 200)
const REQUESTS = 100
const AT_ONCE = 4

/** Proves the promise of an exporter: the server answers as `resolve` says, or grants less. */
export function prove(layer: Layer, fixed: Readonly<Record<string, CorsOptions>>): void {
  let upstream: Awaited<ReturnType<typeof startUpstream>>
  before(async () => {
    upstream = await startUpstream()
  })
  after(() => void upstream.server.close().closeAllConnections())

  for (const [title, options] of Object.entries(fixed)) {
    test(`${layer.target}, ${title}: the server answers as the policy says`, async t => {
      await proveOne(t, layer, options, upstream.url, choices(1))
    })
  }

  test(`${layer.target}: the server answers as policies say that are drawn at random`, async t => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    const seeds = Array.from({ length: POLICIES }, (_, index) => seed + index)
    let exact = 0
    const work = async () => {
      for (let own = seeds.shift(); own !== undefined; own = seeds.shift()) {
        const drawn = choices(own)
        drawn.below(1)
        const options = valid(drawn, layer.target, layer.more)
        try {
          const asBrowsers = await proveOne(t, layer, options, upstream.url, drawn)
          exact += asBrowsers
        } catch (error) {
          throw new Error(`SEED=${own} POLICIES=1: ${(error as Error).message}\n${show(options)}`)
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    t.diagnostic(
      `${POLICIES} policies, ${POLICIES * REQUESTS} requests, ${exact} of them as browsers send them`,
    )
    // Requests that are all refused would prove little.
    assert.ok(exact > POLICIES * REQUESTS * 0.3)
  })
}

/** The first options drawn that are no mistake, and that the target can say: Apache does not know every status. */
export function valid(drawn: Choices, target: ExportTarget, more?: Layer['more']): CorsOptions {
  for (;;) {
    const options = { ...randomOptions(drawn), ...more?.(drawn) }
    try {
      exportPolicy(createPolicy(options), target)
      return options
    } catch (error) {
      if (!(error instanceof CorsConfigError) && !isOfStatus(error)) throw error
    }
  }
}

function isOfStatus(error: unknown): boolean {
  return error instanceof CorsExportError && error.issues.every(({ code }) => code === 'preflight-status')
}

async function proveOne(
  t: Parameters<Layer['run']>[0],
  layer: Layer,
  options: CorsOptions,
  upstream: string,
  drawn: Choices,
): Promise<number> {
  const policy = createPolicy(options)
  const running = await layer.run(t, listen => exportPolicy(policy, layer.target, { listen, upstream }))
  const wire = new Wire(running.port)
  const names = namesIn(options)
  let exact = 0
  try {
    for (let i = 0; i < REQUESTS; i++) {
      const request = draw(drawn, names)
      const answer = await wire.send(request)
      const fault = request.byBrowser
        ? differences(policy, request, answer)
        : excess(policy, readingsOf(request, layer.readings, answer.status), answer)
      if (fault !== '') assert.fail(`${fault}\nfor ${JSON.stringify(request)}\n${JSON.stringify(answer)}`)
      if (request.byBrowser) exact++
    }
  } finally {
    wire.close()
    await running.stop()
  }
  return exact
}

function draw(drawn: Choices, names: ReturnType<typeof namesIn>): DrawnRequest {
  const request = drawn.chance(0.6) ? browserRequest(drawn, names) : oddRequest(drawn, names)
  return request ?? draw(drawn, names)
}

export function show(options: CorsOptions): string {
  return JSON.stringify(options, (_, value) => (value instanceof RegExp ? String(value) : value))
}
