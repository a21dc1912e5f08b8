import http from 'node:http'
import { type Place, type Program, startProgram } from '../servers/program.js'

type Owner = Parameters<typeof startProgram>[0]

/** `user:secret`. */
const USERS = 'user:{PLAIN}secret\n'

/** Runs nginx with what stands in `http`, in front of an upstream. `/srv` becomes its folder, which has `a.txt` and `index.html`. */
export function startNginx(t: Owner, config: string, upstream: number): Promise<Program> {
  return startProgram(t, place => ({
    command: 'nginx',
    args: ['-c', `${place.directory}/nginx.conf`, '-e', 'stderr'],
    files: {
      'nginx.conf': whole(config, place, upstream),
      users: USERS,
      'a.txt': 'text\n',
      'index.html': '<p>page</p>\n',
      '404.html': '<p>none</p>\n',
    },
  }))
}

function whole(config: string, { port, directory }: Place, upstream: number): string {
  const parts = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const here = config
    .replaceAll('listen 80;', `listen 127.0.0.1:${port};`)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${upstream}`)
    .replaceAll('/srv', directory)
  return `daemon off;
master_process off;
error_log stderr;
pid ${directory}/nginx.pid;
events {}
http {
  access_log off;
  absolute_redirect off;
  ${parts.map(part => `${part}_temp_path ${directory}/${part};`).join('\n  ')}
${here}
}
`
}

/**
 * A server that answers `OPTIONS` with 405 and `/missing` with 404, and knows no CORS, or that does all of it. A request for `/gone` is cut
 * off, so that nginx answers 502.
 */
export function createUpstream(doesCors: boolean): http.Server {
  return http.createServer((request, response) => {
    if (request.url === '/gone') {
      request.socket.destroy()
      return
    }
    if (doesCors) response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com')
    response.statusCode = request.method === 'OPTIONS' ? 405 : request.url === '/missing' ? 404 : 200
    response.end('upstream\n')
  })
}
