import type { CorsOptions, CorsRequest } from 'cors-policy'

export type Engine = 'Chromium' | 'Firefox' | 'WebKit'

/** One policy, and the requests that pages make under it, in order. */
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
  /** Repeats the URL of the request before, so that caches count; otherwise each has its own. */
  readonly again: boolean
  /** Milliseconds to wait before the request. */
  readonly after: number
  readonly expected: Outcome
  /** What an engine does differently, and why. */
  readonly engines?: Partial<Record<Engine, { readonly why: string } & Partial<Outcome>>>
  /** Why the page's outcome differs from the decision. */
  readonly undecided?: string
}

export interface Outcome {
  /** `null` if the page cannot read the response. */
  readonly status: number | null
  readonly preflights: number
  /** How many requests the handlers saw, redirected ones included. */
  readonly handled: number
  /** Whether the handlers saw a cookie. */
  readonly cookie: boolean
  /** The server's own headers that the page can read. */
  readonly headers: readonly string[]
  readonly timed: boolean
}

/** The origins of pages and servers, all at one port. */
export type Sites = ReturnType<typeof sitesAt>

export function sitesAt(port: number) {
  const at = (host: string) => `http://${host}.localhost:${port}`
  return {
    at,
    /** Pages that are same-site with the servers. */
    app: at('app.acme'),
    shop: at('shop.acme'),
    /** A page on another site. */
    stranger: at('stranger'),
    api: at('api.acme'),
    files: at('files.acme'),
  }
}

/** Makes rows that default to a plain GET from the app's page to the API. */
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

/** Sent and answered, but not readable by the page. */
export const hidden = { status: null }
export const preflight = { preflights: 1 }
/** Refused by the preflight, so never sent. */
export const refused = { ...hidden, ...preflight }

export const withCookies = { credentials: 'include' } as const
export const custom = { headers: { 'X-A': '1' } }
export const put = { method: 'PUT' }
export const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } }

export const allHeaders = ['etag', 'x-total-count', 'x-trace']
/** What a page can read from its own origin. */
export const everything = { headers: allHeaders, timed: true }
