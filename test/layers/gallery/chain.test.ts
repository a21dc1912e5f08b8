import { testFaults } from './gallery.js'

await testFaults('chain')
