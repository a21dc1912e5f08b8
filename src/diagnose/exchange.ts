/**
 * Header lines in their order, in any case: two lines of one name are two. A `Headers`, a `Map` or a
 * record by name do as well.
 */
export type HeaderLines =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** What a page asks its browser for. What is left out has the browser's default. */
export interface AskedRequest {
  /** Absolute. */
  readonly url: string
  /** As the page writes it. Default `GET`. */
  readonly method?: string
  /** Those that the page sets itself; the forbidden ones among them are dropped. Default none. */
  readonly headers?: HeaderLines
  /** Default `same-origin`; for `xhr`, `include` is `withCredentials`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include'
  /** Default `cors`, and always that for `xhr`. */
  readonly mode?: 'cors' | 'no-cors' | 'same-origin'
  /** Default `follow`, and always that for `xhr`. */
  readonly redirect?: 'follow' | 'error' | 'manual'
  /** Default `fetch`. */
  readonly api?: 'fetch' | 'xhr'
  /** A string gets a `Content-Type` of its own unless there is one; for a body of another kind, set it. Default `null`. */
  readonly body?: string | null
  /** A listener was on `xhr.upload` when the request was sent. Default `false`. */
  readonly uploadListener?: boolean
  /** The body is a `ReadableStream`. Default `false`. */
  readonly streamBody?: boolean
}

/** A page, and what it asks for. */
export interface PageRequest {
  /** As browsers write it in `Origin`: `https://app.example`; `null` for a sandboxed frame, a `data:` or a `file:` page. */
  readonly pageOrigin: string
  /** What the page asks for. */
  readonly request: AskedRequest
}

/** What a server answered. */
export interface AnsweredResponse {
  /** 100 to 599. */
  readonly status: number
  /** Default none. */
  readonly headers?: HeaderLines
}

/** A redirect on the way to the final URL. */
export interface AnsweredRedirect {
  /** To the preflight before it; `null`: there was none. Default `null`. */
  readonly preflightResponse?: AnsweredResponse | null
  /** The redirect itself: its status and `Location`. */
  readonly response: AnsweredResponse
}

/** What a page asked for, and everything that was answered. */
export interface Exchange extends PageRequest {
  /** From the final URL, to the preflight; `null`: there was none. Default `null`. */
  readonly preflightResponse?: AnsweredResponse | null
  /** In their order. Default none. */
  readonly redirects?: readonly AnsweredRedirect[]
  /** From the final URL; `null`: there was none. Default `null`. */
  readonly response?: AnsweredResponse | null
  /**
   * Where the page comes from and where the request goes, for Local Network Access.
   *
   * @see https://wicg.github.io/local-network-access/
   */
  readonly addressSpaces?: AddressSpaces
  /** What the user said about requests to the local network. Default `prompt`: nothing yet. */
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
