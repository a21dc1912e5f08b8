import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { ConsoleDriver } from './page.js'
import { start } from './start.js'

/** Drives Firefox over WebDriver BiDi. */
export async function firefoxDriver(): Promise<ConsoleDriver> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'))
  const firefox = await start(
    process.env.FIREFOX ?? 'firefox-esr',
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    /WebDriver BiDi listening on (\S+)\s/,
  )
  const socket = new WebSocket(`${firefox.said}/session`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const send = commands(socket)
  const said: string[] = []
  const { capabilities } = await send('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: true } },
  })
  socket.on('message', data => {
    const { method, params } = JSON.parse(String(data))
    if (method === 'log.entryAdded') said.push(params.text)
  })
  await send('session.subscribe', { events: ['log.entryAdded'] })
  const { contexts } = await send('browsingContext.getTree')
  const { context } = contexts[0]
  let at = ''
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    console: said,
    async evaluate(url, expression) {
      if (at !== url) await send('browsingContext.navigate', { context, url, wait: 'complete' })
      at = url
      const { result } = await send('script.evaluate', {
        expression,
        awaitPromise: true,
        target: { context },
      })
      return result.value
    },
    async close() {
      socket.close()
      await firefox.end()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function commands(socket: WebSocket) {
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own type of answer
  type Reply = any
  const waiting = new Map<number, (reply: Reply) => void>()
  socket.on('message', data => {
    const reply = JSON.parse(String(data))
    waiting.get(reply.id)?.(reply)
  })
  socket.on('close', () => {
    for (const reply of waiting.values()) reply({ message: 'Firefox is gone' })
  })
  return (method: string, params: object = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const id = waiting.size
      waiting.set(id, ({ type, result, message }) => {
        if (type === 'success') resolve(result)
        else reject(new Error(`${method}: ${message}`))
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
}
