import { testFaults } from './gallery.js'

await testFaults('django', 'starlette')
