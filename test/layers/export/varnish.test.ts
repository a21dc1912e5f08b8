import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { type Program, startProgram } from '../servers/program.js'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { type Layer, prove } from './proof.js'
import { QUICKLY } from './varnishd.js'

const execute = promisify(execFile)

/** Processes without a policy to serve. A new one takes longer than a new configuration. */
const idle: Program[] = []
const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map(stop => stop())))
let loaded = 0

const varnish: Layer = {
  target: 'varnish',
  readings: { emptyIsNone: false, firstOfTwo: false, cutsAbsolute: true },
  async run(_, write) {
    const program = idle.pop() ?? (await start())
    const { port, output } = program
    await load(program, write(`127.0.0.1:${port}`))
    return { port, output, stop: async () => void idle.push(program) }
  },
}

function start(): Promise<Program> {
  return startProgram({ after: stop => void stops.push(stop) }, ({ port, directory }) => ({
    command: 'varnishd',
    args: [
      '-F',
      ...['-f', `${directory}/empty.vcl`],
      ...['-a', `127.0.0.1:${port}`],
      ...['-n', `${directory}/varnish`],
      ...QUICKLY,
    ],
    files: { 'empty.vcl': 'vcl 4.1;\nbackend default none;\n' },
  }))
}

async function load({ directory }: Program, text: string): Promise<void> {
  const name = `policy${loaded++}`
  writeFileSync(`${directory}/${name}.vcl`, text)
  const command = (...words: string[]) => execute('varnishadm', ['-n', `${directory}/varnish`, ...words])
  await command('vcl.load', name, `${directory}/${name}.vcl`)
  await command('vcl.use', name)
}

prove(varnish, { ...fixed, ...awkward })
