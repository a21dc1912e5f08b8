import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProgram } from '../servers/program.js'
import { documented } from './documented.js'
import { fixed } from './fixed.js'
import { type Layer, prove } from './proof.js'

const nginx: Layer = {
  target: 'nginx',
  // nginx joins lines with the same name only since 1.23.
  readings: { emptyIsNone: true, firstOfTwo: true },
  more: ({ chance }) => (chance(0.2) ? { automaticOptions: false } : {}),
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      command: 'nginx',
      args: ['-c', `${directory}/nginx.conf`, '-g', `daemon off; pid ${directory}/nginx.pid;`],
      files: { 'nginx.conf': write(`127.0.0.1:${port}`) },
    })),
}

const examples = documented('nginx')

prove(nginx, { ...fixed, ...examples })

test('most policies in the documentation can be exported', () => assert.ok(Object.keys(examples).length > 35))
