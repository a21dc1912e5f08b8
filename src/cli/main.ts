#!/usr/bin/env node
import { closest, quote } from '../config/words.js'
import { CannotRun, type Command, type ExitStatus, wrong } from './command.js'
import * as commands from './commands.js'
import { withoutPasswords } from './secrets.js'
import { printable } from './terminal.js'

// A reader may close the pipe early (`cors-policy check … | head`) and still wants the exit status of the check.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') process.exit(2)
})

/** A policy's mistakes are all on one line, which may be long. */
const LONGEST_REASON = 4000

const list: readonly Command[] = Object.values(commands)

// For a process that ends because nothing is left to wait for: a module whose top-level `await` never settles.
process.exitCode = 2
main(process.argv.slice(2)).then(status => {
  // The callback runs once all output is written, or has failed. `exit`, since a DNS query or a timer in a policy's module would
  // keep the process alive.
  process.stdout.write('', () => setImmediate(() => process.exit(status)))
})

async function main(args: readonly string[]): Promise<ExitStatus> {
  try {
    const { 0: name, length } = args
    if (length === 0) {
      console.error(help())
      return 2
    }
    const command = list.find(known => known.name === name)
    if (args.includes('--help') || args.includes('-h')) console.log(command?.help ?? help())
    else if (args.includes('--version')) console.log(version())
    else return await (command ?? noCommand(name)).run(args.slice(1))
    return 0
  } catch (error) {
    // Any other error is a bug in the command.
    console.error(
      error instanceof CannotRun
        ? `cors-policy: ${printable(withoutPasswords(error.message), LONGEST_REASON)}`
        : error,
    )
    return 2
  }
}

function noCommand(name = ''): never {
  const meant = closest(
    name,
    list.map(known => known.name),
  )
  const { example } = list.find(known => known.name === meant) ?? (list[0] as Command)
  const isFlag = name.startsWith('-')
  return wrong(
    `${isFlag ? 'the command is missing' : `there is no command ${quote(name)}`}. Write: ${example}`,
  )
}

function help(): string {
  const width = Math.max(...list.map(({ name }) => name.length))
  return `cors-policy <command> [options]

Commands:
${list.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

  -h, --help     after a command, its own options
      --version

Examples:
${list.map(({ example }) => `  ${example}`).join('\n')}`
}

function version(): string {
  return require('../../package.json').version
}
