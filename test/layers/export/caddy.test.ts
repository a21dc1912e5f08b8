import { startProgram } from '../servers/program.js'
import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { type Layer, prove } from './proof.js'

const caddy: Layer = {
  target: 'caddy',
  readings: { emptyIsNone: false, firstOfTwo: false, answersAsterisk: true },
  run: (t, write) =>
    startProgram(t, ({ port, directory }) => ({
      // It keeps a copy of its configuration.
      command: 'env',
      args: [
        `XDG_CONFIG_HOME=${directory}`,
        `XDG_DATA_HOME=${directory}`,
        ...['caddy', 'run', '--adapter', 'caddyfile', '--config', `${directory}/Caddyfile`],
      ],
      files: { Caddyfile: write(`127.0.0.1:${port}`) },
    })),
}

prove(caddy, { ...fixed, ...awkward })
