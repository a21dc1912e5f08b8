import type { HeaderList } from '../diagnose/header-list.js'

/** Names of headers whose values let their reader in: `Authorization`, `Cookie`, `Set-Cookie`, `X-Api-Key`, `X-CSRF-Token` … */
const SECRET = /token|secret|key|auth|cookie|session|password/i

/** What a server asks for, and what CORS allows, is no secret. */
const OPEN = /^(?:(?:www|proxy)-authenticate|access-control-.*|sec-websocket-.*)$/i

/** Before the secret itself. */
const SCHEME = /^(?:Basic|Bearer|Digest|DPoP|Negotiate|NTLM|Token|ApiKey|Hawk|AWS4-HMAC-SHA256) +/i

/** `;` ends the secret of a `Set-Cookie`: its attributes decide whether a browser keeps it. */
const ATTRIBUTES = /;[\s\S]*$/

export function isSecret(name: string): boolean {
  return SECRET.test(name) && !OPEN.test(name)
}

/** The header's value for a report, which may end up in a public log: a secret keeps its first letters. */
export function shownValue(name: string, value: string): string {
  if (!isSecret(name)) return withoutPasswords(value)
  if (/^cookie2?$/i.test(name)) return value.split(/; */).map(shortenedPair).join('; ')
  if (/^set-cookie2?$/i.test(name)) {
    const attributes = ATTRIBUTES.exec(value)?.[0] ?? ''
    return shortenedPair(value.slice(0, value.length - attributes.length)) + attributes
  }
  const scheme = SCHEME.exec(value)?.[0] ?? ''
  return scheme + shortened(value.slice(scheme.length))
}

export function shownHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => [name, shownValue(name, value)])
}

/** The header as it was typed, for an error message; it may lack its colon. */
export function shownHeader(typed: string): string {
  const [, name, separator, value] = /^([^\s:]*)(:?\s*)([\s\S]*)$/.exec(typed) as unknown as [
    string,
    string,
    string,
    string,
  ]
  return isSecret(name) ? name + separator + shownValue(name, value) : typed
}

/** A text with the user and password of every URL in it shortened. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(USERINFO, (_, start: string, userinfo: string) => {
    const [user = '', password] = userinfo.split(/:([\s\S]*)/)
    return `${start}${shortened(user)}${password === undefined ? '' : `:${shortened(password)}`}@`
  })
}

const USERINFO = /(\b[a-z][a-z0-9+.-]{0,30}:[/\\]{2,8})([^\s/\\?#@][^\s/\\?#]*)@/gi

/** JSON of a record, in which `headers` and URLs show no secret. */
export function jsonWithoutSecrets(record: unknown): string {
  const show = (key: string, value: unknown) => {
    if (key === 'headers' && Array.isArray(value)) return shownHeaders(value)
    return typeof value === 'string' ? withoutPasswords(value) : value
  }
  return JSON.stringify(record, show, 2)
}

/** A cookie's name stays; a cookie without `=` is all value. */
function shortenedPair(pair: string): string {
  const start = pair.indexOf('=') + 1
  return pair.slice(0, start) + shortened(pair.slice(start))
}

/** Three letters tell a person which of several secrets it is; of a short one, half. What is shortened already stays. */
function shortened(secret: string): string {
  if (secret === '' || /^.{0,3}…$/.test(secret)) return secret
  return `${secret.slice(0, Math.min(3, Math.floor(secret.length / 2)))}…`
}
