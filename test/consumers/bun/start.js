// The install script moves Bun's binary to where `bun` is called; where scripts are blocked, it stays in its own package.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

const packages = readdirSync('node_modules/@oven').map(name => `node_modules/@oven/${name}/bin/bun`)
const bun = ['node_modules/bun/bin/bun.exe', ...packages].find(
  path => spawnSync(path, ['--version']).status === 0,
)
if (bun === undefined) throw new Error('npm installed no Bun for this machine')
process.exitCode = spawnSync(bun, ['index.js'], { stdio: 'inherit', timeout: 60_000 }).status ?? 1
