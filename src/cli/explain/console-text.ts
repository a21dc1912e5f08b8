import { isOrigin, isSharedByStrangers, parseUrl } from '../../protocol.js'
import { SENTENCES } from './console-sentences.js'
import type { Browser, Situation } from './sentence.js'

/** What a pasted text of a browser's console tells. Text that it does not tell is `''`. */
export interface Told {
  readonly browser: Browser | null
  readonly situation: Situation
  readonly url: string
  /** The URL that the page requested, if redirects led to `url`. */
  readonly redirectedFrom: string
  readonly origin: string
  /** The header value, method, header name or address space that the sentence names. */
  readonly value: string
  /** Whether the sentence names a value, which may be empty. */
  readonly hasValue: boolean
  readonly method: string
  /** `0` if the text has none. */
  readonly status: number
  readonly isPreflight: boolean
}

/** Longer texts are cut: a console's messages about one failure are a few lines. */
const LONGEST = 20_000

/** Returns `null` if nothing in the text is a message about CORS, or about a failed request. */
export function readConsole(pasted: string): Told | null {
  const text = plain(pasted.slice(0, LONGEST))
  for (const { situation, browser, pattern } of SENTENCES) {
    const match = pattern.exec(text)
    if (match === null) continue
    const value = match.groups?.value
    const around = neighbourhood(text, match.index, browser)
    return {
      browser: browser ?? browserOf(text),
      situation,
      url: firstUrl(around, URLS),
      redirectedFrom: firstUrl(around, [/\(redirected from (\S+?)\)/i]),
      origin: originIn(around),
      value: value?.trim() ?? '',
      hasValue: value !== undefined,
      method: /\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) https?:/.exec(around)?.[1] ?? '',
      status: Number(/(?:status code:?|net::ERR_FAILED) (\d{3})\b/i.exec(around)?.[1] ?? 0),
      isPreflight: /preflight/i.test(match[0]) || /doesn.?t pass access control check/i.test(around),
    }
  }
  return null
}

/** One line without quotes, which shells remove and editors replace. An apostrophe inside a word stays. */
function plain(text: string): string {
  return text
    .replaceAll(/\\(?=['"])/g, '')
    .replaceAll(/(?<![\p{L}\p{N}])['"`´‘’“”„«»]+|['"`´‘’“”„«»]+(?![\p{L}\p{N}])/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** WebKit names the URL after the reason, other browsers before it. */
function neighbourhood(text: string, index: number, browser: Browser | null): string {
  const start = browser === 'WebKit' ? index : Math.max(lastStart(text.slice(0, index + 1)), 0)
  return `${text.slice(start)} ${text.slice(0, start)}`
}

const START = /Access to |Cross-Origin Request Blocked|(?:Fetch API|XMLHttpRequest) cannot load/gi

function lastStart(text: string): number {
  return [...text.matchAll(START)].at(-1)?.index ?? -1
}

const URLS: readonly RegExp[] = [
  /Access to .{1,40}? at (\S+?)(?= |$)/i,
  /remote resource at (\S+?)\.?(?= \(|$)/i,
  /cannot load (?:image |script )?(\S+?)[.:]?(?= |$)/i,
  /Failed to load (\S+?)[.:]?(?= |$)/i,
  /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\S+)/,
  /insecure (?:resource|XMLHttpRequest endpoint|content from) (\S+?)\.?(?= |$)/i,
  /(?:mixed active content|network port \d+:|Cross-origin redirection to|Connecting to|Refused to connect to|resource at) (\S+?)\.?(?= |$)/i,
  /((?:https?|wss?|file):\/\/\S+?)[.,:;)]*(?= |$)/i,
]

function firstUrl(text: string, patterns: readonly RegExp[]): string {
  for (const pattern of patterns) {
    const url = pattern.exec(text)?.[1]
    if (url !== undefined && parseUrl(url)) return url
  }
  return ''
}

const ORIGINS: readonly RegExp[] = [
  /from origin (\S+?)[.,]?(?= |$)/i,
  /Origin (\S+) is (?:therefore )?not allowed/i,
  /request origin (\S+?)\.?(?= |$)/i,
  /The page at (\S+?)\/? was/i,
]

function originIn(text: string): string {
  for (const pattern of ORIGINS) {
    const found = pattern.exec(text)?.[1]
    if (found === undefined) continue
    if (isSharedByStrangers(found) || isOrigin(found)) return found
    const { origin = '' } = parseUrl(found) ?? {}
    if (isOrigin(origin)) return origin
  }
  return ''
}

function browserOf(text: string): Browser | null {
  if (/Failed to fetch|net::ERR_|blocked by CORS policy/.test(text)) return 'Chromium'
  if (/NetworkError when attempting|Cross-Origin Request Blocked/.test(text)) return 'Firefox'
  return /Load failed|access control checks/.test(text) ? 'WebKit' : null
}
