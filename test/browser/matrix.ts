import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { type App, HEADERS, type Log, openApp } from './app.js'
import { type Ask, type Engine, type Group, type Outcome, sitesAt } from './ask.js'
import { askFrom, type Driver } from './page.js'
import { origins } from './policies/origins.js'
import { requests } from './policies/requests.js'
import { responses } from './policies/responses.js'

export type Engines = Readonly<Partial<Record<Engine, () => Promise<Driver>>>>

const OWN = Object.keys(HEADERS).map(name => name.toLowerCase())

interface Row {
  readonly policy: string
  readonly what: string
  readonly expected: Outcome
  readonly outcomes: Map<Engine, string>
}

/** Makes the requests in each browser, prints the outcomes, and returns how many were not as expected. */
export async function runMatrix(engines: Engines): Promise<number> {
  const app = await openApp()
  const sites = sitesAt(app.port)
  const groups = [origins, requests, responses].flatMap(groupsOf => groupsOf(sites))
  const rows = groups.flatMap(({ policy, asks }) =>
    asks.map(({ what, expected }) => ({ policy, what, expected, outcomes: new Map<Engine, string>() })),
  )
  let failed = 0
  for (const [engine, launch] of Object.entries(engines) as [Engine, () => Promise<Driver>][]) {
    const began = performance.now()
    try {
      const driver = await launch()
      try {
        failed += await runInEngine(engine, driver, app, groups, rows)
      } finally {
        await driver.close()
      }
      console.log(`${driver.version}: ${Math.round((performance.now() - began) / 1000)} s`)
    } catch (error) {
      failed++
      console.log(`${engine} failed: ${(error as Error).message}`)
    }
  }
  app.close()
  print(rows, Object.keys(engines) as Engine[])
  return failed
}

async function runInEngine(
  engine: Engine,
  driver: Driver,
  app: App,
  groups: readonly Group[],
  rows: readonly Row[],
): Promise<number> {
  let failed = 0
  let run = 0
  let index = 0
  for (const group of groups) {
    app.use(group)
    for (const ask of group.asks) {
      if (!ask.again) run++
      if (ask.after > 0) await setTimeout(ask.after)
      const log = app.log()
      const outcome = await runAsk(driver, app.port, ask, run, log)
      const row = rows[index++]
      row?.outcomes.set(engine, isDeepStrictEqual(outcome, ask.expected) ? 'ok' : summary(outcome))
      const { why, ...own } = { why: ask.undecided, ...ask.engines?.[engine] }
      const expected = { ...ask.expected, ...own }
      const decided = byDecisions(ask, log)
      const done = { ...outcome, readable: outcome.status !== null }
      const disagreeing = {
        ...(!isDeepStrictEqual(outcome, expected) && { expected }),
        ...(why === undefined && !isDeepStrictEqual(done, { ...done, ...decided }) && { decided }),
      }
      if (Object.keys(disagreeing).length === 0) continue
      failed++
      console.log(
        `DIFFERS ${engine}, ${group.policy}, ${ask.what}: ${JSON.stringify({ outcome, ...disagreeing })}`,
      )
    }
  }
  return failed
}

async function runAsk(driver: Driver, port: number, ask: Ask, run: number, log: Log): Promise<Outcome> {
  const { from, to, path, method, headers, credentials } = ask
  const page = `${from === 'null' ? `http://opaque.localhost:${port}` : from}/page`
  const url = `${to}${path}${path.includes('?') ? '&' : '?'}run=${run}`
  const learned = await askFrom(driver, page, { url, method, headers, credentials })
  return {
    status: learned.status,
    preflights: log.preflights,
    handled: log.handled,
    cookie: log.cookie,
    headers: learned.headers.filter(name => OWN.includes(name) || name === 'set-cookie'),
    timed: learned.timed,
  }
}

/** What the decisions on the server let the page do; CORS does not apply to requests to its own origin. */
function byDecisions({ credentials }: Ask, { decisions }: Log): Partial<Outcome> & { readable: boolean } {
  const judged = [...decisions].filter(
    ([{ headers }, { kind }]) => kind !== 'none' && headers.origin !== `http://${headers.host}`,
  )
  const actual = judged.map(([, decision]) => decision).filter(({ kind }) => kind === 'actual')
  const readable = judged.every(
    ([, { allowed, headers }]) =>
      allowed && (credentials !== 'include' || headers['Access-Control-Allow-Credentials'] === 'true'),
  )
  const exposed = actual.at(-1)?.headers['Access-Control-Expose-Headers']?.toLowerCase().split(', ') ?? []
  return {
    readable,
    ...(actual.length > 0 && {
      headers: OWN.filter(name => readable && (exposed.includes(name) || exposed.includes('*'))),
      timed: readable && actual.every(({ headers }) => headers['Timing-Allow-Origin'] !== undefined),
    }),
  }
}

/** An outcome on one line: status, preflights, requests that reached the handlers, and what else the page got. */
function summary({ status, preflights, handled, cookie, headers, timed }: Outcome): string {
  return [
    status ?? 'hidden',
    `${preflights}+${handled}`,
    ...(cookie ? ['cookie'] : []),
    ...(timed ? ['timed'] : []),
    ...headers,
  ].join(' ')
}

function print(rows: readonly Row[], engines: readonly Engine[]): void {
  console.log('\nstatus or hidden, preflights + requests handled, cookie sent, times visible, headers read\n')
  const lines = [
    ['policy', 'request', 'outcome', ...engines],
    ...rows.map(({ policy, what, expected, outcomes }, i) => [
      rows[i - 1]?.policy === policy ? '' : policy,
      what,
      summary(expected),
      ...engines.map(engine => outcomes.get(engine) ?? 'not run'),
    ]),
  ]
  const columns = lines[0]?.keys() ?? []
  const widths = [...columns].map(column => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  const padded = lines.map(line => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
  for (const line of padded) console.log(line.join('  ').trimEnd())
}
