import { isOrigin } from '../protocol.js'
import { isPublicSuffix, suffixesBelow, suffixOf } from './public-suffix.js'
import {
  type Complement,
  complement,
  intersection,
  isEmpty,
  isUndecidable,
  type Language,
  language,
  languageOf,
  shortestText,
  union,
  without,
} from './regexp-language.js'

/** Which origins a RegExp matches that its author may not mean. */
export interface RegExpReach {
  /** No origin matches it. */
  readonly isUnmatchable: boolean
  /** `http:` origins beyond the user's own machine; `undefined` if it is proven to match none. */
  readonly insecure: Insecure | undefined
  /**
   * Origins that are neither on the user's own machine nor at or under a registrable domain that it spells out; `undefined` if it is
   * proven to match none.
   */
  readonly beyond: Beyond | undefined
}

export interface Insecure {
  /** An example; `undefined` if none was found, though there may be one. */
  readonly origin: string | undefined
}

export interface Beyond {
  /** An example that a stranger can have; `undefined` if none was found, though there may be one. */
  readonly origin: string | undefined
  /** The public suffixes under which all these origins lie; `undefined` if there are too many to list, or some lie elsewhere. */
  readonly suffixes: readonly string[] | undefined
}

const LABEL = '[a-z0-9_-]+'
/** The last label needs a letter: to a URL parser a number there makes an IPv4 address. */
const NAME = `(?:${LABEL}\\.)*[a-z0-9_-]*[a-z_-][a-z0-9_-]*\\.?`
const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`
const IPV6 = '\\[[0-9a-f:]+\\]'
const PORT = '(?::(?:0|[1-9][0-9]{0,4}))?'

interface OriginLanguages {
  /** All origins and a few other texts: a proof may assume too many, never too few. */
  readonly all: Language
  readonly http: Language
  readonly beyondLoopback: Complement
}

let known: OriginLanguages | undefined

function originLanguages(): OriginLanguages {
  if (known) return known
  const web = (scheme: string, defaultPort: string) =>
    without(
      language(`${scheme}:\\/\\/(?:${NAME}|${IPV4}|${IPV6})${PORT}`),
      complement(language(`[^]*:${defaultPort}`)),
    )
  const http = web('http', '80')
  const others = without(
    language(`[a-z][a-z0-9+.-]*:\\/\\/(?:[A-Za-z0-9_.-]+|${IPV6})${PORT}`),
    complement(language('(?:https?|file):[^]*')),
  )
  known = {
    all: union(http, web('https', '443'), others),
    http,
    beyondLoopback: complement(
      language(`https?:\\/\\/(?:(?:${LABEL}\\.)*localhost\\.?|127(?:\\.${BYTE}){3}|\\[::1\\])${PORT}`),
    ),
  }
  return known
}

/** More domains than anyone writes into one RegExp. */
const MAX_AREAS = 40
const MAX_SUFFIXES = 8
const MAX_KEPT = 100

/**
 * Works out which origins a RegExp can match beyond those that its author probably meant. `ownHosts` are the domains that were
 * probably meant; no example is taken from them.
 */
export function reachOf(regexp: RegExp, ownHosts: readonly string[]): RegExpReach {
  try {
    return provenReach(regexp, ownHosts)
  } catch (error) {
    if (!isUndecidable(error)) throw error
    return { isUnmatchable: false, insecure: undefined, beyond: { origin: undefined, suffixes: undefined } }
  }
}

function provenReach(regexp: RegExp, ownHosts: readonly string[]): RegExpReach {
  const { all, http, beyondLoopback } = originLanguages()
  const { matches, spelled } = languageOf(regexp)
  const matched = intersection(matches, all)
  if (isEmpty(matched)) return { isUnmatchable: true, insecure: undefined, beyond: undefined }
  let unproven = without(matched, beyondLoopback)
  const insecureOnes = intersection(unproven, http)
  const insecure = isEmpty(insecureOnes) ? undefined : { origin: matching(regexp, insecureOnes) }
  const takeOut = (origin: string) => {
    const area = areaOf(origin)
    const isSpelled = !isEmpty(intersection(spelled, area.spelling))
    if (isSpelled) unproven = without(unproven, area.others)
    return isSpelled
  }
  for (const host of ownHosts) takeOut(`https://${host}`)
  for (let areas = 0; areas < MAX_AREAS; areas++) {
    const origin = shortestText(unproven)
    if (origin === undefined) return { isUnmatchable: false, insecure, beyond: undefined }
    if (!takeOut(origin)) break
  }
  const suffixes = suffixesOf(unproven)
  const foreign =
    ownHosts.length === 0 ? unproven : without(unproven, complement(union(...ownHosts.map(under))))
  const origin = stranger(regexp, foreign, suffixes ?? []) ?? stranger(regexp, unproven, suffixes ?? [])
  const beyond = { origin, suffixes }
  return { isUnmatchable: false, insecure, beyond }
}

