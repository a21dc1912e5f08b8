import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface Place {
  /** A free port of 127.0.0.1, on which the program must listen. */
  readonly port: number
  /** A temporary folder that every user of the machine may read, since nginx and Apache change theirs. */
  readonly directory: string
}

export interface Start {
  readonly command: string
  readonly args: readonly string[]
  /** Contents of the files to write in the folder first, by name. */
  readonly files?: Readonly<Record<string, string>>
}

export interface Program extends Place {
  /** What it has printed so far, on standard output and standard error. */
  readonly output: () => string
  /** Sends a signal: nginx reloads at `SIGHUP`, for example. */
  readonly signal: (name: NodeJS.Signals) => void
  /** Ends the program and removes its folder. May be called twice. */
  readonly stop: () => Promise<void>
}

const START_TIMEOUT = 30_000
const STOP_TIMEOUT = 10_000

/**
 * Starts a program that runs in the foreground, and waits until its port accepts connections. It is stopped after the test:
 * `t` is a test's context, or `{ after }` of `node:test` for a program that a whole file uses.
 */
export async function startProgram(
  t: { readonly after: (stop: () => Promise<void>) => void },
  describe: (place: Place) => Start,
): Promise<Program> {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  chmodSync(directory, 0o755)
  const port = await freePort()
  const { command, args, files = {} } = describe({ port, directory })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)

  const child = spawn(command, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', chunk => {
      output += chunk
    })
  }
  let ended = ''
  const closed = new Promise<void>(resolve => {
    child.once('error', error => {
      ended = `cannot run: ${error.message}`
      resolve()
    })
    child.once('close', (code, signal) => {
      ended ||= `ended with ${code ?? signal}`
      resolve()
    })
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)

  const stop = async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(kill, STOP_TIMEOUT)
    await closed
    clearTimeout(timer)
    process.off('exit', kill)
    rmSync(directory, { recursive: true, force: true })
  }
  t.after(stop)

  const deadline = Date.now() + START_TIMEOUT
  while (!(await accepts(port))) {
    const problem = ended || (Date.now() > deadline && `does not listen on port ${port}`)
    if (problem) {
      await stop()
      throw new Error(`${command} ${problem}\n${output}`)
    }
    await delay(20)
  }
  return { port, directory, output: () => output, signal: name => void child.kill(name), stop }
}

/** Below the ports that the system gives out, so that no other server gets the port before the program has it. */
const PORTS = { first: 10_000, count: 22_000 }

/** Files of tests run side by side, each in a process of its own; a start at random keeps them apart. */
let next = Math.floor(Math.random() * PORTS.count)

async function freePort(): Promise<number> {
  next = (next + 1) % PORTS.count
  const port = PORTS.first + next
  return (await isFree(port)) ? port : freePort()
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer().listen(port, '127.0.0.1')
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (isListening) await new Promise(closed => server.close(closed))
  return isListening
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    const answer = (accepted: boolean) => {
      socket.destroy()
      resolve(accepted)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
