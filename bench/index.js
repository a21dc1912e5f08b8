// Prints ratios of medians, measured in one run in interleaved rounds. `--check` takes fewer rounds and exits with 1 if a
// bound is missed by more than half, since machines are noisy.
import { growthRows } from './growth.js'
import { middlewareRows } from './middleware.js'
import { otherRows } from './others.js'
import { report } from './race.js'
import { serverRows } from './server.js'

const check = process.argv.includes('--check')
const rounds = check ? 100 : 400
const slack = check ? 1.5 : 1

console.log(`Node ${process.version}`)
const missed = [
  ...report('Middleware, from a new response to its head', middlewareRows(rounds), slack),
  ...report('A server under load', await serverRows(check ? 3 : 31), slack),
  ...report('Everything else', await otherRows(rounds), slack),
  ...report('Texts whose time grows most with their length', growthRows(), slack),
]
for (const line of missed) console.log(`missed: ${line}`)
if (check && missed.length > 0) process.exitCode = 1
