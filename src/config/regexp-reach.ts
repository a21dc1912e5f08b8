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

/** How far a RegExp reaches among all origins. */
export interface RegExpReach {
  /** No origin matches it. */
  readonly isUnmatchable: boolean
  /** What it may match of `http:` beyond the own machine. `undefined`: there is nothing, which is proven. */
  readonly insecure: Insecure | undefined
  /**
   * What it may match besides the own machine and origins at or under registrable domains that it spells out. `undefined`:
   * there is nothing, which is proven.
   */
  readonly beyond: Beyond | undefined
}

export interface Insecure {
  /** An origin that the RegExp matches; `undefined`: none was found, nor proven not to be there. */
  readonly origin: string | undefined
}

export interface Beyond {
  /** An origin that a stranger can have and the RegExp matches; `undefined`: none was found, nor proven not to be there. */
  readonly origin: string | undefined
  /** All that is beyond lies under these public suffixes. `undefined`: it lies under many, or elsewhere. */
  readonly suffixes: readonly string[] | undefined
}

const LABEL = '[a-z0-9_-]+'
/** A host whose last label is a number is an IPv4 address to a URL parser. */
const NAME = `(?:${LABEL}\\.)*[a-z0-9_-]*[a-z_-][a-z0-9_-]*\\.?`
const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`
const IPV6 = '\\[[0-9a-f:]+\\]'
const PORT = '(?::(?:0|[1-9][0-9]{0,4}))?'

interface OriginLanguages {
  /** Every origin that there is, and a few texts that are none: a proof may assume too much, not too little. */
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

/** More domains than people write into one RegExp. */
const MAX_AREAS = 40
const MAX_SUFFIXES = 8
const MAX_KEPT = 100

/**
 * Of a RegExp that has to match origins as a whole. `ownHosts` are registrable domains that its author probably means: they make no
 * example of a stranger.
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

/** All but the origins of one owner, and the texts that spell the name of this owner. */
interface Area {
  readonly others: Complement
  readonly spelling: Language
}

const domains = new Map<string, Area>()

function areaOf(origin: string): Area {
  const { scheme, host } = split(origin)
  if (!/^https?$/.test(scheme)) return exactly(literal(`${scheme}://${host}`))
  const { registrable } = suffixOf(host)
  // The clouds with hundreds of suffixes would need automata of many thousand states.
  return registrable === undefined || suffixesBelow(registrable).length > MAX_SUFFIXES
    ? exactly(`https?:\\/\\/${literal(host)}`)
    : domain(registrable)
}

function exactly(source: string): Area {
  return { others: complement(language(source + PORT)), spelling: language(`${source}(?::[^]*)?`) }
}

/** A registrable domain. The RegExps of one policy often name the same one. */
function domain(registrable: string): Area {
  const known = domains.get(registrable)
  if (known) return known
  const strangers = suffixesBelow(registrable)
  const all = under(registrable)
  const own = strangers.length === 0 ? all : without(all, complement(union(...strangers.map(under))))
  const spelling = language(`[^]*${literal(registrable)}\\.?(?::[^]*)?`)
  const area = { others: complement(own), spelling }
  // A program that makes policies for ever must not keep every domain.
  if (domains.size >= MAX_KEPT) domains.clear()
  domains.set(registrable, area)
  return area
}

/** The origins of a host, or of a rule of the Public Suffix List, and of every name below. */
function under(host: string): Language {
  const source = literal(host).replace('\\*', LABEL)
  return language(`https?:\\/\\/(?:${LABEL}\\.)*${source}\\.?${PORT}`)
}

/** The public suffixes that all of these lie under, if they are few. */
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

/** The widest host at or above this one under which the list says that strangers have names. */
function openHost(host: string): string | undefined {
  const { suffix, registrable, isListed, isPrivate } = suffixOf(host)
  if (!isListed) return undefined
  if (registrable !== undefined && suffixesBelow(registrable).length > 0) return registrable
  // By a rule such as `*.run.app`, both `run.app` and every name under it are suffixes.
  const parent = suffix.slice(suffix.indexOf('.') + 1)
  const isByWildcard = isPrivate && suffixOf(parent).isPrivate && isPublicSuffix(parent)
  return isByWildcard ? parent : suffix
}

const WELL_KNOWN = ['com', 'net', 'org', 'io', 'dev', 'app']

/** An origin that anyone can have and the RegExp matches, the most telling one. */
function stranger(regexp: RegExp, unproven: Language, suffixes: readonly string[]): string | undefined {
  const names = [...new Set([...suffixes, ...WELL_KNOWN])].map(literal).join('|')
  const [first = 'com'] = suffixes
  const kinds = [
    `https:\\/\\/(?:[a-z0-9.-]*\\.)?evil\\.${literal(first)}(?::[0-9]+)?`,
    `https:\\/\\/(?:[a-z0-9.-]*\\.)?[a-z0-9]*evil[a-z0-9]*\\.(?:${names})(?::[0-9]+)?`,
    `https?:\\/\\/(?:[a-z0-9.-]*\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.(?:${names})(?::[0-9]+)?`,
    '[^]*',
  ]
  for (const kind of kinds) {
    const origin = matching(regexp, intersection(unproven, language(kind)))
    if (origin !== undefined) return origin
  }
  return undefined
}

/** A text of the language that is an origin and does match, now that look-arounds count. */
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
