/** The options that have names, without the symbols that remember settings. */
export function named(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options))
}
