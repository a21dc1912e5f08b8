import { type Directive, NotNginx } from './directive.js'
import { parse } from './parse.js'

/** The files of a configuration. Names are as messages show them. */
export interface Files {
  /**
   * The text of a file.
   *
   * @throws Error with a reason, if it cannot be read.
   */
  readonly read: (file: string) => string
  /** The files that an `include` names, relative to the main file's folder: for a pattern those that exist, in order of their names. */
  readonly matching: (pattern: string) => readonly string[]
}

const MOST_FILES = 2000
const MOST_CHARACTERS = 4 * 1024 * 1024
const DEEPEST = 20

/**
 * Reads a configuration with all that it includes.
 *
 * @throws NotNginx
 */
export function read(main: string, files: Files): readonly Directive[] {
  let count = 0
  let characters = 0
  const readFile = (
    file: string,
    from: Directive | null,
    isInEntries: boolean,
    above: readonly string[],
  ): readonly Directive[] => {
    const { file: place, line } = from ?? { file: main, line: 1 }
    const fail = (message: string): never => {
      throw new NotNginx(place, line, message)
    }
    if (above.includes(file)) fail(`${file} includes itself`)
    if (above.length > DEEPEST) fail(`includes are more than ${DEEPEST} deep`)
    count++
    if (count > MOST_FILES) fail(`more than ${MOST_FILES} files are included`)
    const text = textOf(file, files, fail, from !== null)
    characters += text.length
    if (characters > MOST_CHARACTERS) fail('the configuration is larger than 4 MB')
    return parse(file, text, isInEntries, (pattern, include, isInside) => {
      const names = files.matching(pattern)
      return names.flatMap(name => readFile(name, include, isInside, [...above, file]))
    })
  }
  return readFile(main, null, false, [])
}

function textOf(file: string, files: Files, fail: (message: string) => never, isIncluded: boolean): string {
  try {
    return files.read(file)
  } catch (error) {
    const { message } = error as Error
    return fail(isIncluded ? `${message}; nginx looks for it from the folder of the main file` : message)
  }
}
