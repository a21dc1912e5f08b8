import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import {
  type AnsweredRedirect,
  type AnsweredResponse,
  diagnose,
  type Exchange,
  type HeaderList,
} from 'cors-policy/diagnose'
// The command sends what a browser should send.
import { record } from '../../src/cli/check/network-walk.js'
import { ask, chromiumDriver, launch, type Outcome, openPage } from './chromium.js'
import { checkConsoles } from './console.js'
import { firefoxDriver } from './firefox.js'
import { runMatrix } from './matrix.js'
import { choices, randomAnswer, randomPage } from './random.js'
import { webkitDriver } from './webkit.js'
import { webkitConsoleDriver } from './webkit-console.js'
import { type Answer, openWire, type Seen, type Wire } from './wire.js'

interface Case extends Exchange {
  readonly id: string
  readonly redirects: readonly AnsweredRedirect[]
  readonly engines?: {
    readonly chromium?: { readonly expected?: string; readonly failedCheck?: string | null }
  }
}

const cases: Case[] = JSON.parse(readFileSync('test/data/browser-cases.json', 'utf8'))

/** The server's responses for each URL in a chain of redirects. */
function legs({ request, redirects = [], ...last }: Exchange) {
  let url = request.url
  return [...redirects, last].map(({ preflightResponse, response }) => {
    const leg = { url: bare(url), preflightResponse, response }
    const location = [...((response?.headers ?? []) as HeaderList)].find(([name]) =>
      /^location$/i.test(name),
    )?.[1]
    url = location !== undefined && URL.canParse(location, url) ? new URL(location, url).href : url
    return leg
  })
}

function bare(url: string): string {
  const { origin, pathname, search } = new URL(url)
  return origin + pathname + search
}

/** A response that lets the page read, for a request that a browser sends against the standard. */
function lenient({ origin = '*' }: Seen): AnsweredResponse {
  return {
    status: 200,
    headers: [
      ['Access-Control-Allow-Origin', origin],
      ['Access-Control-Allow-Credentials', 'true'],
    ],
  }
}

function answers(exchange: Exchange): Answer {
  const known = legs(exchange)
  return seen => {
    const leg = known.find(({ url }) => url === seen.url)
    const isPreflight = seen.method === 'OPTIONS' && seen.requestMethod !== undefined
    if (!leg) return { status: 404 }
    return (isPreflight ? leg.preflightResponse : leg.response) ?? lenient(seen)
  }
}

/** What a browser should send for an exchange, by our reading of the standard. */
async function expectedRequests(exchange: Exchange): Promise<Seen[]> {
  const sent: Seen[] = []
  const answer = answers(exchange)
  const send = async ({ url, method, headers }: { url: string; method: string; headers: HeaderList }) => {
    const header = (name: string) => headers.find(line => line[0].toLowerCase() === name)?.[1]
    const isPreflight = header('access-control-request-method') !== undefined
    sent.push({
      method,
      url: bare(url),
      origin: header('origin'),
      requestMethod: header('access-control-request-method'),
      requestHeaders: header('access-control-request-headers'),
    })
    const { status, headers: lines = [] } = answer({
      ...(sent.at(-1) as Seen),
      method: isPreflight ? 'OPTIONS' : method,
    })
    return { status, headers: lines as HeaderList }
  }
  await record({ ...exchange, request: { headers: [], ...exchange.request } }, send, () => {})
  return sent
}

/** What differs between the browser and our verdict; empty if nothing does. */
async function differences(
  exchange: Exchange,
  outcome: Outcome,
  seen: readonly Seen[],
  engine: Case['engines'],
): Promise<object> {
  const verdict = diagnose(exchange)
  const [first] = verdict.failures
  const declared = engine?.chromium
  const check = declared && 'failedCheck' in declared ? declared.failedCheck : first?.check
  const readable = declared?.expected ? declared.expected === 'readable' : verdict.readable
  const expected = {
    readable,
    // Of several header names Chromium names any one.
    ...(!declared && !(first?.names && first.names.length > 1) && { console: first?.console ?? '' }),
    corsError: check?.startsWith('k') ? check.slice(1) : null,
    ...(readable === verdict.readable && { exposedHeaders: verdict.exposedHeaders }),
    ...(first?.parameter !== undefined && check && { parameter: first.parameter }),
    ...(!declared && !exchange.addressSpaces && { seen: await expectedRequests(exchange) }),
  }
  const actual: Record<string, unknown> = { ...outcome, seen }
  const differing = Object.entries(expected).filter(
    ([name, value]) => !isDeepStrictEqual(actual[name], value),
  )
  return Object.fromEntries(
    differing.map(([name, value]) => [name, { expected: value, actual: actual[name] }]),
  )
}

