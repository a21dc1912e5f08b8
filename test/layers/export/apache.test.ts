import { startProgram } from '../servers/program.js'
import { fixed } from './fixed.js'
import { type Layer, prove } from './proof.js'

const apache: Layer = {
  target: 'apache',
  readings: { emptyIsNone: true, firstOfTwo: false, answersAsterisk: true },
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      command: 'apache2',
      args: ['-f', `${directory}/apache.conf`, '-D', 'FOREGROUND'],
      files: { 'apache.conf': write(`127.0.0.1:${port}`) },
    })),
}

prove(apache, fixed)
