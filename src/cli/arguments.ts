import { parseArgs } from 'node:util'
import { closest } from '../config/words.js'
import type { PageRequest } from '../diagnose/exchange.js'
import { isLoopback, isOrigin, isToken, parseUrl, urlOrigin } from '../protocol.js'
import { CannotTry } from './failure.js'

/** What the command is to do. */
export type Command =
  | { readonly kind: 'help' | 'version' }
  | {
      readonly kind: 'check'
      readonly page: PageRequest
      readonly json: boolean
      readonly timeout: number
      readonly insecure: boolean
      /** A file with options, to be judged instead of a server. */
      readonly policy: string | undefined
    }

const OPTIONS = {
  origin: { type: 'string', short: 'o' },
  method: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  credentials: { type: 'boolean' },
  policy: { type: 'string' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  insecure: { type: 'boolean', short: 'k' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/** @throws CannotTry that says what was typed and what to type instead. */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args)
  if (values.help || args.length === 0) return { kind: 'help' }
  if (values.version) return { kind: 'version' }
  const [name, url, ...more] = positionals
  if (name === undefined) wrong('the command is missing. Write: cors-policy check <url> --origin <origin>')
  if (name !== 'check')
    wrong(`there is no command ${shown(name)}. Write: cors-policy check <url> --origin <origin>`)
  const mode = positionals.find(word => /^(?:include|same-origin|omit|true|false)$/.test(word))
  if (values.credentials && mode !== undefined)
    wrong(`--credentials takes no value. Take ${shown(mode)} out; without cookies, --credentials too.`)
  if (url === undefined)
    wrong('the URL is missing. Write: cors-policy check https://api.example.com/users --origin …')
  if (more.length > 0)
    wrong(`${shown(more[0])} is one argument too many. Put quotes around values with spaces.`)
  return {
    kind: 'check',
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

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const { message } = error as Error
    const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
    if (unknown === undefined)
      return wrong(`${message.replaceAll('\n', ' ').replace(/\.?$/, '.')} See cors-policy --help.`)
    const meant = closest(unknown, Object.keys(OPTIONS))
    return wrong(
      `there is no option ${unknown}.${meant ? ` Did you mean --${meant}?` : ' See cors-policy --help.'}`,
    )
  }
}

function readUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && parseUrl(text)) return text
  const instead = withScheme(text.replace(/^\/\//, ''))
  const isHost = /^[a-z]+:\/\/(?:[^\s/:@]+|\[[0-9a-f:]+\])(?::[0-9]+)?(?:[/?#]|$)/i.test(instead)
  return wrong(
    `${shown(text)} is not an http or https URL. Write ${isHost && parseUrl(instead) ? instead : 'one such as https://api.example.com/users'}`,
  )
}

function readOrigin(text: string | undefined): string {
  if (text === undefined)
    return wrong('--origin is missing: the origin of the page, such as https://app.example.com')
  if (text === 'null' || isOrigin(text)) return text
  const isOpaque = /^(?:null$|file:|data:)/i.test(text)
  const origin = isOpaque ? 'null' : urlOrigin(text) || urlOrigin(withScheme(text))
  return wrong(
    `--origin ${shown(text)} is not an origin as browsers send it.${isOpaque || isOrigin(origin) ? ` Write --origin ${origin}` : ''}`,
  )
}

/** Of what nobody gives a certificate, http is meant. */
function withScheme(typed: string): string {
  const text = /^[0-9]+$/.test(typed) ? `localhost:${typed}` : typed
  const host = parseUrl(`http://${text}`)?.hostname ?? ''
  return `${isLoopback(host) ? 'http' : 'https'}://${text}`
}

function readMethod(text: string): string {
  return isToken(text) ? text : wrong(`--method ${shown(text)} is not a method. Write one such as PUT.`)
}

function readHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(colon, 0))
  const value = text.slice(colon + 1).trim()
  if (isToken(name) && /[^\0-\xff]/.test(value))
    wrong(`--header ${shown(text)} has characters beyond one byte, which no header carries. Encode them.`)
  if (!isToken(name) || /(?!\t)\p{Cc}/u.test(value))
    wrong(`--header ${shown(text)} is not a header. Write 'Name: value'.`)
  return [name, value]
}

function readTimeout(text: string): number {
  const timeout = Number(text)
  if (/^[0-9]+$/.test(text) && timeout >= 1 && timeout <= 2 ** 31 - 1) return timeout
  return wrong(`--timeout ${shown(text)} is not a number of milliseconds. Write one such as 5000.`)
}

function shown(text: string | undefined): string {
  return JSON.stringify(text ?? '')
}

function wrong(message: string): never {
  throw new CannotTry(message)
}
