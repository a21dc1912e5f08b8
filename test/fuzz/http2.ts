import http2 from 'node:http2'
import type { Choices } from '../browser/random.js'
import { talk } from './http1.js'
import { type Answered, check } from './oracle.js'
import { mutate, randomRequest } from './requests.js'
import { arrivals, type Target } from './servers.js'

export function http2Round(choices: Choices, target: Target): Promise<string[]> {
  return choices.chance(0.5) ? byClient(choices, target) : byFrames(choices, target)
}

function linesOf(headers: http2.OutgoingHttpHeaders): Answered['lines'] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
}

/** Streams side by side; some are reset, and sometimes the session ends under them. */
async function byClient(choices: Choices, { port }: Target): Promise<string[]> {
  const { below, chance, one } = choices
  const session = http2.connect(`http://127.0.0.1:${port}`)
  session.on('error', () => {})
  const kills = chance(0.1)
  const answers = Array.from({ length: 1 + below(10) }, async () => {
    const { method, target, lines, body } = randomRequest(choices)
    const headers: http2.OutgoingHttpHeaders = { ':method': method, ':path': target }
    for (const [name, value] of lines) {
      // Node refuses a list for a header that may appear only once.
      const key = name.toLowerCase()
      headers[key] = key in headers && key === 'origin' ? [headers[key] as string, value] : value
    }
    const resets = kills || chance(0.15)
    const code = one([0, 1, 2, 7, 8, 11, 0xffffffff])
    const when = below(3)
    let stream: http2.ClientHttp2Stream
    try {
      stream = session.request(headers)
    } catch {
      return 'refused by the client'
    }
    return new Promise<string>((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`no answer to ${JSON.stringify(headers)}`)), 10_000)
      let answer: string | undefined
      stream.on('error', () => {})
      stream.on('response', received => {
        const seen = arrivals.get(Number(received['x-seen']))
        try {
          answer = seen
            ? check(seen, { status: Number(received[':status']), lines: linesOf(received) })
            : checkUnseen(received)
        } catch (error) {
          reject(error)
        }
      })
      stream.on('close', () => {
        clearTimeout(deadline)
        if (!answer && !resets && !stream.rstCode)
          reject(new Error(`closed without an answer to ${JSON.stringify(headers)}`))
        resolve(answer ?? 'reset')
      })
      stream.resume()
      stream.end(body)
      if (resets) setTimeout(() => stream.close(code), when)
    })
  })
  if (kills) setTimeout(() => session.destroy(), below(3))
  try {
    return ['client', ...(await Promise.all(answers))]
  } finally {
    // Destroying the session within one of its events aborts Node: https://github.com/nodejs/node/issues/64850
    setImmediate(() => session.destroy())
  }
}

/** Checks a response of Node itself, to a method or an expectation that it does not pass on. */
function checkUnseen(headers: http2.IncomingHttpHeaders): string {
  const status = String(headers[':status'])
  if (!['405', '417'].includes(status))
    throw new Error(`nobody saw this request, yet the answer is ${status}`)
  return `${status} of the parser`
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const [DATA, HEADERS, RST_STREAM, SETTINGS] = [0, 1, 3, 4]

/** Handwritten frames, with bytes that no client would send, in any order. */
async function byFrames(choices: Choices, target: Target): Promise<string[]> {
  const { below, chance } = choices
  // A body behind a frame that ends the session aborts Node 22: https://github.com/nodejs/node/issues/64850
  const odd = chance(0.5)
  let bytes = PREFACE + frame(SETTINGS, 0, 0, '')
  for (let stream = 1; stream < 2 + below(12); stream += 2) {
    if (odd && chance(0.4)) {
      bytes += frame(1 + below(11), below(256), below(6), mutate(choices, 'x'.repeat(below(40))))
    }
    const { method, target: path, lines, body: wanted } = randomRequest(choices)
    const body = odd ? '' : wanted
    const fields = [
      [':method', method],
      [':scheme', 'http'],
      [':path', path],
      [':authority', 'a.example'],
      ...lines,
    ]
    const block = fields
      .map(([name = '', value = '']) => literal(name.toLowerCase()) + literal(value))
      .map(field => `\0${field}`)
      .join('')
    if (block.length > 16_000) continue
    const endStream = body === '' ? 1 : 0
    bytes += frame(HEADERS, 4 | endStream, stream, block)
    if (body !== '') bytes += frame(DATA, chance(0.8) ? 1 : 0, stream, body)
    if (chance(0.1)) bytes += frame(RST_STREAM, 0, stream, '\0\0\0\x08')
  }
  if (odd && chance(0.4)) bytes = mutate(choices, bytes)
  if (chance(0.1)) bytes = bytes.slice(0, below(bytes.length))
  const { connection } = await talk(
    target.port,
    [Buffer.from(bytes, 'latin1')],
    chance(0.7) ? 'leave' : 'destroy',
  )
  const statuses = ['frames']
  for (const seen of arrivals.values()) {
    if (seen.connection !== connection || !seen.response.headersSent) continue
    const { stream } = seen.response as unknown as http2.Http2ServerResponse
    const sent = stream?.sentHeaders
    if (sent) statuses.push(check(seen, { status: Number(sent[':status']), lines: linesOf(sent) }))
  }
  return statuses
}

/** RFC 9113, 4.1 */
function frame(type: number, flags: number, stream: number, payload: string): string {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head.writeUInt8(type, 3)
  head.writeUInt8(flags, 4)
  head.writeUInt32BE(stream, 5)
  return head.toString('latin1') + payload
}

/** RFC 7541, 5.2: a string as it is. */
function literal(text: string): string {
  const { length } = text
  if (length < 127) return String.fromCharCode(length) + text
  let rest = length - 127
  let prefix = '\x7f'
  for (; rest > 127; rest >>= 7) prefix += String.fromCharCode((rest & 127) | 128)
  return prefix + String.fromCharCode(rest) + text
}
