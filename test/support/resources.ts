export type Pattern = string | RegExp

/** Resources whose responses show which one was used: the first exposes the header `X-0`, the next `X-1`. */
export const resourcesOf = (patterns: readonly Pattern[]) =>
  patterns.map((pattern, i) => [pattern, { exposeHeaders: `X-${i}` }] as const)
