import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'

// `debug` cannot be loaded in a bundle, and its lines are printed all the same.
for (const [DEBUG, lines] of [
  ['other', 0],
  ['other,cors-policy', 1],
  ['*', 1],
]) {
  const env = { ...process.env, DEBUG }
  const { stderr } = spawnSync(process.execPath, ['out.mjs'], { env, encoding: 'utf8' })
  const line = 'cors-policy actual GET / from https://x.b.example -> allowed: origin-listed\n'
  assert.equal(stderr, line.repeat(lines), DEBUG)
}
