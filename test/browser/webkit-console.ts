import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ConsoleDriver } from './page.js'
import { start } from './start.js'

const MINI_BROWSER = process.env.MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

const pem = readFileSync('test/data/localhost.pem')

/**
 * MiniBrowser prints its console, but not while WebKitWebDriver drives it. So each page is opened in a MiniBrowser of its own, and
 * fetches the expressions that it evaluates from here.
 */
export async function webkitConsoleDriver(): Promise<ConsoleDriver> {
  const display = await start('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp', '-noreset'], /^(\d+)\n/)
  const said: string[] = []
  const tasks = await openTasks()
  let at = ''
  let browser: ChildProcess | undefined
  return {
    version: 'WebKit (MiniBrowser)',
    console: said,
    async evaluate(url, expression) {
      const port = url.startsWith('https:') ? tasks.securePort : tasks.port
      if (at !== url) {
        await end(browser)
        browser = open(`${url}#${port}${tasks.nextPage()}`, `:${display.said}`, said)
        at = url
      }
      return tasks.evaluate(expression)
    },
    async close() {
      await end(browser)
      tasks.close()
      await display.end()
    },
  }
}

function open(url: string, display: string, said: string[]): ChildProcess {
  const args = ['--enable-write-console-messages-to-stdout=true', '--ignore-tls-errors', url]
  const browser = spawn(MINI_BROWSER, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DISPLAY: display },
  })
  process.once('exit', () => browser.kill())
  let rest = ''
  browser.stderr.setEncoding('utf8').on('data', chunk => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const text = /^(?:\S+: )?CONSOLE (?:[A-Z]+ )*?(?:LOG|INFO|WARN|ERROR|DEBUG) (.*)$/.exec(line)?.[1]
      if (text !== undefined) said.push(text)
    }
  })
  return browser
}

async function end(browser: ChildProcess | undefined): Promise<void> {
  if (browser === undefined) return
  const exited = new Promise(resolve => browser.once('exit', resolve))
  browser.kill()
  await exited
}

interface Tasks {
  readonly port: number
  readonly securePort: number
  readonly evaluate: (expression: string) => Promise<string>
  /** The path at which the next page asks for tasks. A page before it gets none, even if its last request comes late. */
  readonly nextPage: () => string
  readonly close: () => void
}

/** Gives the page one expression at a time, and takes its value. */
async function openTasks(): Promise<Tasks> {
  let page = 0
  let waiting: http.ServerResponse | undefined
  let task: string | undefined
  let resolve: (value: string) => void = () => {}
  const hand = () => {
    if (waiting === undefined || task === undefined) return
    waiting.end(task)
    waiting = undefined
    task = undefined
  }
  const listener: http.RequestListener = (request, response) => {
    if (request.url !== `/${page}`) {
      response.destroy()
      return
    }
    response.setHeader('Access-Control-Allow-Origin', '*')
    if (request.method === 'GET') {
      waiting = response
      hand()
      return
    }
    let value = ''
    request.setEncoding('utf8').on('data', chunk => {
      value += chunk
    })
    request.on('end', () => {
      response.end()
      resolve(value)
    })
  }
  const servers = [http.createServer(listener), https.createServer({ key: pem, cert: pem }, listener)]
  for (const server of servers) await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const [port = 0, securePort = 0] = servers.map(server => (server.address() as AddressInfo).port)
  return {
    port,
    securePort,
    evaluate(expression) {
      const value = new Promise<string>(done => {
        resolve = done
      })
      task = expression
      hand()
      return value
    },
    nextPage() {
      waiting?.destroy()
      waiting = undefined
      page++
      return `/${page}`
    },
    close() {
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}
