import { type Program, startProgram } from './program.js'

/**
 * Starts the WSGI application that a Python text calls `app`, a Flask app for example. It runs under Debian's own Python, for
 * which Debian's packages of Flask are installed.
 */
export function startFlask(t: Parameters<typeof startProgram>[0], text: string): Promise<Program> {
  return startProgram(t, ({ port }) => ({
    command: '/usr/bin/python3',
    args: ['app.py'],
    files: {
      'app.py': `${text}
from werkzeug.serving import run_simple
run_simple('127.0.0.1', ${port}, app, threaded=True)
`,
    },
  }))
}
