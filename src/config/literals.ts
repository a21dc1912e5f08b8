import type { AnyOptions, OneSpelling, OptionName } from './spellings.js'

/**
 * Options whose literals the compiler checks: an origin without a scheme or with a slash at its end does not compile, nor does
 * `credentials: true` without an option that says who may read, nor two spellings of one option. Values of type `string` or
 * `boolean` are checked when the policy is made, like all else.
 */
export type Literal<
  Request,
  Text extends string,
  Credentials extends boolean,
  Lone extends string,
  Given extends OptionName,
> = AnyOptions<Request> &
  OptionLiterals<Text, Credentials, Lone> &
  OneSpelling<Given> &
  AsSentIn<NoInfer<Text>, readonly AsSent<NoInfer<Text>>[]> &
  AsSentIn<NoInfer<Lone>, AsSent<NoInfer<Lone>>> &
  ([Credentials, Extract<Given, NamesWhoMayRead>] extends [true, never] ? WhoMayRead : unknown)

/**
 * The type parameters are inferred from these. `Lone` is inferred apart from `Text`, for `origins: condition ? 'a' : ['b']`.
 */
interface OptionLiterals<Text extends string, Credentials extends boolean, Lone extends string> {
  readonly origins?: Lone | OriginLiterals<Text>
  readonly origin?: Lone | OriginLiterals<Text> | boolean
  readonly credentials?: Credentials
}

/**
 * RegExp is listed beside `object` so that inference tells it from text. Functions are matched by their `call`: a signature
 * here would keep the options' own from typing the parameters.
 */
type OriginLiterals<Text extends string> =
  | readonly (Text | RegExp | object | boolean)[]
  | RegExp
  | ReadonlySet<unknown>
  | { readonly call: unknown }

/** A spread object may have these, so it is checked when the policy is made. */
type NamesWhoMayRead = 'dangerouslyAllow' | 'resources' | 'origin' | 'origins'

/** The compiler's message names the last of these, so `origins` stands there. */
type WhoMayRead =
  | { readonly dangerouslyAllow: unknown }
  | { readonly resources: unknown }
  | { readonly origin: unknown }
  | { readonly origins: unknown }

/** If the text is wrong, `Right` is the only type offered, so that the compiler's message cannot name another. */
type AsSentIn<Text extends string, Right> = [Text] extends [AsSent<Text>]
  ? unknown
  : { readonly origins?: Right; readonly origin?: Right }

/** The text if it is right, else what to write instead, which the compiler's message then shows. */
type AsSent<Text extends string> = string extends Text
  ? Text
  : Text extends '*' | 'null' | 'file://' | '' | `${string},${string}`
    ? Text
    : Text extends `${infer Start}/`
      ? AsSent<Start>
      : Text extends `${string}://${string}`
        ? Text
        : Text extends `localhost${string}` | `127.${string}`
          ? `http://${Text}`
          : `https://${Text}`
