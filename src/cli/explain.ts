import { text as readText } from 'node:stream/consumers'
import { type Command, type ExitStatus, readFlags, wrong } from './command.js'
import { readConsole, type Told } from './explain/console-text.js'
import type { Explanation } from './explain/explanation.js'
import { explainTold } from './explain/explanations.js'
import { printable, printableJson } from './terminal.js'

const flags = { json: { type: 'boolean' } } as const

const example = `cors-policy explain "Access to fetch at 'https://api.example.com/' from origin …"`

export const explain: Command = {
  name: 'explain',
  summary: "say what a message in a browser's console means, and what to check",
  example,
  help: `cors-policy explain '<message>' [options]
cors-policy explain < file

Takes what the console of Chromium, Firefox or Safari says, whole or in part, also several
lines. Says what it means, the cause, the header that is missing, and the check to run.
Nothing is sent. Without a message, or with "-", standard input is read.

      --json      for programs
  -h, --help
      --version

Exit status: 0 explained, 2 not: the text is no message about a request.

Examples:
  ${example}
  pbpaste | cors-policy explain`,
  run,
}

async function run(args: readonly string[]): Promise<ExitStatus> {
  const { values, positionals } = readFlags('explain', flags, args)
  const typed = positionals.join(' ')
  if (typed === '' && process.stdin.isTTY) return notExplained('the message is missing.')
  const pasted = typed === '' || typed === '-' ? await readText(process.stdin) : typed
  const told = readConsole(pasted)
  if (told === null) return notExplained('this is no message about a request that I know.')
  const explanation = explainTold(told)
  const command = checkCommand(told, explanation)
  if (values.json) console.log(printableJson(JSON.stringify({ ...told, ...explanation, command }, null, 2)))
  else print(told, explanation, command)
  return 0
}

function notExplained(what: string): never {
  return wrong(
    `${what} Copy the red line from the browser's console, from "Access to", "Cross-Origin Request Blocked" or "Origin" to its end, and put it between double quotes, or pipe it: cors-policy explain < message.txt`,
  )
}

function print(told: Told, explanation: Explanation, command: string): void {
  const { url, origin, browser } = told
  const who = browser === 'WebKit' ? 'Safari (WebKit)' : (browser ?? 'A browser')
  const page = origin === '' ? '' : `, for a page on ${printable(origin)}`
  console.log(`${who} says this${url === '' ? '' : ` of ${printable(url)}`}${page}.\n`)
  console.log(printable(explanation.means, 2000))
  console.log(printable(explanation.look, 2000))
  if (explanation.causes.length > 0) console.log(`\nCause: ${explanation.causes.join(' or ')}`)
  for (const line of explanation.header.split('\n'))
    if (line !== '') console.log(`Header: ${printable(line)}`)
  console.log(`${explanation.causes.length > 0 ? '' : '\n'}Check: ${printable(command, 4000)}`)
}

/** The command line that sends the same request; what the message does not tell is in angle brackets, for the reader to fill in. */
function checkCommand(told: Told, { flags: implied }: Explanation): string {
  const { url, redirectedFrom, origin, method, isPreflight } = told
  // Without method or header there is no preflight, so a message about one implies them.
  const sent = method === '' && isPreflight ? '<method of the page>' : method
  const more =
    implied.includes('--method') || implied.includes('--header') || sent === '' || sent === 'GET'
      ? []
      : ['--method', sent]
  return [
    'cors-policy check',
    shellWord(redirectedFrom || url || '<url>'),
    '--origin',
    shellWord(origin || '<origin of the page>'),
    ...[...implied, ...more].map(shellWord),
  ].join(' ')
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
