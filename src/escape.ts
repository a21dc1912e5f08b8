/** Escapes what the pattern matches as JSON does. Quoted by `JSON.stringify`, the text stays the same value. @internal */
export function escapeUnits(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, matched =>
    Array.from({ length: matched.length }, (_, index) => {
      return `\\u${matched.charCodeAt(index).toString(16).padStart(4, '0')}`
    }).join(''),
  )
}
