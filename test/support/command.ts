import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'

export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs the built command as a program of its own. */
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

/** It could not be tried: nothing but one line on standard error, which is no stack trace. */
export function isRefused({ status, stderr }: Outcome, says: RegExp): void {
  assert.equal(status, 2, stderr)
  assert.match(stderr, /^cors-policy: [^\n]+\n$/)
  assert.match(stderr, says)
}
