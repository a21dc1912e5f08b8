export type { Alternative, Cause, CauseCode } from './cause/cause.js'
export { diagnose } from './diagnose.js'
export type {
  AddressSpace,
  AddressSpaces,
  AnsweredRedirect,
  AnsweredResponse,
  AskedRequest,
  Exchange,
  HeaderLines,
  PageRequest,
  Probe,
} from './exchange.js'
export type { HeaderList } from './header-list.js'
export { type DescribedReason, type Plan, type PlannedPreflight, type PlannedRequest, plan } from './plan.js'
export type { PreflightReason } from './preflight-needed.js'
export type { Check, CorsCheck, Failure, Note, NoteCode, Stage, Verdict } from './verdict.js'
