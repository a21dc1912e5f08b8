/// <reference lib="dom" />

/** A browser with one tab. */
export interface Driver {
  readonly version: string
  /** Evaluates an expression, which promises a string, in the page at this URL. */
  readonly evaluate: (page: string, expression: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** A browser whose console can be read. */
export interface ConsoleDriver extends Driver {
  /** What its console has said so far; grows. */
  readonly console: readonly string[]
}

export interface Asked {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: RequestCredentials
}

/** What the page could read. */
export interface Learned {
  /** `null` if the page cannot read the response. */
  readonly status: number | null
  readonly headers: readonly string[]
  /** Whether the page sees the times within the request, not zeros. */
  readonly timed: boolean
}

export async function askFrom(driver: Driver, page: string, asked: Asked): Promise<Learned> {
  return JSON.parse(await driver.evaluate(page, `(${inPage})(${JSON.stringify(asked)})`))
}

/** Runs in the page from its source text, so it can use nothing outside itself. */
async function inPage({ url, ...init }: Asked): Promise<string> {
  performance.clearResourceTimings()
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
    await response.text()
    // The timing entry may come later than the body.
    const timed = await new Promise(resolve => {
      new PerformanceObserver((list, observer) => {
        const [entry] = list.getEntriesByName(url) as PerformanceResourceTiming[]
        if (!entry) return
        observer.disconnect()
        resolve(entry.requestStart > 0)
      }).observe({ type: 'resource', buffered: true })
      setTimeout(resolve, 5000, 'no entry')
    })
    return JSON.stringify({ status: response.status, headers: [...response.headers.keys()], timed })
  } catch {
    return JSON.stringify({ status: null, headers: [], timed: false })
  }
}
