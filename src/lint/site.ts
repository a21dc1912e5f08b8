import { ALLOW_ORIGIN, isOrigin } from '../protocol.js'
import { type Answer, actual, preflight, sent } from './answer.js'
import { conditionOf } from './condition.js'
import type { Directive } from './directive.js'
import { headersAt } from './headers.js'
import { type Level, levelsBelow, own } from './level.js'
import { locate, selectorOf } from './locate.js'
import { compile, examples } from './pattern.js'
import { serve } from './serve.js'
import { entriesOf, keyPattern, type Request } from './variables.js'

/** What the command was told besides the configuration. */
export interface Known {
  /** Whether the upstream sends CORS headers; `null`: not told. */
  readonly upstreamCors: boolean | null
  /** What pages send; `null`: not told. */
  readonly page: AskedPage | null
}

export interface AskedPage {
  /** `null`: not told. */
  readonly origin: string | null
  readonly method: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly credentials: boolean
}

/** An origin that no configuration lists. */
export const STRANGER = 'https://stranger.example'

/** The page's origin in examples. */
export const APP = 'https://app.example.com'

export const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const

const MOST_ORIGINS = 16

/** A pattern that origins are compared with. */
export interface OriginPattern {
  readonly source: string
  readonly ignoreCase: boolean
  /** Whether it says who is refused: `!~`. */
  readonly isNegated: boolean
  readonly directive: Directive
}

/** A server, and what it answers. */
export class Site {
  readonly server: Level
  readonly maps: ReadonlyMap<string, Directive>
  readonly known: Known
  readonly patterns: readonly OriginPattern[]
  /** The origins that the configuration names, and examples of those that its patterns match. */
  readonly origins: readonly string[]
  /** The origins that the configuration names. */
  readonly listed: readonly string[]
  /** All levels of the server that may have headers of their own. */
  readonly levels: readonly Level[]
  /** The places where requests of browsers arrive. */
  readonly places: readonly Place[]
  readonly #places = new Map<Level, Place>()
  readonly #assignments: readonly Directive[]

  constructor(server: Level, maps: ReadonlyMap<string, Directive>, known: Known) {
    this.server = server
    this.maps = maps
    this.known = known
    this.patterns = patternsOf(server, maps)
    this.listed = originsIn(server, maps)
    const all = new Set([...this.listed, ...this.patterns.flatMap(originsMatching)])
    this.origins = [...all].slice(0, MOST_ORIGINS)
    this.levels = [server, ...levelsBelow(server, 'location'), ...levelsBelow(server, 'if')]
    this.#assignments = this.levels.flatMap(level => own(level, /^set$/))
    const locations = levelsBelow(server, 'location').filter(isOpen)
    const hasRest = locate(server, '/\n') === server
    this.places = (hasRest ? [server, ...locations] : locations).map(level => this.at(level))
  }

  /** The `set` lines of a variable. */
  assigned(name: string): readonly Directive[] {
    return this.#assignments.filter(({ args }) => args.at(0) === `$${name}`)
  }

  /** What a level answers, also one that only internal redirects reach. */
  at(level: Level): Place {
    const known = this.#places.get(level)
    if (known) return known
    const place = new Place(this, level)
    this.#places.set(level, place)
    return place
  }

  /** Whether nginx adds CORS headers anywhere here, or its upstream does. */
  get hasCors(): boolean {
    return this.known.upstreamCors === true || this.levels.some(allowsAt)
  }
}

function isOpen({ opener, directives }: Level): boolean {
  const isNamed = opener !== null && selectorOf(opener).modifier === '@'
  return !isNamed && !directives.some(({ name }) => name === 'internal')
}

/** A level that answers requests. */
export class Place {
  readonly level: Level
  readonly #site: Site
  readonly #answers = new Map<string, readonly Answer[]>()
  #origin: string | null | undefined

  constructor(site: Site, level: Level) {
    this.level = level
    this.#site = site
  }

