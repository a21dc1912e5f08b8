import { testRefused } from '../support/refused.js'

const A = 'https://a.example'

testRefused([
  {
    options: { resources: ['/a', 'https://a.com/b'] },
    issues: [
      'invalid-path resources[1]: "https://a.com/b" is not a path: a path begins with "/". Write "/b".',
    ],
  },
  {
    options: { resources: '' },
    issues: ['empty-string resources: "" is not a path: a path begins with "/". Write "/".'],
  },
  {
    options: { resources: 5 },
    issues: ['invalid-type resources: 5 is not a path: a path is a string or a RegExp.'],
  },
  {
    options: { resources: { '/api/': {} } },
    issues: [
      'invalid-path resources["/api/"]: "/api/" is not a path: it has no slash at its end. Write "/api" for that path, "/api/*" for all below it too.',
    ],
  },
  {
    options: { resources: { '/a*': {} } },
    issues: [
      'invalid-path resources["/a*"]: "/a*" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    ],
  },
  {
    options: { resources: { '/a/*/b': {} } },
    issues: [
      'invalid-path resources["/a/*/b"]: "/a/*/b" is not a path: "*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    ],
  },
  {
    options: { resources: { '/a?b': {} } },
    issues: [
      'invalid-path resources["/a?b"]: "/a?b" is not a path: it has no "?", "#", ";" or "\\". Write the path alone.',
    ],
  },
  {
    options: { resources: { '/a//b': {} } },
    issues: [
      'invalid-path resources["/a//b"]: "/a//b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: { '/a/../b': {} } },
    issues: [
      'invalid-path resources["/a/../b"]: "/a/../b" is not a path: it has no empty or dot segment. Write the path as requests have it.',
    ],
  },
  {
    options: { resources: { '/ä': {} } },
    issues: [
      'invalid-path resources["/ä"]: "/ä" is not a path: requests spell it otherwise. Write "/%C3%A4".',
    ],
  },
  {
    options: { resources: { '/a b/*': {} } },
    issues: [
      'invalid-path resources["/a b/*"]: "/a b/*" is not a path: requests spell it otherwise. Write "/a%20b/*".',
    ],
  },
  {
    options: { resources: { '/100%': {} } },
    issues: [
      'invalid-path resources["/100%"]: "/100%" is not a path: its "%" does not begin an escape. Write "%25" for a percent sign.',
    ],
  },
  {
    options: { resources: [[/api/, {}]] },
    issues: [
      'unanchored-regexp resources[0][0]: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: /api/ },
    issues: [
      'unanchored-regexp resources: /api/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: { '/Api': {}, '/api': {} } },
    issues: [
      'duplicate-resource resources["/api"]: it is the same as "/Api" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['*', '/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: { '/a': undefined } },
    issues: [
      'invalid-type resources["/a"]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: { '/a': { resources: '/b' } } },
    issues: [
      'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
    ],
  },
  {
    options: { resources: { '/a': { origns: A } } },
    issues: ['unknown-option resources["/a"].origns: there is no option "origns". Did you mean "origins"?'],
  },
  {
    options: { resources: { '/a': { origins: [A, 'b.com'] } } },
    issues: [
      'invalid-origin resources["/a"].origins[1]: "b.com" is not an origin: an origin begins with its scheme. Write "https://b.com" or "http://b.com".',
    ],
  },
  {
    options: { resources: [['/a', { credentials: true }]] },
    issues: [
      'any-origin-with-credentials resources[0][1].credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { resources: new Map([['/a', { maxAge: '5' }]]) },
    issues: [
      'invalid-max-age resources["/a"].maxAge: "5" is not a whole number of seconds. Write a number, such as 5; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: { resources: [5, null] },
    issues: [
      'invalid-type resources[0]: 5 is not a path: a path is a string or a RegExp.',
      'invalid-type resources[1]: null is not a path: a path is a string or a RegExp.',
    ],
  },
  {
    options: { resources: [['/a', 5]] },
    issues: [
      'invalid-type resources[0][1]: 5 is not an options object. Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [['/a', null]] },
    issues: [
      'invalid-type resources[0][1]: null is not an options object. Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [['/a']] },
    issues: [
      'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
    ],
  },
  {
    options: { resources: [[]] },
    issues: [
      'invalid-type resources[0][1]: undefined is not an options object. Is a variable not set? Write { origins: "https://app.example.com" }.',
      'invalid-type resources[0][0]: undefined is not a path: a path is a string or a RegExp.',
    ],
  },
  {
    options: { resources: { '/': {}, '*': {}, b: {} } },
    issues: ['invalid-path resources["b"]: "b" is not a path: a path begins with "/". Write "/b".'],
  },
  {
    options: { resources: ['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'] },
    issues: ['/%FF', '/a/%2e%2e', '/a%2F..%2Fb'].map(
      (path, i) =>
        `invalid-path resources[${i}]: "${path}" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.`,
    ),
  },
  {
    options: {
      resources: ['/foo%3Bbar', '^/api/.*', '^/v1$', '(/api)?', '^/api/.+', '^/(api|v2)/.*', '^/api/[a-z]+$'],
    },
    issues: [
      'invalid-path resources[0]: "/foo%3Bbar" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
      'invalid-path resources[1]: "^/api/.*" is not a path: a path begins with "/". Write "/api/*".',
      'invalid-path resources[2]: "^/v1$" is not a path: a path begins with "/". Write "/v1".',
      'invalid-path resources[3]: "(/api)?" is not a path: a path begins with "/". Write one such as "/api/*".',
      'invalid-path resources[4]: "^/api/.+" is not a path: a path begins with "/". Write "/api/*".',
      'invalid-path resources[5]: "^/(api|v2)/.*" is not a path: it looks like a regular expression, but in a string all but a final "/*" is literal. Write /^\\/(api|v2)\\//, or with options of its own [[/^\\/(api|v2)\\//, { … }]].',
      'invalid-path resources[6]: "^/api/[a-z]+$" is not a path: it looks like a regular expression, but in a string all but a final "/*" is literal. Write /^\\/api\\/[a-z]+$/, or with options of its own [[/^\\/api\\/[a-z]+$/, { … }]].',
    ],
  },
  {
    options: { resources: ['/a', '/A'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['/a/*', '/A/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: ['/...', '/%20/*'] },
    issues: [
      'invalid-path resources[0]: "/..." is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
      'invalid-path resources[1]: "/%20/*" is not a path: routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    ],
  },
  {
    options: { resources: [/^a/, /^a/] },
    issues: [
      'duplicate-resource resources[1]: it is the same as /^a/ to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: [/^a|b/] },
    issues: [
      'unanchored-regexp resources[0]: /^a|b/ does not begin with ^, so it also matches paths that contain such a text further on. Begin every alternative with ^.',
    ],
  },
  {
    options: { resources: ['/a b', '/a%20b'] },
    issues: ['invalid-path resources[0]: "/a b" is not a path: requests spell it otherwise. Write "/a%20b".'],
  },
  {
    options: { resources: true },
    issues: ['invalid-type resources: true is not a path: a path is a string or a RegExp.'],
  },
  {
    options: { resources: ['/*', '*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: { '/a': { resources: {} }, '/b': { x: 1 } } },
    issues: [
      'unknown-option resources["/a"].resources: a resource has no resources of its own. Write its paths beside it.',
      'unknown-option resources["/b"].x: there is no option "x". The options are "origins", "methods", "allowHeaders", "exposeHeaders", "credentials", "maxAge", "sendWildcard", "alwaysSend", "vary", "automaticOptions", "interceptExceptions", "preflightStatus", "blockDisallowed", "timing", "onDecision" or "dangerouslyAllow".',
    ],
  },
  {
    options: { resources: [[/^x/, { maxAge: 'x' }]] },
    issues: [
      'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
    ],
  },
  {
    options: {
      resources: new Map([
        [/^x/, { maxAge: 'x' }],
        [/^x/, {}],
      ]),
    },
    issues: [
      'invalid-max-age resources[/^x/].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      'duplicate-resource resources[/^x/]: it is the same as /^x/ to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { resources: [['/x', { maxAge: 'x', methods: 5 }]] },
    issues: [
      'invalid-max-age resources[0][1].maxAge: "x" is not a whole number of seconds. Write a number; 0 or -1: never keep a preflight.',
      'invalid-type resources[0][1].methods: 5 is not a method. Write a method such as "PUT", or a list of them.',
    ],
  },
  {
    options: { resources: { '/é/*': {} } },
    issues: [
      'invalid-path resources["/é/*"]: "/é/*" is not a path: requests spell it otherwise. Write "/%C3%A9/*".',
    ],
  },
  {
    options: { resources: ['/a%2F/*', '/A%2F/*'] },
    issues: [
      'duplicate-resource resources[1]: it is the same as "/a%2F/*" to routers that ignore case or escapes. Write one of them.',
    ],
  },
  {
    options: { credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
])

testRefused(
  [
    { path: 'api', says: 'a path begins with "/". Write "/api".' },
    { path: 'https://a.com', says: 'a path begins with "/". Write "/".' },
    { path: 'ftp://a.com/x', says: 'a path begins with "/". Write "/x".' },
    { path: 'a://', says: 'a path begins with "/". Write "/".' },
    {
      path: '//',
      says: 'it has no slash at its end. Write "/" for that path, "/*" for all below it too.',
    },
    {
      path: '/a//',
      says: 'it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
    },
    {
      path: '/a///*',
      says: 'it has no slash at its end. Write "/a" for that path, "/a/*" for all below it too.',
    },
    {
      path: '/*/',
      says: '"*" stands only at the end, after a slash. Write "/api/*" for /api and all below it, or a RegExp.',
    },
    {
      path: '/a/.',
      says: 'it has no empty or dot segment. Write the path as requests have it.',
    },
    {
      path: '/./a',
      says: 'it has no empty or dot segment. Write the path as requests have it.',
    },
    { path: '/a#b', says: 'it has no "?", "#", ";" or "\\". Write the path alone.' },
    { path: '/a;b', says: 'it has no "?", "#", ";" or "\\". Write the path alone.' },
    { path: '/a\\b', says: 'it has no "?", "#", ";" or "\\". Write the path alone.' },
    { path: '/a/:id', says: 'it has no parameters such as ":id". Write "/a/*", or a RegExp.' },
    { path: '/:id/a', says: 'it has no parameters such as ":id". Write "*", or a RegExp.' },
    {
      path: '/a/<id>/b',
      says: 'it has no parameters such as "<id>". Write "/a/*", or a RegExp.',
    },
    { path: '/{id}', says: 'it has no parameters such as "{id}". Write "*", or a RegExp.' },
    {
      path: '/a%zz',
      says: 'its "%" does not begin an escape. Write "%25" for a percent sign.',
    },
    {
      path: '/a%2',
      says: 'its "%" does not begin an escape. Write "%25" for a percent sign.',
    },
    { path: '/%61', says: 'requests spell it otherwise. Write "/a".' },
    {
      path: '/%2f',
      says: 'routers read it in several ways, or cannot decode it. Write a path without such escapes.',
    },
    { path: '/a%2fb', says: 'requests spell it otherwise. Write "/a%2Fb".' },
    { path: '/%c3%a4', says: 'requests spell it otherwise. Write "/%C3%A4".' },
    { path: '/x/%7Ea/*', says: 'requests spell it otherwise. Write "/x/~a/*".' },
    { path: 'x/https://a/b', says: 'a path begins with "/". Write one such as "/api/*".' },
    { path: '/x<id>', says: 'requests spell it otherwise. Write "/x%3Cid%3E".' },
    { path: '/<id>x', says: 'requests spell it otherwise. Write "/%3Cid%3Ex".' },
    { path: '/a{b}', says: 'requests spell it otherwise. Write "/a%7Bb%7D".' },
    { path: '/{b}a', says: 'requests spell it otherwise. Write "/%7Bb%7Da".' },
    {
      path: '/a/b/:id',
      says: 'it has no parameters such as ":id". Write "/a/b/*", or a RegExp.',
    },
  ].map(({ path, says }) => ({
    options: { resources: path },
    issues: [`invalid-path resources: ${JSON.stringify(path)} is not a path: ${says}`],
  })),
)

// A resource is checked together with the outer options, and the issue points to the option at fault.
testRefused([
  {
    options: { credentials: true, resources: { '/a': { origins: '*' }, '/b': { origins: A } } },
    issues: [
      'any-origin-with-credentials resources["/a"].origins: origins is "*", and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { origins: 'http://a.com', resources: { '/a': { credentials: true }, '/b': {} } },
    issues: [
      'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    ],
  },
  {
    options: { exposeHeaders: '*', origins: A, resources: { '/a': { credentials: true } } },
    issues: [
      'wildcard-with-credentials exposeHeaders: with credentials browsers take "*" for the name of a header. Name the headers: exposeHeaders: ["X-Total-Count"].',
    ],
  },
  {
    options: { credentials: true, resources: ['/a', '/b'] },
    issues: [
      'any-origin-with-credentials credentials: origins is "*", its default, and with credentials every site on the web could read what your users may read. Name the origins that may: origins: ["https://app.example.com"]. Or take credentials out: browsers let no page read "*" with cookies, so only other requests can have worked. To accept this risk: dangerouslyAllow: { "any-origin-with-credentials": ["*"] }.',
    ],
  },
  {
    options: { origins: 'http://a.com', credentials: true, resources: { '/a': {}, '/b': { maxAge: 5 } } },
    issues: [
      'insecure-origin origins: "http://a.com" with credentials: whoever is on the network path can be this origin and read what your users may read. Write "https://a.com". To accept this risk: dangerouslyAllow: { "insecure-origin": ["http://a.com"] }.',
    ],
  },
])
