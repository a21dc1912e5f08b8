import type { CorsOptions } from 'cors-policy'

export const A = 'https://a.example'
const B = 'https://b.example'

/** Options as every adapter takes them, and those of a policy on which `resolve` must give the same answers. */
export interface Row {
  readonly title: string
  readonly source: CorsOptions | (() => CorsOptions | Promise<CorsOptions>)
  readonly resolved: CorsOptions
}

const list: CorsOptions = { origins: [A, B] }
const listed: CorsOptions = { origins: [A, B], methods: ['GET', 'PUT'], allowHeaders: ['X-A'], maxAge: 600 }

function row(title: string, resolved: CorsOptions, source: Row['source'] = resolved): Row {
  return { title, source, resolved }
}

export const policies: readonly Row[] = [
  row('the defaults', {}),
  row('* for everyone', { origins: '*', sendWildcard: true, methods: '*' }),
  row('a list with credentials', { ...listed, credentials: true, exposeHeaders: ['ETag'] }),
  row('one origin', { ...listed, origins: A }),
  row('nobody', { origins: [] }),
  row('a pattern', { ...listed, origins: 'https://*.example:*' }),
  row('resources', {
    ...listed,
    resources: { '/x': {}, '/sends/*': { origins: '*' }, '/broken': { origins: [] } },
  }),
  row(
    'a function that answers with a promise',
    { origins: origin => origin === A },
    { origins: async origin => origin === A },
  ),
  row('blockDisallowed', { ...list, blockDisallowed: true }),
  row('timing and exposed headers', { ...list, timing: true, exposeHeaders: ['ETag', 'X-Count'] }),
  row('interceptExceptions: false', { ...list, interceptExceptions: false, timing: true }),
  row('automaticOptions: false', { ...listed, automaticOptions: false }),
  row('preflights of status 200', { ...listed, preflightStatus: 200 }),
  row('a policy chosen for each request', listed, () => listed),
  row('a policy chosen later for each request', listed, async () => listed),
]
