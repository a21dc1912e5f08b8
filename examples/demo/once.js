import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import { listRequests } from './requests.js'
import { startServers } from './servers.js'

const WIDTH = 100
const LEFT = 46

/** Sends each request, prints the response, and returns whether all responses are as expected. */
export async function checkOnce() {
  const { apiOrigin, pageOrigin, decisions, stop } = await startServers(0, 0)
  try {
    const requests = listRequests(pageOrigin)
    let wrong = 0
    console.log(`${pair('  Request', 'Answer')}${'Decision'.padStart(WIDTH - LEFT - 8)}`)
    for (const [index, { title, request, ...expected }] of requests.entries()) {
      const answer = await send(apiOrigin, request)
      const { kind, allowed, reason } = decisions.at(-1)
      const actual = { ...answer, decision: `${kind}, ${allowed ? 'allowed' : 'denied'}: ${reason}` }
      printRow(`${index + 1}. ${title}`, request, actual)
      if (!isDeepStrictEqual(actual, expected)) {
        wrong++
        console.log(`  THIS DIFFERS. Expected: ${JSON.stringify(expected)}`)
      }
    }
    console.log('─'.repeat(WIDTH))
    console.log(`${requests.length - wrong} of ${requests.length} responses are as expected.`)
    return wrong === 0
  } finally {
    stop()
  }
}

async function send(apiOrigin, { method, path, headers }) {
  const { hostname, port } = new URL(apiOrigin)
  // The path goes out as it is written: a URL object would resolve its dots.
  const signal = AbortSignal.timeout(10_000)
  const request = httpRequest({ hostname, port, method, path, headers, agent: false, signal }).end()
  const [response] = await once(request, 'response')
  response.resume()
  await once(response, 'end')
  return { status: response.statusCode, headers: corsHeaders(response.rawHeaders) }
}

/** From the raw lines, so that a header sent twice is seen twice. */
function corsHeaders(rawHeaders) {
  const headers = {}
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i].toLowerCase()
    const value = rawHeaders[i + 1]
    if (!/^(access-control-.*|timing-allow-origin|vary)$/.test(name)) continue
    headers[name] = name in headers ? `${headers[name]} and ${value}` : value
  }
  return headers
}

function printRow(heading, { method, path, headers }, answer) {
  console.log('─'.repeat(WIDTH))
  console.log(heading + answer.decision.padStart(WIDTH - heading.length))
  const left = [`${method} ${path}`, ...lines(headers)]
  const said = lines(answer.headers)
  const right = [String(answer.status), ...(said.length > 0 ? said : ['(no CORS header)'])]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    console.log(pair(`  ${left[i] ?? ''}`, right[i] ?? '').trimEnd())
  }
}

function lines(headers) {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
}

function pair(left, right) {
  return `${left.padEnd(LEFT)}  ${right}`
}
