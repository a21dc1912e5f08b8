export type { CorsResponse } from './adapters/cors-response.js'
export { type CorsMiddleware, cors, cors as default, type Next } from './adapters/node.js'
export type { CorsOptionsDelegate, PolicySource, ShadowOptions } from './adapters/policy-source.js'
export { createPolicy } from './config/compile.js'
export { type CorsConfigCode, CorsConfigError, type CorsConfigIssue, type CorsRisk } from './config/errors.js'
export type {
  List,
  OriginFunction,
  Origins,
  ResourceOptions,
  Resources,
} from './config/options.js'
export { optionsFromSettings } from './config/settings.js'
export type {
  AnyOptions,
  CorsOptions,
  ExpressOptions,
  ExpressOrigin,
  ExpressOriginFunction,
  FlaskOptions,
} from './config/spellings.js'
export type { Decision, Reason } from './policy/decision.js'
export type { Policy } from './policy/policy.js'
export type { CorsRequest, FetchRequest } from './policy/request.js'
export { resolve } from './policy/resolve.js'
