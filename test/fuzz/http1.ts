import net from 'node:net'
import type { Choices } from '../browser/random.js'
import { type Answered, check } from './oracle.js'
import { type Asked, mutate, randomRequest } from './requests.js'
import { arrivals, broken, connectionOf, type Target } from './servers.js'

/** Statuses that Node's parser answers itself, before any listener is called. */
const PARSER = [400, 408, 413, 414, 417, 431]

function bytesOf(
  { method, target, lines, body }: Asked,
  { chance, one, below }: Choices,
  last: boolean,
): string {
  const chunked = body !== '' && chance(0.5)
  const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${one(['a.example', 'api.example', 'a.example:80', ''])}`,
    ...lines.map(([name, value]) => `${name}:${one([' ', '', '\t'])}${value}`),
    ...(body === '' && chance(0.9) ? [] : [framing]),
    ...(last ? ['Connection: close'] : []),
  ]
  const at = below(body.length)
  const chunks = [body.slice(0, at), body.slice(at)].filter(part => part !== '')
  const sent = chunked
    ? `${chunks.map(part => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`
    : body
  return `${head.join('\r\n')}\r\n\r\n${sent}`
}

export async function http1Round(choices: Choices, target: Target): Promise<string[]> {
  const { one, chance, below } = choices
  const requests = Array.from({ length: chance(0.3) ? 1 + below(8) : 1 }, () => randomRequest(choices))
  let text = requests.map((request, i) => bytesOf(request, choices, i === requests.length - 1)).join('')
  const kind = one(['whole', 'whole', 'whole', 'mutated', 'half', 'garbage'])
  if (kind === 'mutated') text = mutate(choices, text)
  if (kind === 'half') text = text.slice(0, below(text.length))
  if (kind === 'garbage') text = String.fromCharCode(...Array.from({ length: below(500) }, () => below(256)))
  // Waiting for the parser's timeout is slow, so it is rare.
  const ending = kind === 'whole' || chance(0.02) ? 'wait' : one(['end', 'destroy'] as const)
  const { raw, connection } = await talk(target.port, pieces(choices, text), ending)
  const answers = parse(raw)
  if (!answers) throw new Error(`this is not HTTP: ${JSON.stringify(raw)}`)
  const statuses = answers.map(answer => {
    const seen = arrivals.get(Number(answer.lines.find(([name]) => name === 'x-seen')?.[1]))
    return seen ? check(seen, answer) : checkUnseen(answer, target)
  })
  const reached = [...arrivals.values()].filter(arrival => arrival.connection === connection).length
  const hangsUp = requests.some(({ method }) => method === 'CONNECT')
  const answered = statuses.filter(status => !status.includes('parser')).length
  if (kind === 'whole' && !broken.has(connection) && !hangsUp && reached !== answered) {
    throw new Error(`${answered} answers to ${reached} requests that came`)
  }
  return [kind, ...statuses]
}

/** Checks a response to a request that never reached the middleware: Node's parser or Express sent it. */
function checkUnseen({ status, lines }: Answered, { name }: Target): string {
  // Express itself answers 404 to a URL in which it finds no path.
  const allowed = name.includes('Express') ? [...PARSER, 404] : PARSER
  if (!allowed.includes(status) || lines.some(([name]) => name.startsWith('access-control-'))) {
    throw new Error(`nobody saw this request, yet the answer is ${JSON.stringify({ status, lines })}`)
  }
  return `${status} of the parser`
}

function pieces({ chance, below }: Choices, text: string): Buffer[] {
  const all = Buffer.from(text, 'latin1')
  if (chance(0.7)) return [all]
  const at = below(all.length)
  return [all.subarray(0, at), all.subarray(at)]
}

type Ending = 'wait' | 'end' | 'leave' | 'destroy'

/** Sends the parts and reads until the connection closes; with `wait`, the server closes it. */
export function talk(
  port: number,
  parts: readonly Buffer[],
  ending: Ending,
): Promise<{ raw: string; connection: string }> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1')
    let raw = ''
    let connection = ''
    const deadline = setTimeout(() => {
      reject(new Error(`no end after ${JSON.stringify(raw)} to ${JSON.stringify(parts.join(''))}`))
      socket.destroy()
    }, 10_000)
    socket.setEncoding('latin1')
    socket.on('data', data => {
      raw += data
    })
    // The server may close the connection while there is more to write.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(deadline)
      resolve({ raw, connection })
    })
    socket.on('connect', async () => {
      connection = connectionOf(port, socket.localPort)
      for (const part of parts) {
        socket.write(part)
        await new Promise(setImmediate)
      }
      if (ending === 'destroy') socket.resetAndDestroy()
      if (ending === 'end') setTimeout(() => socket.end(), 15)
      if (ending === 'leave') setTimeout(() => socket.destroy(), 15)
    })
  })
}

/** Splits received text into responses; the last may be truncated. `undefined` if this is not HTTP. */
function parse(raw: string): Answered[] | undefined {
  const answers: Answered[] = []
  let rest = raw
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return /^HTTP\/1\.1 \d/.test(rest) || 'HTTP/1.1 '.startsWith(rest) ? answers : undefined
    const [first = '', ...fields] = rest.slice(0, end).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1])
    if (!status) return undefined
    const lines = fields.map((line): [string, string] => {
      const [name = '', ...value] = line.split(':')
      return [name.toLowerCase(), value.join(':').trim()]
    })
    rest = rest.slice(end + 4)
    if (status < 200) continue
    rest = rest.slice(bodyLength({ status, lines }, rest))
    answers.push({ status, lines })
  }
  return answers
}

function bodyLength({ lines }: Answered, rest: string): number {
  const header = (name: string) => lines.find(([other]) => other === name)?.[1]
  // A response to HEAD has no body, whatever its headers say. No handler's body begins like this.
  if (rest.startsWith('HTTP/1.1 ')) return 0
  if (header('transfer-encoding') === 'chunked') {
    const last = rest.indexOf('0\r\n\r\n')
    return last < 0 ? rest.length : last + 5
  }
  return Number(header('content-length') ?? rest.length)
}
