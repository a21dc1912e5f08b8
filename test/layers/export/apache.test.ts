import { awkward } from './awkward.js'
import { fixed } from './fixed.js'
import { apache } from './layers.js'
import { prove } from './proof.js'

prove(apache, { ...fixed, ...awkward })
