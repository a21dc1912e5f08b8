import net from 'node:net'
import type { Answer } from './servers.js'

/**
 * Pipelines requests as raw bytes (Latin-1) and reads the responses in order. A server closes the connection at a
 * request that it cannot parse, so the rest goes out on a new one.
 */
export async function sendAll(port: number, requests: readonly string[]): Promise<Answer[]> {
  const answers: Answer[] = []
  while (answers.length < requests.length) {
    const more = await sendSome(port, requests.slice(answers.length, answers.length + 200))
    // Status 0 stands for a request that got no response.
    answers.push(...(more.length > 0 ? more : [{ status: 0, headers: {}, body: '' }]))
  }
  return answers
}

function sendSome(port: number, requests: readonly string[]): Promise<Answer[]> {
  return new Promise(resolve => {
    let received = ''
    const answers: Answer[] = []
    const socket = net.connect(port, '127.0.0.1')
    socket.setEncoding('latin1')
    socket.on('data', chunk => {
      received += chunk
      for (let read = readAnswer(received); read; read = readAnswer(received)) {
        answers.push(read.answer)
        received = received.slice(read.length)
      }
      if (answers.length === requests.length) socket.destroy()
    })
    socket.on('error', () => {})
    // Fastify 4 leaves some requests without a response.
    socket.setTimeout(500, () => socket.destroy())
    socket.on('close', () => resolve(answers))
    socket.write(Buffer.from(requests.join(''), 'latin1'))
  })
}

/** The first response in the text, if it is complete. */
function readAnswer(text: string): { answer: Answer; length: number } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers: Record<string, string> = Object.create(null)
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    const before = headers[name]
    headers[name] = before === undefined ? value : `${before}\n${value}`
  }
  const status = Number(statusLine.split(' ')[1])
  let at = end + 4
  let body = ''
  if (headers['transfer-encoding'] === 'chunked') {
    for (;;) {
      const line = text.indexOf('\r\n', at)
      if (line < 0) return undefined
      const size = Number.parseInt(text.slice(at, line), 16)
      if (text.length < line + 2 + size + 2) return undefined
      body += text.slice(line + 2, line + 2 + size)
      at = line + 2 + size + 2
      if (size === 0) return { answer: { status, headers, body }, length: at }
    }
  }
  const length = Number(headers['content-length'] ?? 0)
  if (text.length < at + length) return undefined
  return { answer: { status, headers, body: text.slice(at, at + length) }, length: at + length }
}
