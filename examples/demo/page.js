import { readFileSync } from 'node:fs'
import express from 'express'

/** The server of the page: another port than the API's, so another origin. */
export function createPage(pageOrigin, apiOrigin, decisions) {
  const html = readFileSync(new URL('page.html', import.meta.url), 'utf8').replaceAll('{{api}}', apiOrigin)
  const page = express()
  page.disable('x-powered-by')
  page.use((request, response, next) => {
    // 127.0.0.1 is another origin than localhost, and the policy allows only the one.
    if (`http://${request.headers.host}` === pageOrigin) next()
    else response.redirect(pageOrigin)
  })
  page.get('/', (_request, response) => response.type('html').send(html))
  page.get('/decisions', (request, response) =>
    response.json(decisions.filter(({ url }) => url === request.query.url)),
  )
  return page
}
