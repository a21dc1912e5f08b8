import { wrong } from '../command.js'
import { type BodyPart, bodyOf } from './curl-body.js'
import { shellWords } from './shell-words.js'

/** What a curl command sends. */
export interface CurlRequest {
  readonly url: string | undefined
  readonly method: string
  readonly headers: readonly Line[]
  readonly body: string | null
  readonly insecure: boolean
  /** The parts that are left out of the request, each with the reason. */
  readonly notes: readonly string[]
  /** Files that the body would have been read from. */
  readonly files: readonly string[]
}

type Line = readonly [name: string, value: string]

/** A request while its options are read. */
interface Draft {
  readonly urls: string[]
  method: string | undefined
  readonly headers: Line[]
  readonly parts: BodyPart[]
  isGet: boolean
  isHead: boolean
  insecure: boolean
  readonly notes: string[]
}

type Take = (draft: Draft, value: string, option: string) => void

const setMethod: Take = (draft, value) => {
  draft.method = value
}
const addHeader: Take = ({ headers, notes }, value) => {
  if (value.startsWith('@')) return void notes.push(`the file of headers ${value} is not read.`)
  const { 1: name = '', 2: separator, 3: content = '' } = /^(:?[^:;]*)([:;]?)\s*([\s\S]*)$/.exec(value) ?? []
  // `Name:` keeps curl from sending a header of its own, and `Name;` sends an empty one.
  if (separator === ';' || content !== '') headers.push([name, content])
}
const addCookie: Take = ({ headers, notes }, value) => {
  if (value.includes('=')) headers.push(['Cookie', value])
  else notes.push('the file that --cookie names is not read.')
}
const addPart: Take = ({ parts }, value, option) => parts.push({ option, value })
const addUrl: Take = ({ urls }, value) => urls.push(value)
const header =
  (name: string, prefix = ''): Take =>
  ({ headers }, value) =>
    headers.push([name, prefix + value])

const WITH_VALUE: ReadonlyMap<string, Take> = new Map([
  ['-X', setMethod],
  ['--request', setMethod],
  ['-H', addHeader],
  ['--header', addHeader],
  ['-b', addCookie],
  ['--cookie', addCookie],
  ['-d', addPart],
  ['--data', addPart],
  ['--data-ascii', addPart],
  ['--data-binary', addPart],
  ['--data-raw', addPart],
  ['--data-urlencode', addPart],
  ['--json', addPart],
  ['-F', addPart],
  ['--form', addPart],
  ['--form-string', addPart],
  ['--url', addUrl],
  ['-A', header('User-Agent')],
  ['--user-agent', header('User-Agent')],
  ['-e', header('Referer')],
  ['--referer', header('Referer')],
  ['-r', header('Range', 'bytes=')],
  ['--range', header('Range', 'bytes=')],
  ['--oauth2-bearer', header('Authorization', 'Bearer ')],
  ['-u', addUser],
  ['--user', addUser],
])

function addUser({ headers }: Draft, value: string): void {
  headers.push(['Authorization', `Basic ${Buffer.from(value).toString('base64')}`])
}

/** Options that take a value and say nothing about the request, or nothing that this command can do. */
const IGNORED_WITH_VALUE = new Set(
  `-c --cookie-jar -C --continue-at -D --dump-header -m --max-time -o --output -w --write-out -y --speed-time -Y
  --speed-limit -z --time-cond --cacert --capath --ciphers --connect-timeout --curves --dns-servers --interface --keepalive-time
  --limit-rate --max-filesize --max-redirs --noproxy --output-dir --proto --proto-default --proto-redir --retry --retry-delay
  --retry-max-time --stderr --tls-max --tls13-ciphers --trace --trace-ascii`.split(/\s+/),
)
const UNREAD_WITH_VALUE = new Set(
  `-E --cert --key --cert-type --pass -K --config -P --ftp-port -Q --quote -t --telnet-option -T --upload-file -U --proxy-user
  -x --proxy --preproxy --socks5 --socks5-hostname --connect-to --resolve --unix-socket --abstract-unix-socket --aws-sigv4
  --request-target --proxy-header --url-query --variable --doh-url`.split(/\s+/),
)

const beInsecure: Take = draft => {
  draft.insecure = true
}
const putInUrl: Take = draft => {
  draft.isGet = true
}
const askHead: Take = draft => {
  draft.isHead = true
}

const WITHOUT_VALUE: ReadonlyMap<string, Take> = new Map([
  ['-k', beInsecure],
  ['--insecure', beInsecure],
  ['-G', putInUrl],
  ['--get', putInUrl],
  ['-I', askHead],
  ['--head', askHead],
])

