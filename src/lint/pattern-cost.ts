/** Loops that may follow one another in a pattern whose texts are as short as origins. */
const MOST_LOOPS = 5

/** Whether a pattern is matched in bounded time: few loops in a row, and none within another that has no sign of its own between. */
export function isCheap(source: string): boolean {
  const cost = new Cost(source)
  return cost.alternatives().loops <= MOST_LOOPS && cost.isDone
}

/** What part of a pattern costs. */
interface Part {
  /** How many loops follow one another. */
  readonly loops: number
  /** Whether it has a literal character in each way through it. */
  readonly hasLiteral: boolean
  readonly hasChoice: boolean
}

const NOTHING: Part = { loops: 0, hasLiteral: false, hasChoice: false }

class Cost {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  get isDone(): boolean {
    return this.#at >= this.#source.length
  }

  alternatives(): Part {
    let whole = this.#sequence()
    while (this.#source[this.#at] === '|') {
      this.#at++
      const next = this.#sequence()
      const loops = Math.max(whole.loops, next.loops)
      whole = { loops, hasLiteral: whole.hasLiteral && next.hasLiteral, hasChoice: true }
    }
    return whole
  }

  #sequence(): Part {
    let whole = NOTHING
    while (!this.isDone && !/[|)]/.test(this.#source.charAt(this.#at))) {
      const next = this.#repeated(this.#atom())
      whole = {
        loops: whole.loops + next.loops,
        hasLiteral: whole.hasLiteral || next.hasLiteral,
        hasChoice: whole.hasChoice || next.hasChoice,
      }
    }
    return whole
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const isThere = pattern.test(this.#source)
    if (isThere) this.#at = pattern.lastIndex
    return isThere
  }

  #atom(): Part {
    if (this.#take(/\((?:\?(?:[:=!]|<[=!]|P?<\w+>))?/y)) {
      const inside = this.alternatives()
      this.#take(/\)/y)
      return inside
    }
    if (this.#take(/\[\^?\]?(?:\\.|[^\]\\])*\]|\\[a-zA-Z]|[.^$]/y)) return NOTHING
    this.#take(/\\?[\s\S]/y)
    return { loops: 0, hasLiteral: true, hasChoice: false }
  }

  #repeated(once: Part): Part {
    if (this.#take(/\?[?+]?|\{\d\}/y)) return { ...once, hasLiteral: false }
    const mayBeNone = /[*{]/.test(this.#source.charAt(this.#at))
    if (!this.#take(/[*+][?+]?|\{\d+(?:,\d*)?\}[?+]?/y)) return once
    // A loop in a loop, or a choice, can take exponential time unless something literal parts its rounds.
    const isBounded = (once.loops === 0 && !once.hasChoice) || (once.hasLiteral && once.loops <= 1)
    return {
      loops: isBounded ? once.loops + 1 : Number.POSITIVE_INFINITY,
      hasLiteral: once.hasLiteral && !mayBeNone,
      hasChoice: false,
    }
  }
}
