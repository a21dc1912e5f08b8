import type { Trap } from '../../src/lint/finding.js'
import { APP, type AskedPage, type Known } from '../../src/lint/site.js'

/** A configuration that has a trap, and the same one with the lines that the fix says to write. */
export interface Case {
  readonly trap: Trap
  /** What stands in `http`. The trap is at the line that ends with `# here`. */
  readonly config: string
  readonly fixed: string
  /** What else is found there, as `trap:line`. */
  readonly also?: readonly string[]
  readonly known?: Partial<Known>
  /** The page's request that shows the trap. */
  readonly page?: Partial<AskedPage>
  readonly path: string
  /**
   * The fault of the answer: the page cannot read it; a page that should not reads it; the preflight of a page that should not
   * passes; a cache may mix it up. `none`: a browser takes no notice.
   */
  readonly harm: 'blocked' | 'readable' | 'preflight-passes' | 'unvaried' | 'none'
  /** What the upstream does: nothing about CORS, or all. */
  readonly upstream?: 'plain' | 'cors'
}

const STRANGER = 'https://stranger.example'
const CREDENTIALS = { credentials: true }
const WITHOUT_CORS: Partial<Known> = { upstreamCors: false }
const WITH_CORS: Partial<Known> = { upstreamCors: true }
const JSON_PUT: Partial<AskedPage> = { method: 'PUT', headers: [['Content-Type', 'application/json']] }

const asked = (page: Partial<AskedPage>): Partial<Known> => ({
  page: { origin: APP, method: 'GET', headers: [], credentials: false, ...page },
})

/** A server with these lines. */
const server = (lines: string) => `server {
  listen 80;
  root /srv;
${lines.replace(/^\n/, '')}
}`

const LISTED = `map $http_origin $cors_origin {
  default "";
  "https://app.example.com" $http_origin;
}
`

