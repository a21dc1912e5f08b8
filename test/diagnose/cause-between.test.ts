import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnsweredResponse, AskedRequest, Cause, CauseCode } from 'cors-policy/diagnose'
import { causeInLayers } from '../../src/diagnose/cause/in-layers.js'
import type { Asked, JudgedLayer } from '../../src/diagnose/layers.js'
import { type Answer, readAnswer } from '../../src/diagnose/read.js'
import { PASSES, PUT_TOKEN, page } from '../support/causes.js'
import { ALLOWED, ALLOWED_WITH_COOKIES, API, COOKIES, ORIGIN, PAGE } from '../support/example-exchange.js'
import { answer, verdictOf } from '../support/exchange.js'

// What a layer spoils of the right answer behind it is undone in the words of that layer.

interface Chain {
  readonly request?: Partial<AskedRequest>
  readonly kind?: Asked
  /** What the layer answers, and what the application behind it does. */
  readonly outer: AnsweredResponse
  readonly inner: AnsweredResponse
  /** What the application answers if it is asked without the page's host, or without credentials. */
  readonly untold?: AnsweredResponse
  readonly anonymous?: AnsweredResponse
  readonly sends?: readonly string[]
}

function causeIn(layer: string, { request = {}, kind = 'request', outer, inner, ...chain }: Chain): Cause {
  const judged = (name: string, response: AnsweredResponse): JudgedLayer => {
    const verdict = verdictOf({
      request,
      ...(kind === 'preflight' ? { preflightResponse: response } : { response }),
    })
    const isRight = verdict.failures.every(({ check }) => check === 'no-response')
    const answers = new Map([[kind, read(response)]])
    return { layer: name, verdict, isRight, answers, untold: null, anonymous: null }
  }
  const fault = judged(layer, outer)
  const behind: JudgedLayer = {
    ...judged('app', inner),
    untold: chain.untold ? new Map([[kind, read(chain.untold)]]) : null,
    anonymous: chain.anonymous ? read(chain.anonymous) : null,
  }
  assert.ok(behind.isRight)
  const { cause } = fault.verdict
  assert.ok(cause)
  const method = request.method ?? 'GET'
  const call = { origin: PAGE, url: new URL(API), method, credentials: chain.sends ?? [] }
  return causeInLayers([fault, behind], cause, call)
}

function read(response: AnsweredResponse): Answer {
  const read = readAnswer(response, 'response')
  assert.ok(read)
  return read
}

const preflight = { request: PUT_TOKEN, kind: 'preflight', inner: answer(PASSES, 204) } as const

interface Spoiled extends Chain {
  readonly what: string
  readonly code: CauseCode
  /** What every layer is told first; it is called edge there. */
  readonly change: string
  /** The line of each layer; the others have none. */
  readonly lines: Readonly<Record<string, string>>
}

