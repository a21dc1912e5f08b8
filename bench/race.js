/** Until then the rounds are the compiler's. */
const WARM_UP_CALLS = 20_000

export const median = numbers => quantile(numbers, 0.5)
export const quantile = (numbers, q) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(q * (numbers.length - 1))]

/**
 * Times contestants in rounds that take turns, so that a change of the machine's speed meets all alike; many short
 * rounds meet fewer changes within one. Answers with nanoseconds a call, of each contestant by round. One that answers
 * with a promise is waited for at each call.
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

/** Apart: the compiler makes less of a loop that may wait. */
function repeat(contestant, calls) {
  for (let call = 0; call < calls; call++) contestant(call)
}

/** Bounds of a row: `of` this, so much at most, or at least. */
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

/** Prints rows as a table. Answers with what they missed of their bounds by more than this factor. */
export function report(title, rows, slack) {
  console.log(`\n${title}`)
  console.table(Object.fromEntries(rows.map(({ what, limits, ...columns }) => [what, columns])))
  return rows.flatMap(({ what, limits }) =>
    limits
      // Written so that what is no number is missed too.
      .filter(({ excess }) => !(excess <= slack))
      .map(({ of, measured, bound }) => `${what}, ${of}: ${measured.toFixed(2)}, ${bound}`),
  )
}
