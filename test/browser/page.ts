/// <reference lib="dom" />

/** A browser with one tab. */
export interface Driver {
  readonly version: string
  /** What the expression, a promise of a string, comes to in the page at this URL. */
  readonly evaluate: (page: string, expression: string) => Promise<string>
  readonly close: () => Promise<void>
}

export interface Asked {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly credentials: RequestCredentials
}

/** What the page got to know. */
export interface Learned {
  /** `null`: the answer is not for it to read. */
  readonly status: number | null
  readonly headers: readonly string[]
  /** Whether the times within the request are told, and not zero. */
  readonly timed: boolean
}

export async function askFrom(driver: Driver, page: string, asked: Asked): Promise<Learned> {
  return JSON.parse(await driver.evaluate(page, `(${inPage})(${JSON.stringify(asked)})`))
}

/** Runs in the page, by its text: it knows nothing from outside. */
async function inPage({ url, ...init }: Asked): Promise<string> {
  performance.clearResourceTimings()
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })
    await response.text()
    // The entry may come later than the body.
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
