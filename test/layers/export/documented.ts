import { inspect } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { CorsConfigError, type CorsOptions, createPolicy } from 'cors-policy'
import { CorsExportError, type ExportTarget, exportPolicy } from 'cors-policy/export'
import { blocks } from '../../docs/pages.js'

/** The options in the examples of README.md and docs that the target can say, each by the page that has it first. */
export function documented(target: ExportTarget): Readonly<Record<string, CorsOptions>> {
  const found = new Map<string, { readonly page: string; readonly options: CorsOptions }>()
  for (const { page, language, mark, code } of blocks) {
    if (language !== 'js' || mark.startsWith('throws')) continue
    for (const options of objectsIn(code)) {
      const text = inspect(options, { depth: null })
      if (!found.has(text) && isSaid(options, target)) found.set(text, { page, options })
    }
  }
  const titled = [...found.values()].map(({ page, options }, index) => [
    `example ${index} of ${page}`,
    options,
  ])
  return Object.fromEntries(titled)
}

/** The text between the parentheses of a call, or after `export default`, if it needs no variable. */
function objectsIn(code: string): CorsOptions[] {
  const starts = [...code.matchAll(/(?:\(|, |export default |options = )(?=\{)/g)]
  return starts.flatMap(({ 0: text, index }) => {
    const written = balanced(code.slice(index + text.length))
    try {
      // The clone is of this realm, and there is none of a function.
      return [structuredClone(runInContext(`(${written})`, createContext())) as CorsOptions]
    } catch {
      return []
    }
  })
}

function balanced(code: string): string {
  let depth = 0
  for (let at = 0; at < code.length; at++) {
    if ('{[('.includes(code.charAt(at))) depth++
    if ('}])'.includes(code.charAt(at)) && --depth === 0) return code.slice(0, at + 1)
  }
  return code
}

function isSaid(options: CorsOptions, target: ExportTarget): boolean {
  if (Object.keys(options).length === 0) return false
  try {
    exportPolicy(createPolicy(options), target)
    return true
  } catch (error) {
    if (error instanceof CorsExportError || error instanceof CorsConfigError) return false
    throw error
  }
}
