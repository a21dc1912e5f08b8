// Loaded before the command: names under example.com stand for this machine, as they do in the browser of the gallery.
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'

const lookup = dns.lookup

function lookupHere(host: string, ...rest: unknown[]): void {
  const here = host.endsWith('.example.com') ? '127.0.0.1' : host
  Reflect.apply(lookup, dns, [here, ...rest])
}

dns.lookup = lookupHere as unknown as typeof dns.lookup
syncBuiltinESMExports()
