import { readFileSync } from 'node:fs'
import express from 'express'

/** Serves the page, on another port than the API and so from another origin. */
export function createPage(pageOrigin, apiOrigin, decisions) {
  const html = readFileSync(new URL('page.html', import.meta.url), 'utf8').replaceAll('{{api}}', apiOrigin)
  const page = express()
  page.disable('x-powered-by')
  page.use((request, response, next) => {
    // The policy allows the page on localhost only, and 127.0.0.1 is another origin.
    if (`http://${request.headers.host}` === pageOrigin) next()
    else response.redirect(pageOrigin)
  })
  page.get('/', (_request, response) => response.type('html').send(html))
  page.get('/decisions', (request, response) =>
    response.json(decisions.filter(({ url }) => url === request.query.url)),
  )
  return page
}
