/** The options without the symbols that remember their settings. */
export function named(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options))
}
