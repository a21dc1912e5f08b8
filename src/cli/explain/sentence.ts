export type Browser = 'Chromium' | 'Firefox' | 'WebKit'

/** What a message is about: a failure that has an explanation of its own in `explanations.ts`. */
export type Situation =
  | 'origin-missing'
  | 'origin-refused'
  | 'origin-wildcard'
  | 'origin-several'
  | 'origin-invalid'
  | 'origin-other'
  | 'credentials'
  | 'preflight-redirect'
  | 'preflight-status'
  | 'list-invalid'
  | 'method'
  | 'header'
  | 'redirect-user'
  | 'redirect'
  | 'scheme'
  | 'call'
  | 'header-set'
  | 'header-get'
  | 'mixed-content'
  | 'local-network'
  | 'bad-port'
  | 'unreachable'
  | 'page-policy'
  | 'resource-policy'
  | 'not-cors'
  | 'reason-missing'
  | 'hidden'

export interface Sentence {
  readonly situation: Situation
  /** `null` if several browsers say so. */
  readonly browser: Browser | null
  /** Matches text without quotes. The group `value` is what is at fault. */
  readonly pattern: RegExp
}

export function said(
  browser: Browser | null,
  situation: Situation,
  ...patterns: readonly RegExp[]
): readonly Sentence[] {
  return patterns.map(pattern => ({ browser, situation, pattern }))
}
