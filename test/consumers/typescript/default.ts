import cors, {
  CorsConfigError,
  type CorsMiddleware,
  type CorsOptions,
  createPolicy,
  cors as named,
} from 'cors-policy'

const options: CorsOptions = { origins: '*' }
// Declarations are written for these, so their types must have names that a project can import.
export const inferred = cors(options)
export const middleware: CorsMiddleware = named(options)
export const policy = createPolicy(options)
export class Refused extends CorsConfigError {}
export interface More extends CorsOptions {
  readonly name: string
}

if (cors !== named || !inferred.policy.allowsOrigin('https://a.example')) throw new Error('two copies')
console.log('ok')
