import type { Directive } from './directive.js'

/** A place where directives stand: they hold for it, and most for what is inside it. */
export interface Level {
  readonly kind: 'http' | 'server' | 'location' | 'if' | 'limit_except'
  readonly parent: Level | null
  /** The directive whose block it is; `null` for the levels that a pasted part lacks. */
  readonly opener: Directive | null
  readonly directives: readonly Directive[]
  readonly inner: readonly Level[]
  /** Whether a pasted part left out what serves the request. */
  readonly isPart: boolean
}

const KINDS: ReadonlyMap<string, Level['kind']> = new Map([
  ['server', 'server'],
  ['location', 'location'],
  ['if', 'if'],
  ['limit_except', 'limit_except'],
])

/** Directives that stand in `http` alone. */
const OF_HTTP = /^(?:map|geo|upstream|split_clients|limit_req_zone|log_format|proxy_cache_path|server)$/

/** The `http` level of a configuration. A part of one gets the levels around it. */
export function levelsOf(directives: readonly Directive[]): Level {
  const http = directives.find(({ name, block }) => name === 'http' && block !== null)
  if (http) return level('http', null, http, http.block ?? [], false)
  const ofHttp = directives.filter(({ name }) => OF_HTTP.test(name))
  const others = directives.filter(({ name }) => !OF_HTTP.test(name))
  const hasServer = ofHttp.some(({ name }) => name === 'server')
  if (hasServer || others.length === 0) return level('http', null, null, directives, false)
  const hasLocation = others.some(({ name }) => name === 'location')
  const place = { file: others.at(0)?.file ?? '', line: others.at(0)?.line ?? 1 }
  const location: Directive = { name: 'location', args: ['/'], block: others, ...place }
  const server: Directive = { name: 'server', args: [], block: hasLocation ? others : [location], ...place }
  return level('http', null, null, [...ofHttp, server], !hasLocation)
}

function level(
  kind: Level['kind'],
  parent: Level | null,
  opener: Directive | null,
  directives: readonly Directive[],
  isPart: boolean,
): Level {
  const inner: Level[] = []
  const self: Level = { kind, parent, opener, directives, inner, isPart }
  for (const directive of directives) {
    const kindInside = KINDS.get(directive.name)
    if (kindInside && directive.block) inner.push(level(kindInside, self, directive, directive.block, isPart))
  }
  return self
}

/** The level of a block among those inside a level. */
export function innerLevel(level: Level, opener: Directive): Level | undefined {
  return level.inner.find(inner => inner.opener === opener)
}

/** All levels of a kind at or below a level. */
export function levelsBelow(level: Level, kind: Level['kind']): readonly Level[] {
  const below = level.inner.flatMap(inner => levelsBelow(inner, kind))
  return level.kind === kind ? [level, ...below] : below
}

/** The nearest level of a kind at or above a level. */
export function levelAbove(level: Level, kind: Level['kind']): Level | null {
  return level.kind === kind || level.parent === null
    ? level.kind === kind
      ? level
      : null
    : levelAbove(level.parent, kind)
}

/** The directives of these names that stand at a level itself. */
export function own(level: Level, names: RegExp): readonly Directive[] {
  const known = found.get(level) ?? new Map<string, readonly Directive[]>()
  found.set(level, known)
  const directives = known.get(names.source) ?? level.directives.filter(({ name }) => names.test(name))
  known.set(names.source, directives)
  return directives
}

/** Every answer asks for these, and a server may have thousands of directives. */
const found = new WeakMap<Level, Map<string, readonly Directive[]>>()

/** The directives that hold at a level: its own, or else those of the nearest level around it that has some. */
export function inherited(level: Level, names: RegExp): readonly Directive[] {
  const here = own(level, names)
  return here.length > 0 || level.parent === null ? here : inherited(level.parent, names)
}
