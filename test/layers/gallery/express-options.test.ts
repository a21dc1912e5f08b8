import { testFaults } from './gallery.js'

await testFaults('express-options')
