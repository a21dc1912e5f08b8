import * as library from 'cors-policy'

export const policy: library.Policy = library.createPolicy({ origins: '*' })
export const inferred = library.cors(policy)
if (library.default !== library.cors) throw new Error('two copies')
console.log('ok')
