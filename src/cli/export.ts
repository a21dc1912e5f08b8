import { closest, quote } from '../config/words.js'
import { CorsExportError } from '../export/errors.js'
import { type ExportTarget, exportPolicy, TARGETS } from '../export/index.js'
import { type Command, type ExitStatus, noMore, readFlags, wrong } from './command.js'
import { readPolicyFile } from './policy-file.js'

const flags = {
  policy: { type: 'string' },
  listen: { type: 'string' },
  upstream: { type: 'string' },
} as const

const example = 'cors-policy export nginx --policy cors.json'
const names = [...TARGETS.keys()]

export const exportCommand: Command = {
  name: 'export',
  summary: 'write a policy as the configuration of a server in front',
  example,
  help: `cors-policy export <target> --policy <file> [options]

Writes the policy as configuration of the target, on standard output: what to include and
where. The server then answers preflights, removes the CORS headers of the server behind it,
and sets its own on every response.

Targets: ${names.join(', ')}

      --policy <file>     the options: a JSON file, or a module that exports them by default
      --listen <address>  write one whole configuration that listens here, for a try
      --upstream <url>    with --listen: the server behind it
  -h, --help
      --version

Exit status: 0 written, 2 it could not be done, or the target cannot say all of the policy.

Examples:
  ${example}
  cors-policy export nginx --policy cors.json --listen 127.0.0.1:8080 --upstream http://127.0.0.1:3000`,
  run,
}

async function run(args: readonly string[]): Promise<ExitStatus> {
  const { values, positionals } = readFlags('export', flags, args)
  const [name, ...more] = positionals
  if (name === undefined) return wrong(`the target is missing: ${names.join(', ')}. Write: ${example}`)
  if (!TARGETS.has(name)) {
    const meant = closest(name, names)
    return wrong(
      `there is no target ${quote(name)}. ${meant ? `Did you mean ${meant}?` : `There are: ${names.join(', ')}.`}`,
    )
  }
  noMore(more)
  const { policy: file, listen, upstream } = values
  if (file === undefined) return wrong(`the policy is missing. Write: ${example}`)
  if ((listen === undefined) !== (upstream === undefined))
    return wrong(
      '--listen and --upstream belong together: --listen 127.0.0.1:8080 --upstream http://127.0.0.1:3000',
    )
  const policy = await readPolicyFile(file)
  const server = listen === undefined || upstream === undefined ? undefined : { listen, upstream }
  try {
    process.stdout.write(exportPolicy(policy, name as ExportTarget, server))
    return 0
  } catch (error) {
    if (error instanceof CorsExportError) {
      const reasons = error.issues.map(({ code, path, message }) => `${path} [${code}]: ${message}`)
      return wrong(`${file}: ${name} cannot say all of it. ${reasons.join(' ')}`)
    }
    return wrong((error as Error).message)
  }
}
