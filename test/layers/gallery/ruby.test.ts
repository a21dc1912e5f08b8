import { testFaults } from './gallery.js'

await testFaults('rails')
