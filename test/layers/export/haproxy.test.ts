import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { haproxy } from './layers.js'
import { prove } from './proof.js'

prove(haproxy, { ...fixed, ...awkward })
