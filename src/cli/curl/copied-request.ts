import { readFile } from 'node:fs/promises'
import { quote } from '../../config/words.js'
import type { AskedRequest } from '../../diagnose/exchange.js'
import type { HeaderList } from '../../diagnose/header-list.js'
import { isForbiddenRequestHeader, parseUrl, urlOrigin } from '../../protocol.js'
import { wrong } from '../command.js'
import { readCurl } from './curl.js'

/** The page's request that a browser's "Copy as cURL" tells of; `undefined` for what it leaves open. */
export interface CopiedRequest {
  readonly url: string | undefined
  readonly pageOrigin: string | undefined
  readonly method: string
  /** Only those that a page sets. */
  readonly headers: HeaderList
  readonly body: string | null
  readonly cookie: string | undefined
  readonly mode: AskedRequest['mode']
  readonly userAgent: string | undefined
  readonly insecure: boolean
  readonly notes: readonly string[]
  readonly files: readonly string[]
}

/** More than any browser copies. */
const LONGEST = 20_000_000

/**
 * Takes a curl command, the name of a file with one, or `-` for standard input.
 *
 * @throws CannotRun
 */
export async function readCopied(typed: string): Promise<CopiedRequest> {
  const isCommand = /^\s*\S*curl(?:\.exe)?\s/i.test(typed) || typed.includes('\n')
  return copiedRequest(isCommand ? typed : typed === '-' ? await standardInput() : await commandFile(typed))
}

async function standardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk
    if (text.length > LONGEST) wrong('--curl -: standard input is too long for a command.')
  }
  return text
}

function commandFile(name: string): Promise<string> {
  return readFile(name, 'utf8').catch(() =>
    wrong(
      `--curl ${quote(name.slice(0, 60))} is neither a command that begins with "curl" nor a file that can be read.`,
    ),
  )
}

/** @throws CannotRun */
export function copiedRequest(command: string): CopiedRequest {
  const { headers, notes, ...request } = readCurl(command)
  const named = (wanted: string) => headers.findLast(({ 0: name }) => name.toLowerCase() === wanted)?.[1]
  if (request.method === 'OPTIONS' && named('access-control-request-method') !== undefined) {
    wrong(
      '--curl is a preflight, which browsers send by themselves. Copy the request that the page made, or give --method and --header.',
    )
  }
  const said = [...notes]
  const taken = headers.filter(({ 0: name }) => !isForbiddenRequestHeader(name) && !isOfBrowser(name))
  const isReload =
    named('cache-control') === 'max-age=0' ||
    (named('cache-control') === 'no-cache' && named('pragma') === 'no-cache')
  const revalidates = isReload
    ? /^(?:cache-control|pragma|if-none-match|if-modified-since)$/i
    : /^if-(?:none-match|modified-since)$/i
  const cached = taken.filter(({ 0: name }) => revalidates.test(name))
  if (cached.length > 0) {
    const names = cached.map(({ 0: name }) => name).join(', ')
    said.push(
      `${names}: taken for the browser's own (a reload, "Disable cache"). If the page sets it, add --header.`,
    )
  }
  const mode = named('sec-fetch-mode')
  if (mode === 'navigate')
    said.push('the command opens a page, and browsers do no CORS then. It is checked as a call of fetch.')
  const cookies = headers.filter(({ 0: name }) => name.toLowerCase() === 'cookie').map(line => line[1])
  return {
    ...request,
    pageOrigin: named('origin') ?? originOfReferer(named('referer')),
    headers: taken.filter(({ 0: name }) => !revalidates.test(name)),
    cookie: cookies.length > 0 ? cookies.join('; ') : undefined,
    mode: mode === 'no-cors' || mode === 'same-origin' ? mode : undefined,
    userAgent: named('user-agent'),
    notes: said,
  }
}

/** Headers that a page could set and that browsers add to what they send. HTTP/2 has names for the request line too. */
function isOfBrowser(name: string): boolean {
  return /^(?::.*|authority|method|path|scheme|user-agent|priority|upgrade-insecure-requests|save-data|alt-used|x-client-data)$/i.test(
    name,
  )
}

function originOfReferer(referer: string | undefined): string | undefined {
  return referer === undefined || !parseUrl(referer) ? undefined : urlOrigin(referer) || undefined
}
