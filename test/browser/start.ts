import { spawn } from 'node:child_process'

export interface Started {
  /** The first group of the pattern, as the program printed it. */
  readonly said: string
  /** Ends the program and waits for its exit. */
  readonly end: () => Promise<void>
}

/** Starts a program, which will not outlive this process, and waits until it prints a match of the pattern. */
export async function start(
  command: string,
  args: readonly string[],
  pattern: RegExp | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const program = spawn(command, args, { env: { ...process.env, ...env } })
  const kill = () => void program.kill()
  process.once('exit', kill)
  const exited = new Promise<void>(resolve => program.once('exit', () => resolve()))
  let output = ''
  const said = await new Promise<string>((resolve, reject) => {
    if (!pattern) program.once('spawn', () => resolve(''))
    program.once('error', () => reject(new Error(`cannot run ${command}: is it installed?`)))
    program.once('exit', () => reject(new Error(`${command} ended: ${output}`)))
    for (const stream of [program.stdout, program.stderr]) {
      stream.on('data', chunk => {
        output += chunk
        const [, match] = pattern?.exec(output) ?? []
        if (match !== undefined) resolve(match)
      })
    }
  })
  return {
    said,
    async end() {
      process.off('exit', kill)
      program.kill()
      await exited
    },
  }
}
