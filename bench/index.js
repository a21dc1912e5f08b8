// Ratios of medians, measured in one run, in rounds that take turns. `--check`: few rounds, and an exit code of 1
// where a bound is missed by far, since machines are noisy.
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
  ...report('A middleware on a response, its head written', middlewareRows(rounds), slack),
  ...report('A server under load', await serverRows(check ? 3 : 31), slack),
  ...report('All else', await otherRows(rounds), slack),
  ...report('Those whose time grows most with their length', growthRows(), slack),
]
for (const line of missed) console.log(`missed: ${line}`)
if (check && missed.length > 0) process.exitCode = 1
