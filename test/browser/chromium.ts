/// <reference lib="dom" />
import { existsSync } from 'node:fs'
import type { AskedRequest, Exchange } from 'cors-policy/diagnose'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { ConsoleDriver } from './page.js'

/** What a page and the developer tools saw. */
export interface Outcome {
  readonly readable: boolean
  readonly exposedHeaders: readonly string[]
  /** The error in `Network.loadingFailed`. */
  readonly corsError: string | null
  readonly parameter: string | null
  /** The sentence about CORS in the console, or `''`. */
  readonly console: string
}

export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Maps the page's host to `pagePort` and all other hosts to `port`. */
export function launch(port: number, pagePort = port, more: readonly string[] = []): Promise<Browser> {
  return launchWith(
    `--host-resolver-rules=MAP app.example 127.0.0.1:${pagePort}, MAP * 127.0.0.1:${port}`,
    '--ignore-certificate-errors',
    ...more,
  )
}

export async function launchWith(...more: string[]): Promise<Browser> {
  if (!existsSync(executable))
    throw new Error(`There is no Chromium at ${executable}. Set CHROMIUM to its path.`)
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}

export async function chromiumDriver(...more: string[]): Promise<ConsoleDriver> {
  const browser = await launchWith(...more)
  const page = await browser.newPage({ ignoreHTTPSErrors: true })
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  return {
    version: `Chromium ${browser.version()}`,
    console: said,
    async evaluate(url, expression) {
      if (page.url() !== url) await page.goto(url)
      return page.evaluate(expression)
    },
    close: () => browser.close(),
  }
}

/** Opens a page on this origin. */
export async function openPage(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin === 'null' ? 'https://opaque.example' : origin}/page`)
  return page
}

/** Makes the request from the page and returns what came of it. */
export async function ask(page: Page, { request }: Exchange): Promise<Outcome> {
  const tools = await page.context().newCDPSession(page)
  let corsError: string | null = null
  let parameter: string | null = null
  let said = ''
  page.on('console', message => {
    if (said === '' && /CORS policy|^Fetch API cannot load/.test(message.text())) said = message.text()
  })
  tools.on('Network.loadingFailed', ({ corsErrorStatus }) => {
    if (!corsErrorStatus || corsError !== null) return
    corsError = corsErrorStatus.corsError
    parameter = corsErrorStatus.failedParameter
  })
  await tools.send('Network.enable')
  const names = await page.evaluate(inPage, request)
  // The developer tools get their events separately, so they may lag behind the page.
  if (names === null) for (let tries = 0; tries < 10 && corsError === null; tries++) await page.evaluate('0')
  await tools.detach()
  return { readable: names !== null, exposedHeaders: names ?? [], corsError, parameter, console: said }
}

/** Runs in the page and returns the names of the headers that it can read, or `null`. */
async function inPage(asked: AskedRequest): Promise<string[] | null> {
  const { url, method = 'GET', headers = [], body = null } = asked
  const lines = headers as [string, string][]
  const names = (list: Iterable<string>) => [...new Set([...list].map(name => name.toLowerCase()))].sort()
  if (asked.api === 'xhr') {
    const request = new XMLHttpRequest()
    return new Promise(resolve => {
      try {
        request.open(method, url)
        request.withCredentials = asked.credentials === 'include'
        for (const [name, value] of lines) request.setRequestHeader(name, value)
        if (asked.uploadListener) request.upload.onprogress = () => {}
        request.onload = () => {
          const all = request.getAllResponseHeaders().split('\r\n').filter(Boolean)
          resolve(names(all.map(line => line.split(':')[0] as string)))
        }
        request.onerror = () => resolve(null)
        request.send(body)
      } catch {
        resolve(null)
      }
    })
  }
  try {
    const stream = () => new Response(body).body
    const { credentials, mode, redirect } = asked
    const response = await fetch(url, {
      method,
      headers: lines,
      ...(body !== null && { body: asked.streamBody ? stream() : body }),
      ...(asked.streamBody && { duplex: 'half' }),
      ...(credentials && { credentials }),
      ...(mode && { mode }),
      ...(redirect && { redirect }),
    } as RequestInit)
    return response.type.startsWith('opaque') ? null : names(response.headers.keys())
  } catch {
    return null
  }
}
