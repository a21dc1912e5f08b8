import { isOrigin } from '../protocol.js'
import { compile, examples, unescapedDots, withEscapedDots } from './pattern.js'
import type { OriginPattern } from './site.js'

/** An origin of somebody else that a pattern matches for want of `^` or `$`, or for what stands in front of a name; `null` if none is found. */
export function strangerMatching({ source, ignoreCase }: OriginPattern): string | null {
  const pattern = compile(source, ignoreCase)
  const some = examples(source, 'a')
  const others = examples(source, 'b')
  const hasScheme = /:\\?\/|https\?/.test(source)
  const candidates = some.flatMap((text, index) => {
    const host = hostOf(text)
    const tail = commonEnd(host, hostOf(others.at(index) ?? text))
    const scheme = /^https?:\/\//.exec(text)?.[0] ?? 'https://'
    const own = isOrigin(text) ? text : `${scheme}${host.replace(/^\./, 'www.') || 'a'}`
    return [
      `${own}.attacker.example`,
      `${own}attacker.example`,
      `${own}-attacker.example`,
      ...(/^[a-z0-9]/.test(tail) && tail.includes('.') ? [`${scheme}attacker${tail}`] : []),
      ...(hasScheme || host === '' ? [] : [`http://${host.startsWith('.') ? 'www' : ''}${host}`]),
    ]
  })
  return candidates.find(origin => isOrigin(origin) && pattern?.test(origin)) ?? null
}

function hostOf(text: string): string {
  return text.replace(/^[a-z]+:\/\//, '').replace(/:\d+$/, '')
}

function commonEnd(one: string, other: string): string {
  let length = 0
  while (length < one.length && one.at(-1 - length) === other.at(-1 - length)) length++
  return one.slice(one.length - length)
}

/** An origin of somebody else that a pattern matches by a dot that is not escaped; `null` if none is found. */
export function strangerByDot({ source, ignoreCase }: OriginPattern): string | null {
  const pattern = compile(source, ignoreCase)
  return (
    unescapedDots(source)
      .flatMap(index => examples(`${source.slice(0, index)}x${source.slice(index + 1)}`, 'a'))
      .flatMap(text => [text, `https://${text}`, `https://www${text}`])
      .find(text => isOrigin(text) && pattern?.test(text)) ?? null
  )
}

/** A pattern that matches whole origins alone, with its dots escaped, and otherwise names as the one before did. */
export function anchored(source: string): string {
  const escaped = withEscapedDots(source)
  const plain = escaped.replace(/^\^/, '').replace(/(?:\$|\\[zZ])$/, '')
  // A star before a name lets the name begin anywhere.
  const whole = plain.replace(/\.[*+](?=\w)/, '([a-z0-9-]+\\.)*')
  const inside = hasAlternatives(whole) ? `(${whole})` : whole
  if (escaped.startsWith('^') && plain !== escaped.slice(1)) return `^${inside}$`
  const hasScheme = /^\(*(?:https?|\w+:)/.test(plain)
  const hasStart = escaped.startsWith('^') || hasScheme
  const start = hasStart
    ? '^'
    : plain.startsWith('\\.')
      ? '^https://[a-z0-9.-]+'
      : '^https?://([a-z0-9-]+\\.)*'
  const hasEnd = plain !== escaped.replace(/^\^/, '') || /:\[0-9\]|:\\d/.test(plain)
  return `${start}${inside}${hasEnd ? '$' : '(:[0-9]+)?$'}`
}

/** Whether there is a `|` outside of all groups. */
function hasAlternatives(source: string): boolean {
  let depth = 0
  let found = false
  for (const { 0: sign } of source.matchAll(/\\.|[()|]/g)) {
    if (sign === '(') depth++
    if (sign === ')') depth--
    if (sign === '|' && depth === 0) found = true
  }
  return found
}
