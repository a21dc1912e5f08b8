import { choices } from '../browser/random.js'
import { http1Round } from './http1.js'
import { http2Round } from './http2.js'
import { arrivals, broken, start, stop } from './servers.js'

/** How often each kind of outcome happened. */
export type Tally = Record<string, number>

/**
 * Random exchanges, each repeatable by a seed of its own. Rejects with the first fault and its seed.
 */
export async function fuzz(seed: number, goesOn: (rounds: number) => boolean): Promise<Tally> {
  const tally: Tally = { rounds: 0, requests: 0 }
  const targets = await start()
  const round = async (own: number) => {
    const choose = choices(own)
    // The first numbers of neighbouring seeds are alike.
    choose.below(1)
    const target = choose.one(targets)
    try {
      const happened = target.http2 ? await http2Round(choose, target) : await http1Round(choose, target)
      for (const what of happened) tally[what] = (tally[what] ?? 0) + 1
    } catch (error) {
      throw new Error(`SEED=${own} COUNT=1 npm run fuzz\n${target.name}: ${(error as Error).message}`)
    }
  }
  let rounds = 0
  let requests = 0
  try {
    while (goesOn(rounds)) {
      const batch = []
      while (batch.length < 8 && goesOn(rounds)) batch.push(round(seed + rounds++))
      await Promise.all(batch)
      requests += arrivals.size
      arrivals.clear()
      broken.clear()
    }
  } finally {
    await stop(targets)
  }
  return { ...tally, rounds, requests }
}
