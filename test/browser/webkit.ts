import { type AddressInfo, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Driver } from './page.js'
import { start } from './start.js'

/** Drives WebKitGTK's MiniBrowser over WebDriver; it needs a display. */
export async function webkitDriver(): Promise<Driver> {
  const port = await freePort()
  const display = await start('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp'], /^(\d+)\n/)
  const webdriver = await start('WebKitWebDriver', [`--port=${port}`], undefined, {
    DISPLAY: `:${display.said}`,
  })
  const send = commands(`http://127.0.0.1:${port}`)
  await ready(send)
  const { sessionId, capabilities } = await send('POST', '/session', { capabilities: {} })
  const session = `/session/${sessionId}`
  let at = ''
  return {
    version: `WebKit ${capabilities.browserVersion}`,
    async evaluate(url, expression) {
      if (at !== url) await send('POST', `${session}/url`, { url })
      at = url
      const script = `${expression}.then(arguments[0])`
      return send('POST', `${session}/execute/async`, { script, args: [] })
    },
    async close() {
      await send('DELETE', session)
      await webdriver.end()
      await display.end()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

/** Waits until WebKitWebDriver listens, which it does not report. */
async function ready(send: ReturnType<typeof commands>): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      return await send('GET', '/status')
    } catch (error) {
      if (tries === 0) throw error
      await setTimeout(50)
    }
  }
}

function commands(server: string) {
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own type of answer
  return async (method: string, path: string, body?: object): Promise<any> => {
    const response = await fetch(server + path, { method, ...(body && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: { message: string } }
    if (!response.ok) throw new Error(`${method} ${path}: ${value.message}`)
    return value
  }
}
