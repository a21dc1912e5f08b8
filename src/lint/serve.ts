import { exceptLevel, isLetIn } from './access.js'
import { type Answer, type Before, type By, sentAt } from './answer.js'
import { conditionOf, holds } from './condition.js'
import type { Directive } from './directive.js'
import { inherited, innerLevel, type Level, own } from './level.js'
import { locate, named } from './locate.js'
import type { Request, Scope } from './variables.js'
import { evaluate } from './variables.js'

const MOST_ANSWERS = 32
const MOST_REDIRECTS = 10

/**
 * What nginx answers a request that a location of a server gets. Files, addresses and the like are not known, so there may be
 * several answers: each such condition is taken to hold, and not to hold.
 */
export function serve(
  server: Level,
  location: Level,
  request: Request,
  maps: ReadonlyMap<string, Directive>,
): readonly Answer[] {
  const answers: Answer[] = []
  let choices: readonly boolean[] | null = []
  while (choices !== null && answers.length < MOST_ANSWERS) {
    const run: Run = new Run(server, { request, maps, set: new Map() }, choices)
    answers.push(run.answer(location))
    choices = run.next()
  }
  return answers
}

/** What the rewrite phase comes to. */
interface Rewritten {
  /** The level whose directives hold from here: the location, or the last `if` that matched. */
  level: Level
  readonly matched: Level[]
  /** The `return` or `rewrite` that answers. */
  end: Directive | null
  isBroken: boolean
}

/** One way through the configuration. */
class Run {
  readonly #server: Level
  #scope: Scope
  readonly #choices: readonly boolean[]
  /** Assumptions, by what they are about. */
  readonly #taken = new Map<string, boolean>()
  readonly #before: Before[] = []

  constructor(server: Level, scope: Scope, choices: readonly boolean[]) {
    this.#server = server
    this.#scope = scope
    this.#choices = choices
  }

  /** The choices of the next run; `null` after the last one. */
  next(): readonly boolean[] | null {
    const made = [...this.#taken.values()]
    const last = made.lastIndexOf(false)
    return last < 0 ? null : [...made.slice(0, last), true]
  }

  answer(location: Level): Answer {
    const rewritten = this.#rewrite(this.#server)
    if (rewritten.end !== null || location === this.#server) return this.#finish(rewritten)
    return this.#at(location)
  }

  #at(location: Level): Answer {
    return this.#finish(this.#rewrite(location))
  }

  #unknown(about: string): boolean {
    const known = this.#taken.get(about)
    if (known !== undefined) return known
    const taken = this.#choices.at(this.#taken.size) ?? false
    this.#taken.set(about, taken)
    return taken
  }

  #rewrite(level: Level): Rewritten {
    const except = exceptLevel(level, this.#scope.request.method)
    const state: Rewritten = { level: except ?? level, matched: [], end: null, isBroken: false }
    if (except === undefined) this.#run(level, state)
    return state
  }

  #run(level: Level, state: Rewritten): void {
    const directives = own(level, /^(?:set|break|return|rewrite|if)$/)
    for (let i = 0; i < directives.length && state.end === null && !state.isBroken; i++) {
      const directive = directives.at(i) as Directive
      const { name, args } = directive
      if (name === 'set') this.#set(args)
      else if (name === 'break') state.isBroken = true
      else if (name === 'return') state.end = directive
      else if (name === 'rewrite' && this.#redirects(args)) state.end = directive
      else if (name === 'if') this.#if(level, directive, state)
    }
  }

