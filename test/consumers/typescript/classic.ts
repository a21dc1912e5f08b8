import { type CorsOptions, cors, createPolicy, type Decision, resolve } from 'cors-policy'
import { diagnose, type Verdict } from 'cors-policy/diagnose'
import { withCors } from 'cors-policy/web'

const options: CorsOptions = { origins: ['https://a.example'], credentials: true }
const decision: Decision = resolve(createPolicy(options), { method: 'GET', url: '/', headers: {} })
const verdict: Verdict = diagnose({
  pageOrigin: 'https://a.example',
  request: { url: 'https://b.example/' },
  response: { status: 200, headers: decision.headers },
})
const handle: (request: Request) => Promise<Response> = withCors(() => new Response(), { origins: '*' })
// @ts-expect-error a misspelt option
const misspelt: () => unknown = () => cors({ orgins: '*' })
// @ts-expect-error credentials without origins
const unsaid: () => unknown = () => cors({ credentials: true })
// @ts-expect-error an origin without its scheme
const bare: () => unknown = () => cors({ origins: ['a.example'] })

if (!verdict.readable || !handle || !misspelt || !unsaid || !bare) throw new Error('not readable')
console.log('ok')
