import type { Directive } from './directive.js'
import { Found, type Linted } from './finding.js'
import { type Level, levelsBelow, levelsOf } from './level.js'
import { type Files, read } from './read.js'
import { type Known, Site } from './site.js'
import { errorTraps } from './traps/errors.js'
import { grantTraps } from './traps/grants.js'
import { inheritanceTraps } from './traps/inheritance.js'
import { nameTraps } from './traps/names.js'
import { pageTraps } from './traps/page.js'
import { patternTraps } from './traps/patterns.js'
import { preflightTraps } from './traps/preflights.js'
import { upstreamTraps } from './traps/upstream.js'
import { valueTraps } from './traps/values.js'

/**
 * Finds the traps in a configuration of nginx, or in a part of one.
 *
 * @throws NotNginx if it cannot be read.
 */
export function lint(main: string, files: Files, known: Known): Linted {
  const directives = read(main, files)
  const found = new Found()
  nameTraps(directives, found)
  const http = levelsOf(directives)
  const maps = mapsIn(http)
  for (const server of levelsBelow(http, 'server')) {
    const site = new Site(server, maps, known)
    upstreamTraps(site, found)
    if (!site.hasCors) continue
    valueTraps(site, found)
    patternTraps(site, found)
    grantTraps(site, found)
    inheritanceTraps(site, found)
    errorTraps(site, found)
    preflightTraps(site, found)
    pageTraps(site, found)
  }
  return found.linted(filesIn(directives, new Set([main])))
}

/** The `map` blocks, by the variable that they make. */
function mapsIn({ directives }: Level): ReadonlyMap<string, Directive> {
  const maps = directives.filter(({ name, args }) => name === 'map' && args.length === 2)
  return new Map(maps.map(map => [map.args.at(1)?.replace(/^\$/, '') ?? '', map]))
}

function filesIn(directives: readonly Directive[], found: Set<string>): readonly string[] {
  for (const { file, block } of directives) {
    found.add(file)
    if (block) filesIn(block, found)
  }
  return [...found]
}
