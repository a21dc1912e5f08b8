import { readFileSync, writeFileSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { AnsweredResponse, HeaderList } from 'cors-policy/diagnose'
import type { Engine } from './ask.js'
import { PRELUDE, type Row, rows } from './console-rows.js'
import type { ConsoleDriver } from './page.js'
import { openWire } from './wire.js'

const FILE = 'test/data/console-messages.json'

/** What browsers say of a row; URLs have the names of `Row` in place of origins and ports. */
export interface Message {
  readonly row: string
  readonly check: Row['check']
  readonly browser: Engine
  readonly sentences: readonly string[]
}

interface Recorded {
  readonly versions: Partial<Record<Engine, string>>
  readonly messages: readonly Message[]
}

type Origins = Readonly<Record<'page' | 'api' | 'other' | 'closed' | 'broken', string>>

/** Has each browser say what it says of each row, and returns how many differ from the record, which `RECORD=1` writes anew. */
export async function checkConsoles(
  engines: Readonly<Partial<Record<Engine, () => Promise<ConsoleDriver>>>>,
): Promise<number> {
  const recorded: Recorded = JSON.parse(readFileSync(FILE, 'utf8'))
  const versions: Partial<Record<Engine, string>> = {}
  const messages: Message[] = []
  let failed = 0
  for (const [engine, launch] of Object.entries(engines) as [Engine, () => Promise<ConsoleDriver>][]) {
    const began = performance.now()
    try {
      const driver = await launch()
      versions[engine] = driver.version
      const said = await sentences(driver).finally(driver.close)
      for (const { id, check } of rows) {
        messages.push({ row: id, check, browser: engine, sentences: said.get(id) ?? [] })
      }
      console.log(`Console of ${driver.version}: ${Math.round((performance.now() - began) / 1000)} s`)
    } catch (error) {
      failed++
      console.log(`${engine} failed: ${(error as Error).message}`)
    }
  }
  if (process.env.RECORD) {
    writeFileSync(FILE, `${JSON.stringify({ versions, messages }, null, 1)}\n`)
    return failed
  }
  const differing = messages.filter(
    message => !recorded.messages.some(known => isDeepStrictEqual(known, message)),
  )
  for (const { browser, row, sentences } of differing) {
    console.log(`DIFFERS ${browser}'s console, ${row}: ${JSON.stringify(sentences)}`)
  }
  return failed + differing.length
}

/** The sentences of each row, by its id. */
async function sentences(driver: ConsoleDriver): Promise<Map<string, string[]>> {
  const wire = await openWire()
  const broken = net.createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end())
  })
  const closed = net.createServer()
  const ports = await Promise.all([broken, closed].map(listen))
  await new Promise(resolve => closed.close(resolve))
  const at = (host: string, scheme = 'http') => `${scheme}://${host}.localhost:${wire.port}`
  const byRow = new Map<string, string[]>()
  let seen = 0
  const collect = (current: string, origins: Origins) => {
    for (const text of driver.console.slice(seen)) {
      const id = rows.find(({ id }) => new RegExp(`/${id}(?:-2)?(?![-\\w])`).test(text))?.id ?? current
      const sentence = withPlaceholders(text, origins)
      const list = byRow.get(id) ?? []
      if (!list.includes(sentence) && !sentence.includes('row ends')) list.push(sentence)
      byRow.set(id, list)
    }
    seen = driver.console.length
  }
  for (const row of rows) {
    const secure = row.page === 'https' ? 'https' : 'http'
    const pageHost = row.page === 'opaque' ? 'opaque' : 'app'
    const origins: Origins = {
      page: at(pageHost, secure),
      api: at('api', secure),
      other: at('other', secure),
      broken: String(ports[0]),
      closed: String(ports[1]),
    }
    wire.answerWith(({ url, requestMethod }) => {
      const answer = url.startsWith(origins.other)
        ? row.other
        : requestMethod === undefined
          ? row.response
          : row.preflight
      return filled(answer, origins)
    }, false)
    await driver.evaluate(`${origins.page}/page`, expression(row, origins))
    for (
      let tries = 40;
      tries > 0 && !driver.console.slice(seen).some(text => text.includes('row ends'));
      tries--
    ) {
      await setTimeout(25)
    }
    await setTimeout(60)
    collect(row.id, origins)
  }
  wire.close()
  broken.close()
  for (const list of byRow.values()) list.sort()
  return byRow
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function expression(row: Row, origins: Origins): string {
  return `(async () => {
    ${PRELUDE}
    const URL = ${JSON.stringify(`${origins.api}/${row.id}`)}
    const HOME = ${JSON.stringify(`${origins.page}/${row.id}`)}
    const limit = new Promise(done => setTimeout(done, 5000))
    try { await Promise.race([limit, (async () => ${fill(row.act, origins)})()]) } catch (error) { console.log(String(error)) }
    console.log('row ends')
    return 'done'
  })()`
}

function fill(text: string, origins: Origins): string {
  return text.replace(/\{(page|api|other|closed|broken)\}/g, (_, name: keyof Origins) =>
    name === 'page' && origins.page.includes('//opaque.') ? 'null' : origins[name],
  )
}

function filled({ status, headers }: AnsweredResponse, origins: Origins): AnsweredResponse {
  const lines = [...((headers ?? []) as HeaderList)]
  return { status, headers: lines.map(({ 0: name, 1: value }) => [name, fill(value, origins)] as const) }
}

function withPlaceholders(text: string, origins: Origins): string {
  // WebKit names the page with its fragment.
  let replaced = text.replace(/(?<=\/page)#[\d/]+/, '')
  for (const [name, value] of Object.entries(origins)) replaced = replaced.replaceAll(value, `{${name}}`)
  const port = origins.page.replace(/.*:/, '')
  replaced = replaced.replaceAll(`:${port}/`, ':{port}/')
  return replaced
}
