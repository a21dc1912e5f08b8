import net from 'node:net'
import { CORS_HEADERS } from '../../../src/protocol.js'

export type Lines = readonly (readonly [name: string, value: string])[]

export interface SentRequest {
  readonly method: string
  readonly target: string
  readonly lines: Lines
}

export interface ReceivedAnswer {
  readonly status: number
  readonly lines: Lines
}

/** The status and the headers that a policy decides about, except `Vary`. Lines of one name are joined. */
export function decided({ status, lines }: ReceivedAnswer): Readonly<Record<string, string | number>> {
  const found: Record<string, string | number> = { status }
  for (const [name, value] of lines)
    if (CORS_HEADERS.has(name)) found[name] = name in found ? `${found[name]}, ${value}` : value
  return found
}

const TIMEOUT = 10_000

/** Sends requests as they are, one after the other, over one connection for as long as the server keeps it. */
export class Wire {
  readonly #port: number
  #socket: net.Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  async send({ method, target, lines }: SentRequest): Promise<ReceivedAnswer> {
    const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)]
    const text = `${head.join('\r\n')}\r\n\r\n`
    const isNew = this.#socket === undefined
    try {
      return await this.#exchange(text, method)
    } catch (error) {
      this.close()
      // The server may have closed a connection that it kept.
      if (isNew) throw new Error(`${(error as Error).message} to ${JSON.stringify(text)}`)
      return this.send({ method, target, lines })
    }
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #connect(): net.Socket {
    const socket = net.connect(this.#port, '127.0.0.1').setEncoding('latin1')
    // For errors between two requests.
    socket.on('error', () => {})
    this.#socket = socket
    return socket
  }

  #exchange(text: string, method: string): Promise<ReceivedAnswer> {
    const socket = this.#socket ?? this.#connect()
    return new Promise((resolve, reject) => {
      let received = ''
      const timer = setTimeout(() => end(new Error('no answer')), TIMEOUT)
      const end = (result: ReceivedAnswer | Error, closes = false) => {
        clearTimeout(timer)
        socket.off('data', onData).off('close', onClose).off('error', onError)
        if (closes || result instanceof Error) this.close()
        if (result instanceof Error) reject(result)
        else resolve(result)
      }
      const onData = (data: string) => {
        received += data
        const answer = parse(received, method, false)
        if (answer) end(answer.answer, answer.closes)
      }
      const onClose = () =>
        end(parse(received, method, true)?.answer ?? new Error('closed without an answer'), true)
      const onError = (error: Error) => end(error)
      socket.on('data', onData).on('close', onClose).on('error', onError)
      socket.write(text, 'latin1')
    })
  }
}

function parse(
  received: string,
  method: string,
  closed: boolean,
): { readonly answer: ReceivedAnswer; readonly closes: boolean } | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...fields] = received.slice(0, end).split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1])
  const lines = fields.map((field): [string, string] => {
    const colon = field.indexOf(':')
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
  })
  if (status < 200) return parse(received.slice(end + 4), method, closed)
  const of = (name: string) => lines.find(line => line[0] === name)?.[1]
  const body = received.slice(end + 4)
  const length = of('content-length')
  const isEmpty = method === 'HEAD' || status === 204 || status === 304
  const isWhole =
    closed ||
    isEmpty ||
    (of('transfer-encoding') === 'chunked'
      ? body.endsWith('0\r\n\r\n')
      : length !== undefined && body.length >= Number(length))
  if (!isWhole) return undefined
  const closes = of('connection')?.toLowerCase() === 'close' || first.startsWith('HTTP/1.0')
  return { answer: { status, lines }, closes }
}
