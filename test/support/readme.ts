import diagnosticsChannel from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import * as main from 'cors-policy'
import * as diagnose from 'cors-policy/diagnose'
import corsPlugin from 'cors-policy/fastify'
import honoCors from 'cors-policy/hono'
import koaCors from 'cors-policy/koa'
import * as web from 'cors-policy/web'
import express from 'express'
import fastify from 'fastify'
import { H3 } from 'h3'
import { Hono } from 'hono'
import Koa from 'koa'

export const readme: string = readFileSync('README.md', 'utf8')

/** The examples in JavaScript, and what follows `js` on their first line. */
export const blocks = [...readme.matchAll(/^```js ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, mark = '', code = '']) => ({ mark, code }),
)

/** Stand-ins for frameworks that are not installed here, in the shape that they document. */
class Elysia {
  answer = async (_request: Request) => new Response('handled')
  wrap(wrapper: (answer: Elysia['answer']) => Elysia['answer']): this {
    this.answer = wrapper(this.answer)
    return this
  }
  get(): this {
    return this
  }
  listen(): this {
    return this
  }
}
const NextResponse = { next: () => new Response(null, { headers: { 'x-middleware-next': '1' } }) }

const modules: Readonly<Record<string, object>> = {
  'cors-policy': main,
  'cors-policy/diagnose': diagnose,
  'cors-policy/fastify': { default: corsPlugin },
  'cors-policy/hono': { default: honoCors },
  'cors-policy/koa': { default: koaCors },
  'cors-policy/web': web,
  elysia: { Elysia },
  express: { default: () => Object.assign(express(), { listen() {} }) },
  fastify: { default: fastify },
  h3: { H3, serve: (options: object) => options },
  hono: { Hono },
  koa: { default: Koa },
  'next/server': { NextResponse },
  'node:diagnostics_channel': { default: diagnosticsChannel },
  'node:http': { createServer: () => ({}) },
}

/** What an example imports, by name. */
function imported(code: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [, names = '', from = ''] of code.matchAll(/^import (.*) from '(.*)'$/gm)) {
    const module = (modules[from] ?? {}) as Record<string, unknown>
    const [, list, alone = ''] = /^(?:\{ (.*) \}|(\w+))$/.exec(names) ?? []
    if (list === undefined) found[alone] = module.default
    else for (const name of list.split(', ')) found[name] = module[name]
  }
  return found
}

/** An example that ran. */
export interface Ran {
  /** The value of its last statement; a promise if it waits for something. */
  readonly value: unknown
  /** Its constants. */
  // biome-ignore lint/suspicious/noExplicitAny: an example may make anything
  readonly constants: Readonly<Record<string, any>>
}

/** Runs an example in a context with what it imports, and what the examples before it do; `listen` does nothing. */
export function run(code: string): Ran {
  const context = createContext({
    ...main,
    ...diagnose,
    ...web,
    express: (modules.express as { default: unknown }).default,
    fastify,
    Koa,
    Response,
    createServer: () => ({}),
    createSecureServer: () => ({}),
    key: '',
    cert: '',
    server: { on() {} },
    app: express(),
    diagnosticsChannel,
    count() {},
    database: { countTenants: async () => 1 },
    process: { env: {} },
    console,
    ...imported(code),
  })
  const script = code
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(/^export default /gm, 'void ')
    .replaceAll(/^(?:export )?const (\w+) = /gm, 'globalThis.$1 = ')
  const value = runInContext(
    /^await /m.test(code) ? `(async () => { ${script} })()` : `{ ${script} }`,
    context,
  )
  return { value, constants: context as Ran['constants'] }
}
