export type { CorsRequest, Decision, FetchRequest, Reason } from './decision.js'
export type {
  AnyOptions,
  ExpressOptions,
  ExpressOrigin,
  ExpressOriginFunction,
  FlaskOptions,
} from './dialects.js'
export { type CorsConfigCode, CorsConfigError, type CorsConfigIssue, type CorsRisk } from './errors.js'
export type { CorsResponse } from './guard.js'
export { type CorsMiddleware, cors, type Next } from './node.js'
export type { CorsOptions, List, OriginFunction, Origins, ResourceOptions, Resources } from './options.js'
export { createPolicy, type Policy } from './policy.js'
export { resolve } from './resolve.js'
export { optionsFromSettings } from './settings.js'
export type { PolicySource } from './source.js'
