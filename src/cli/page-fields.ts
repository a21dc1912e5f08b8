import { quote } from '../config/words.js'
import { isToken } from '../protocol.js'
import { wrong } from './command.js'
import { shownHeader } from './secrets.js'

/** @throws CannotRun */
export function readMethod(text: string): string {
  return isToken(text) ? text : wrong(`--method ${quote(text)} is not a method. Write one such as PUT.`)
}

/** @throws CannotRun */
export function readHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(colon, 0))
  const value = text.slice(colon + 1).trim()
  if (isToken(name) && /[^\0-\xff]/.test(value))
    wrong(
      `--header ${quote(shownHeader(text))} has characters beyond one byte, which no header carries. Encode them.`,
    )
  if (!isToken(name) || /(?!\t)\p{Cc}/u.test(value))
    wrong(`--header ${quote(shownHeader(text))} is not a header. Write 'Name: value'.`)
  return [name, value]
}