export const cases: readonly Case[] = [
  {
    trap: 'no-always',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    path: '/none',
    harm: 'blocked',
  },
  {
    trap: 'no-always',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Credentials true; # here
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Credentials true always;
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: CREDENTIALS,
    path: '/missing',
    harm: 'blocked',
  },
  {
    trap: 'lost-by-inner-add-header',
    config: server(`
  add_header Access-Control-Allow-Origin * always;
  location / {
    add_header Cache-Control no-cache; # here
  }`),
    fixed: server(`
  add_header Access-Control-Allow-Origin * always;
  location / {
    add_header Cache-Control no-cache;
    add_header Access-Control-Allow-Origin * always;
  }`),
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'lost-by-inner-add-header',
    config: server(`
  add_header Access-Control-Allow-Origin https://app.example.com always;
  add_header Access-Control-Allow-Credentials true always;
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always; # here
  }`),
    fixed: server(`
  add_header Access-Control-Allow-Origin https://app.example.com always;
  add_header Access-Control-Allow-Credentials true always;
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Credentials true always;
  }`),
    page: CREDENTIALS,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'lost-in-if',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Methods 'GET, PUT'; # here
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin https://app.example.com always;
      add_header Access-Control-Allow-Methods 'GET, PUT';
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'lost-in-if',
    config: server(`
  location / {
    if ($http_origin ~ "^https://app\\.example\\.com$") {
      add_header Access-Control-Allow-Origin $http_origin always;
      add_header Access-Control-Allow-Methods 'GET, PUT' always;
      add_header Access-Control-Allow-Headers Content-Type always;
    }
    if ($request_method = OPTIONS) { # here
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "~^https://app\\.example\\.com$" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
    add_header Access-Control-Allow-Methods 'GET, PUT' always;
    add_header Access-Control-Allow-Headers Content-Type always;
    if ($request_method = OPTIONS) {
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`)}`,
    also: ['missing-vary:6'],
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'if-misses-method',
    config: server(`
  location / {
    if ($request_method = GET) { # here
      add_header Access-Control-Allow-Origin https://app.example.com always;
    }
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin https://app.example.com always;
      add_header Access-Control-Allow-Methods 'GET, PUT';
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin https://app.example.com always;
      add_header Access-Control-Allow-Methods 'GET, PUT';
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: asked(JSON_PUT),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'answered-by-other-location',
    config: server(`
  location /app/ {
    add_header Access-Control-Allow-Origin * always;
    try_files $uri /index.html; # here
  }`),
    fixed: server(`
  location /app/ {
    add_header Access-Control-Allow-Origin * always;
    try_files $uri /index.html;
  }
  location = /index.html {
    add_header Access-Control-Allow-Origin * always;
  }`),
    path: '/app/none',
    harm: 'blocked',
  },
  {
    trap: 'answered-by-other-location',
    config: server(`
  index index.html; # here
  location = / {
    add_header Access-Control-Allow-Origin * always;
  }
  location ~ \\.html$ {
    expires 1h;
  }`),
    fixed: server(`
  index index.html;
  location = / {
    add_header Access-Control-Allow-Origin * always;
  }
  location ~ \\.html$ {
    expires 1h;
    add_header Access-Control-Allow-Origin * always;
  }`),
    path: '/',
    harm: 'blocked',
  },
  {
    trap: 'error-page-without-headers',
    config: server(`
  error_page 404 /404.html; # here
  location / {
    add_header Access-Control-Allow-Origin * always;
  }
  location = /404.html {
    internal;
  }`),
    fixed: server(`
  error_page 404 /404.html;
  location / {
    add_header Access-Control-Allow-Origin * always;
  }
  location = /404.html {
    internal;
    add_header Access-Control-Allow-Origin * always;
  }`),
    path: '/none',
    harm: 'blocked',
  },
  {
    trap: 'own-error-without-headers',
    config: server(`
  location / {
    proxy_pass http://127.0.0.1:3000; # here
    client_max_body_size 1;
  }`),
    fixed: `map $upstream_http_access_control_allow_origin $cors_missing {
    default "";
    "" "https://app.example.com";
}
${server(`
  location / {
    proxy_pass http://127.0.0.1:3000;
    client_max_body_size 1;
    add_header Access-Control-Allow-Origin $cors_missing always;
    add_header Vary Origin always;
  }`)}`,
    known: WITH_CORS,
    upstream: 'cors',
    path: '/gone',
    harm: 'blocked',
  },
  {
    trap: 'redirect-without-headers',
    config: server(`
  location = /old {
    return 302 /a.txt; # here
  }
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    fixed: server(`
  location = /old {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    return 302 /a.txt;
  }
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    known: asked({}),
    path: '/old',
    harm: 'blocked',
  },
  {
    trap: 'preflight-not-answered',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods 'GET, PUT' always;
    add_header Access-Control-Allow-Headers Content-Type always;
    proxy_pass http://127.0.0.1:3000; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods 'GET, PUT' always;
    add_header Access-Control-Allow-Headers Content-Type always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: WITHOUT_CORS,
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-not-answered',
    config: server(`
  location / { # here
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
  }`),
    known: asked({ headers: [['Authorization', 'Bearer x']] }),
    page: { headers: [['Authorization', 'Bearer x']] },
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-blocked-by-auth',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    auth_basic "API"; # here
    auth_basic_user_file /srv/users;
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
    auth_basic "API";
    auth_basic_user_file /srv/users;
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: { headers: [['Authorization', `Basic ${btoa('user:secret')}`]] },
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-blocked-by-auth',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    auth_request /login; # here
    proxy_pass http://127.0.0.1:3000;
  }
  location = /login {
    internal;
    if ($http_authorization = "") { return 401; }
    return 204;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
    auth_request /login;
    proxy_pass http://127.0.0.1:3000;
  }
  location = /login {
    internal;
    if ($http_authorization = "") { return 401; }
    return 204;
  }`),
    page: { headers: [['Authorization', 'Bearer x']] },
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-denied',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    limit_except GET PUT { # here
      deny all;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
    limit_except GET PUT OPTIONS {
      deny all;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-denied',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method !~ ^(GET|PUT)$) {
      return 405; # here
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
    if ($request_method !~ ^(GET|PUT)$) {
      return 405;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'preflight-redirected',
    config: server(`
  location = /old {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    return 308 /a.txt; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods 'GET, PUT' always;
    add_header Access-Control-Allow-Headers Content-Type always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: asked(JSON_PUT),
    page: JSON_PUT,
    path: '/old',
    harm: 'blocked',
  },
  {
    trap: 'options-without-headers',
    config: server(`
  if ($request_method = OPTIONS) {
    return 204; # here
  }
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT, PATCH, DELETE" always;
    add_header Access-Control-Allow-Headers "Authorization, Content-Type" always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'misspelled-header',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origins https://app.example.com always; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'doubled-by-upstream',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always; # here
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    proxy_hide_header Access-Control-Allow-Origin;
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: WITH_CORS,
    upstream: 'cors',
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'hide-lost-by-inner-hide',
    config: server(`
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin https://app.example.com always;
  location / {
    proxy_hide_header X-Powered-By; # here
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  proxy_hide_header Access-Control-Allow-Origin;
  add_header Access-Control-Allow-Origin https://app.example.com always;
  location / {
    proxy_hide_header X-Powered-By;
    proxy_hide_header Access-Control-Allow-Origin;
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: WITH_CORS,
    upstream: 'cors',
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'doubled-in-file',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Origin https://www.example.com always; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'wildcard-with-credentials',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin * always; # here
    add_header Access-Control-Allow-Credentials true always;
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "https://app.example.com" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }`)}`,
    page: CREDENTIALS,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'echo-unchecked',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin $http_origin always; # here
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "https://app.example.com" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }`)}`,
    page: { origin: STRANGER, credentials: true },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'echo-unchecked-preflight',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin $http_origin always; # here
      add_header Access-Control-Allow-Methods 'GET, PUT';
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "https://app.example.com" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    if ($request_method = OPTIONS) {
      add_header Access-Control-Allow-Origin $cors_origin always;
      add_header Vary Origin always;
      add_header Access-Control-Allow-Methods 'GET, PUT';
      add_header Access-Control-Allow-Headers Content-Type;
      return 204;
    }
    proxy_pass http://127.0.0.1:3000;
  }`)}`,
    page: { ...JSON_PUT, origin: STRANGER },
    path: '/a.txt',
    harm: 'preflight-passes',
  },
  {
    trap: 'null-origin-allowed',
    config: `map $http_origin $cors_origin {
  default "";
  "null" $http_origin; # here
  "https://app.example.com" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }`)}`,
    fixed: `${LISTED}${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Access-Control-Allow-Credentials true always;
    add_header Vary Origin always;
  }`)}`,
    page: { origin: 'null', credentials: true },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'unanchored-regex',
    config: server(`
  location / {
    add_header Vary Origin always;
    set $allowed "";
    if ($http_origin ~* (localhost|example\\.com)) { # here
      set $allowed $http_origin;
    }
    add_header Access-Control-Allow-Origin $allowed always;
  }`),
    fixed: server(`
  location / {
    add_header Vary Origin always;
    set $allowed "";
    if ($http_origin ~* "^https?://([a-z0-9-]+\\.)*(localhost|example\\.com)(:[0-9]+)?$") {
      set $allowed $http_origin;
    }
    add_header Access-Control-Allow-Origin $allowed always;
  }`),
    page: { origin: 'https://localhost.attacker.example' },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'unanchored-regex',
    config: `map $http_origin $cors_origin {
  default "";
  "~^https://app\\.example\\.com" $http_origin; # here
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    fixed: `map $http_origin $cors_origin {
  default "";
  "~^https://app\\.example\\.com(:[0-9]+)?$" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    page: { origin: 'https://app.example.com.attacker.example' },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'unanchored-regex',
    config: `map $http_origin $cors_origin {
  default "";
  "~^https://.*example\\.com$" $http_origin; # here
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    fixed: `map $http_origin $cors_origin {
  default "";
  "~^https://([a-z0-9-]+\\.)*example\\.com$" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    page: { origin: 'https://attackerexample.com' },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'unanchored-regex',
    config: server(`
  location / {
    if ($http_origin !~* "app\\.example\\.com") { # here
      return 403;
    }
    add_header Access-Control-Allow-Origin $http_origin always;
    add_header Vary Origin always;
  }`),
    fixed: server(`
  location / {
    if ($http_origin !~* "^https?://([a-z0-9-]+\\.)*app\\.example\\.com(:[0-9]+)?$") {
      return 403;
    }
    add_header Access-Control-Allow-Origin $http_origin always;
    add_header Vary Origin always;
  }`),
    page: { origin: 'https://app.example.com.attacker.example' },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'unescaped-dot',
    config: `map $http_origin $cors_origin {
  default "";
  "~^https://app.example\\.com$" $http_origin; # here
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    fixed: `map $http_origin $cors_origin {
  default "";
  "~^https://app\\.example\\.com$" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    page: { origin: 'https://appxexample.com' },
    path: '/a.txt',
    harm: 'readable',
  },
  {
    trap: 'missing-vary',
    config: `${LISTED}${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always; # here
  }`)}`,
    fixed: `${LISTED}${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    path: '/a.txt',
    harm: 'unvaried',
  },
  {
    trap: 'multiple-origins-in-one-value',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin "https://app.example.com, https://www.example.com" always; # here
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "https://app.example.com" $http_origin;
    "https://www.example.com" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'origin-value-with-slash',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com/ always; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
  }`),
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'origin-value-with-star',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://*.example.com always; # here
  }`),
    fixed: `map $http_origin $cors_origin {
    default "";
    "~^https://[a-z0-9.-]+\\.example\\.com$" $http_origin;
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'uppercase-origin',
    config: `map $http_origin $cors_origin {
  default "";
  "https://app.example.com" "https://App.Example.com"; # here
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    fixed: `map $http_origin $cors_origin {
  default "";
  "https://app.example.com" "https://app.example.com";
}
${server(`
  location / {
    add_header Access-Control-Allow-Origin $cors_origin always;
    add_header Vary Origin always;
  }`)}`,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'set-on-the-request',
    config: server(`
  location / {
    proxy_set_header Access-Control-Allow-Origin https://app.example.com; # here
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    proxy_pass http://127.0.0.1:3000;
  }`),
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'method-not-listed',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods 'GET, POST' always; # here
    add_header Access-Control-Allow-Headers Content-Type always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Methods "GET, POST, PUT" always;
    add_header Access-Control-Allow-Headers Content-Type always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: asked(JSON_PUT),
    page: JSON_PUT,
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'header-not-listed',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Headers Content-Type always; # here
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Headers "Content-Type, x-trace" always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: asked({ headers: [['X-Trace', '1']] }),
    page: { headers: [['X-Trace', '1']] },
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'authorization-under-wildcard',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Headers * always; # here
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin https://app.example.com always;
    add_header Access-Control-Allow-Headers "*, authorization" always;
    if ($request_method = OPTIONS) { return 204; }
    proxy_pass http://127.0.0.1:3000;
  }`),
    known: asked({ headers: [['Authorization', 'Bearer x']] }),
    page: { headers: [['Authorization', 'Bearer x']] },
    path: '/a.txt',
    harm: 'blocked',
  },
  {
    trap: 'removed-header',
    config: server(`
  location / {
    add_header Access-Control-Allow-Origin * always;
    add_header Access-Control-Allow-Private-Network true always; # here
  }`),
    fixed: server(`
  location / {
    add_header Access-Control-Allow-Origin * always;
  }`),
    path: '/a.txt',
    harm: 'none',
  },
]
