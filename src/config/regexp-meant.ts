import { isLoopback } from '../protocol.js'
import { textRisks } from './origin-risks.js'
import { parseOrigin } from './origin-syntax.js'
import { isPublicSuffix, suffixOf } from './public-suffix.js'

/** A host that a RegExp spells out. */
interface SpelledHost {
  readonly host: string
  /** A dot or an open piece comes before it, so longer hosts match too. */
  readonly isEnd: boolean
  readonly port: string | undefined
}

/** Guesses the hosts that a RegExp's source spells out, with or without a backslash before dots. Used for advice only. */
export function spelledHosts(source: string): SpelledHost[] {
  const text = source
    .replaceAll('[.]', '\\.')
    .replaceAll(/\[(?:\\.|[^\]\\])*\]|\{[^}]*\}|\\[dwsbDWSBk0-9]|\.[*+]/g, '§')
    .replaceAll(/\(\?(?:[:=!]|<[=!]|<\w+>)|[()|?*+^$]/g, ' ')
    .replaceAll(/\\(.)/g, '$1')
  const found = new Map<string, SpelledHost>()
  for (const [, before, written = '', port] of text.matchAll(
    /(§?\.?)(?<![a-z0-9-])(-?(?:[a-z0-9-]+\.)*[a-z0-9-]+)(?:\s*:(\d+))?/gi,
  )) {
    // A leading hyphen means that this is only the end of a label.
    const host = written.toLowerCase().replace(/^-[^.]*\.?/, '')
    const isHost = host === 'localhost' || (host.includes('.') && suffixOf(host).isListed)
    if (isHost && !found.has(host))
      found.set(host, { host, isEnd: before !== '' || written.startsWith('-'), port })
  }
  return [...found.values()]
}

/** The strings that a RegExp was probably meant to say. All of them are accepted beside credentials. */
export function originsMeant(regexp: RegExp): readonly string[] {
  if (regexp.source.includes('chrome-extension'))
    return ['chrome-extension://abcdefghijklmnopabcdefghijklmnop']
  return spelledHosts(regexp.source)
    .flatMap(spelled => stringsFor(spelled, regexp))
    .filter(isAccepted)
    .slice(0, 3)
}

function stringsFor({ host, isEnd, port }: SpelledHost, regexp: RegExp): string[] {
  const scheme = isLoopback(host) && !regexp.test(`https://${host}`) ? 'http' : 'https'
  const ports = ['', ':8443', ...(port === undefined ? [] : [`:${port}`])]
  const isTaken = (name: string) => ports.some(each => regexp.test(`${scheme}://${name}${each}`))
  const isAnyPort = regexp.test(`${scheme}://${host}:8443`) || regexp.test(`${scheme}://a.${host}:8443`)
  const isDefaultPort = port === (scheme === 'https' ? '443' : '80')
  const isOpen = isAnyPort || (port === undefined && host === 'localhost')
  const end = isOpen ? ':*' : port === undefined || isDefaultPort ? '' : `:${port}`
  // Any name under it may be somebody's.
  if (isPublicSuffix(host)) return []
  if (host === 'localhost') return [`${scheme}://${host}${end}`]
  const takesHost = isTaken(host)
  const takesNames = isTaken(`a.${host}`) || isTaken(`ab-1.${host}`)
  const names = takesNames || (!takesHost && isEnd) ? [`${scheme}://*.${host}${end}`] : []
  return takesHost || names.length === 0 ? [`${scheme}://${host}${end}`, ...names] : names
}

function isAccepted(text: string): boolean {
  const read = parseOrigin(text)
  return read.kind !== 'wrong' && textRisks(text, read).length === 0
}

/** The RegExp with the usual mistakes mended: dots without a backslash, parts of labels, `http`. */
export function repaired(regexp: RegExp): RegExp {
  const source = regexp.source
    .replaceAll(/(?<=[a-z0-9])\.(?=[a-z0-9])/gi, '\\.')
    .replaceAll(/\.[*+](?=[a-z0-9])/gi, '(?:[a-z0-9-]+\\.)*')
    .replaceAll(/\((?:\?:)?https?\|https?\)|https\?|http(?!s)/g, 'https')
  try {
    return new RegExp(source, regexp.flags)
  } catch {
    return regexp
  }
}
