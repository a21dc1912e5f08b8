/** Calls before the first timed round, while the compiler is still at work. */
const WARM_UP_CALLS = 20_000

export const median = numbers => quantile(numbers, 0.5)
export const quantile = (numbers, q) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(q * (numbers.length - 1))]

/**
 * Times contestants in short interleaved rounds, so that a change of the machine's speed affects all of them alike. Returns
 * the nanoseconds a call of each contestant, by round. A contestant that returns a promise is awaited at each call.
 */
export async function time(contestants, { rounds, calls = 200, warmUpCalls = WARM_UP_CALLS }) {
  const names = Object.keys(contestants)
  const waits = names.some(name => contestants[name](0) instanceof Promise)
  const times = Object.fromEntries(names.map(name => [name, []]))
  for (let round = -Math.ceil(warmUpCalls / calls); round < rounds; round++) {
    for (const name of names) {
      const contestant = contestants[name]
      const start = process.hrtime.bigint()
      if (waits) for (let call = 0; call < calls; call++) await contestant(call)
      else repeat(contestant, calls)
      if (round >= 0) times[name].push(Number(process.hrtime.bigint() - start) / calls)
    }
  }
  return times
}

/** For each contestant: nanoseconds a call, and the ratio to the first one's, round by round: its median and quartiles. */
export function compare(times) {
  const names = Object.keys(times)
  const base = times[names[0]]
  return Object.fromEntries(
    names.map(name => {
      const ratios = times[name].map((nanoseconds, round) => nanoseconds / base[round])
      const spread = [quantile(ratios, 0.25), quantile(ratios, 0.75)]
      return [name, { nanoseconds: median(times[name]), ratio: median(ratios), spread }]
    }),
  )
}

export const race = async (contestants, options) => compare(await time(contestants, options))

/** A function of its own, since the compiler optimises a loop with `await` less well. */
function repeat(contestant, calls) {
  for (let call = 0; call < calls; call++) contestant(call)
}

/** A bound of a row; `of` names the column or measure that it bounds. */
export const atMost = (of, most, measured) => ({
  of,
  measured,
  bound: `at most ${most}`,
  excess: measured / most,
})
export const atLeast = (of, least, measured) => ({
  of,
  measured,
  bound: `at least ${least}`,
  excess: least / measured,
})

/** Prints rows as a table, and returns the bounds that they missed by more than this factor. */
export function report(title, rows, slack) {
  console.log(`\n${title}`)
  console.table(Object.fromEntries(rows.map(({ what, limits, ...columns }) => [what, columns])))
  return rows.flatMap(({ what, limits }) =>
    limits
      // Written so that NaN counts as missed too.
      .filter(({ excess }) => !(excess <= slack))
      .map(({ of, measured, bound }) => `${what}, ${of}: ${measured.toFixed(2)}, ${bound}`),
  )
}
