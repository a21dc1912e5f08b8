import type { Directive } from './directive.js'
import type { Level } from './level.js'
import { compile } from './pattern.js'

/** How a `location` selects. */
export interface Selector {
  readonly modifier: '' | '=' | '^~' | '~' | '~*' | '@'
  readonly text: string
}

export function selectorOf(location: Directive): Selector {
  const { 0: first = '', 1: second } = location.args
  if (second !== undefined) return { modifier: first as Selector['modifier'], text: second }
  if (first.startsWith('@')) return { modifier: '@', text: first }
  const { 1: modifier = '', 2: text = '' } = /^(=|\^~|~\*|~|)(.*)$/s.exec(first) ?? []
  return { modifier: modifier as Selector['modifier'], text }
}

function selector(level: Level): Selector {
  return level.opener === null ? { modifier: '', text: '' } : selectorOf(level.opener)
}

/** The level that answers a path: a location, or the server itself if none matches. */
export function locate(server: Level, path: string): Level {
  return find(server, path).level
}

interface Found {
  readonly level: Level
  /** Whether no pattern of an outer level may still win. */
  readonly isFinal: boolean
}

/** As `ngx_http_core_find_location`: exact, longest prefix, the patterns inside that, and then the patterns beside it. */
function find(level: Level, path: string): Found {
  const locations = level.inner.filter(({ kind }) => kind === 'location')
  const having = (modifiers: string, test: (text: string) => boolean) =>
    locations.filter(location => {
      const { modifier, text } = selector(location)
      return modifiers.split(' ').includes(modifier) && test(text)
    })
  const exact = having('=', text => text === path).at(0)
  if (exact) return { level: exact, isFinal: true }
  const prefix = having(' ^~', text => path.startsWith(text))
    .filter(location => selector(location).text !== '' || location.opener?.args.length === 1)
    .toSorted((a, b) => selector(b).text.length - selector(a).text.length)
    .at(0)
  const inside = prefix === undefined ? { level, isFinal: false } : find(prefix, path)
  if (inside.isFinal || (prefix && selector(prefix).modifier === '^~')) return { ...inside, isFinal: true }
  const byPattern = locations.find(location => {
    const { modifier, text } = selector(location)
    return modifier.startsWith('~') && compile(text, modifier === '~*')?.test(path)
  })
  return byPattern ? { level: find(byPattern, path).level, isFinal: true } : inside
}

/** The location of a name such as `@app`. */
export function named(server: Level, name: string): Level | undefined {
  return server.inner.find(({ kind, opener }) => kind === 'location' && opener?.args.at(0) === name)
}

/** A path that a location answers, if one can be told. */
export function pathOf(location: Level): string {
  const { modifier, text } = selector(location)
  return modifier === '' || modifier === '=' || modifier === '^~' ? text || '/' : '/'
}
