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
import { CannotRun } from './command.js'
import type { Send } from './network-walk.js'

/** Answers as a server with this policy would, if its handlers answered 200. */
export function policyAnswers(policy: Policy, file: string, timeout: number): Send {
  return async ({ url, method, headers }) => {
    const names = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    const host = new URL(url).host
    const asked = { method, url, headers: { host, ...Object.fromEntries(names) } }
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout)
    })
    const resolved = Promise.resolve().then(() => resolveBy(policy, asked))
    const { facts, decision } = await Promise.race([resolved, late]).catch(error =>
      failed(`a function in ${file} failed`, error),
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
 * Reads options from a JSON file, or the default export of a module: options, a policy, or a middleware that has one.
 *
 * @throws CannotRun
 */
export async function readPolicyFile(file: string): Promise<Policy> {
  const exported = await (file.endsWith('.json') ? readJson(file) : importDefault(file))
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

async function importDefault(file: string): Promise<unknown> {
  const module: { default?: unknown } = await import(pathToFileURL(resolvePath(file)).href).catch(error =>
    failed(`cannot read ${file}`, error),
  )
  if (module.default === undefined)
    throw new CannotRun(`${file} has no default export. Export the options: export default { … }`)
  return module.default
}

/** Anything may have been thrown; only its first line is shown. */
function failed(what: string, error: unknown): never {
  const message = error instanceof Error ? error.message : quote(error)
  throw new CannotRun(`${what}: ${message.split('\n')[0]}`)
}
