import { quote } from '../config/words.js'
import { isLoopback, isOrigin, isSharedByStrangers, parseUrl, urlOrigin } from '../protocol.js'
import { wrong } from './command.js'
import { withoutPasswords } from './secrets.js'

/**
 * Returns the URL without its password, which no page may send and no report shows.
 *
 * @throws CannotRun with a URL to type instead.
 */
export function readUrl(typed: string): string {
  const text = withoutPasswords(typed)
  if (/^https?:\/\//i.test(text) && parseUrl(text)) return text
  const instead = withScheme(text.replace(/^\/\//, ''))
  const isHost = /^[a-z]+:\/\/(?:[^\s/:@]+|\[[0-9a-f:]+\])(?::[0-9]+)?(?:[/?#]|$)/i.test(instead)
  return wrong(
    `${quote(text)} is not an http or https URL. Write ${isHost && parseUrl(instead) ? instead : 'one such as https://api.example.com/users'}`,
  )
}

/** @throws CannotRun with an origin to type instead. */
export function readOrigin(text: string | undefined): string {
  if (text === undefined)
    return wrong('--origin is missing: the origin of the page, such as https://app.example.com')
  if (isSharedByStrangers(text) || isOrigin(text)) return text
  const isOpaque = /^(?:null$|file:|data:)/i.test(text)
  const origin = isOpaque ? 'null' : urlOrigin(text) || urlOrigin(withScheme(text))
  return wrong(
    `--origin ${quote(text)} is not an origin as browsers send it.${isOpaque || isOrigin(origin) ? ` Write --origin ${origin}` : ''}`,
  )
}

/** Suggests http for loopback hosts, which have no certificate, and https for all others. */
function withScheme(typed: string): string {
  const text = /^[0-9]+$/.test(typed) ? `localhost:${typed}` : typed
  const host = parseUrl(`http://${text}`)?.hostname ?? ''
  return `${isLoopback(host) ? 'http' : 'https'}://${text}`
}
