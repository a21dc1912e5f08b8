import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { listen } from './servers.js'

export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs the built command in a process of its own. */
export function command(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/cli/main.js', ...args], {
      env: { ...process.env, ...env },
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      output.stderr += text
    })
    child.on('error', reject)
    child.on('close', status => resolve({ status, ...output }))
  })
}

/** The command could not try: status 2, and one line on standard error rather than a stack trace. */
export function isRefused({ status, stderr }: Outcome, says: RegExp): void {
  assert.equal(status, 2, stderr)
  assert.match(stderr, /^cors-policy: [^\n]+\n$/)
  assert.match(stderr, says)
}

export const APP = 'https://app.example.com'

export async function serve(t: TestContext, listener: http.RequestListener): Promise<string> {
  return `http://localhost:${await listen(t, http.createServer(listener))}`
}

/** A server that answers every request with these bytes, and then closes the connection or leaves it open. */
export async function serveBytes(t: TestContext, bytes: string, end = true): Promise<string> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)))
  })
  const port = await listen(t, server)
  t.after(() => {
    for (const socket of sockets) socket.destroy()
  })
  return `http://localhost:${port}`
}

/** The path of a new file, in a directory that is removed after the test. */
export function file(t: TestContext, name: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'cors-policy-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}
