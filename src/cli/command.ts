import { type ParseArgsConfig, parseArgs } from 'node:util'
import { closest, quote } from '../config/words.js'

/** 0: done, and nothing is wrong; 1: done, and something is wrong; 2: it could not be done. */
export type ExitStatus = 0 | 1 | 2

/** A command owns its flags: nothing outside its file knows them. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** A whole command line that works. */
  readonly example: string
  /** Everything that `cors-policy <name> --help` prints. */
  readonly help: string
  /**
   * Takes what was typed after the name.
   *
   * @throws CannotRun
   */
  readonly run: (args: readonly string[]) => Promise<ExitStatus>
}

/** Why a command could not do its work: one line for people, on standard error, with exit status 2. */
export class CannotRun extends Error {}

export function wrong(message: string): never {
  throw new CannotRun(message)
}

type Flags = NonNullable<ParseArgsConfig['options']>
type Typed<Known extends Flags> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Known; allowPositionals: true }>
>

/** @throws CannotRun that says which flag is wrong and what to type instead. */
export function readFlags<Known extends Flags>(
  command: string,
  known: Known,
  args: readonly string[],
): Typed<Known> {
  try {
    return parseArgs({ args: [...args], options: known, allowPositionals: true })
  } catch (error) {
    const { message } = error as Error
    const seeHelp = `See cors-policy ${command} --help.`
    const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
    if (unknown === undefined)
      return wrong(`${message.replaceAll('\n', ' ').replace(/\.?$/, '.')} ${seeHelp}`)
    const meant = closest(unknown, [...Object.keys(known), 'help', 'version'])
    return wrong(`there is no option ${unknown}. ${meant ? `Did you mean --${meant}?` : seeHelp}`)
  }
}

/** @throws CannotRun if there is a word that no flag takes. */
export function noMore(words: readonly string[]): void {
  if (words.length > 0)
    wrong(`${quote(words[0])} is one argument too many. Put quotes around values with spaces.`)
}
