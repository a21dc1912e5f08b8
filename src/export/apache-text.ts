/** An argument of a directive. @internal */
export function argument(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

/** A text in an expression, for texts without quotes, backslashes and percent signs. @internal */
export function list(texts: readonly string[]): string {
  return `{ ${texts.map(text => `'${text}'`).join(', ')} }`
}

/** The environment variable in an expression. No request header has an effect on it. @internal */
export function variable(name: string): string {
  return `reqenv('CORS_${name}')`
}

/** The request header in an expression, without naming it in `Vary`. @internal */
export function header(name: string): string {
  return `req_novary('${name}')`
}

/** A match in an expression. @internal */
export function matches(subject: string, pattern: string, ignoreCase = false): string {
  // Nothing can escape the sign that ends a pattern.
  const safe = pattern.replaceAll(/\\[\s\S]|#/g, part => (part === '#' || part === '\\#' ? '\\x23' : part))
  return `${subject} =~ m#${safe}#${ignoreCase ? 'i' : ''}`
}

/** Sets a variable if all conditions hold. @internal */
export function set(name: string, value: string, ...conditions: readonly string[]): string {
  return `SetEnvIfExpr ${argument(conditions.length === 0 ? 'true' : conditions.join(' && '))} CORS_${name}=${value}\n`
}
