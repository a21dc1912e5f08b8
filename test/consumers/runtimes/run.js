// The conformance suite on Bun, Deno and workerd, which serve what build/test/conformance/worker.js exports.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { buildSync } from 'esbuild'
import { Miniflare } from 'miniflare'
import { assertConforms } from './build/test/conformance/conforms.js'
import { policies } from './build/test/conformance/policies.js'
import { askHttp } from './build/test/support/servers.js'

/** Starts a program that prints its port. Their install scripts, which link the binaries, may be blocked. */
async function start(scope, program, ...args) {
  const [folder] = readdirSync(`node_modules/${scope}`)
  const child = spawn(`node_modules/${scope}/${folder}/${program}`, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const port = await new Promise((resolve, reject) => {
    child.stdout.once('data', data => resolve(Number(data)))
    child.once('exit', status => reject(new Error(`${program} ended with ${status}`)))
  })
  return { port, stop: () => child.kill() }
}

async function startWorkerd() {
  const { outputFiles } = buildSync({
    entryPoints: ['build/test/conformance/worker.js'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  const miniflare = new Miniflare({
    modules: true,
    script: outputFiles[0].text,
    compatibilityDate: '2025-01-01',
    handleRuntimeStdio() {},
  })
  return { port: Number((await miniflare.ready).port), stop: () => miniflare.dispose() }
}

const denoFlags = ['run', '--quiet', '--no-lock', '--node-modules-dir=manual', '--allow-all']
const runtimes = {
  Bun: { adapters: ['withCors', 'Hono', 'Elysia'], start: () => start('@oven', 'bin/bun', 'serve-bun.js') },
  Deno: {
    adapters: ['withCors', 'Hono'],
    start: () => start('@deno', 'deno', ...denoFlags, 'serve-deno.js'),
  },
  workerd: { adapters: ['withCors', 'Hono'], start: startWorkerd },
}

let count = 0
for (const [name, { adapters, start }] of Object.entries(runtimes)) {
  const { port, stop } = await start()
  try {
    for (const adapter of adapters) {
      for (const [index, policy] of policies.entries()) {
        const ask = asked =>
          askHttp(port, { ...asked, headers: { ...asked.headers, 'x-conformance': `${adapter} ${index}` } })
        await assertConforms(ask, policy).catch(error => {
          error.message = `${adapter} on ${name}, ${policy.title}: ${error.message}`
          throw error
        })
        count++
      }
    }
  } finally {
    await stop()
  }
}
console.log(`${count} policies conform on Bun, Deno and workerd`)
