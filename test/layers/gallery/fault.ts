import type { CauseCode } from 'cors-policy/diagnose'
import type { Servers } from './servers.js'

/** The origin of most pages. */
export const PAGE = 'https://app.example.com'

/** The origin of other pages, which servers allow before the change, and that of pages which none allows. */
export const ADMIN = 'https://admin.example.com'
export const STRANGER = 'https://not-listed.example'

/** What a page asks of the servers: by default a GET of `/` without credentials. */
export interface Asked {
  readonly origin?: string
  /** The host in the URL: 127.0.0.1, or any name under `example.com`, which stands for it. */
  readonly host?: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly credentials?: boolean
  /** One cookie, which the browser has too. */
  readonly cookie?: string
  readonly mode?: 'cors' | 'no-cors' | 'same-origin'
}

/** Servers with one mistake, and the change that the command's fix asks for. */
export interface Fault {
  /** A sentence, for the title of the test. */
  readonly what: string
  readonly servers: Servers
  readonly asked?: Asked
  /** The names of all servers for `--via`, the outermost first; without them no layer is named. */
  readonly via?: readonly string[]
  /** Origins whose pages have asked before, so that caches and counters know them; an empty one sends none. */
  readonly askedBefore?: readonly string[]
  readonly cause: CauseCode
  /** What the printed fix must contain: what goes out, and the words of the software that answered. */
  readonly fix: readonly (string | RegExp)[]
  /** What the fix must not contain: advice that leads astray here. */
  readonly notFix?: RegExp
  /** The change, as the fix says: on the servers, or in the page. */
  readonly fixed: { readonly servers?: Servers; readonly asked?: Asked }
  /** The second cause that the command must name, where what it saw fits both: the change is for that one. */
  readonly alternative?: CauseCode
  /** Other requests that pages can read before the change, and must read after it. */
  readonly keeps?: readonly Asked[]
  /** Requests that pages must not read after the change either. */
  readonly refuses?: readonly Asked[]
  /** What the next run says. */
  readonly next: 'readable' | CauseCode
}
