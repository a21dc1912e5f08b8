import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { chromiumDriver } from '../../browser/chromium.js'
import { askFrom } from '../../browser/page.js'
import { command } from '../../support/command.js'
import { listen } from '../../support/servers.js'
import { startFlask } from '../servers/flask.js'
import { type Program, startProgram } from '../servers/program.js'

/** The whole of nginx's configuration, with one server. */
const nginxOf = (port: number, directory: string, upstream: number, line: string) => `
error_log ${directory}/error.log; events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${directory}/${name};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${upstream};
      ${line}
    }
  }
}`

type Context = Parameters<typeof startProgram>[0] & Parameters<typeof listen>[0]

const startNginx = (t: Context, write: (port: number, directory: string) => string): Promise<Program> =>
  startProgram(t, ({ port, directory }) => ({
    command: 'nginx',
    args: ['-c', `${directory}/nginx.conf`, '-g', `daemon off; pid ${directory}/nginx.pid;`],
    files: { 'nginx.conf': write(port, directory) },
  }))

const driver = await chromiumDriver()
after(() => driver.close())

/** A page of its own origin, and Flask that lets it read with cookies. */
async function pageAndFlask(t: Context): Promise<{ page: string; flask: Program }> {
  const pages = await listen(
    t,
    http.createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<title>page</title>'),
    ),
  )
  const page = `http://localhost:${pages}`
  const flask = await startFlask(
    t,
    `from flask import Flask, jsonify
from flask_cors import CORS
app = Flask(__name__)
CORS(app, origins=["${page}"], supports_credentials=True)

@app.get("/users")
def users():
    return jsonify(users=[])
`,
  )
  return { page, flask }
}

/** What the page's \`fetch\` gets, with cookies. */
async function statusInPage(page: string, nginx: Program): Promise<number | null> {
  const url = `http://127.0.0.1:${nginx.port}/users`
  const asked = { url, method: 'GET', headers: {}, credentials: 'include' } as const
  return (await askFrom(driver, `${page}/`, asked)).status
}

const check = (page: string, nginx: Program, flask: Program) =>
  command([
    'check',
    '--origin',
    page,
    '--credentials',
    '--via',
    `nginx=http://127.0.0.1:${nginx.port}/users`,
    '--via',
    `flask=http://127.0.0.1:${flask.port}`,
  ])

test('the first run names nginx, its line and the one change; after it the page reads', async t => {
  const { page, flask } = await pageAndFlask(t)
  const line = 'add_header Access-Control-Allow-Origin *;'
  const wrong = await startNginx(t, (port, directory) => nginxOf(port, directory, flask.port, line))
  assert.equal(await statusInPage(page, wrong), null)
  const { status, stdout } = await check(page, wrong, flask)
  assert.equal(status, 1, stdout)
  assert.match(stdout, /^Blocked: two-layers\.\n {2}nginx: .* flask, behind it, answers rightly\.$/m)
  assert.match(
    stdout,
    /^ {2}Fix: Take `Access-Control-Allow-Origin: \*` out of nginx: flask sends the right headers already\.$/m,
  )
  assert.match(stdout, /^ {4}In nginx: take `add_header Access-Control-…` out\.$/m)
  assert.match(stdout, /^ {5}access-control-allow-origin: \* {2}by nginx$/m)

  const right = await startNginx(t, (port, directory) => nginxOf(port, directory, flask.port, ''))
  assert.equal((await check(page, right, flask)).status, 0)
  assert.equal(await statusInPage(page, right), 200)
})

test('with the lines that export nginx writes, nginx owns CORS and the page reads', async t => {
  const { page, flask } = await pageAndFlask(t)
  const policy = join(flask.directory, 'cors.json')
  writeFileSync(policy, JSON.stringify({ origins: [page], credentials: true }))
  const written = async (port: number) => {
    const upstream = `http://127.0.0.1:${flask.port}`
    const listen = `127.0.0.1:${port}`
    const { status, stdout, stderr } = await command([
      'export',
      'nginx',
      '--policy',
      policy,
      '--listen',
      listen,
      '--upstream',
      upstream,
    ])
    assert.equal(status, 0, stderr)
    return stdout
  }
  const configuration = await written(1)
  const nginx = await startNginx(t, port => configuration.replaceAll('127.0.0.1:1;', `127.0.0.1:${port};`))
  const { status, stdout } = await command([
    'check',
    `http://127.0.0.1:${nginx.port}/users`,
    '--origin',
    page,
    '--credentials',
  ])
  assert.equal(status, 0, stdout)
  assert.equal(await statusInPage(page, nginx), 200)
})
