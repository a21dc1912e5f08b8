import { corsFetch } from 'cors-policy/web'
import { Elysia } from 'elysia'
import { policies } from './build/test/conformance/policies.js'
import worker, { sent } from './build/test/conformance/worker.js'

const elysia = policies.map(({ source }) => {
  const run = corsFetch(source)
  return new Elysia()
    .wrap(answer => request => run(request, () => answer(request)))
    .all('/x', () => 'handled')
    .get('/sends', ({ set }) => {
      Object.assign(set.headers, sent)
      return 'handled'
    })
    .get('/broken', () => {
      throw new Error('broken')
    })
})

const { port } = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request) {
    const [adapter, index] = (request.headers.get('x-conformance') ?? '').split(' ')
    return adapter === 'Elysia' ? elysia[index].fetch(request) : worker.fetch(request)
  },
})
console.log(port)
