import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { quote } from '../config/words.js'
import type { Files } from '../lint/read.js'

const LARGEST = 4 * 1024 * 1024

/** The files beside a main file, as nginx finds them. */
export function filesOf(main: string): Files {
  return {
    read: file => readText(file),
    matching: pattern => matching(isAbsolute(pattern) ? pattern : join(dirname(main), pattern)),
  }
}

function readText(file: string): string {
  try {
    const stat = statSync(file)
    if (stat.isDirectory()) throw new Error(`${quote(file)} is a directory`)
    if (!stat.isFile()) throw new Error(`${quote(file)} is not a regular file`)
    if (stat.size > LARGEST) throw new Error(`${quote(file)} is larger than 4 MB`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Error(`${quote(file)} does not exist`)
    throw new Error(code === undefined ? message : `${quote(file)} cannot be read (${code})`)
  }
}

/** A name without a pattern stands for itself, so that reading it fails if it does not exist. */
function matching(pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [pattern]
  const start = isAbsolute(pattern) ? resolve('/') : ''
  const parts = pattern.split(/[\\/]+/).filter(part => part !== '' && part !== '.')
  return parts.reduce<readonly string[]>(
    (found, part) => found.flatMap(folder => within(folder, part)),
    [start],
  )
}

function within(folder: string, part: string): readonly string[] {
  if (!/[*?[]/.test(part)) return [join(folder, part)]
  const pattern = globPattern(part)
  try {
    const names = readdirSync(folder === '' ? '.' : folder)
    return names
      .filter(name => pattern.test(name))
      .sort()
      .map(name => join(folder, name))
  } catch {
    return []
  }
}

function globPattern(part: string): RegExp {
  const source = part.replaceAll(/\[!?[^\]]*\]|[\s\S]/g, token => {
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1) return token.replace('[!', '[^').replaceAll('\\', '\\\\')
    return token.replace(/[.*+?^${}()|[\]\\]/, '\\$&')
  })
  // As the shell does, a star leaves hidden files out.
  return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 's')
}