const spoiled: readonly Spoiled[] = [
  {
    what: 'adds a line',
    outer: answer({ [ORIGIN]: [PAGE, '*'] }),
    inner: answer(ALLOWED),
    code: 'two-layers',
    change: 'Take `Access-Control-Allow-Origin: *` out of edge: app sends the right headers already.',
    lines: {
      nginx: 'take `add_header Access-Control-…` out',
      Apache: 'take `Header set Access-Control-…` out',
      HAProxy: 'take `http-response set-header Access-Control-…` out',
      Caddy: 'take out `header Access-Control-…` and `header_down Access-Control-…`, whichever stands there',
      Varnish: 'take `set resp.http.Access-Control-…` out',
      Express: 'take `app.use(cors(…))` out',
    },
  },
  {
    what: 'replaces a line',
    outer: answer({ [ORIGIN]: 'https://b.example' }),
    inner: answer(ALLOWED),
    code: 'origin-not-listed',
    change:
      'Let edge pass on `Access-Control-Allow-Origin: https://app.example`, in place of `Access-Control-Allow-Origin: https://b.example`.',
    lines: {
      nginx:
        'take out `add_header Access-Control-…` and `proxy_hide_header Access-Control-…`, whichever stands there',
      Apache:
        'take out `Header set Access-Control-…` and `Header unset Access-Control-…`, whichever stands there',
      HAProxy:
        'take out `http-response set-header Access-Control-…` and `http-response del-header Access-Control-…`, whichever stands there',
      Caddy:
        'take out `header Access-Control-…`, `header_down Access-Control-…` and `header_down -Access-Control-…`, whichever stands there',
      Varnish:
        'take out `set resp.http.Access-Control-…` and `unset beresp.http.Access-Control-…`, whichever stands there',
      Express: "take out `app.use(cors(…))` and `removeHeader('Access-Control-…')`, whichever stands there",
    },
  },
  {
    what: 'drops the lines',
    outer: answer({}),
    inner: answer(ALLOWED),
    code: 'two-layers',
    change: 'Let edge pass on `Access-Control-Allow-Origin: https://app.example` of app.',
    lines: {
      nginx:
        'take out `proxy_hide_header Access-Control-…` and `proxy_set_header Origin …`, whichever stands there',
      Apache:
        'take out `Header unset Access-Control-…` and `RequestHeader unset Origin`, whichever stands there',
      HAProxy:
        'take out `http-response del-header Access-Control-…` and `http-request del-header Origin`, whichever stands there',
      Caddy: 'take out `header_down -Access-Control-…` and `header_up -Origin`, whichever stands there',
      Varnish:
        'take out `unset beresp.http.Access-Control-…` and `unset req.http.Origin`, whichever stands there',
      Express:
        "take out `removeHeader('Access-Control-…')` and `removeHeader('Origin')`, whichever stands there",
    },
  },
  {
    what: 'answers OPTIONS itself',
    ...preflight,
    outer: answer({}, 405),
    code: 'preflight-not-routed',
    change: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 405.',
    lines: {
      nginx:
        'take out `if ($request_method = OPTIONS) …` and `proxy_set_header Origin …`, whichever stands there',
      Apache:
        'take out `RewriteCond %{REQUEST_METHOD} =OPTIONS` and `RequestHeader unset Origin`, whichever stands there',
      HAProxy:
        'take out `http-request return … if METH_OPTIONS`, `use_backend … if METH_OPTIONS` and `http-request del-header Origin`, whichever stands there',
      Caddy: 'take out `respond @preflight` and `header_up -Origin`, whichever stands there',
      Varnish:
        '`if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`, and take `unset req.http.Origin` out',
      Express: "take out `app.options(…)` and `removeHeader('Origin')`, whichever stands there",
    },
  },
  {
    what: 'answers OPTIONS with headers of its own',
    ...preflight,
    outer: answer({ [ORIGIN]: PAGE }, 200),
    code: 'method-not-listed',
    change: 'Let edge pass OPTIONS on to app as it came, `Origin` included, in place of the answer 200.',
    lines: {
      nginx:
        'take out `if ($request_method = OPTIONS) …` and `add_header Access-Control-…`, whichever stands there',
      Apache:
        'take out `RewriteCond %{REQUEST_METHOD} =OPTIONS` and `Header set Access-Control-…`, whichever stands there',
      HAProxy:
        'take out `http-request return … if METH_OPTIONS`, `use_backend … if METH_OPTIONS` and `http-response set-header Access-Control-…`, whichever stands there',
      Caddy:
        'take out `respond @preflight`, `header Access-Control-…` and `header_down Access-Control-…`, whichever stands there',
      Varnish:
        'take out `if (req.method == "OPTIONS") { return (synth(…)); }` and `set resp.http.Access-Control-…`, whichever stands there',
      Express: 'take out `app.options(…)` and `app.use(cors(…))`, whichever stands there',
    },
  },
  {
    what: 'wants a password for OPTIONS',
    ...preflight,
    outer: answer({ 'WWW-Authenticate': 'Basic realm="x"' }, 401),
    code: 'answered-before-cors',
    change: 'Let edge pass OPTIONS on to app, in place of the answer 401.',
    lines: {
      nginx:
        '`map $request_method $realm { OPTIONS off; default "…"; }` in `http`, with `auth_basic $realm;`, or `if ($request_method = OPTIONS) { return 204; }` in the location that `auth_request` names',
      Apache:
        'OPTIONS among the methods of `<LimitExcept>`; if there is none, `<LimitExcept OPTIONS>` around `Require`',
      HAProxy:
        '`!METH_OPTIONS` in the `if` of `http-request auth` and `deny`; in an `unless`, `or METH_OPTIONS`',
      Caddy:
        '`not method OPTIONS` in the matcher of what refuses it; if it has none, `@secured not method OPTIONS` and `basicauth @secured`',
      Varnish: '`if (req.method == "OPTIONS") { return (pass); }` first in `vcl_recv`',
    },
  },
  {
    what: 'answers with a page of its own',
    outer: page('', 404, { 'Content-Type': 'text/html' }),
    inner: answer(ALLOWED),
    code: 'answered-before-cors',
    change: 'Let edge pass the request on to app, in place of the answer 404.',
    lines: {
      nginx: 'let `server_name` match this host, and a `location` with `proxy_pass` this path',
      Apache: 'let `ServerName` match this host, and `ProxyPass` this path',
      HAProxy: 'let `use_backend` or `default_backend` match this host and path',
      Caddy: "let the site's address match this host, and `reverse_proxy` this path",
      Varnish: 'take `return (synth(…))` for this request out of `vcl_recv`',
      Express: 'put the proxy before static files and other routes',
    },
  },
  {
    what: 'replaces an error',
    outer: page('', 422, { 'Content-Type': 'text/html' }),
    inner: answer({ ...ALLOWED, 'Content-Type': 'application/json' }, 422),
    code: 'answered-before-cors',
    change:
      'Let edge pass on what app answers with status 422, in place of a page of its own without CORS headers.',
    lines: {
      nginx: '`proxy_intercept_errors off;`',
      Apache: '`ProxyErrorOverride Off`',
      HAProxy: 'take `http-response return` out',
      Caddy: 'take `handle_response` out of `reverse_proxy`',
      Varnish:
        'take `return (synth(…))` and `return (error(…))` out of `vcl_deliver` and `vcl_backend_response`',
      Express: 'pass the status and the headers of the response on as they come',
    },
  },
  {
    what: 'does not pass the cookie on',
    request: COOKIES,
    outer: answer({}, 401),
    inner: answer(ALLOWED_WITH_COOKIES),
    anonymous: answer({}, 401),
    sends: ['Cookie'],
    code: 'answered-before-cors',
    change: 'Let edge pass `Cookie` on: without that, app gives the same answer as edge.',
    lines: {
      nginx: 'take `proxy_set_header Cookie …` out',
      Apache: 'take `RequestHeader unset Cookie` out',
      HAProxy: 'take `http-request del-header Cookie` out',
      Caddy: 'take `header_up -Cookie` out',
      Varnish: 'take `unset req.http.Cookie` out',
      Express: "take `removeHeader('Cookie')` out",
    },
  },
  {
    what: 'does not say that the page uses https',
    ...preflight,
    outer: answer({ Location: API }, 301),
    untold: answer({ Location: API }, 301),
    code: 'redirect',
    change: 'Let edge tell app what the page requests: `X-Forwarded-Proto: https`.',
    lines: {
      nginx:
        '`proxy_set_header X-Forwarded-Proto $scheme;` where TLS ends, and `$http_x_forwarded_proto` in place of `$scheme` behind that',
      Apache: '`RequestHeader set X-Forwarded-Proto "https"` in the `<VirtualHost>` where TLS ends',
      HAProxy: '`http-request set-header X-Forwarded-Proto https if { ssl_fc }`',
      Caddy:
        'it sends the header itself; behind another proxy, `servers { trusted_proxies static private_ranges }` lets it pass on what it gets',
      Varnish:
        'it passes the header on; `hash_data(req.http.X-Forwarded-Proto);` in `vcl_hash` lets no copy of a redirect for http answer https',
    },
  },
  {
    what: 'does not say which host the page requests',
    ...preflight,
    outer: answer({}, 400),
    untold: answer({}, 400),
    code: 'preflight-not-routed',
    change: 'Let edge tell app what the page requests: `Host: api.example`.',
    lines: {
      nginx: '`proxy_set_header Host $http_host;`; for redirects of nginx itself, `absolute_redirect off;`',
      Apache: '`ProxyPreserveHost On`, or `ProxyPassReverse` with what `ProxyPass` has',
      Caddy: 'take `header_up Host` out of `reverse_proxy`',
      Varnish: 'take `set req.http.Host` and `set bereq.http.Host` out',
    },
  },
]

const layers = ['nginx', 'Apache', 'HAProxy', 'Caddy', 'Varnish', 'Express']

for (const { what, code, change, lines, ...chain } of spoiled) {
  test(`a layer that ${what} is told to change that`, () => {
    const cause = causeIn('edge', chain)
    assert.equal(cause.code, code)
    assert.match(cause.message, /^edge.* app, behind it, answers rightly\.$/)
    assert.equal(cause.fix, change)
  })
  for (const layer of layers) {
    const line = lines[layer]
    test(`${layer} ${what}: it has ${line === undefined ? 'no' : 'its own'} words for the change`, () => {
      const [, ...more] = causeIn(layer.toLowerCase(), chain).fix.split('\n')
      assert.deepEqual(more, line === undefined ? [] : [`In ${layer}: ${line}.`])
    })
  }
}
