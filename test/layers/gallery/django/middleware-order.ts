import { type Fault, PAGE } from '../fault.js'
import { django } from '../servers.js'

const token = `
def token(get_response):
    def middleware(request):
        if 'Authorization' in request.headers: return get_response(request)
        return HttpResponse('who?', status=401)
    return middleware`

const server = (middleware: string) =>
  django(`CORS_ALLOWED_ORIGINS=["${PAGE}"], MIDDLEWARE=[${middleware}]`, token)

export default {
  what: 'a middleware of Django asks the preflight for a token before CorsMiddleware',
  servers: server(`__name__ + '.token', 'corsheaders.middleware.CorsMiddleware'`),
  asked: { headers: { Authorization: 'Bearer x' } },
  cause: 'answered-before-cors',
  fix: [
    `Access-Control-Allow-Origin: ${PAGE}`,
    'With django-cors-headers: put `corsheaders.middleware.CorsMiddleware` first in `MIDDLEWARE`',
  ],
  fixed: { servers: server(`'corsheaders.middleware.CorsMiddleware', __name__ + '.token'`) },
  next: 'readable',
} satisfies Fault
