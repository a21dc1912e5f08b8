import { existsSync } from 'node:fs'
import { after, before } from 'node:test'
import type { AskedRequest } from 'cors-policy/diagnose'
import type { Browser } from 'playwright-core'
import { ask, executable, launchWith, openPage } from '../../browser/chromium.js'
import { openWire, type Wire } from '../../browser/wire.js'

/** Hosts of pages. */
const PAGES = [
  ...['app.example.com', 'opaque.example', 'not-listed.example'],
  // Under other ports, these names stand for the servers.
  ...['www.example.com:443', 'admin.example.com:443', 'localhost:3000', 'localhost:5173'],
]

/** Whether a page on an origin can read the answer to its request. */
export type Reads = (origin: string, request: AskedRequest, cookie: string | undefined) => Promise<boolean>

/** One Chromium for the tests of a file; `null` on a machine that has none. */
export function chromiumOfFile(): Reads | null {
  if (!existsSync(executable)) return null
  let browser: Browser
  let pages: Wire
  before(async () => {
    pages = await openWire()
    browser = await launchWith(
      `--host-resolver-rules=${[...PAGES.map(host => `MAP ${host} 127.0.0.1:${pages.port}`), 'MAP *.example.com 127.0.0.1'].join()}`,
      '--ignore-certificate-errors',
    )
  })
  after(async () => {
    await browser.close()
    pages.close()
  })
  return async (origin, request, cookie) => {
    // A context of its own keeps no answer, no preflight and no cookie of another page.
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    if (cookie !== undefined) {
      const { 0: name = '', 1: value = '' } = cookie.split('=')
      const { origin: url, protocol } = new URL(request.url)
      // Browsers take `None` only beside `Secure`, and `Secure` only over https.
      const secure = protocol === 'https:'
      await context.addCookies([{ name, value, url, secure, sameSite: secure ? 'None' : 'Lax' }])
    }
    const page = await openPage(context, origin)
    const { readable } = await ask(page, { pageOrigin: origin, request })
    await context.close()
    return readable
  }
}
