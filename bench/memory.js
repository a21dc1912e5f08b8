// What a policy of 100,000 origins takes beyond the strings of its origins. Needs --expose-gc.
import { createPolicy } from 'cors-policy'

const COUNT = 100_000
const origins = Array.from({ length: COUNT }, (_, i) => `https://tenant-${i}.example.com`)
// Flat: a string that was put together from parts becomes so at its first use, which is not the policy's doing.
for (const origin of origins) JSON.parse(`{"${origin}":0}`)[origin]
globalThis.gc()
const before = process.memoryUsage().heapUsed
const policy = createPolicy({ origins })
globalThis.gc()
const after = process.memoryUsage().heapUsed
console.log((after - before) / COUNT)
if (!policy.allowsOrigin(origins[0])) throw new Error('the policy is wrong')
