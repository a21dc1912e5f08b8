// @ts-check
const cors = require('cors-policy')
const { createPolicy, resolve } = require('cors-policy')

/** @type {import('cors-policy').CorsOptions} */
const options = { origins: '*' }
/** @type {cors.Policy} */
const policy = cors.createPolicy(options)
cors(createPolicy(options)).with({ maxAge: 5 })
// @ts-expect-error a misspelt option
const misspelt = () => cors({ orgins: '*' })
if (!resolve(policy, { headers: {} }).allowed || !misspelt) throw new Error('not allowed')
console.log('ok')
