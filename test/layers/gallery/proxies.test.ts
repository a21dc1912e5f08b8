import { testFaults } from './gallery.js'

await testFaults('apache', 'haproxy', 'varnish', 'caddy')
