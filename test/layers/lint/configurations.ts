/** Configurations whose answers `serve` has to foresee, besides those of the traps. Paths that tell something are in the comments. */
export const configurations: readonly { readonly config: string; readonly paths: readonly string[] }[] = [
  {
    // Which location answers, and what an inner level inherits.
    paths: [
      '/',
      '/a',
      '/a/',
      '/a/b',
      '/a/b/c.txt',
      '/a.txt',
      '/exact',
      '/exact/',
      '/static/a.txt',
      '/static/b.png',
      '/A.TXT',
      '/nested/x/y',
      '/nested/x/y.txt',
    ],
    config: `server {
  listen 80; root /srv;
  add_header Access-Control-Allow-Origin server always;
  location / { add_header Access-Control-Allow-Origin rest always; }
  location = /exact { add_header Access-Control-Allow-Origin exact always; return 200; }
  location /a { add_header Access-Control-Allow-Origin a; return 404; }
  location /a/b { return 201; }
  location ~ \\.txt$ { add_header Access-Control-Allow-Origin txt always; }
  location ~* \\.(txt|png)$ { add_header Access-Control-Allow-Origin any-case always; }
  location ^~ /static/ { add_header Access-Control-Allow-Origin static always; }
  location /nested/ {
    add_header Access-Control-Allow-Origin nested always;
    location /nested/x/ { location ~ y$ { add_header Vary Origin always; } }
  }
}`,
  },
  {
    // Several "if", the last of which wins; "break"; "set" and captures.
    paths: ['/', '/b', '/c', '/d', '/e', '/f'],
    config: `server {
  listen 80; root /srv;
  set $server_set "by-server";
  if ($request_method = DELETE) { set $server_set "by-if"; }
  location / {
    add_header Access-Control-Allow-Origin outer always;
    if ($request_method = OPTIONS) { add_header Access-Control-Allow-Methods PUT; }
    if ($http_origin ~ "^https://(app|www)\\.example\\.com$") { add_header Access-Control-Allow-Origin "origin-$1" always; }
    if ($request_method != GET) { set $nothing 1; }
    return 204;
  }
  location /b {
    set $origin "";
    if ($http_origin ~* "^(?<scheme_of>https?)://APP\\.(?<rest>.+)$") { set $origin "$scheme_of $rest"; }
    add_header Access-Control-Allow-Origin "$origin" always;
    add_header Access-Control-Expose-Headers $server_set always;
    return 200;
  }
  location /c {
    if ($request_method = POST) { break; }
    if ($http_origin) { add_header Access-Control-Allow-Origin $http_origin; return 202; }
    return 403;
  }
  location /d { set $http_origin "*"; add_header Access-Control-Allow-Origin $http_origin always; return 301 /x; }
  location /e { if ($http_origin !~ example\\.com) { return 403; } add_header Access-Control-Allow-Origin late always; return 200; }
  location /f { rewrite ^/(.*)$ /g/$1 permanent; add_header Access-Control-Allow-Origin moved; }
}`,
  },
  {
    // map: exact keys in any case, patterns in order, default, captures, one map through another, and no value.
    paths: ['/'],
    config: `map $http_origin $one {
  default "";
  "HTTPS://APP.example.com" exact;
  ~^https://(?<name>[a-z]+)\\.example "pattern-$name";
  "~*STRANGER" never;
  null "null";
}
map "$request_method $one" $two { default "$one"; "OPTIONS exact" both; "~^PUT (.*)$" "put-$1"; }
server {
  listen 80;
  location / { add_header Access-Control-Allow-Origin $two always; add_header Vary Origin; return 200; }
}`,
  },
  {
    // What refuses: deny, logins, limit_except, satisfy.
    paths: ['/deny', '/login', '/except', '/except-login', '/any', '/asked', '/off', '/no-users'],
    config: `map $request_method $realm { default API; OPTIONS off; }
server {
  listen 80; root /srv;
  add_header Access-Control-Allow-Origin all always;
  add_header Access-Control-Max-Age 1;
  location /deny { deny all; if ($request_method = OPTIONS) { return 204; } }
  location /login { auth_basic API; auth_basic_user_file /srv/users; if ($request_method = PUT) { add_header Vary Origin always; } }
  location /except { limit_except GET PUT { deny all; } if ($request_method = OPTIONS) { return 204; } proxy_pass http://127.0.0.1:3000; }
  location /except-login { limit_except GET { auth_basic API; auth_basic_user_file /srv/users; } proxy_pass http://127.0.0.1:3000; }
  location /any { satisfy any; deny all; auth_basic API; auth_basic_user_file /srv/users; }
  location /asked { auth_request /auth; proxy_pass http://127.0.0.1:3000; }
  location = /auth { if ($request_method = OPTIONS) { return 204; } return 401; }
  location /off { auth_basic $realm; auth_basic_user_file /srv/users; proxy_pass http://127.0.0.1:3000; }
  location /no-users { auth_basic API; proxy_pass http://127.0.0.1:3000; }
}`,
  },
  {
    // Who answers in the end: try_files, error_page in all its forms.
    paths: [
      '/tries/none',
      '/a.txt',
      '/named/none',
      '/status/none',
      '/error/none',
      '/to-named',
      '/with-status',
      '/with-page-status',
      '/both',
      '/files',
      '/if-tries/none',
    ],
    config: `server {
  listen 80; root /srv;
  error_page 404 /404.html;
  location / { add_header Access-Control-Allow-Origin rest always; }
  location /tries/ { add_header Access-Control-Allow-Origin tries always; try_files $uri /index.html; }
  location = /index.html { add_header Access-Control-Allow-Origin index; }
  location /named/ { try_files $uri @app; }
  location @app { add_header Access-Control-Allow-Origin app always; proxy_pass http://127.0.0.1:3000; }
  location /status/ { add_header Access-Control-Allow-Origin status; error_page 500 /500.html; try_files $uri =404; }
  location = /404.html { add_header Access-Control-Allow-Origin "page-$request_method" always; }
  location /error/ { add_header Access-Control-Allow-Origin error always; }
  location /to-named { error_page 418 @app; return 418; }
  location /with-status { error_page 405 =200 @ok; }
  location @ok { add_header Access-Control-Allow-Origin ok; return 200; }
  location /with-page-status { error_page 403 = @ok; return 403; }
  location /both { error_page 403 /again; return 403; }
  location /again { add_header Access-Control-Allow-Origin again always; error_page 404 @ok; return 404; }
  location /files { add_header Access-Control-Allow-Origin files always; error_page 405 =204 /a.txt; }
  location /if-tries/ { if ($request_method = GET) { add_header Access-Control-Allow-Origin if always; } try_files $uri @app; }
}`,
  },
]
