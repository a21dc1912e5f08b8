import { MAX_ORIGIN_LENGTH } from '../protocol.js'
import { accept, reject, type Steps } from './steps.js'

const SPECIAL = '(?:https?|wss?|ftp)'
const PORT =
  '(?::(?:0|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?'
const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const SCHEME = '[a-z][a-z0-9+.-]*'

/** A compressed IPv6 address with at most so many pieces. */
function pieces(most: number): string {
  return `^${SCHEME}://\\[:*(?:[0-9a-f]+:+){0,${most - 1}}[0-9a-f]*\\]${PORT}$`
}

/** The one spelling of an IPv6 address that browsers send: the longest run of zeros is compressed, the first of equal ones. */
const IPV6: Steps = [
  reject('\\[[^\\]]*(?:[^0-9a-f:\\]]|[0-9a-f]{5}|:::|::.*::)'),
  reject('\\[\\]|\\[:[^:]|[^:]:\\]|[\\[:]0[0-9a-f]|[\\[:]0::|::0[:\\]]'),
  reject('\\[(?:[0-9a-f]+:)*0:0(?::[0-9a-f]+)*\\]'),
  accept(`^${SCHEME}://\\[(?:[0-9a-f]+:){7}[0-9a-f]+\\]${PORT}$`),
  reject('\\[[0-9a-f]+(?::[0-9a-f]+)*\\]'),
  accept(pieces(4)),
  reject('[\\[:]0:0:0:.*::|::.*:0:0:0:0[:\\]]'),
  accept(pieces(5)),
  reject('[\\[:]0:0:.*::|::.*:0:0:0[:\\]]'),
  accept(pieces(6)),
]

/**
 * Whether a text is an origin as browsers send it: `isOrigin` of src/protocol.ts, except that a label `xn--…` is taken for
 * valid Punycode, which no expression can check. Browsers load no page from an invalid one.
 *
 * @internal
 */
export const WELL_FORMED: Steps = [
  reject(`^.{${MAX_ORIGIN_LENGTH + 1}}`),
  reject('^file:'),
  reject('^(?:http://.*:80|https://.*:443|ws://.*:80|wss://.*:443|ftp://.*:21)$'),
  // The URL parser reads `0x7f` at the end of a host as a part of an IPv4 address.
  reject(`^${SPECIAL}://(?:.*\\.)?0x[0-9a-f]*\\.?(?::[0-9]+)?$`),
  // There is nothing to decode.
  reject(`^${SPECIAL}://(?:.*\\.)?xn--(?:[.:]|$)`),
  accept(`^${SPECIAL}://(?:[a-z0-9_-]+\\.)*[a-z0-9_-]*[a-z_-][a-z0-9_-]*\\.?${PORT}$`),
  accept(`^${SPECIAL}://${BYTE}(?:\\.${BYTE}){3}${PORT}$`),
  ...IPV6,
  reject(`^${SPECIAL}:`),
  accept(`^${SCHEME}://(?:(?:[A-Za-z0-9_-]+\\.)*[A-Za-z0-9_-]+\\.?|\\.)${PORT}$`),
]
