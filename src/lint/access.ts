import type { Directive } from './directive.js'
import { inherited, innerLevel, type Level, own } from './level.js'
import { evaluate, type Scope } from './variables.js'

/** What the access phase says: the status of a refusal, and the directive that refuses. */
export interface Access {
  readonly status: 401 | 403 | null
  readonly at: Directive | null
}

const LET_IN: Access = { status: null, at: null }

/**
 * Whether a request is let in. Addresses are not known, so only `deny all` as the first rule refuses.
 *
 * @param asks whether the location that `auth_request` asks says yes
 */
export function isLetIn(level: Level, scope: Scope, asks: (path: string) => boolean): Access {
  const { request } = scope
  const first = inherited(level, /^(?:allow|deny)$/).at(0)
  const isDenied = first?.name === 'deny' && first.args.at(0) === 'all'
  const isAllowed = first?.name === 'allow' && first.args.at(0) === 'all'
  const login = loginAt(level, scope, asks)
  const isAny =
    inherited(level, /^satisfy$/)
      .at(-1)
      ?.args.at(0) === 'any'
  if (isAny && first && login) return isAllowed || request.isAuthorised ? LET_IN : { status: 401, at: login }
  if (isDenied) return { status: 403, at: first }
  return login && !request.isAuthorised ? { status: 401, at: login } : LET_IN
}

/** The `limit_except` block that holds for a method in place of the location: not even its `if` blocks run. */
export function exceptLevel(location: Level, method: string): Level | undefined {
  const except = own(location, /^limit_except$/).at(-1)
  if (!except) return undefined
  const methods = except.args.map(word => word.toUpperCase())
  if (methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))) return undefined
  return innerLevel(location, except)
}

/** The directive that asks for a login, if one does. */
function loginAt(level: Level, scope: Scope, asks: (path: string) => boolean): Directive | null {
  const basic = inherited(level, /^auth_basic$/).at(-1)
  const hasUsers = inherited(level, /^auth_basic_user_file$/).length > 0
  if (basic && hasUsers && evaluate(basic.args.at(0) ?? '', scope).text !== 'off') return basic
  const request = inherited(level, /^auth_request$/).at(-1)
  const path = request?.args.at(0) ?? 'off'
  if (request && path !== 'off' && !asks(path)) return request
  const token = inherited(level, /^auth_jwt$/).at(-1)
  return token && token.args.at(0) !== 'off' ? token : null
}
