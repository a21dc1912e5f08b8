/** What the adapter needs of a response. `http.ServerResponse` and `http2.Http2ServerResponse` fit. */
export interface CorsResponse {
  /** What has been sent is left as it is. */
  readonly headersSent: boolean
  /** The value that is set, whatever the case of the name. */
  getHeader(name: string): unknown
  /** The names of what was set so far. */
  getHeaderNames(): string[]
  /** Sets a header, and replaces its earlier value. */
  setHeader(name: string, value: string): unknown
  /** Removes a header. */
  removeHeader(name: string): void
  /** Sends the head. A method of the adapter's own replaces it, so that headers are still right by then. */
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's versions have no common type
  writeHead(status: number, ...rest: any[]): unknown
  /** Ends the response. */
  end(): unknown
}
