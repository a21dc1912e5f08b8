import { startProgram } from '../servers/program.js'
import type { Layer } from './proof.js'

export const apache: Layer = {
  target: 'apache',
  readings: { emptyIsNone: true, firstOfTwo: false, answersAsterisk: true },
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      command: 'apache2',
      args: ['-f', `${directory}/apache.conf`, '-D', 'FOREGROUND'],
      files: { 'apache.conf': write(`127.0.0.1:${port}`) },
    })),
}

export const haproxy: Layer = {
  target: 'haproxy',
  readings: { emptyIsNone: false, firstOfTwo: false },
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      command: 'haproxy',
      args: ['-f', `${directory}/haproxy.cfg`, '-db'],
      files: { 'haproxy.cfg': write(`127.0.0.1:${port}`) },
    })),
}
