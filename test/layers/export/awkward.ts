import type { CorsOptions } from 'cors-policy'

const SIGNS = "!#$%&'+-._`~"
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`)

/** Policies whose texts mean something in a configuration, or are long. */
export const awkward: Readonly<Record<string, CorsOptions>> = {
  'every sign of a name': {
    origins: 'https://app.example.com',
    methods: ['$1', `X${SIGNS}`, "IT'S", '%d'],
    allowHeaders: [`x-${SIGNS}`, '$PATH', '%$'],
    exposeHeaders: [`X-${SIGNS}`, '%5d', '$$', 'early', "it's", '#'],
  },
  'every sign of a RegExp': {
    origins: [
      /^https:\/\/(?:a|[^"';{}$\\\n\r\t# %/:])+\.example$/,
      /^https:\/\/x[!-~]?\$\{PATH\}"';#%\[\]\\ \n.example$|^https:\/\/y\.example$/,
      /^app:\/\/[\s'"`#]?z$/i,
    ],
  },
  'every sign of a path': {
    origins: ['https://app.example.com', 'http://localhost:*'],
    resources: {
      '/a$1/*': {},
      "/it's/*": { credentials: true, dangerouslyAllow: ['insecure-origin'] },
      '/a%22b%23%5Bc%7Bd': { maxAge: 1 },
      '/ap%25i/*': { maxAge: 2 },
      '/(a)|b^c,&=!~/*': { maxAge: 3 },
      '/x%20y': { maxAge: 4 },
      [`/${'long/'.repeat(150)}*`]: { maxAge: 5 },
    },
  },
  'headers beyond a kilobyte': {
    origins: ['https://app.example.com', 'https://admin.example.com'],
    exposeHeaders: names('X-A-Long-Name-Of-A-Response-Header', 100),
    allowHeaders: names('X-A-Long-Name-Of-A-Request-Header', 100),
  },
  'preflights that are passed on': {
    origins: ['https://app.example.com', 'https://*.example.com'],
    methods: '*',
    credentials: true,
    automaticOptions: false,
    blockDisallowed: true,
    interceptExceptions: false,
    timing: true,
  },
  'every status that Apache knows': {
    origins: ['https://app.example.com', 'https://*.example.com'],
    resources: Object.fromEntries(
      [200, 201, 202, 203, 204, 205, 206, 207, 208, 226].map(preflightStatus => [
        `/${preflightStatus}/*`,
        { preflightStatus },
      ]),
    ),
  },
  'a hundred resources': {
    origins: ['https://app.example.com'],
    resources: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [
        `/tenant-${index}/*`,
        {
          origins: [`https://tenant-${index}.example.com`, 'https://app.example.com'],
          timing: index % 2 === 0,
        },
      ]),
    ),
  },
}
