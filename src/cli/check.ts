import { quote } from '../config/words.js'
import { addressSpaces } from './check/address-spaces.js'
import { ask } from './check/ask.js'
import { type Asked, readAsked, refuseSplitHeader } from './check/asked.js'
import { report } from './check/report.js'
import { network } from './check/send.js'
import { askLayers, type Layer, layersOf, readVia } from './check/via.js'
import { type Command, type ExitStatus, noMore, readFlags, wrong } from './command.js'
import { policyAnswers, policyNotes, readPolicyFile, serverNote } from './policy-file.js'
import { jsonWithoutSecrets } from './secrets.js'
import { painter, printable, printableJson } from './terminal.js'

const flags = {
  origin: { type: 'string', short: 'o' },
  method: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  body: { type: 'string' },
  credentials: { type: 'boolean' },
  cookie: { type: 'string', multiple: true },
  mode: { type: 'string' },
  curl: { type: 'string' },
  policy: { type: 'string' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  insecure: { type: 'boolean', short: 'k' },
  'no-probe': { type: 'boolean' },
  via: { type: 'string', multiple: true },
} as const

const example = 'cors-policy check https://api.example.com/users --origin https://app.example.com'

export const check: Command = {
  name: 'check',
  summary: 'send what a browser would send to a server, and say what to change',
  example,
  help: `cors-policy check <url> --origin <origin> [options]
       cors-policy check --curl '<command>' [options]

Does to a running server what a browser would: a preflight if one is needed, redirects,
the request itself. Prints each step, what a browser says of it, and what to change.
The request is really sent: with --method DELETE, the server gets a DELETE.

  -o, --origin <origin>        origin of the page that sends the request, as browsers send it
  -X, --method <method>        default GET
  -H, --header 'Name: value'   a header that the page sets; may be given again
      --body <text or @file>   body of the request; it changes neither the method nor Content-Type,
                               which is that of text unless --header sets it
      --credentials            as fetch's credentials: 'include'
      --cookie 'name=value'    a cookie of the URL's host; may be given again. Implies --credentials.
                               Sent as a browser would: not with a preflight, nor to another host
      --mode <mode>            fetch's mode: cors (the default), no-cors or same-origin
      --curl '<command>'       what a browser's "Copy as cURL" gives, a file that holds it, or - for
                               standard input. Nothing in it is run. Other flags win over it
      --policy <file>          check options that are not deployed: a JSON file, or a module
                               that exports them by default; nothing is sent
      --json                   the exchange and the verdict, for programs
      --timeout <ms>           for each answer, default 10000; five times that for all of them
      --no-probe               send nothing but what a browser sends: without it, up to eight GET,
                               HEAD or OPTIONS requests to the same URL tell causes apart
      --via <name=url>         send the same requests to a layer behind, too; given again for each,
                               outermost first: says which one added, dropped or answered what
  -k, --insecure               do not verify the server's certificate
  -h, --help
      --version

Passwords, tokens and cookies are printed as their first letters.

Exit status: 0 the page can read the answer, 1 a browser blocks it, 2 it could not be tried.

Examples:
  ${example}
  cors-policy check http://localhost:3000/users -o http://localhost:5173 --credentials
  cors-policy check https://api.example.com/users/1 -o https://app.example.com \\
    -X PUT -H 'Content-Type: application/json' -H 'Authorization: Bearer x'
  cors-policy check https://api.example.com/users -o https://app.example.com --policy cors.json
  pbpaste | cors-policy check --curl -`,
  run: async args => run(await readArguments(args)),
}

interface Arguments {
  readonly asked: Asked
  readonly json: boolean
  readonly timeout: number
  readonly insecure: boolean
  /** Send further requests that tell causes apart. */
  readonly probes: boolean
  /** A file with options to check instead of a server. */
  readonly policy: string | undefined
  /** The layers on the way, outermost first; the first is what the page requests. */
  readonly via: readonly Layer[]
}

async function run({ asked, json, timeout, insecure, policy, probes, via }: Arguments): Promise<ExitStatus> {
  const { page, body, cookie, userAgent, notes } = asked
  const { pageOrigin, request } = page
  for (const note of notes) console.error(`! ${printable(note)}`)
  const options = policy === undefined ? undefined : await readPolicyFile(policy, timeout)
  const overNetwork = policy === undefined || options === undefined
  const send = overNetwork
    ? network({ timeout, insecure, pageOrigin, mode: request.mode ?? 'cors', userAgent })
    : policyAnswers(options, policy, timeout)
  const checked = await ask(page, send, {
    body,
    cookie,
    probes: probes && overNetwork,
    spaces: overNetwork ? addressSpaces(pageOrigin, request.url) : null,
  })
  const shown = via.length === 0 ? checked : await askLayers(via, checked, send, { body, probes })
  const started = policy === undefined ? '' : await serverNote(policy)
  if (started) console.error(`! ${printable(started)}`)
  if (json) console.log(printableJson(jsonWithoutSecrets(shown)))
  else {
    for (const line of report(shown, painter(hasColour()))) console.log(line)
    if (options !== undefined) for (const note of policyNotes(options)) console.log(`! ${note}`)
  }
  return shown.verdict.readable ? 0 : 1
}

/** https://no-color.org */
function hasColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR
}

async function readArguments(args: readonly string[]): Promise<Arguments> {
  const { values, positionals } = readFlags('check', flags, args)
  const mode = positionals.find(word => /^(?:include|same-origin|omit|true|false)$/.test(word))
  if (values.credentials && mode !== undefined)
    wrong(`--credentials takes no value. Take ${quote(mode)} out; without cookies, --credentials too.`)
  refuseSplitHeader(values.header ?? [], positionals)
  const [typedUrl, ...more] = positionals
  noMore(more)
  const named = (values.via ?? []).map(readVia)
  const url = typedUrl ?? named.at(0)?.url
  const timeout = readTimeout(values.timeout ?? '10000')
  const asked = await readAsked({
    url,
    origin: values.origin,
    method: values.method,
    headers: values.header ?? [],
    credentials: values.credentials ?? false,
    cookies: values.cookie ?? [],
    body: values.body,
    mode: values.mode,
    curl: values.curl,
  })
  return {
    asked,
    json: values.json ?? false,
    timeout,
    insecure: values.insecure ?? asked.insecure,
    probes: !values['no-probe'],
    policy: values.policy,
    via: layersOf(named, typedUrl),
  }
}

function readTimeout(text: string): number {
  const timeout = Number(text)
  if (/^[0-9]+$/.test(text) && timeout >= 1 && timeout <= 2 ** 31 - 1) return timeout
  return wrong(`--timeout ${quote(text)} is not a number of milliseconds. Write one such as 5000.`)
}
