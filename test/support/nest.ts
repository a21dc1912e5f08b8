import 'reflect-metadata'
import type http from 'node:http'
import { All, type ArgumentsHost, Catch, Controller, Module, Req, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { CorsMiddleware } from 'cors-policy'

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void

/** A NestJS application whose only route is the handler. */
export async function nest(middleware: CorsMiddleware, handler: Handler): Promise<http.RequestListener> {
  class Everything {
    answer(request: http.IncomingMessage, response: http.ServerResponse): void {
      handler(request, response)
    }
  }
  // The decorators are called as functions: nothing else here would need their syntax.
  const { prototype } = Everything
  All('{*path}')(prototype, 'answer', Object.getOwnPropertyDescriptor(prototype, 'answer') as never)
  Req()(prototype, 'answer', 0)
  Res()(prototype, 'answer', 1)
  Controller()(Everything)

  class App {}
  Module({ controllers: [Everything] })(App)

  class Failures {
    catch(error: Error, host: ArgumentsHost): void {
      const response: http.ServerResponse = host.switchToHttp().getResponse()
      response.statusCode = 500
      response.end(`failed: ${error.message}`)
    }
  }
  Catch()(Failures)

  const app = await NestFactory.create(App, { logger: false })
  app.use(middleware)
  app.useGlobalFilters(new Failures())
  await app.init()
  return app.getHttpAdapter().getInstance()
}
