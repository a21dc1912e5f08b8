import type { AnyOptions } from './dialects.js'

/**
 * Options whose literals the compiler looks at: an origin without a scheme or with a slash at its end does not
 * compile, nor does `credentials: true` without a word on who may read. What is no more than a `string` or a
 * `boolean` to the compiler is checked when the policy is made, as all else is.
 */
export type Literal<
  Request,
  Text extends string,
  Credentials extends boolean,
  Lone extends string,
> = AnyOptions<Request> &
  OptionLiterals<Text, Credentials, Lone> &
  (string extends Text ? unknown : OptionLiterals<AsSent<Text>, Credentials, string>) &
  (string extends Lone ? unknown : OptionLiterals<string, Credentials, AsSent<Lone>>) &
  ([Credentials] extends [true] ? WhoMayRead : unknown)

/** What the literals are inferred from. An origin alone has a type of its own, for one that is alone only sometimes. */
interface OptionLiterals<Text extends string, Credentials extends boolean, Lone extends string> {
  readonly origins?: Lone | OriginLiterals<Text>
  readonly origin?: Lone | OriginLiterals<Text> | boolean
  readonly credentials?: Credentials
}

/**
 * RegExp is named, though an object, so that inference tells it from text. A function is told by its `call`: with
 * a signature here, those of the options would not type its parameters.
 */
type OriginLiterals<Text extends string> =
  | readonly (Text | RegExp | object)[]
  | RegExp
  | ReadonlySet<unknown>
  | { readonly call: unknown }

/** The last is the one that the compiler's message names. */
type WhoMayRead =
  | { readonly dangerouslyAllow: unknown }
  | { readonly resources: unknown }
  | { readonly origin: unknown }
  | { readonly origins: unknown }

/** The text, or what to write instead, which the compiler's message then shows. */
type AsSent<Text extends string> = Text extends '*' | 'null' | '' | `${string},${string}`
  ? Text
  : Text extends `${infer Start}/`
    ? AsSent<Start>
    : Text extends `${string}://${string}`
      ? Text
      : Text extends `localhost${string}` | `127.${string}`
        ? `http://${Text}`
        : `https://${Text}`
