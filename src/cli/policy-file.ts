import { readFile } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CorsConfigError } from '../errors.js'
import { createPolicy, isPolicy, type Policy } from '../policy.js'
import { resolve } from '../resolve.js'
import { CannotTry } from './failure.js'
import type { Send } from './walk.js'

/** A server that is not there yet: a policy's answers, as if handlers answered 200. */
export function policyAnswers(policy: Policy): Send {
  return async ({ url, method, headers }) => {
    const names = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    const host = new URL(url).host
    const decision = resolve(policy, { method, url, headers: { host, ...Object.fromEntries(names) } })
    const lines = Object.entries(decision.headers)
    const vary = decision.vary.length > 0 ? [['Vary', decision.vary.join(', ')] as const] : []
    return { status: decision.status ?? 200, headers: [...lines, ...vary] }
  }
}

/**
 * Options from a JSON file, or options or a policy from a module's default export.
 *
 * @throws CannotTry
 */
export async function readPolicyFile(file: string): Promise<Policy> {
  const exported = await (file.endsWith('.json') ? readJson(file) : importDefault(file))
  try {
    return isPolicy(exported) ? exported : createPolicy(exported as object)
  } catch (error) {
    // On one line, as all that the command says there.
    if (error instanceof CorsConfigError)
      throw new CannotTry(`${file}: ${error.message.replaceAll(/\n {2}- /g, '; ').replace(':;', ':')}`)
    throw error
  }
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(error => cannotRead(file, error))
  try {
    return JSON.parse(text)
  } catch (error) {
    return cannotRead(file, error)
  }
}

async function importDefault(file: string): Promise<unknown> {
  const module: { default?: unknown } = await import(pathToFileURL(resolvePath(file)).href).catch(error =>
    cannotRead(file, error),
  )
  if (module.default === undefined)
    throw new CannotTry(`${file} has no default export. Export the options: export default { … }`)
  return module.default
}

function cannotRead(file: string, error: unknown): never {
  throw new CannotTry(`cannot read ${file}: ${String((error as Error).message).split('\n')[0]}`)
}
