import { testFaults } from './gallery.js'

await testFaults('own', 'page')
