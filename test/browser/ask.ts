import type { CorsOptions, CorsRequest } from 'cors-policy'

export type Engine = 'Chromium' | 'Firefox' | 'WebKit'

/** One policy, and what pages ask under it, in turn. */
export interface Group {
  readonly policy: string
  readonly options: CorsOptions | ((request: CorsRequest) => CorsOptions)
  /** A second `cors()`, on `/route`. */
  readonly route?: CorsOptions
  readonly asks: readonly Ask[]
}

export interface Ask {
  readonly what: string
  /** The page's origin. */
  readonly from: string
  readonly to: string
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: RequestCredentials
  /** The URL of the ask before, so that caches count; otherwise each has one of its own. */
  readonly again: boolean
  /** Milliseconds to wait before. */
  readonly after: number
  readonly expected: Outcome
  /** Where an engine has its own way, and why. */
  readonly engines?: Partial<Record<Engine, { readonly why: string } & Partial<Outcome>>>
  /** Why the page's outcome is not the one of the decision. */
  readonly undecided?: string
}

export interface Outcome {
  /** `null`: the page cannot read the answer. */
  readonly status: number | null
  readonly preflights: number
  /** How many requests the handlers saw; a redirect is one too. */
  readonly handled: number
  /** Whether they saw a cookie. */
  readonly cookie: boolean
  /** Of the server's own headers, those that the page can read. */
  readonly headers: readonly string[]
  readonly timed: boolean
}

/** The origins of pages and servers, all at one port. */
export type Sites = ReturnType<typeof sitesAt>

export function sitesAt(port: number) {
  const at = (host: string) => `http://${host}.localhost:${port}`
  return {
    at,
    /** Pages of one site with the servers. */
    app: at('app.acme'),
    shop: at('shop.acme'),
    /** A page of another. */
    stranger: at('stranger'),
    api: at('api.acme'),
    files: at('files.acme'),
  }
}

/** Asks, as most do: the app's page the API, a plain GET. */
export function asker({ app, api }: Sites) {
  return (
    what: string,
    expected: Partial<Outcome> = {},
    asked: Partial<Omit<Ask, 'what' | 'expected'>> = {},
  ): Ask => ({
    what,
    from: app,
    to: api,
    path: '/',
    method: 'GET',
    headers: {},
    credentials: 'same-origin',
    again: false,
    after: 0,
    ...asked,
    expected: {
      status: 200,
      preflights: 0,
      handled: expected.status === null && expected.preflights ? 0 : 1,
      cookie: false,
      headers: [],
      timed: false,
      ...expected,
    },
  })
}

/** It cannot be read, though it was asked for and answered. */
export const hidden = { status: null }
export const preflight = { preflights: 1 }
/** It was not even asked for. */
export const refused = { ...hidden, ...preflight }

export const withCookies = { credentials: 'include' } as const
export const custom = { headers: { 'X-A': '1' } }
export const put = { method: 'PUT' }
export const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } }

export const allHeaders = ['etag', 'x-total-count', 'x-trace']
/** What a page gets from its own origin. */
export const everything = { headers: allHeaders, timed: true }
