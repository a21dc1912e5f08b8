#!/usr/bin/env node
import { diagnose } from '../diagnose/diagnose.js'
import { type Command, readArguments } from './arguments.js'
import { CannotTry } from './failure.js'
import { HELP } from './help.js'
import { policyAnswers, readPolicyFile } from './policy-file.js'
import { type Report, report } from './report.js'
import { network } from './send.js'
import { printable, printableJson } from './terminal.js'
import { type Step, walk } from './walk.js'

// Whoever reads may have seen enough, `cors-policy check … | head`, and still wants to know how it ended.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') process.exit(2)
})

/** All the mistakes of a policy on one line may be long. */
const LONGEST_REASON = 4000

// Should nothing be left to wait for before there is a verdict.
process.exitCode = 2
/** 0: the page can read the answer; 1: a browser blocks it; 2: it could not be tried. */
run(process.argv.slice(2)).then(code => {
  // Once all is written, or has failed to be. A look-up of a name, or what a file with a policy has opened, would keep the process.
  process.stdout.write('', () => setImmediate(() => process.exit(code)))
})

async function run(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const command = readArguments(args)
    if (command.kind === 'check') return await check(command)
    console.log(command.kind === 'help' ? HELP : version())
    return 0
  } catch (error) {
    // Anything else is a fault of the command itself.
    console.error(
      error instanceof CannotTry ? `cors-policy: ${printable(error.message, LONGEST_REASON)}` : error,
    )
    return 2
  }
}

async function check(command: Extract<Command, { kind: 'check' }>): Promise<0 | 1> {
  const { page, json } = command
  const steps: Step[] = []
  const told: Report = report(line => json || console.log(line), hasColour())
  const send =
    command.policy === undefined
      ? network({ ...command, pageOrigin: page.pageOrigin })
      : policyAnswers(await readPolicyFile(command.policy), command.policy, command.timeout)
  told.start(page)
  const exchange = await walk(page, send, step => {
    steps.push(step)
    told.step(step)
  })
  const verdict = diagnose(exchange)
  told.end(verdict)
  if (json) console.log(printableJson(JSON.stringify({ steps, exchange, verdict }, null, 2)))
  return verdict.readable ? 0 : 1
}

/** https://no-color.org */
function hasColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR
}

function version(): string {
  return require('../../package.json').version
}