  ask(request: Request): readonly Answer[] {
    const key = Object.values(request).join(' ')
    const known = this.#answers.get(key)
    if (known) return known
    const answers = serve(this.#site.server, this.level, request, this.#site.maps)
    this.#answers.set(key, answers)
    return answers
  }

  /** The answers to requests and preflights of a page. */
  all(origin: string): readonly Answer[] {
    return [...METHODS.flatMap(method => this.ask(actual(method, origin))), ...this.preflights(origin)]
  }

  actuals(origin: string | null): readonly Answer[] {
    return METHODS.flatMap(method => this.ask(actual(method, origin)))
  }

  preflights(origin: string): readonly Answer[] {
    return this.ask(preflight('PUT', origin, ['content-type']))
  }

  /** An origin that gets an `Access-Control-Allow-Origin` here, one whose pages may read if there is one; `null` if none gets it. */
  get origin(): string | null {
    if (this.#origin === undefined) this.#origin = this.#findOrigin()
    return this.#origin
  }

  #findOrigin(): string | null {
    const { page } = this.#site.known
    const candidates = [...(page?.origin ? [page.origin] : []), ...this.#site.origins, APP]
    const says = (origin: string, test: (value: string | null) => boolean) =>
      this.all(origin).some(answer => {
        const header = sent(answer, ALLOW_ORIGIN)
        return header !== undefined && test(header.value)
      })
    return (
      candidates.find(origin => says(origin, value => value === origin || value === '*')) ??
      candidates.find(origin => says(origin, () => true)) ??
      null
    )
  }

  /** Whether pages are meant to read what is answered here, as far as nginx says it. */
  get isCors(): boolean {
    return this.origin !== null
  }
}

/** Whether a level gives its answers an `Access-Control-Allow-Origin`, of whatever value. */
export function allowsAt(level: Level): boolean {
  return headersAt(level).some(({ name }) => name.toLowerCase() === ALLOW_ORIGIN)
}

function patternsOf(server: Level, maps: ReadonlyMap<string, Directive>): readonly OriginPattern[] {
  const ofIfs = levelsBelow(server, 'if').flatMap(({ opener }) => {
    if (opener === null) return []
    const { subject, operator, operand } = conditionOf(opener)
    if (subject !== '$http_origin' || !/^!?~\*?$/.test(operator)) return []
    const isNegated = operator.startsWith('!')
    return [{ source: operand, ignoreCase: operator.endsWith('*'), isNegated, directive: opener }]
  })
  const ofMaps = [...maps.values()]
    .filter(({ args }) => args.at(0) === '$http_origin')
    .flatMap(entriesOf)
    .flatMap(directive => {
      const pattern = keyPattern(directive.name)
      return pattern === null ? [] : [{ ...pattern, isNegated: false, directive }]
    })
  return [...ofIfs, ...ofMaps]
}

function originsIn(server: Level, maps: ReadonlyMap<string, Directive>): readonly string[] {
  const texts = [
    ...levelsBelow(server, 'if').flatMap(({ opener }) =>
      opener === null ? [] : [conditionOf(opener).operand],
    ),
    ...[...maps.values()].flatMap(entriesOf).flatMap(({ name, args }) => [name, args.at(0) ?? '']),
    ...[server, ...levelsBelow(server, 'location'), ...levelsBelow(server, 'if')].flatMap(level => [
      ...headersAt(level).map(({ value }) => value),
      ...own(level, /^set$/).map(({ args }) => args.at(1) ?? ''),
    ]),
  ]
  return [...new Set(texts)].filter(isOrigin)
}

/** Origins that a pattern matches. */
function originsMatching({ source, ignoreCase }: OriginPattern): readonly string[] {
  const pattern = compile(source, ignoreCase)
  const found = ['a', '1'].flatMap(filler => examples(source, filler))
  const whole = found.flatMap(text => [
    text,
    `https://${text}`,
    `https://www${text}`,
    `https://${text}app.example`,
  ])
  return whole.filter(text => isOrigin(text) && pattern?.test(text)).slice(0, 6)
}