let agreed = 0
let failed = 0

function report(name: string, exchange: Exchange, differing: object): void {
  if (Object.keys(differing).length === 0) {
    agreed++
    return
  }
  failed++
  console.log(`DIFFERS ${name}: ${JSON.stringify(differing)}\n  ${JSON.stringify(exchange)}`)
}

/** Checks each recorded exchange in a context of its own, so that nothing is cached from one to the next. */
async function checkCases(wire: Wire): Promise<void> {
  const browser = await launch(wire.port)
  for (const exchange of cases.filter(each => !each.addressSpaces)) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    wire.answerWith(() => ({ status: 404 }), false)
    const page = await openPage(context, exchange.pageOrigin)
    const seen = wire.answerWith(answers(exchange), exchange.request.streamBody === true)
    const outcome = await ask(page, exchange)
    report(exchange.id, exchange, await differences(exchange, outcome, [...seen], exchange.engines))
    await context.close()
  }
  await browser.close()
}

/** Checks local network access: the page's host counts as public, all others as loopback. */
async function checkLocalNetwork(wire: Wire, pages: Wire): Promise<void> {
  const overrides = `--ip-address-space-overrides=127.0.0.1:${pages.port}=public`
  const browser = await launch(wire.port, pages.port, [
    overrides,
    '--enable-features=LocalNetworkAccessChecks',
  ])
  for (const { engines: _, ...exchange } of cases.filter(each => each.addressSpaces)) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await openPage(context, exchange.pageOrigin)
    const tools = await browser.newBrowserCDPSession()
    const contexts = await tools.send('Target.getBrowserContexts')
    const browserContextId = contexts.browserContextIds.at(-1) as string
    const setting = exchange.permission ?? 'prompt'
    for (const name of ['loopback-network', 'local-network', 'local-network-access']) {
      await tools
        .send('Browser.setPermission', { permission: { name }, setting, browserContextId })
        .catch(() => {})
    }
    const seen = wire.answerWith(answers(exchange), false)
    const outcome = await ask(page, exchange)
    report(exchange.id, exchange, await differences(exchange, outcome, [...seen], undefined))
    await context.close()
  }
  await browser.close()
}

/** Checks random exchanges, each with paths of its own. */
async function checkRandom(wire: Wire, seed: number, count: number): Promise<void> {
  const browser = await launch(wire.port)
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const pages = new Map<string, Awaited<ReturnType<typeof openPage>>>()
  const random = choices(seed)
  for (let id = 0; id < count; id++) {
    const asked = randomPage(random, id)
    let hops = 0
    const exchange = await record(
      asked,
      async sent => {
        const kind = sent.headers.some(([name]) => name === 'Access-Control-Request-Method')
          ? 'preflight'
          : 'request'
        const { status, headers } = randomAnswer(random, sent, kind, asked.pageOrigin, `/${id}/${++hops}`)
        return { status, headers: headers as HeaderList }
      },
      () => {},
    )
    const page = pages.get(asked.pageOrigin) ?? (await openPage(context, asked.pageOrigin))
    pages.set(asked.pageOrigin, page)
    const seen = wire.answerWith(answers(exchange), false)
    report(
      `random ${id}`,
      exchange,
      await differences(exchange, await ask(page, exchange), [...seen], undefined),
    )
  }
  await browser.close()
}

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const count = Number(process.env.COUNT ?? 300)
const wire = await openWire()
const pages = await openWire()
try {
  await checkCases(wire)
  await checkLocalNetwork(wire, pages)
  console.log(`${agreed} of ${cases.length} observed exchanges agree with Chromium`)
  const before = agreed
  await checkRandom(wire, seed, count)
  console.log(`${agreed - before} of ${count} random exchanges agree with Chromium (SEED=${seed})`)
} finally {
  wire.close()
  pages.close()
}
console.log(`${agreed} passed, ${failed} failed\n`)
failed += await runMatrix({ Chromium: chromiumDriver, Firefox: firefoxDriver, WebKit: webkitDriver })
failed += await checkConsoles({
  Chromium: chromiumDriver,
  Firefox: firefoxDriver,
  WebKit: webkitConsoleDriver,
})
// If a browser failed halfway, a program that was started for it would keep this process alive.
process.exit(failed > 0 ? 1 : 0)
