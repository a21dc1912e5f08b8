// One line a command; `--help` lists them by name.
export { check } from './check.js'
export { lint } from './lint.js'
