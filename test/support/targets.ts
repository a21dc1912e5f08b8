// Request targets that some router, proxy or file server may take for /admin or a path below it.

const inserts = [
  ...[
    '.',
    '..',
    ';',
    ',',
    ':',
    '!',
    '~',
    "'",
    '(',
    ')',
    '*',
    '+',
    '$',
    '&',
    '=',
    '@',
    '%',
    '|',
    '^',
    '"',
    '<',
    '{',
  ],
  ...[
    '/',
    '\\',
    '//',
    '/./',
    '/../',
    '/.',
    '/..',
    './',
    '../',
    '/;/',
    ';/',
    '/;',
    ';x=',
    ';x/',
    ';/../',
    '..;/',
    '.;',
  ],
  ...['.json', '.x/', '..json', '.;x', '.x;y', ';x.y', '#', '?', '?/', '#/', '/?', '/#', '?;', '?#', '#?'],
  ...[
    '%2f',
    '%2F',
    '%2e',
    '%2E%2e',
    '%5c',
    '%3b',
    '%3f',
    '%23',
    '%25',
    '%252f',
    '%252e',
    '%25',
    '%3a',
    '%40',
    '%2a',
  ],
  ...[
    '%00',
    '%09',
    '%0a',
    '%0d',
    '%20',
    '%7f',
    '%80',
    '%ff',
    '%zz',
    '%u002f',
    '%2f%2f',
    '%2e%2f',
    '%2f%2e',
    '%3bx%2f',
  ],
  // Raw bytes: no-break space, ü and ÿ in Latin-1; no-break space and zero-width space in UTF-8.
  ...['\xa0', '\xfc', '\xff', '\xc2\xa0', '\xe2\x80\x8b'],
  // No-break space, soft hyphen, zero-width space and joiner, BOM, combining acute, right-to-left override.
  ...['%c2%a0', '%c2%ad', '%e2%80%8b', '%e2%80%8d', '%ef%bb%bf', '%cc%81', '%e2%80%ae'],
  // Characters that NFKC turns into dots, slashes and semicolons, and overlong UTF-8.
  ...[
    '%e2%80%a4',
    '%e2%80%a5',
    '%ef%bc%8e',
    '%ef%bc%8f',
    '%ef%bc%9b',
    '%ef%bc%bc',
    '%e2%81%84',
    '%c0%af',
    '%c0%ae',
  ],
  ...[' ', '\t'],
]

/** Positions at both ends of each segment of a path and within it. */
function places(path: string): number[] {
  const found = new Set<number>([0, path.length])
  for (const { index, 0: segment } of path.matchAll(/[^/]+/g)) {
    found
      .add(index)
      .add(index + 2)
      .add(index + segment.length)
  }
  return [...found]
}

const insert = (path: string, at: number, text: string) => path.slice(0, at) + text + path.slice(at)

const plain = ['/admin', '/admin/', '/admin/users', '/admin/users/', '/admin/x', '/admin/users/x']

const spelt = [
  ...[
    '/ADMIN',
    '/Admin/Users',
    '/%61dmin',
    '/%41DMIN',
    '/adm%69n/users',
    '/admin/%75sers',
    '/%61%64%6d%69%6e',
  ],
  ...[
    '/%2561dmin',
    '/adm%C4%B1n',
    '/ADM%C4%B0N',
    '/adm\xefn',
    '/%EF%BD%81dmin',
    '/%E2%93%90dmin',
    '/admin/u%C5%BFers',
  ],
  ...[
    '/%u0061dmin',
    '/admin/%e1%ba%9eusers',
    '/ADMIN.json',
    '/ADMIN;/x',
    '/%61dmin.json',
    '/%61dmin;/x',
    '/ADMIN.',
  ],
  ...[
    '/admin/index.html',
    '/admin/index',
    '/admin/.hidden/x',
    '/open/index.html',
    '/open/x',
    '/',
    '/nowhere',
    '*',
  ],
  ...[
    '/admin.json;/x',
    '/admin;.json',
    '/admin.json?x',
    '/admin;/x?y',
    '/admin;?x',
    '/admin.?x',
    '/admin;/x#y',
  ],
  ...[
    '/admin;users',
    '/admin/users;/x',
    '/admin/users.json/x',
    '/admin/users;.x/y',
    '/x;/admin',
    '/x;/../admin',
  ],
  ...[
    '//admin;/x',
    '//h/admin;/x',
    '//h/admin.json',
    '//h/admin.x/users',
    '//h;/admin',
    '//h./admin',
    '//h:80/admin',
  ],
]