const IGNORED =
  /^(?:-[#0-3469fgiJjLlNnOqRsSvZ]|--(?:no-.+|compressed|fail.*|globoff|http[0-9.]+(?:-.+)?|include|ipv[46]|location|path-as-is|progress-bar|remote-.+|show-.+|silent|ssl.*|tcp-.+|tlsv?1.*|verbose|parallel|create-dirs|disable|raw))$/

/**
 * Reads a curl command. Nothing is run, and no file that it names is opened.
 *
 * @throws CannotRun if it is not a curl command, or is cut off.
 */
export function readCurl(text: string): CurlRequest {
  const { words, rest, expansions } = shellWords(text)
  if (!/(?:^|[/\\])curl(?:\.exe)?$/i.test(words[0] ?? '')) notCurl(text)
  const draft: Draft = {
    urls: [],
    method: undefined,
    headers: [],
    parts: [],
    isGet: false,
    isHead: false,
    insecure: false,
    notes: expansions.map(part => `${part} stands as it was typed: nothing is run, and no variable is read.`),
  }
  for (const { name, value } of optionsOf(words.slice(1))) {
    const take = WITH_VALUE.get(name) ?? WITHOUT_VALUE.get(name)
    if (take) take(draft, value, name)
    else if (UNREAD_WITH_VALUE.has(name)) draft.notes.push(`${name} has no effect here.`)
    else if (!IGNORED.test(name) && !IGNORED_WITH_VALUE.has(name)) draft.notes.push(`${name} is not known.`)
  }
  if (rest !== '') draft.notes.push(`what follows the command is not read: ${start(rest)}`)
  return finished(draft)
}

/** Enough to find it; the rest may hold secrets, such as the headers after a URL that has an `&` and no quotes. */
function start(text: string): string {
  return text.length > 12 ? `${text.slice(0, 12)}…` : text
}

function notCurl(text: string): never {
  const other = /^\s*(?:await )?fetch\(/.test(text)
    ? ' This is a call of fetch.'
    : /^\s*(?:\$session|Invoke-WebRequest)/i.test(text)
      ? ' This is PowerShell.'
      : ''
  return wrong(
    `--curl does not begin with "curl".${other} In the network panel of a browser, take "Copy as cURL".`,
  )
}

function finished({ urls, method, headers, parts, isGet, isHead, insecure, notes }: Draft): CurlRequest {
  const typed = urls.find(url => /^https?:\/\//i.test(url)) ?? urls[0]
  for (const url of urls)
    if (url !== typed) notes.push(`a second URL or a word that no option takes is left out: ${start(url)}`)
  const body = parts.length > 0 ? bodyOf(parts) : undefined
  const has = (name: string) => headers.some(line => line[0].toLowerCase() === name.toLowerCase())
  const url = typed === undefined ? undefined : absolute(typed)
  const isSent = body !== undefined && !isGet
  return {
    url: url !== undefined && body && isGet ? `${url}${url.includes('?') ? '&' : '?'}${body.text}` : url,
    method: method ?? (isHead ? 'HEAD' : isSent ? 'POST' : 'GET'),
    headers: isSent ? [...headers, ...body.headers.filter(({ 0: name }) => !has(name))] : headers,
    body: isSent ? body.text : null,
    insecure,
    notes,
    files: body?.files ?? [],
  }
}

/** Browsers escape what curl would take for a pattern of several URLs. */
function absolute(typed: string): string {
  const url = typed.replaceAll(/\\([[\]{}])/g, '$1')
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`
}

interface Option {
  /** `--url` for a word that is no option. */
  readonly name: string
  readonly value: string
}

const takesValue = (name: string) =>
  WITH_VALUE.has(name) || IGNORED_WITH_VALUE.has(name) || UNREAD_WITH_VALUE.has(name)

/** `-sXPOST` is `-s` and `-X POST`. */
function* optionsOf(words: readonly string[]): Generator<Option> {
  let at = 0
  const next = (name: string) =>
    words[at++] ?? wrong(`--curl: ${name} has no value. Was all of the command pasted?`)
  while (at < words.length) {
    const word = words[at++] as string
    if (!word.startsWith('-') || word === '-') yield { name: '--url', value: word }
    else if (word.startsWith('--')) yield { name: word, value: takesValue(word) ? next(word) : '' }
    else {
      const letters = [...word.slice(1)].map(letter => `-${letter}`)
      const last = letters.findIndex(takesValue)
      for (const name of last < 0 ? letters : letters.slice(0, last)) yield { name, value: '' }
      const name = letters[last]
      if (name !== undefined)
        yield { name, value: word.slice(word.indexOf(name[1] as string, 1) + 1) || next(name) }
    }
  }
}
