import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Verdict } from 'cors-policy/diagnose'
import { command } from '../../support/command.js'
import { askHttp } from '../../support/servers.js'
import { chromiumOfFile } from './browser.js'
import { type Asked, type Fault, PAGE } from './fault.js'
import { startedFor } from './servers.js'

/** Checks a request to servers that run. */
type Check = (asked: Asked) => Promise<Verdict>

const hosts = new URL('hosts.js', import.meta.url).href

/** Tests every fault in these folders: the command names it, its fix repairs it, and Chromium agrees before and after. */
export async function testFaults(...folders: readonly string[]): Promise<void> {
  const reads = chromiumOfFile()

  /** What the command says, which must be what Chromium does. */
  async function checked(url: string, via: readonly string[], asked: Asked): Promise<Verdict> {
    const { status, stdout, stderr } = await command(['check', ...checkArguments(url, asked), ...via], {
      NODE_OPTIONS: `--import=${hosts}`,
    })
    assert.notEqual(stdout, '', stderr)
    const { verdict } = JSON.parse(stdout) as { verdict: Verdict }
    assert.equal(status, verdict.readable ? 0 : 1)
    if (reads !== null) {
      const isRead = await reads(asked.origin ?? PAGE, browserRequest(url, asked), asked.cookie)
      assert.equal(isRead, verdict.readable, 'Chromium disagrees')
    }
    return verdict
  }

  /** Starts servers, and returns what checks a request to them. */
  async function started(
    t: TestContext,
    { servers, asked = {}, askedBefore: before = [], via: names = [] }: Fault,
  ): Promise<Check> {
    const others = startedFor(t).length
    const base = await servers(t)
    const urls = startedFor(t).slice(others).reverse()
    for (const origin of before)
      await askHttp(Number(new URL(base).port), {
        path: asked.path ?? '/',
        ...(origin && { headers: { origin } }),
      })
    const via = names.flatMap((name, index) => ['--via', `${name}=${index === 0 ? base : urls[index]}`])
    return asked => {
      const url = new URL(asked.path ?? '/', base)
      url.hostname = asked.host ?? url.hostname
      return checked(url.href, via, asked)
    }
  }

  async function assertReadable(check: Check, all: readonly Asked[], when: string) {
    for (const asked of all)
      assert.equal(
        (await check(asked)).cause?.message ?? 'readable',
        'readable',
        `${when} ${JSON.stringify(asked)}`,
      )
  }

  for (const fault of (await Promise.all(folders.map(faultsIn))).flat()) {
    test(fault.what, async t => {
      const { asked = {}, fixed, keeps = [], refuses = [] } = fault
      const check = await started(t, fault)
      const { cause } = await check(asked)
      const fix = cause?.fix ?? ''
      const said = `${cause?.message}\n${fix}\n${cause?.evidence.join('\n')}`
      assert.equal(cause?.code, fault.cause, said)
      if (fault.alternative) assert.equal(cause?.alternative?.code, fault.alternative)
      for (const words of fault.fix)
        assert.ok(
          typeof words === 'string' ? fix.includes(words) : words.test(fix),
          `the fix lacks ${words}\n${said}`,
        )
      if (fault.notFix) assert.doesNotMatch(fix, fault.notFix)
      const askedThen = fixed.asked ?? asked
      const checkThen = await started(t, { ...fault, ...fixed, asked: askedThen })
      const next = await checkThen(askedThen)
      assert.equal(next.cause?.code ?? 'readable', fault.next, next.cause?.message)
      await assertReadable(check, keeps, 'before')
      await assertReadable(checkThen, keeps, 'after')
      for (const asked of refuses)
        assert.equal((await checkThen(asked)).readable, false, JSON.stringify(asked))
    })
  }
}

async function faultsIn(folder: string): Promise<readonly Fault[]> {
  const directory = new URL(`${folder}/`, import.meta.url)
  const names = readdirSync(fileURLToPath(directory)).filter(name => name.endsWith('.js'))
  return Promise.all(
    names.sort().map(async name => (await import(new URL(name, directory).href)).default as Fault),
  )
}

function checkArguments(url: string, { origin = PAGE, method, headers = {}, ...asked }: Asked): string[] {
  return [
    ...[url, '--origin', origin, '--json', '--insecure'],
    ...(method === undefined ? [] : ['--method', method]),
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(asked.body === undefined ? [] : ['--body', asked.body]),
    ...(asked.credentials ? ['--credentials'] : []),
    ...(asked.cookie === undefined ? [] : ['--cookie', asked.cookie]),
    ...(asked.mode === undefined ? [] : ['--mode', asked.mode]),
  ]
}

function browserRequest(url: string, { method, headers = {}, body, credentials, cookie, mode }: Asked) {
  const isIncluded = credentials === true || cookie !== undefined
  return {
    url,
    headers: Object.entries(headers),
    ...(method !== undefined && { method }),
    ...(body !== undefined && { body }),
    ...(isIncluded && { credentials: 'include' as const }),
    ...(mode !== undefined && { mode }),
  }
}
