/** The first rounds are the compiler's. */
const WARM_UP = 50

const median = numbers => quantile(numbers, 0.5)
export const quantile = (numbers, q) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(q * (numbers.length - 1))]

/**
 * Times contestants in rounds that take turns, so that a change of the machine's speed meets all alike; many short
 * rounds meet fewer changes within one. For each: nanoseconds a call, and the ratio to the first one's, round by round:
 * its median and its quartiles.
 */
export function race(contestants, { rounds, calls = 200 }) {
  const names = Object.keys(contestants)
  const times = Object.fromEntries(names.map(name => [name, []]))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const name of names) {
      const contestant = contestants[name]
      const start = process.hrtime.bigint()
      for (let call = 0; call < calls; call++) contestant(call)
      if (round >= 0) times[name].push(Number(process.hrtime.bigint() - start) / calls)
    }
  }
  const base = times[names[0]]
  return Object.fromEntries(
    names.map(name => {
      const ratios = times[name].map((time, round) => time / base[round])
      const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)]
      return [name, { nanoseconds: median(times[name]), ratio: median(ratios), spread }]
    }),
  )
}

/** Rows of a table, and what they missed of their bounds. */
export function report(title, rows, slack) {
  console.log(`\n${title}`)
  console.table(Object.fromEntries(rows.map(({ what, bound, measured, ...columns }) => [what, columns])))
  return rows
    .filter(row => row.bound !== undefined && row.measured > row.bound * slack)
    .map(row => `${row.what}: ${row.measured.toFixed(2)}, at most ${row.bound}`)
}
