import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import type { Server as HttpServer } from 'node:http'
import { type AddressInfo, Server } from 'node:net'
import type { TestContext } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import * as corsPolicy from 'cors-policy'
import * as diagnosis from 'cors-policy/diagnose'
import { Server as EngineServer } from 'engine.io'
import type express from 'express'

// h3 prints a line with an arrow where it listens, which the test runner of Node 22 cannot tell from its own messages.
process.env.TEST = 'true'

/** The pages of the documentation, by path. */
export const pages: ReadonlyMap<string, string> = new Map(
  ['README.md', ...readdirSync('docs').flatMap(name => (name.endsWith('.md') ? [`docs/${name}`] : []))].map(
    path => [path, readFileSync(path, 'utf8')],
  ),
)

/** The text of a page. */
export function page(path: string): string {
  return pages.get(path) ?? assert.fail(`there is no page ${path}`)
}

/** A block of code. */
export interface Block {
  readonly page: string
  /** The heading above it. */
  readonly heading: string
  /** `''` for output. */
  readonly language: string
  /** What follows the language, such as `throws`. */
  readonly mark: string
  readonly code: string
}

export const blocks: readonly Block[] = [...pages].flatMap(([page, text]) => {
  let heading = ''
  const part = /^#+ (.*)$|^( *)```(\w*) ?(.*)\n([\s\S]*?)^ *```$/gm
  return [...text.matchAll(part)].flatMap(([, title, , language = '', mark = '', code = '']) => {
    if (title === undefined) return { page, heading, language, mark, code }
    heading = title
    return []
  })
})

/** A block of JavaScript below a heading, the first unless a later one is asked for. */
export function example(path: string, heading: string, index = 0): Block {
  const found = blocks.filter(
    block => block.page === path && block.heading === heading && block.language === 'js',
  )
  return found[index] ?? assert.fail(`${path} has no such block below "${heading}"`)
}

/** Stand-ins for packages that are not installed here, in the shape that they document. */
export const STAND_INS: Readonly<Record<string, object>> = {
  elysia: {
    Elysia: class {
      fetch = async (_request: Request) => new Response('handled')
      wrap(
        wrapper: (answer: (request: Request) => Promise<Response>) => (request: Request) => Promise<Response>,
      ) {
        this.fetch = wrapper(this.fetch)
        return this
      }
      get() {
        return this
      }
      listen() {}
    },
  },
  'next/server': {
    NextResponse: { next: () => new Response(null, { headers: { 'x-middleware-next': '1' } }) },
  },
  'socket.io': {
    Server: class {
      engine = new EngineServer()
      constructor(server: HttpServer) {
        this.engine.attach(server)
      }
    },
  },
  '@modelcontextprotocol/sdk/server/mcp.js': {
    McpServer: class {
      connect() {}
      close() {}
    },
  },
  '@modelcontextprotocol/sdk/server/middleware/hostHeaderValidation.js': {
    localhostHostValidation:
      () =>
      ({ headers }: { headers: { host: string } }, response: express.Response, next: () => void) =>
        /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(headers.host) ? next() : response.status(403).end(),
  },
  '@modelcontextprotocol/sdk/server/streamableHttp.js': {
    StreamableHTTPServerTransport: class {
      handleRequest(_request: unknown, response: express.Response) {
        response.setHeader('Mcp-Session-Id', '1')
        response.end()
      }
    },
  },
}

/** What an example has started and defined. */
export interface Ran {
  /** The port of the first server. */
  readonly port: number
  /** Its constants; `default` is its default export. */
  // biome-ignore lint/suspicious/noExplicitAny: an example may make anything
  readonly constants: Readonly<Record<string, any>>
}

/** Runs an example; servers listen on free ports until the test ends. */
export async function run(t: TestContext, { code }: Block, env: object = {}): Promise<Ran> {
  const constants = {}
  const names = [...code.matchAll(IMPORT)].map(([, , name = '']) => name)
  const modules: Record<string, object> = Object.fromEntries(
    await Promise.all(names.map(async name => [name, STAND_INS[name] ?? (await import(name))])),
  )
  const tests: Promise<void>[] = []
  if ('node:test' in modules)
    modules['node:test'] = { test: (_: string, body: () => Promise<void>) => tests.push(body()) }
  const context = createContext({
    // For short examples, which import nothing.
    ...(names.length === 0 && { ...corsPolicy, ...diagnosis }),
    database: { countTenants: async () => 1 },
    Headers,
    Response,
    console: { ...console, error() {}, warn() {} },
    process: { env },
    constants,
    modules,
  })
  const servers = await listening(t, () => runInContext(`(async () => { ${asScript(code)}\n })()`, context))
  await Promise.all(tests)
  const address = servers[0]?.address() as AddressInfo | undefined
  return { port: address?.port ?? 0, constants }
}

const IMPORT = /^import (.*) from '(.*)'$/gm

function asScript(code: string): string {
  return code
    .replaceAll(IMPORT, (_, names: string, name: string) => {
      const [, alone, list] = /^(\w+)?(?:, )?(\{.*\})?$/.exec(names) ?? assert.fail(names)
      const members = [alone && `default: ${alone}`, list?.slice(1, -1).replaceAll(' as ', ': ')]
      return `const { ${members.filter(Boolean).join(', ')} } = modules['${name}']`
    })
    .replaceAll(/^export default /gm, 'constants.default = ')
    .replaceAll(/^(?:export )?const (\w+) = /gm, 'const $1 = constants.$1 = ')
}

/** The servers that listen once the code has run, on free ports in place of those that it asks for. */
async function listening(t: TestContext, start: () => Promise<unknown>): Promise<Server[]> {
  const servers: Server[] = []
  const { listen } = Server.prototype
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    servers.push(this)
    const onListening = args.find(arg => typeof arg === 'function') as (() => void) | undefined
    return (
      this.once('listening', onListening ?? (() => {})) && listen.call(this, { port: 0, host: '127.0.0.1' })
    )
  }
  t.after(() => Promise.all(servers.map(server => new Promise(closed => server.close(closed)))))
  try {
    await start()
  } finally {
    Server.prototype.listen = listen
  }
  await Promise.all(servers.map(server => server.listening || once(server, 'listening')))
  return servers
}
