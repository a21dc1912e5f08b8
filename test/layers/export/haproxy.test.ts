import { startProgram } from '../servers/program.js'
import { fixed } from './fixed.js'
import { type Layer, prove } from './proof.js'

const haproxy: Layer = {
  target: 'haproxy',
  readings: { emptyIsNone: false, firstOfTwo: false },
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      command: 'haproxy',
      args: ['-f', `${directory}/haproxy.cfg`, '-db'],
      files: { 'haproxy.cfg': write(`127.0.0.1:${port}`) },
    })),
}

prove(haproxy, fixed)
