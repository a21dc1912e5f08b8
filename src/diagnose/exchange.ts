/**
 * Header lines in their order, with names in any case; a header that was sent twice is two lines. A `Headers`, a `Map` and
 * an object are accepted too.
 */
export type HeaderLines =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** The request that a page makes. Fields that are left out have the browser's default. */
export interface AskedRequest {
  /** Absolute. */
  readonly url: string
  /** In the page's own spelling. Default `GET`. */
  readonly method?: string
  /** Only headers that the page sets; forbidden ones are dropped, as in a browser. Default none. */
  readonly headers?: HeaderLines
  /** Default `same-origin`; for `xhr`, `include` is `withCredentials`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include'
  /** Default `cors`; `xhr` is always `cors`. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin'
  /** Default `follow`; `xhr` always follows. */
  readonly redirect?: 'follow' | 'error' | 'manual'
  /** Default `fetch`. */
  readonly api?: 'fetch' | 'xhr'
  /** A string gets the `Content-Type` of text unless `headers` has one. For any other body, set it there. Default `null`. */
  readonly body?: string | null
  /** A listener was on `xhr.upload` when the request was sent. Default `false`. */
  readonly uploadListener?: boolean
  /** The body is a `ReadableStream`. Default `false`. */
  readonly streamBody?: boolean
}

/** A page and its request. */
export interface PageRequest {
  /**
   * As browsers send it in `Origin`: `https://app.example`, `null` for a sandboxed frame, a `data:` or a `file:` page, or `file://`
   * for a file in some WebViews.
   */
  readonly pageOrigin: string
  /** The arguments of its `fetch` or XHR call. */
  readonly request: AskedRequest
}

/** The head of a server's answer. */
export interface AnsweredResponse {
  /** 100 to 599. */
  readonly status: number
  /** Default none. */
  readonly headers?: HeaderLines
  /** The first characters of the body, if it is text: error pages tell who answered. Default `''`. */
  readonly bodyStart?: string
  /** Who answered, if that is known: `nginx`, `HAProxy`, `Express` … Without it, the answer's marks tell. */
  readonly answeredBy?: string
}

/**
 * A further request to the same URL, which no browser sends: it is made to tell causes apart. `OPTIONS` is a preflight.
 */
export interface Probe {
  /** Only methods that change nothing. */
  readonly method: 'GET' | 'HEAD' | 'OPTIONS'
  /** As they were sent, `Origin` and `Access-Control-Request-Method` included. Default none. */
  readonly headers?: HeaderLines
  /** The answer. */
  readonly response: AnsweredResponse
}

/** A redirect on the way to the final URL. */
export interface AnsweredRedirect {
  /** The answer to the preflight before it, or `null` if there was none. Default `null`. */
  readonly preflightResponse?: AnsweredResponse | null
  /** The redirect itself: its status and `Location`. */
  readonly response: AnsweredResponse
}

/** A page's request and all answers to it. */
export interface Exchange extends PageRequest {
  /** The final URL's answer to the preflight, or `null` if there was none. Default `null`. */
  readonly preflightResponse?: AnsweredResponse | null
  /** In the order in which they came. Default none. */
  readonly redirects?: readonly AnsweredRedirect[]
  /** The final URL's answer, or `null` if there was none. Default `null`. */
  readonly response?: AnsweredResponse | null
  /** They change no verdict, only its cause and its notes. Default none. */
  readonly probes?: readonly Probe[]
  /**
   * Where the page comes from and where the request goes, for Local Network Access.
   *
   * @see https://wicg.github.io/local-network-access/
   */
  readonly addressSpaces?: AddressSpaces
  /** The user's answer about requests to the local network. Default `prompt`: not asked yet. */
  readonly permission?: 'granted' | 'denied' | 'prompt'
}

/** The networks that a request crosses. */
export interface AddressSpaces {
  /** Where the page comes from. */
  readonly page: AddressSpace
  /** Where the request goes. */
  readonly target: AddressSpace
}

/** `local`: a private network; `loopback`: the browser's own machine. */
export type AddressSpace = 'public' | 'local' | 'loopback'