  #set(args: readonly string[]): void {
    const { 0: variable = '', 1: value = '' } = args
    this.#scope.set.set(variable.slice(1), evaluate(value, this.#scope).text)
  }

  #if(level: Level, directive: Directive, state: Rewritten): void {
    const inner = innerLevel(level, directive)
    const isTrue = holds(conditionOf(directive), this.#scope) ?? this.#unknown(directive.args.join(' '))
    if (!isTrue || inner === undefined) return
    // An `if` of a server changes no level.
    if (level.kind === 'location') {
      state.level = inner
      state.matched.push(inner)
    }
    this.#run(inner, state)
  }

  #redirects(args: readonly string[]): boolean {
    const { 0: pattern = '', 1: target = '', 2: flag = '' } = args
    if (!/^(?:permanent|redirect)$/.test(flag) && !/^(?:https?:\/\/|\$scheme)/.test(target)) return false
    return /^\^?\/?(?:\(?\.\*\)?)?\$?$/.test(pattern) || this.#unknown(`rewrite ${pattern}`)
  }

  #finish({ level, matched, end }: Rewritten): Answer {
    if (end !== null) return this.#refuse(statusOf(end), 'return', level, end, matched)
    const access = isLetIn(level, this.#scope, path => this.#saysYes(path))
    if (access.status !== null) return this.#refuse(access.status, 'access', level, access.at, matched)
    return this.#content(level, matched)
  }

  /** Whether a location, asked by `auth_request`, says yes by a `return`. Access is not checked again. */
  #saysYes(path: string): boolean {
    const { end } = this.#rewrite(locate(this.#server, path))
    return end !== null && statusOf(end) < 300
  }

  #content(level: Level, matched: readonly Level[]): Answer {
    const tries = own(level, /^try_files$/).at(-1)
    const fallback = tries?.args.at(-1)
    if (tries && fallback && !this.#unknown(`found ${tries.file}:${tries.line}`)) {
      if (fallback.startsWith('='))
        return this.#refuse(Number(fallback.slice(1)), 'static', level, tries, matched)
      const target = this.#target(fallback)
      if (target && this.#before.length < MOST_REDIRECTS) {
        this.#before.push({ level, by: 'try_files', at: tries })
        return this.#at(target)
      }
    }
    const { by, at } = handlerAt(level)
    const { method } = this.#scope.request
    const isStatic = by === 'static' && !/^(?:GET|HEAD)$/.test(method)
    if (isStatic && !inherited(level, /^dav_methods$/).some(({ args }) => args.includes(method)))
      return this.#refuse(405, by, level, at, matched)
    return this.#made(by, null, level, at, matched)
  }

  #target(text: string): Level | undefined {
    if (text.startsWith('@')) return named(this.#server, text)
    const path = evaluate(text.split('?').at(0) ?? '', this.#scope).text
    return path === null ? undefined : locate(this.#server, path)
  }

  /** An answer that nginx makes itself, unless an `error_page` has another location make it. */
  #refuse(status: number, by: By, level: Level, at: Directive | null, matched: readonly Level[]): Answer {
    const page =
      status < 300 || this.#before.some(before => before.by === 'error_page')
        ? undefined
        : errorPage(level, status)
    const target = page && this.#target(page.target)
    if (!page || !target) return this.#made(by, status, level, at, matched)
    this.#before.push({ level, by: 'error_page', at: page.directive })
    const { request } = this.#scope
    if (!page.target.startsWith('@') && request.method !== 'HEAD')
      this.#scope = { ...this.#scope, request: { ...request, method: 'GET' } }
    const answer = this.#at(target)
    const final = page.status === null ? status : (page.status ?? answer.status)
    return { ...answer, status: final, headers: sentAt(answer.level, final, answer.scope) }
  }

  #made(
    by: By,
    status: number | null,
    level: Level,
    at: Directive | null,
    matched: readonly Level[],
  ): Answer {
    const headers = sentAt(level, status, this.#scope)
    return { by, status, level, at, matched, before: this.#before, headers, scope: this.#scope }
  }
}

function statusOf({ name, args }: Directive): number {
  if (name === 'rewrite') return args.at(2) === 'permanent' ? 301 : 302
  const status = Number(args.at(0))
  return Number.isInteger(status) ? status : 302
}

/** The location that an `error_page` leads to. */
export interface ErrorPage {
  readonly directive: Directive
  readonly target: string
  /** The status that it gives the answer; `null`: that of the error; `undefined`: that of the page. */
  readonly status: number | null | undefined
}

/** The page for a status at a level, unless it is another site's. */
export function errorPage(level: Level, status: number): ErrorPage | undefined {
  const directive = inherited(level, /^error_page$/).find(({ args }) =>
    args.slice(0, -1).includes(String(status)),
  )
  const target = directive?.args.at(-1) ?? ''
  if (!directive || !/^[/@]/.test(target)) return undefined
  const change = directive.args.find(word => word.startsWith('='))
  const given = change === '=' ? undefined : Number(change?.slice(1))
  return { directive, target, status: change === undefined ? null : given }
}

const UPSTREAM = /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/
const OTHER = /^(?:content_by_lua\w*|js_content|perl|stub_status|empty_gif|api|echo)$/

/** What serves the requests of a level. */
export function handlerAt(level: Level): { readonly by: By; readonly at: Directive | null } {
  const upstream = own(level, UPSTREAM).at(-1)
  if (upstream) return { by: 'upstream', at: upstream }
  const other = own(level, OTHER).at(-1)
  if (other) return { by: 'unknown', at: other }
  if ((level.kind === 'if' || level.kind === 'limit_except') && level.parent) return handlerAt(level.parent)
  return { by: level.isPart ? 'unknown' : 'static', at: null }
}
