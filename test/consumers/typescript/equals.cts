import cors = require('cors-policy')

const options: cors.CorsOptions = { origins: '*' }
export const inferred = cors(options)
export const decision: cors.Decision = cors.resolve(cors.createPolicy(options), { headers: {} })
if (cors !== cors.cors || cors !== cors.default) throw new Error('two copies')
console.log('ok')
