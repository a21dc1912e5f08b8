import { fuzz } from './fuzz.js'

const { SEED = Date.now() % 2 ** 31, COUNT, SECONDS = 60 } = process.env
const seed = Number(SEED)
const end = Date.now() + Number(SECONDS) * 1000
console.log(`SEED=${seed}`)
const tally = await fuzz(seed, rounds => (COUNT ? rounds < Number(COUNT) : Date.now() < end))
console.table(tally)
