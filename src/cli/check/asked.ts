import { readFile } from 'node:fs/promises'
import { quote } from '../../config/words.js'
import type { AskedRequest, PageRequest } from '../../diagnose/exchange.js'
import type { HeaderList } from '../../diagnose/header-list.js'
import { wrong } from '../command.js'
import { type CopiedRequest, readCopied } from '../curl/copied-request.js'
import { readHeader, readMethod } from '../page-fields.js'
import { readOrigin, readUrl } from '../page-url.js'
import { shownValue } from '../secrets.js'

/** The flags that are about the request, as they were typed. */
export interface Typed {
  readonly url: string | undefined
  readonly origin: string | undefined
  readonly method: string | undefined
  readonly headers: readonly string[]
  readonly credentials: boolean
  readonly cookies: readonly string[]
  readonly body: string | undefined
  readonly mode: string | undefined
  readonly curl: string | undefined
}

/** A page's request, and what goes over the wire with it. */
export interface Asked {
  /** Its body is a text that says how long the real one is, since reports may show it. */
  readonly page: PageRequest
  readonly body: Buffer | null
  /** Empty for none. */
  readonly cookie: string
  readonly userAgent: string | undefined
  readonly insecure: boolean
  /** A line for each thing that was typed and is not sent. */
  readonly notes: readonly string[]
}

const EXAMPLE = 'cors-policy check https://api.example.com/users --origin …'

/**
 * Reads what was typed; flags win over what a copied command says.
 *
 * @throws CannotRun
 */
export async function readAsked(typed: Typed): Promise<Asked> {
  const copied = typed.curl === undefined ? undefined : await readCopied(typed.curl)
  const url = typed.url ?? copied?.url
  if (url === undefined)
    return wrong(
      copied ? '--curl has no URL. Write it before --curl.' : `the URL is missing. Write: ${EXAMPLE}`,
    )
  const pageOrigin = typed.origin ?? copied?.pageOrigin
  if (copied && pageOrigin === undefined)
    return wrong(
      '--curl has neither Origin nor Referer, which tell of the page. Add --origin https://app.example.com',
    )
  const cookie = typed.cookies.length > 0 ? typed.cookies.map(readCookie).join('; ') : (copied?.cookie ?? '')
  const body = await readBody(typed.body, copied)
  const mode = readMode(typed.mode) ?? copied?.mode
  const request: AskedRequest = {
    url: readUrl(url),
    method: readMethod(typed.method ?? copied?.method ?? 'GET'),
    headers: readHeaders(typed.headers, copied?.headers ?? []),
    credentials: typed.credentials || cookie !== '' ? 'include' : 'same-origin',
    ...(mode && { mode }),
    ...(body && { body: `(${body.length} bytes)` }),
  }
  const files = typed.body === undefined ? (copied?.files ?? []) : []
  return {
    page: { pageOrigin: readOrigin(pageOrigin), request },
    body,
    cookie,
    userAgent: copied?.userAgent,
    insecure: copied?.insecure ?? false,
    notes: [
      ...(copied?.notes ?? []),
      ...(typed.headers.some(text => /^cookie:/i.test(text))
        ? ['a page cannot set Cookie, so --header does not send it. --cookie does.']
        : []),
      ...files.map(
        file => `the file ${file} is not read, so the body lacks it. --body @${file} sends the file.`,
      ),
    ],
  }
}

async function readBody(
  typed: string | undefined,
  copied: CopiedRequest | undefined,
): Promise<Buffer | null> {
  const text = typed ?? copied?.body ?? null
  if (text === null) return null
  if (typed === undefined || !typed.startsWith('@')) return Buffer.from(text)
  const file = typed.slice(1)
  return readFile(file).catch((error: NodeJS.ErrnoException) =>
    wrong(
      file === ''
        ? '--body @ has no file name. Write --body @file.json.'
        : `--body cannot read ${quote(file)} (${error.code ?? error.message}).`,
    ),
  )
}

const MODES: readonly string[] = ['cors', 'no-cors', 'same-origin']

function readMode(text: string | undefined): AskedRequest['mode'] {
  if (text === undefined || MODES.includes(text)) return text as AskedRequest['mode']
  return wrong(`--mode ${quote(text)} is not a mode. Write cors, no-cors or same-origin.`)
}

/** A header that was typed replaces those of its name in the copied command. */
function readHeaders(typed: readonly string[], copied: HeaderList): HeaderList {
  const headers = typed.map(readHeader)
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const kept = copied.filter(([name]) => !names.has(name.toLowerCase()))
  return [...kept.map(([name, value]) => readHeader(`${name}: ${value}`)), ...headers]
}

function readCookie(text: string): string {
  if (/^[^=;\s]+=/.test(text) && !/\p{Cc}|[^\0-\xff]/u.test(text)) return text.replace(/[;\s]+$/, '')
  return wrong(`--cookie ${quote(shownValue('Cookie', text))} is not a cookie. Write 'name=value'.`)
}

/** The shell splits a header without quotes, and the value, which may be a secret, must not be shown as a word too many. */
export function refuseSplitHeader(headers: readonly string[], words: readonly string[]): void {
  const split = headers.find(text => /^[^\s:]+:$/.test(text))
  if (split !== undefined && words.some(word => !/^https?:/i.test(word)))
    wrong(`--header ${quote(split)} has lost its value. Put quotes around it: --header '${split} …'.`)
}
