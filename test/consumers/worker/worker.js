import { createPolicy, resolve } from 'cors-policy'
import { diagnose } from 'cors-policy/diagnose'
import { withCors } from 'cors-policy/web'

const policy = createPolicy({ origins: ['https://a.example'] })

export default { fetch: withCors(() => new Response('hello'), policy) }
export const decide = request => resolve(policy, request)
export { diagnose }
