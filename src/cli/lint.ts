import { quote } from '../config/words.js'
import { NotNginx } from '../lint/directive.js'
import type { Finding } from '../lint/finding.js'
import { lint as lintFile } from '../lint/lint.js'
import type { AskedPage, Known } from '../lint/site.js'
import { type Command, type ExitStatus, noMore, readFlags, wrong } from './command.js'
import { filesOf } from './config-files.js'
import { readHeader, readMethod } from './page-fields.js'
import { readOrigin } from './page-url.js'
import { printable, printableJson } from './terminal.js'

const flags = {
  origin: { type: 'string', short: 'o' },
  method: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  credentials: { type: 'boolean' },
  'upstream-cors': { type: 'string' },
  json: { type: 'boolean' },
} as const

const example = 'cors-policy lint /etc/nginx/nginx.conf'

export const lint: Command = {
  name: 'lint',
  summary: 'find the CORS traps in a configuration of nginx, and write what to put there',
  example,
  help: `cors-policy lint <nginx.conf> [options]

Reads a configuration of nginx, or a part of one, with all that it includes. Names each CORS
trap with its line, what a browser will say, and the lines to write. Nothing is sent.

      --upstream-cors yes|no   whether what nginx passes requests to sends CORS headers itself;
                               without it, what depends on that is printed as a question
  -o, --origin <origin>        origin of the page that sends requests, as browsers send it
  -X, --method <method>        a method that pages use
  -H, --header 'Name: value'   a header that pages set; may be given again
      --credentials            as fetch's credentials: 'include'
      --json                   a list of { trap, file, line, message, fix }, without questions
  -h, --help
      --version

With one of --origin, --method, --header and --credentials, lint also tells what stops that page.

Exit status: 0 nothing found, 1 something found, 2 it could not be done.

Examples:
  ${example}
  cors-policy lint site.conf --upstream-cors no --origin https://app.example.com \\
    --method PUT --header 'Content-Type: application/json' --credentials`,
  run: args => run(readArguments(args)),
}

interface Arguments {
  readonly file: string
  readonly known: Known
  readonly json: boolean
}

async function run({ file, known, json }: Arguments): Promise<ExitStatus> {
  const { findings, questions } = linted(file, known)
  if (json) console.log(printableJson(JSON.stringify(findings, null, 2)))
  else
    for (const line of [...findings.flatMap(lines), ...asked(questions), summary(findings)]) console.log(line)
  return findings.length > 0 ? 1 : 0
}

function linted(file: string, known: Known) {
  try {
    return lintFile(file, filesOf(file), known)
  } catch (error) {
    if (error instanceof NotNginx) return wrong(error.message)
    throw error
  }
}

/** Longer than what a message or a line of a configuration usually has. */
const LONGEST_LINE = 2000

function lines({ trap, file, line, message, fix }: Finding): readonly string[] {
  const shown = [message, ...fix.split('\n')].map(text => `  ${printable(text, LONGEST_LINE)}`)
  return [`${printable(file)}:${line} ${trap}`, ...shown, '']
}

function asked(questions: readonly Finding[]): readonly string[] {
  if (questions.length === 0) return []
  const list = questions.map(({ trap, file, line }) => `  ${printable(file)}:${line} ${trap}`)
  return [
    'Does the upstream send CORS headers itself? Some traps depend on it; --upstream-cors yes or no tells which are there:',
    ...list,
    '',
  ]
}

function summary({ length }: readonly Finding[]): string {
  return length === 0 ? 'No trap found.' : `${length} ${length === 1 ? 'trap' : 'traps'} found.`
}

function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = readFlags('lint', flags, args)
  const [file, ...more] = positionals
  if (file === undefined) return wrong(`the file is missing. Write: ${example}`)
  noMore(more)
  const { origin, method, header, credentials } = values
  const isAsked = [origin, method, header, credentials].some(value => value !== undefined)
  const page: AskedPage = {
    origin: origin === undefined ? null : readOrigin(origin),
    method: readMethod(method ?? 'GET'),
    headers: (header ?? []).map(readHeader),
    credentials: credentials ?? false,
  }
  const known = { upstreamCors: readAnswer(values['upstream-cors']), page: isAsked ? page : null }
  return { file, known, json: values.json ?? false }
}

function readAnswer(text: string | undefined): boolean | null {
  if (text === undefined) return null
  if (text === 'yes' || text === 'no') return text === 'yes'
  return wrong(`--upstream-cors ${quote(text)} is not an answer. Write yes or no.`)
}
