import assert from 'node:assert/strict'
import { test } from 'node:test'
import { APP, type AskedPage, type Known } from '../../src/lint/site.js'
import { lintText, NOTHING_KNOWN, places } from './linted.js'

/** A configuration that looks like one with a trap, and has none. */
interface NearMiss {
  readonly title: string
  readonly config: string
  readonly known?: Partial<Known>
  /** The questions, as `trap:line`. */
  readonly questions?: readonly string[]
}

const asked = (page: Partial<AskedPage>): Partial<Known> => ({
  page: { origin: APP, method: 'GET', headers: [], credentials: false, ...page },
  upstreamCors: false,
})

const STAR = 'add_header Access-Control-Allow-Origin * always;'
const ONE = 'add_header Access-Control-Allow-Origin https://app.example.com always;'
const LISTED = `map $http_origin $allowed {
  default "";
  "https://app.example.com" $http_origin;
  "~^https://[a-z0-9-]+\\.example\\.com(:[0-9]+)?$" $http_origin;
}`
const VARIED = 'add_header Access-Control-Allow-Origin $allowed always; add_header Vary Origin always;'
const PASS = 'proxy_pass http://127.0.0.1:3000;'
const WITHOUT_CORS: Partial<Known> = { upstreamCors: false }

const nearMisses: readonly NearMiss[] = [
  { title: 'an empty file', config: '' },
  { title: 'a server without CORS', config: 'server { root /srv; add_header X-Frame-Options DENY; }' },
  {
    title: 'no "always" where only a 204 is answered',
    config: 'location / { add_header Access-Control-Allow-Origin *; return 204; }',
  },
  {
    title: 'no "always" where only a redirect is answered',
    config: 'location / { add_header Access-Control-Allow-Origin *; return 301 https://www.example.com/; }',
  },
  {
    title: 'no "always" in an "if" that answers OPTIONS with 204',
    config: `location / { ${STAR} if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin *; return 204; } ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'more_set_headers, which needs no "always"',
    config: `server { location / { more_set_headers 'Access-Control-Allow-Origin: *'; root /srv; } }`,
  },
  {
    title: 'more_set_headers of an outer level, which inner add_header lines leave alone',
    config: `server { more_set_headers 'Access-Control-Allow-Origin: *'; location / { add_header Cache-Control no-store; root /srv; } }`,
  },
  {
    title: 'more_set_headers, which replaces the header of the upstream',
    config: `server { location / { more_set_headers 'Access-Control-Allow-Origin: *'; ${PASS} } }`,
    known: { upstreamCors: true },
  },
  {
    title: 'an inner add_header that repeats the outer lines',
    config: `server { ${STAR} location /a/ { add_header Cache-Control no-store; ${STAR} } }`,
  },
  { title: 'expires, which drops no headers', config: `server { ${STAR} location /a/ { expires 1h; } }` },
  {
    title: 'add_header_inherit merge',
    config: `server { ${STAR} add_header_inherit merge; location /a/ { add_header Cache-Control no-store; } }`,
  },
  {
    title: 'an inner add_header in a location that is closed to all',
    config: `server { ${STAR} location ~ /\\. { deny all; add_header X-Why hidden; } }`,
  },
  {
    title: 'an inner location that is public while the outer one lists origins',
    config: `${LISTED} server { ${VARIED} location /public/ { ${STAR} } }`,
  },
  {
    title: 'a bare return in an "if", which inherits the headers around it, also those that follow it',
    config: `location / { if ($request_method = OPTIONS) { return 204; } ${ONE} ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'an "if" that refuses, with a header of its own',
    config: `location / { ${STAR} if ($http_user_agent ~ bot) { add_header X-Why bot; return 403; } ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'several "if" of which one matches',
    config: `location / {
      if ($request_method = GET) { ${STAR} }
      if ($request_method = POST) { ${STAR} }
      if ($request_method = OPTIONS) { ${STAR} add_header Access-Control-Allow-Methods 'GET, POST'; return 204; }
      ${PASS}
    }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'a variable that is built by "set" from method and origin',
    config: `location / {
      set $allowed "";
      if ($http_origin ~ "^https://app\\.example\\.com$") { set $allowed $http_origin; }
      if ($request_method = OPTIONS) { set $answer 1; }
      ${VARIED}
      add_header Access-Control-Allow-Methods 'GET, PUT' always;
      if ($answer) { return 204; }
      ${PASS}
    }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'try_files that ends in its own location',
    config: `server { location / { ${STAR} root /srv; try_files $uri $uri/ /index.html; } }`,
  },
  {
    title: 'try_files that ends in a status',
    config: `server { location / { ${STAR} root /srv; try_files $uri =404; } location = /index.html { expires 1h; } }`,
  },
  {
    title: 'try_files that leads to a location which inherits the headers',
    config: `server { root /srv; ${STAR} location / { try_files $uri @app; } location @app { ${PASS} } }`,
  },
  {
    title: 'error_page to a location that inherits the headers',
    config: `server { root /srv; ${STAR} error_page 404 /404.html; location / { } location = /404.html { internal; } }`,
  },
  {
    title: 'error_page for statuses that files never have',
    config: `server { root /srv; error_page 502 504 /50x.html; location / { ${STAR} } location = /50x.html { internal; } }`,
  },
  {
    title: 'error_page for what only the upstream answers, which is passed on',
    config: `server { error_page 404 /404.html; location / { ${STAR} ${PASS} } location = /404.html { internal; root /srv; } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'error_page on another site',
    config: `server { root /srv; error_page 404 https://www.example.com/404; location / { ${STAR} } }`,
  },
  {
    title: 'a login beside a bare return for OPTIONS',
    config: `location / { ${ONE} if ($request_method = OPTIONS) { return 204; } auth_basic API; auth_basic_user_file users; ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'a login that a map turns off for OPTIONS',
    config: `map $request_method $realm { OPTIONS off; default API; }
      server { location / { ${ONE} auth_basic $realm; auth_basic_user_file users; ${PASS} } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'a login without a file of users, which nginx does not ask for',
    config: `location / { ${ONE} auth_basic API; ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'an inner auth_basic off',
    config: `server { auth_basic API; auth_basic_user_file users; location /api/ { ${ONE} auth_basic off; ${PASS} } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'auth_request whose location says yes to OPTIONS',
    config: `server {
      location / { ${ONE} auth_request /login; ${PASS} }
      location = /login { internal; if ($request_method = OPTIONS) { return 204; } proxy_pass http://127.0.0.1:3001; }
    }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'a login for another location',
    config: `server { location / { ${ONE} ${PASS} } location /admin/ { auth_basic A; auth_basic_user_file users; root /srv; } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'limit_except that lists OPTIONS',
    config: `location / { ${ONE} limit_except GET POST OPTIONS { deny all; } if ($request_method = OPTIONS) { return 204; } ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'limit_except for reading alone, where nothing expects a preflight',
    config: `location / { ${STAR} limit_except GET { deny all; } root /srv; }`,
  },
  {
    title: 'rules by address, which refuse OPTIONS no more than GET',
    config: `location / { ${ONE} add_header Access-Control-Allow-Methods 'GET, PUT'; allow 10.0.0.0/8; deny all; ${PASS} }`,
    known: { upstreamCors: null },
    questions: ['preflight-not-answered:1', 'doubled-by-upstream:1'],
  },
  {
    title: 'files, whose OPTIONS gets 405, where no page needs a preflight',
    config: `location /fonts/ { ${STAR} root /srv; }`,
    known: asked({}),
  },
  {
    title: 'OPTIONS answered at the level of the server, with the headers',
    config: `server { ${STAR} if ($request_method = OPTIONS) { return 204; } location / { ${PASS} } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'OPTIONS answered for a server without CORS',
    config: `server { if ($request_method = OPTIONS) { return 204; } location / { root /srv; } }`,
  },
  {
    title: 'two lines of which one has no value',
    config: `map $http_origin $one { default ""; "https://app.example.com" $http_origin; }
      map $http_origin $other { default ""; "https://www.example.com" $http_origin; }
      server { location / {
        add_header Access-Control-Allow-Origin $one always;
        add_header Access-Control-Allow-Origin $other always;
        add_header Vary Origin always;
      } }`,
  },
  { title: '* without credentials', config: `location / { ${STAR} root /srv; }`, known: asked({}) },
  {
    title: '* beside credentials that are no "true"',
    config: `location / { ${STAR} add_header Access-Control-Allow-Credentials false always; root /srv; }`,
  },
  {
    title: '* for strangers, and credentials for those that a map lists',
    config: `map $http_origin $allowed { default *; "https://app.example.com" $http_origin; }
      map $http_origin $cookies { default ""; "https://app.example.com" true; }
      server { location / { ${VARIED} add_header Access-Control-Allow-Credentials $cookies always; root /srv; } }`,
  },
  {
    title: '$http_origin without credentials, which is as public as *',
    config: `location / { add_header Access-Control-Allow-Origin $http_origin always; add_header Vary Origin always; root /srv; }`,
  },
  {
    title: '$http_origin in an "if" that compares it',
    config: `location / {
      set $allowed "";
      if ($http_origin = "https://app.example.com") { set $allowed $http_origin; }
      ${VARIED}
      add_header Access-Control-Allow-Credentials true always;
      root /srv;
    }`,
  },
  {
    title: '$http_origin with credentials behind a guard that refuses strangers',
    config: `location / {
      if ($http_origin !~ "^(https://app\\.example\\.com)?$") { return 403; }
      add_header Access-Control-Allow-Origin $http_origin always;
      add_header Access-Control-Allow-Credentials true always;
      add_header Vary Origin always;
      root /srv;
    }`,
  },
  {
    title: 'a header in an "if", with Vary in it and around it',
    config: `location / {
      add_header Vary Origin always;
      if ($http_origin = "https://app.example.com") { add_header Access-Control-Allow-Origin $http_origin always; add_header Vary Origin always; }
      root /srv;
    }`,
  },
  {
    title: '"null" without credentials',
    config: `map $http_origin $allowed { default ""; "null" $http_origin; } server { location / { ${VARIED} root /srv; } }`,
  },
  {
    title: 'anchored patterns with escaped dots',
    config: `map $http_origin $allowed {
        default "";
        "~^https?://(www\\.)?example\\.com$" $http_origin;
        "~*^https://[a-z0-9-]+\\.example\\.org(:\\d+)?$" $http_origin;
        "~^(https://a\\.example\\.net|https://b\\.example\\.net)$" $http_origin;
        "~^https://c\\.example\\.net$|^https://d\\.example\\.net$" $http_origin;
        "~^https://(.+\\.)?example\\.co\\.uk\\z" $http_origin;
        "~^http://localhost(:[0-9]{1,5})?$" $http_origin;
        "~^https://pr[0-9]+\\.preview\\.example\\.com$" $http_origin;
      }
      server { location / { ${VARIED} add_header Access-Control-Allow-Credentials true always; root /srv; } }`,
  },
  {
    title: 'a pattern that begins with its scheme, in front of which no origin has anything',
    config: `map $http_origin $allowed { default ""; "~https://app\\.example\\.com$" $http_origin; } server { location / { ${VARIED} root /srv; } }`,
  },
  {
    title: 'a loose pattern that refuses',
    config: `location / { ${STAR} if ($http_origin ~* evil) { return 403; } root /srv; }`,
  },
  {
    title: 'a loose pattern that gives one fixed origin',
    config: `map $http_origin $allowed { default ""; "~example.com" "https://app.example.com"; } server { location / { ${VARIED} root /srv; } }`,
  },
  {
    title: 'a loose pattern on another variable',
    config: `map $http_user_agent $old { default 0; ~MSIE 1; } server { location / { ${STAR} if ($http_user_agent ~ MSIE) { return 403; } root /srv; } }`,
  },
  {
    title: 'Vary in a list, in another case, or as a star',
    config: `${LISTED} server { add_header Access-Control-Allow-Origin $allowed always; add_header Vary "Accept-Encoding, origin" always;
      location /a/ { add_header Access-Control-Allow-Origin $allowed always; add_header Vary * always; } }`,
  },
  {
    title: 'no Vary where only OPTIONS depends on the origin, since nothing caches it',
    config: `location / { ${STAR} if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin $http_origin; return 204; } root /srv; }`,
  },
  { title: 'no Vary for one fixed origin', config: `location / { ${ONE} root /srv; }` },
  {
    title: 'a map whose keys are in upper case, which map does not mind',
    config: `map $http_origin $allowed { default ""; "https://APP.example.com" $http_origin; } server { location / { ${VARIED} root /srv; } }`,
  },
  {
    title: 'Origin and other headers on the request',
    config: `location / { proxy_set_header Origin ""; proxy_set_header X-Real-IP $remote_addr; proxy_set_header Access-Control-Request-Method $http_access_control_request_method; ${PASS} }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'other headers whose names are near',
    config: `location / { add_header Allow GET; add_header Origin-Agent-Cluster ?1; add_header Timing-Allow-Origin *; add_header Cross-Origin-Resource-Policy cross-origin; add_header Access-Control-Max-Age 600; add_header Age 1; root /srv; }`,
  },
  {
    title: 'the header of the upstream hidden, also by an inner level that repeats it',
    config: `server { proxy_hide_header Access-Control-Allow-Origin; ${ONE}
      location / { ${PASS} }
      location /a/ { proxy_hide_header X-Powered-By; proxy_hide_header access-control-allow-origin; ${PASS} } }`,
    known: { upstreamCors: true },
  },
  {
    title: 'an upstream that does CORS alone, where it is known that it does none',
    config: `server { location / { ${PASS} } }`,
    known: WITHOUT_CORS,
  },
  {
    title: 'an inner level without headers in front of an upstream that has them',
    config: `server { location /app/ { root /srv; } location /api/ { add_header X-Frame-Options DENY; ${PASS} } }`,
    questions: ['own-error-without-headers:1'],
  },
  {
    title: 'lists that have what the page sends',
    config: `location / { ${ONE}
      add_header Access-Control-Allow-Methods 'GET, PUT' always;
      add_header Access-Control-Allow-Headers 'content-type,Authorization' always;
      if ($request_method = OPTIONS) { return 204; } ${PASS} }`,
    known: asked({
      method: 'PUT',
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', 'x'],
      ],
    }),
  },
  {
    title: 'a list without POST, which needs no permission',
    config: `location / { ${ONE} add_header Access-Control-Allow-Headers Content-Type always; if ($request_method = OPTIONS) { return 204; } ${PASS} }`,
    known: asked({ method: 'POST', headers: [['Content-Type', 'application/json']] }),
  },
  {
    title: 'the requested names repeated',
    config: `location / { ${ONE}
      add_header Access-Control-Allow-Methods $http_access_control_request_method always;
      add_header Access-Control-Allow-Headers $http_access_control_request_headers always;
      if ($request_method = OPTIONS) { return 204; } ${PASS} }`,
    known: asked({ method: 'PATCH', headers: [['X-Trace', '1']] }),
  },
  {
    title: 'a server that leads all requests to https',
    config: `server { listen 80; return 301 https://$host$request_uri; } server { listen 443 ssl; location / { ${STAR} root /srv; } }`,
    known: asked({}),
  },
  {
    title: 'a redirect that has the header',
    config: `server { ${STAR} location = /old { return 302 /new; } location / { root /srv; } }`,
    known: asked({}),
  },
  {
    title: 'a redirect to what is not for pages of other origins',
    config: `server { location /api/ { ${STAR} root /srv; } location = / { return 302 /login; } location /login { root /srv; } }`,
    known: asked({}),
  },
  {
    title: 'a variable that is set elsewhere, so that its value is not known',
    config: `server { location / { add_header Access-Control-Allow-Origin $cors_from_elsewhere always; root /srv; } }`,
  },
]

for (const { title, config, known, questions } of nearMisses) {
  test(`no trap: ${title}`, () => {
    const linted = lintText(config, { ...NOTHING_KNOWN, ...known })
    assert.deepEqual(places(linted.findings), [])
    if (questions) assert.deepEqual([...places(linted.questions)].sort(), [...questions].sort())
  })
}
