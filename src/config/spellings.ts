import type { CorsRequest } from '../policy/request.js'
import type { OwnOptions } from './options.js'

/** What other libraries call our options. The comments are the documentation of `ExpressOptions` and `FlaskOptions`. */
export const DIALECTS = {
  express: {
    /** `origins`; `true`: any, `false`: none, or a function with a callback. */
    origin: 'origins',
    /** `allowHeaders`. */
    allowedHeaders: 'allowHeaders',
    /** `allowHeaders`: expressjs/cors takes this name too. */
    headers: 'allowHeaders',
    /** `exposeHeaders`. */
    exposedHeaders: 'exposeHeaders',
    /** The opposite of `automaticOptions`. */
    preflightContinue: 'automaticOptions',
    /** `preflightStatus`. */
    optionsSuccessStatus: 'preflightStatus',
  },
  flask: {
    /** `allowHeaders`. */
    allow_headers: 'allowHeaders',
    /** `exposeHeaders`. */
    expose_headers: 'exposeHeaders',
    /** `credentials`. */
    supports_credentials: 'credentials',
    /** `maxAge`. */
    max_age: 'maxAge',
    /** `sendWildcard`. */
    send_wildcard: 'sendWildcard',
    /** `alwaysSend`. */
    always_send: 'alwaysSend',
    /** `vary`. */
    vary_header: 'vary',
    /** `automaticOptions`. */
    automatic_options: 'automaticOptions',
    /** `interceptExceptions`. */
    intercept_exceptions: 'interceptExceptions',
  },
} as const satisfies { readonly [dialect: string]: { readonly [name: string]: keyof OwnOptions } }

/**
 * expressjs/cors' `origin`: `true` allows any, `false` none; functions answer by callback. As narrow as in `@types/cors`, so that
 * it fits other options of that type, such as Socket.IO's.
 */
export type ExpressOrigin = boolean | string | RegExp | (boolean | string | RegExp)[] | ExpressOriginFunction

/** A function as expressjs/cors' `origin`: it passes its answer for the request's origin to the callback. */
export type ExpressOriginFunction = (
  origin: string | undefined,
  callback: (error: Error | null, allow?: boolean | string | RegExp | (boolean | string | RegExp)[]) => void,
) => void

/**
 * The options, in this library's spelling or in expressjs/cors'. One that is left out takes its default; all are checked when the
 * policy is made. Two spellings of one option are a mistake.
 */
export interface CorsOptions<Request = CorsRequest>
  extends OwnOptions<Request>,
    Spelt<Request, ExpressNames> {}

/** expressjs/cors' spelling of the options. */
export interface ExpressOptions<Request = CorsRequest> extends Respelt<Request, ExpressNames> {}

/** Flask-CORS' spelling of the options. */
export interface FlaskOptions<Request = CorsRequest> extends Respelt<Request, Dialects['flask']> {}

/** Options in any spelling: ours, expressjs/cors' or Flask-CORS'. Two spellings of one option are a mistake. */
export interface AnyOptions<Request = CorsRequest>
  extends OwnOptions<Request>,
    Spelt<Request, Dialects['express']>,
    Spelt<Request, Dialects['flask']> {}

type Dialects = typeof DIALECTS

/** Without `headers`, which expressjs/cors' types do not have either. */
type ExpressNames = Omit<Dialects['express'], 'headers'>

type Names<Dialect> = { readonly [Name in keyof Dialect]: keyof OwnOptions }

type Spelt<Request, Dialect extends Names<Dialect>> = {
  readonly [Name in keyof Dialect]?: Name extends 'origin'
    ? ExpressOrigin
    : OwnOptions<Request>[Dialect[Name]]
}

/** Our options, with the names of a dialect in place of ours. */
type Respelt<Request, Dialect extends Names<Dialect>> = Omit<OwnOptions<Request>, Dialect[keyof Dialect]> &
  Spelt<Request, Dialect>

/** The name of an option in any spelling. */
export type OptionName = keyof AnyOptions<unknown>

/** Our name for an option. */
type OwnName<Name> = Name extends keyof Dialects['express']
  ? Dialects['express'][Name]
  : Name extends keyof Dialects['flask']
    ? Dialects['flask'][Name]
    : Name

/**
 * Options with no two spellings of one option. `Given` is inferred as the names of an object, or has every name of `CorsOptions`
 * if they are not known; then the spellings are checked when the policy is made. With `onDecision`, which has one spelling, the type is never `{}`,
 * which would take anything.
 */
export type OneSpelling<Given extends OptionName> = {
  readonly [Name in Given | 'onDecision']?: keyof CorsOptions extends Given
    ? unknown
    : OwnName<Name> extends OwnName<Exclude<Given, Name>>
      ? never
      : unknown
}
