import type { Fault } from '../fault.js'
import fault, { keeping } from './cached-without-vary.js'

export default {
  ...fault,
  what: "nginx ignores Vary, and gives a page the copy of another origin's, until the key of its cache has the origin",
  fixed: {
    servers: keeping('Cache-Control Vary', 'proxy_cache_key "$scheme$proxy_host$request_uri$http_origin";'),
  },
} satisfies Fault
