import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CorsMiddleware } from '../adapters/node.js'
import { resolveBy } from '../adapters/policy-source.js'
import { createPolicy } from '../config/compile.js'
import { CorsConfigError } from '../config/errors.js'
import { quote } from '../config/words.js'
import { compiledOf, isPolicy, type Policy } from '../policy/policy.js'
import { publicDecision } from '../policy/resolve.js'
import type { Send } from './check/network-walk.js'
import { CannotRun } from './command.js'
import { printable } from './terminal.js'

/** Answers as a server with this policy would, if its handlers answered 200. */
export function policyAnswers(policy: Policy, file: string, timeout: number): Send {
  return async ({ url, method, headers }) => {
    const names = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    const host = new URL(url).host
    const asked = { method, url, headers: { host, ...Object.fromEntries(names) } }
    const resolved = Promise.resolve().then(() => resolveBy(policy, asked))
    const { facts, decision } = await withinTime(resolved, timeout, `no answer within ${timeout} ms`).catch(
      error => failed(`a function in ${file} failed`, error),
    )
    const { headers: said, vary, status = 200, reason } = publicDecision(facts, decision)
    const lines = Object.entries(said)
    const varies = vary.length > 0 ? [['Vary', vary.join(', ')] as const] : []
    return { status, headers: [...lines, ...varies], reason }
  }
}

/** Notes on origins that are valid but have no effect in any browser. */
export function policyNotes(policy: Policy): readonly string[] {
  const origins = compiledOf(policy).entries.flatMap(({ rules }) => rules.origins.written)
  return [...new Set(origins)]
    .filter(origin => typeof origin === 'string' && origin.endsWith(':0'))
    .map(origin => `No page has the origin ${quote(origin)}: browsers load nothing from port 0.`)
}

/**
 * Reads options from a JSON file, or the default export of a module: options, a policy, or a middleware that has one. A module
 * is run, and may take no longer than `timeout` milliseconds.
 *
 * @throws CannotRun
 */
export async function readPolicyFile(file: string, timeout: number = 10_000): Promise<Policy> {
  const exported = await (file.endsWith('.json') ? readJson(file) : importDefault(file, timeout))
  if (typeof exported === 'function') {
    const { policy } = exported as Partial<CorsMiddleware>
    if (isPolicy(policy)) return policy
    throw new CannotRun(`${file} exports a function. Export the options themselves, or cors({ … }) of them.`)
  }
  try {
    return isPolicy(exported) ? exported : createPolicy(exported as object)
  } catch (error) {
    // The command prints a failure on one line, so the list of mistakes becomes one.
    if (error instanceof CorsConfigError)
      throw new CannotRun(`${file}: ${error.message.replaceAll(/\n {2}- /g, '; ').replace(':;', ':')}`)
    return failed(`cannot read ${file}`, error)
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(error => failed(`cannot read ${file}`, error))
  try {
    return JSON.parse(text)
  } catch (error) {
    return failed(`cannot read ${file}`, error)
  }
}

/** What to do about a module that does more than to export options. */
const APART = 'Export the options from a file of their own.'

async function importDefault(file: string, timeout: number): Promise<unknown> {
  // Whatever the module starts may fail later, or end the process: its exit status must not be taken for a verdict.
  const ended = () => {
    console.error(`cors-policy: ${printable(file)} was run to import it, and ended the process. ${APART}`)
    process.exitCode = 2
  }
  process.once('exit', ended)
  process.on('uncaughtException', error => {
    process.off('exit', ended)
    console.error(
      `cors-policy: ${printable(`${file} was run to import it, and failed: ${messageOf(error)}`)}`,
    )
    process.exit(2)
  })
  const imported: Promise<{ default?: unknown }> = import(pathToFileURL(resolvePath(file)).href)
  const late = `it was run to import it, and has not finished within ${timeout} ms. ${APART}`
  const module = await withinTime(imported, timeout, late).catch(error => {
    process.off('exit', ended)
    return failed(`cannot read ${file}`, isUnreadType(error) ? new Error(typeAdvice(file)) : error)
  })
  process.off('exit', ended)
  if (module.default === undefined) {
    const said = [
      `${file} has no default export. Export the options: export default { … }`,
      await serverNote(file),
    ]
    throw new CannotRun(said.filter(Boolean).join('. '))
  }
  return module.default
}

function isUnreadType(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ERR_UNKNOWN_FILE_EXTENSION'
}

function typeAdvice(file: string): string {
  const isTypeScript = /\.[cm]?ts$/.test(file)
  return isTypeScript
    ? `Node ${process.versions.node} does not run TypeScript. Use Node 22.18 or later, or compile the file, or write the options as JSON.`
    : 'Node does not run files of this kind. Write the options as JSON, or export them from a .js or .mjs file.'
}

/** Empty, or a sentence on a server that a module started when it was imported. */
export async function serverNote(file: string): Promise<string> {
  // `listen` with a host is done a turn later.
  await new Promise(resolve => setImmediate(resolve))
  return process.getActiveResourcesInfo().includes('TCPServerWrap')
    ? `${file} was run to import it, and started a server, which ends with this command. ${APART}`
    : ''
}

async function withinTime<Result>(work: Promise<Result>, timeout: number, late: string): Promise<Result> {
  const ended = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(late)), timeout)
  })
  return Promise.race([work, ended])
}

/** Anything may have been thrown; only its first line is shown. */
function failed(what: string, error: unknown): never {
  throw new CannotRun(`${what}: ${messageOf(error)}`)
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : quote(error)
  return message.split('\n')[0] as string
}
