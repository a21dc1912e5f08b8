import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, posix } from 'node:path'

/** Takes off the declarations that no public one leads to: what they describe is nobody's to import. */
export function keepPublicTypes(folder, entries) {
  const kept = new Set()
  const keep = file => {
    if (kept.has(file)) return
    kept.add(file)
    const text = readFileSync(join(folder, `${file}.d.ts`), 'utf8')
    for (const [, specifier] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g))
      keep(posix.join(posix.dirname(file), specifier))
  }
  entries.forEach(keep)
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const name = file.replaceAll('\\', '/').replace(/\.d\.ts$/, '')
    if (name !== file && !kept.has(name)) rmSync(join(folder, file))
  }
}
