import { SPELLINGS } from './dialects.js'
import { closest } from './words.js'

/** Names that other libraries and browsers use. They are refused, with our name in the message. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['alloworigin', 'origins'],
  ['alloworigins', 'origins'],
  ['allowedorigins', 'origins'],
  ['allowmethods', 'methods'],
  ['allowedmethods', 'methods'],
  ['allowedoriginpatterns', 'origins'],
  ['allowcredentials', 'credentials'],
  ['supportscredentials', 'credentials'],
  ['withcredentials', 'credentials'],
  ['requestheaders', 'allowHeaders'],
  ['additionalheaders', 'allowHeaders'],
  ['responseheaders', 'exposeHeaders'],
  ['additionalexposedheaders', 'exposeHeaders'],
  ['preflightmaxage', 'maxAge'],
  ['endpreflightrequests', 'automaticOptions'],
])

/** The option that a misspelt name probably means. @internal */
export function optionMeant(name: string, known: readonly string[]): string | undefined {
  return MEANT.get(letters(name)) ?? closest(name, [...known, ...SPELLINGS.keys()])
}

/** Why an option that used to exist was removed; `undefined` for other names. @internal */
export function removedOption(name: string): string | undefined {
  return REMOVED.get(letters(name.replace(/^CORS_/, '')))
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '')

const PRIVATE_NETWORK =
  'browsers dropped Access-Control-Allow-Private-Network: they ask the user instead, and no header answers for ' +
  'them. Take it out.'
const ANSWERED = 'preflights are answered anyway. Take it out; automaticOptions: false passes them on.'
const NO_ROUTE = 'no route is added, and only what CORS calls a preflight is answered. Take it out.'

/** By their letters in lower case. */
const REMOVED: ReadonlyMap<string, string> = new Map([
  ['allowprivatenetwork', PRIVATE_NETWORK],
  ['privatenetworkaccess', PRIVATE_NETWORK],
  ['enablepreflight', ANSWERED],
  ['preflight', ANSWERED],
  ['handlepreflightrequest', ANSWERED],
  ['hideoptionsroute', NO_ROUTE],
  ['strictpreflight', NO_ROUTE],
  [
    'keepheadersonerror',
    'errors carry the headers anyway. Take it out; interceptExceptions: false leaves them out of status 500 and above.',
  ],
  [
    'dynamic',
    'cors() itself takes a function that chooses options for each request, and so does origins. Take it out.',
  ],
])
