import assert from 'node:assert/strict'
import http from 'node:http'
import net from 'node:net'
import type { TestContext } from 'node:test'
import {
  type AnyOptions,
  type CorsConfigCode,
  CorsConfigError,
  type CorsRequest,
  cors,
  type Policy,
  type PolicySource,
} from 'cors-policy'
import { type Answer, type Ask, corsHeaders, listen, serve } from './servers.js'

export const A = 'https://a.example'
export const B = 'https://b.example'
export const evil = 'https://evil.example'

type Source = AnyOptions<CorsRequest> | Policy | PolicySource

/** A server with this policy and a handler that answers `handled`, or the name and message of an error. */
export function guard(t: TestContext, source: Source): Promise<Ask> {
  return serve(t, guarded(source))
}

/** A server with this listener that is sent raw bytes, since client libraries refuse malformed requests. */
export async function guardRaw(
  t: TestContext,
  listener: http.RequestListener,
): Promise<(request: string) => Promise<Answer>> {
  const port = await listen(t, http.createServer(listener))
  return request => askRaw(port, request)
}

export function guarded(source: Source): http.RequestListener {
  const middleware = cors(source)
  return (request, response) =>
    middleware(request, response, error => response.end(error === undefined ? 'handled' : String(error)))
}

/** Sends a Latin-1 text as raw bytes and reads until the connection ends, so it must ask for `Connection: close`. */
function askRaw(port: number, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = net.connect(port, '127.0.0.1')
    socket.on('data', chunk => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', ...body] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
      const [statusLine = '', ...lines] = head.split('\r\n')
      const headers: Answer['headers'] = Object.create(null)
      for (const line of lines) {
        const colon = line.indexOf(':')
        const name = line.slice(0, colon).toLowerCase()
        const value = line.slice(colon + 1).trim()
        const before = headers[name]
        headers[name] = before === undefined ? value : [before, value].flat()
      }
      resolve({ status: Number(statusLine.split(' ')[1]), headers, body: body.join('\r\n\r\n') })
    })
    socket.write(Buffer.from(request, 'latin1'))
  })
}

/** Compares the status, all CORS headers and, if given, the body: an extra header fails. */
export function is(answer: Answer, status: number, headers: Answer['headers'], body?: string): void {
  assert.deepEqual([answer.status, corsHeaders(answer)], [status, headers])
  if (body !== undefined) assert.equal(answer.body, body)
}

/** Request headers of a preflight. */
export function asking(origin: string, method: string, headers?: string): Record<string, string> {
  return {
    origin,
    'access-control-request-method': method,
    ...(headers !== undefined && { 'access-control-request-headers': headers }),
  }
}

/** Asserts that `cors(options)` throws exactly these codes. */
export function refuses(options: unknown, ...codes: CorsConfigCode[]): void {
  assert.throws(
    () => cors(options as never),
    (error: unknown) => {
      assert.ok(error instanceof CorsConfigError, String(error))
      assert.deepEqual(
        error.issues.map(issue => issue.code),
        codes,
      )
      return true
    },
  )
}

/**
 * Asserts that work on a text of sixteen times the size takes less than eighty times as long: linear work takes about
 * sixteen times, quadratic work 256. Other load on the machine can make one attempt look slow, but not all ten.
 */
export function assertLinear(work: (size: number) => void, size: number): void {
  const least = (runs: number, of: number) =>
    Math.min(
      ...Array.from({ length: runs }, () => {
        const start = process.hrtime.bigint()
        work(of)
        return Number(process.hrtime.bigint() - start)
      }),
    )
  let ratio = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 10 && ratio >= 80; attempt++) ratio = least(4, size * 16) / least(20, size)
  assert.ok(ratio < 80, `${ratio.toFixed(1)} times as long for sixteen times the size`)
}
