// Packs the package and puts it into small projects of every kind, as their owners would.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const directory = mkdtempSync(join(tmpdir(), 'cors-policy-consumers-'))
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })

try {
  const [packed] = JSON.parse(npm(process.cwd(), 'pack', '--json', '--pack-destination', directory))
  console.log(
    `${packed.filename}: ${packed.entryCount} files, ${(packed.unpackedSize / 1000).toFixed(0)} KB unpacked`,
  )
  for (const name of readdirSync(here, { withFileTypes: true }).filter(entry => entry.isDirectory())) {
    const project = join(directory, name.name)
    cpSync(join(here, name.name), project, { recursive: true })
    npm(project, 'install', '--no-audit', '--no-fund', '--no-package-lock', join(directory, packed.filename))
    console.log(`${name.name}: ${npm(project, 'test', '--silent').trim()}`)
  }
} finally {
  rmSync(directory, { recursive: true })
}
