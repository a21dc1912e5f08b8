import { quote } from '../config/words.js'
import { diagnose } from '../diagnose/diagnose.js'
import type { PageRequest } from '../diagnose/exchange.js'
import { type Command, type ExitStatus, noMore, readFlags, wrong } from './command.js'
import { record, type SentStep } from './network-walk.js'
import { readHeader, readMethod } from './page-fields.js'
import { readOrigin, readUrl } from './page-url.js'
import { policyAnswers, policyNotes, readPolicyFile } from './policy-file.js'
import { report } from './report.js'
import { network } from './send.js'
import { printableJson } from './terminal.js'

const flags = {
  origin: { type: 'string', short: 'o' },
  method: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  credentials: { type: 'boolean' },
  policy: { type: 'string' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  insecure: { type: 'boolean', short: 'k' },
} as const

const example = 'cors-policy check https://api.example.com/users --origin https://app.example.com'

export const check: Command = {
  name: 'check',
  summary: 'send what a browser would send to a server, and say what to change',
  example,
  help: `cors-policy check <url> --origin <origin> [options]

Does to a running server what a browser would: a preflight if one is needed, redirects,
the request itself. Prints each step, what a browser says of it, and what to change.
The request is really sent: with --method DELETE, the server gets a DELETE.

  -o, --origin <origin>        origin of the page that sends the request, as browsers send it
  -X, --method <method>        default GET
  -H, --header 'Name: value'   a header that the page sets; may be given again
      --credentials            as fetch's credentials: 'include'; no cookie is sent
      --policy <file>          check options that are not deployed: a JSON file, or a module
                               that exports them by default; nothing is sent
      --json                   the exchange and the verdict, for programs
      --timeout <ms>           for each answer, default 10000
  -k, --insecure               do not verify the server's certificate
  -h, --help
      --version

Exit status: 0 the page can read the answer, 1 a browser blocks it, 2 it could not be tried.

Examples:
  ${example}
  cors-policy check http://localhost:3000/users -o http://localhost:5173 --credentials
  cors-policy check https://api.example.com/users/1 -o https://app.example.com \\
    -X PUT -H 'Content-Type: application/json' -H 'Authorization: Bearer x'
  cors-policy check https://api.example.com/users -o https://app.example.com --policy cors.json`,
  run: args => run(readArguments(args)),
}

interface Arguments {
  readonly page: PageRequest
  readonly json: boolean
  readonly timeout: number
  readonly insecure: boolean
  /** A file with options to check instead of a server. */
  readonly policy: string | undefined
}

async function run({ page, json, timeout, insecure, policy }: Arguments): Promise<ExitStatus> {
  const steps: SentStep[] = []
  const lines = report(line => json || console.log(line), hasColour())
  const options = policy === undefined ? undefined : await readPolicyFile(policy)
  const send =
    policy === undefined || options === undefined
      ? network({ timeout, insecure, pageOrigin: page.pageOrigin })
      : policyAnswers(options, policy, timeout)
  lines.start(page)
  const exchange = await record(page, send, step => {
    steps.push(step)
    lines.step(step)
  })
  const verdict = diagnose(exchange)
  lines.end(verdict)
  if (options !== undefined && !json) for (const note of policyNotes(options)) console.log(`! ${note}`)
  if (json) console.log(printableJson(JSON.stringify({ steps, exchange, verdict }, null, 2)))
  return verdict.readable ? 0 : 1
}

/** https://no-color.org */
function hasColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = readFlags('check', flags, args)
  const mode = positionals.find(word => /^(?:include|same-origin|omit|true|false)$/.test(word))
  if (values.credentials && mode !== undefined)
    wrong(`--credentials takes no value. Take ${quote(mode)} out; without cookies, --credentials too.`)
  const [url, ...more] = positionals
  if (url === undefined)
    return wrong('the URL is missing. Write: cors-policy check https://api.example.com/users --origin …')
  noMore(more)
  return {
    page: {
      pageOrigin: readOrigin(values.origin),
      request: {
        url: readUrl(url),
        method: readMethod(values.method ?? 'GET'),
        headers: (values.header ?? []).map(readHeader),
        credentials: values.credentials ? 'include' : 'same-origin',
      },
    },
    json: values.json ?? false,
    timeout: readTimeout(values.timeout ?? '10000'),
    insecure: values.insecure ?? false,
    policy: values.policy,
  }
}

function readTimeout(text: string): number {
  const timeout = Number(text)
  if (/^[0-9]+$/.test(text) && timeout >= 1 && timeout <= 2 ** 31 - 1) return timeout
  return wrong(`--timeout ${quote(text)} is not a number of milliseconds. Write one such as 5000.`)
}