/** The origins of one owner, by their complement, and the texts that spell the owner's name. */
interface Area {
  readonly others: Complement
  readonly spelling: Language
}

const domains = new Map<string, Area>()

function areaOf(origin: string): Area {
  const { scheme, host } = split(origin)
  if (!/^https?$/.test(scheme)) return exactly(literal(`${scheme}://${host}`))
  const { registrable } = suffixOf(host)
  // A cloud with hundreds of suffixes would need automata of many thousand states.
  return registrable === undefined || suffixesBelow(registrable).length > MAX_SUFFIXES
    ? exactly(`https?:\\/\\/${literal(host)}`)
    : domain(registrable)
}

function exactly(source: string): Area {
  return { others: complement(language(source + PORT)), spelling: language(`${source}(?::[^]*)?`) }
}

/** Cached, since the RegExps of one policy often name the same domain. */
function domain(registrable: string): Area {
  const known = domains.get(registrable)
  if (known) return known
  const strangers = suffixesBelow(registrable)
  const all = under(registrable)
  const own = strangers.length === 0 ? all : without(all, complement(union(...strangers.map(under))))
  const spelling = language(`[^]*${literal(registrable)}\\.?(?::[^]*)?`)
  const area = { others: complement(own), spelling }
  // A program that keeps making policies must not keep every domain.
  if (domains.size >= MAX_KEPT) domains.clear()
  domains.set(registrable, area)
  return area
}

/** The origins of a host, or of a rule of the Public Suffix List, and of all names below it. */
function under(host: string): Language {
  const source = literal(host).replace('\\*', LABEL)
  return language(`https?:\\/\\/(?:${LABEL}\\.)*${source}\\.?${PORT}`)
}

/** The public suffixes that all these origins are under, if they are few. */
function suffixesOf(unproven: Language): readonly string[] | undefined {
  const suffixes: string[] = []
  for (let rest = unproven; suffixes.length < MAX_SUFFIXES; ) {
    const origin = shortestText(rest)
    if (origin === undefined) return suffixes
    const host = openHost(split(origin).host)
    if (host === undefined) return undefined
    suffixes.push(host)
    rest = without(rest, complement(under(host)))
  }
  return undefined
}

/** The widest host, at or above this one, under which strangers have names by the list. */
function openHost(host: string): string | undefined {
  const { suffix, registrable, isListed, isPrivate } = suffixOf(host)
  if (!isListed) return undefined
  if (registrable !== undefined && suffixesBelow(registrable).length > 0) return registrable
  // A rule such as `*.run.app` makes suffixes of `run.app` and of every name under it.
  const parent = suffix.slice(suffix.indexOf('.') + 1)
  const isByWildcard = isPrivate && suffixOf(parent).isPrivate && isPublicSuffix(parent)
  return isByWildcard ? parent : suffix
}

const WELL_KNOWN = ['com', 'net', 'org', 'io', 'dev', 'app']

/** The most telling origin that the RegExp matches and anyone can have. */
function stranger(regexp: RegExp, unproven: Language, suffixes: readonly string[]): string | undefined {
  const names = [...new Set([...suffixes, ...WELL_KNOWN])].map(literal).join('|')
  const [first = 'com'] = suffixes
  const kinds = [
    `https:\\/\\/(?:[a-z0-9.-]*\\.)?evil\\.${literal(first)}(?::[0-9]+)?`,
    `https:\\/\\/(?:[a-z0-9.-]*\\.)?[a-z0-9]*evil[a-z0-9]*\\.(?:${names})(?::[0-9]+)?`,
    `https:\\/\\/(?:[a-z0-9.-]*\\.)?evil-[a-z0-9-]*[a-z0-9]\\.(?:${names})(?::[0-9]+)?`,
    `https?:\\/\\/(?:[a-z0-9.-]*\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.(?:${names})(?::[0-9]+)?`,
    'https?:[^]*',
    '[^]*',
  ]
  for (const kind of kinds) {
    const origin = matching(regexp, intersection(unproven, language(kind)))
    if (origin !== undefined) return origin
  }
  return undefined
}

/** A text of the language, if it is an origin and the RegExp matches it: the language ignores some look-arounds. */
function matching(regexp: RegExp, language: Language): string | undefined {
  const text = shortestText(language)
  return text !== undefined && isOrigin(text) && regexp.test(text) ? text : undefined
}

function split(origin: string): { readonly scheme: string; readonly host: string } {
  const [, scheme = '', host = ''] = /^([^:]*):\/\/(\[[^\]]*\]|[^:]*)/.exec(origin) ?? []
  return { scheme, host }
}

function literal(text: string): string {
  return text.replaceAll(/[^\w-]/g, '\\$&')
}
