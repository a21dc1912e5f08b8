import type { CorsOptions } from 'cors'
import cors, { createPolicy } from 'cors-policy'

const options: CorsOptions = { origin: ['https://a.example', /^https:\/\/b\.example$/], credentials: true }
cors(options)
createPolicy(options)
console.log('ok')
