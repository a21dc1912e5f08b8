// One line a command; `--help` lists them by name.
export { check } from './check.js'
export { explain } from './explain.js'
export { exportCommand } from './export.js'
export { lint } from './lint.js'
