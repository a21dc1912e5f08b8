import worker from './build/test/conformance/worker.js'

const onListen = ({ port }) => console.log(port)
Deno.serve({ port: 0, hostname: '127.0.0.1', onListen }, request => worker.fetch(request))
