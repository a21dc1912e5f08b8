import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { askHttp } from '../../support/servers.js'
import { startFlask } from './flask.js'
import { type Place, startProgram } from './program.js'

test('a Flask app answers as soon as it was started', async t => {
  const flask = await startFlask(
    t,
    `from flask import Flask
app = Flask(__name__)
@app.get('/')
def hello():
    return 'hello'`,
  )
  const { status, body } = await askHttp(flask.port)
  assert.deepEqual([status, body], [200, 'hello'])
})

test('a stopped program leaves no process and no folder, however often it is stopped', async t => {
  const program = await startProgram(t, nginx('return 200 first;'))
  assert.equal((await askHttp(program.port)).body, 'first')
  await program.stop()
  await program.stop()
  await assert.rejects(askHttp(program.port), /ECONNREFUSED/)
  assert.equal(existsSync(program.directory), false)
})

test('an error shows what a program printed that ended instead of listening', async t => {
  await assert.rejects(
    startProgram(t, nginx('no_such_directive;')),
    /^Error: nginx ended with 1\n.*no_such_directive/s,
  )
})

test('an error says that a program is not installed', async t => {
  const describe = () => ({ command: 'no-such-program', args: [] })
  await assert.rejects(startProgram(t, describe), /^Error: no-such-program cannot run: .*ENOENT/)
})

function nginx(directives: string) {
  return ({ port, directory }: Place) => ({
    command: 'nginx',
    args: ['-c', join(directory, 'nginx.conf'), '-p', directory, '-g', 'daemon off;'],
    files: {
      'nginx.conf': `pid ${directory}/pid; error_log stderr; events {}
http { access_log off; server { listen 127.0.0.1:${port}; location / { ${directives} } } }`,
    },
  })
}