const escapes = [
  '..',
  '%2e%2e',
  '.%2e',
  '..;',
  '..;x',
  '..%00',
  '%2e%2e;x',
  '.',
  '%2e',
  '.;',
  '..%2f',
  '..%5c',
  '..\\',
  '',
]
const climbing = escapes.flatMap(up =>
  [
    '/open/UP/admin',
    '/UP/admin',
    '/admin/UP/admin',
    '/open/x/UP/UP/admin/users',
    '/admin/x/UP',
    '/admin/x/UP/users',
  ].map(path => path.replaceAll('UP', up)),
)

const schemes = ['http', 'HTTP', 'https', 'ws', 'ftp', 'file', 'javascript', 'foo', 'data', 'a.b+c-1']
const authorities = [
  ...[
    'h',
    'H.example',
    'h:80',
    'h:',
    ':80',
    'h:x',
    'u@h',
    'u:p@h',
    'u:p@h:80',
    '@',
    '@h',
    ':@h',
    '[::1]',
    '[::1]:80',
    '[',
    ']',
  ],
  ...[
    '',
    '/',
    '//',
    '/x',
    '?',
    '?x',
    'h?',
    'h?x',
    '#',
    'h#',
    'h#x',
    'h;',
    'h;x',
    'h,',
    'h!',
    'h~',
    "h'",
    'h(',
    'h)',
    'h*',
    'h$',
  ],
  ...[
    'h&',
    'h=',
    'h%',
    'h%2f',
    'h%2fx',
    'h%3f',
    'h%23',
    'h\\',
    '\\',
    '\\\\h',
    'h\\x',
    'h..',
    '.',
    '..',
    '.h',
    'h|',
    'h^',
    'h"',
    'h`',
  ],
  ...[
    'h<',
    'h{',
    '\xfch',
    'h%00',
    'h/..',
    'h/x/..',
    '?@h',
    '#@h',
    'h?@x',
    'u?@h',
    'u#@h',
    'u/@h',
    'u\\@h',
    'h:80?',
    'h:80#',
    'h_x',
    '*',
  ],
]
const absolute = [
  ...authorities.flatMap(authority =>
    [
      '/admin',
      '/admin/users',
      '//admin',
      '/admin.json',
      '/admin;/x',
      '',
      '?/admin',
      '#/admin',
      '/open?/admin',
    ].map(path => `http://${authority}${path}`),
  ),
  ...schemes.flatMap(scheme =>
    ['://h/admin', ':///admin', '://h/x/../admin', '://h//admin', ':/admin', ':admin', '://admin'].map(
      rest => scheme + rest,
    ),
  ),
]
const slashes = [
  ...['//', '/\\', '///'].flatMap(start => authorities.map(authority => `${start}${authority}/admin`)),
  ...['//', '///', '/\\', '\\/', '\\\\', '/;/', '/./', '/.//', '//./', '//../'].flatMap(start => [
    `${start}admin`,
    `${start}admin/users`,
    `${start}h/admin`,
    `${start}h/admin/users`,
  ]),
]
const authorityForm = [
  'admin',
  'h:80',
  'admin/users',
  'http:admin',
  'h:80/admin',
  '*/admin',
  '**',
  '*?/admin',
]

/** Without duplicates. */
export const targets: readonly string[] = [
  ...new Set([
    ...plain,
    ...spelt,
    ...['/admin', '/admin/users'].flatMap(path =>
      inserts.flatMap(text => places(path).map(at => insert(path, at, text))),
    ),
    ...climbing,
    ...absolute,
    ...slashes,
    ...authorityForm,
  ]),
]
