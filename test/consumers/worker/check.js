import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import worker, { decide } from './out.js'

assert.doesNotMatch(readFileSync('out.js', 'utf8'), /\bnode:|\brequire\(["']/)
const request = new Request('https://b.example/', { headers: { origin: 'https://a.example' } })
assert.equal(decide(request).allowed, true)
assert.equal((await worker.fetch(request)).headers.get('access-control-allow-origin'), 'https://a.example')
console.log('ok')
