import { type CorsOptions, createPolicy, type Policy } from 'cors-policy'
import { exportPolicy } from 'cors-policy/export'
import { type Program, startProgram } from '../servers/program.js'

export type Context = Parameters<typeof startProgram>[0]

/** The parts of a policy as the files that its comments name. */
export function partsOf(policy: Policy): Readonly<Record<string, string>> {
  const parts = exportPolicy(policy, 'nginx').split(/^(?=# Part [123])/m)
  const files = parts.map(part => [/\/etc\/nginx\/(\S+),/.exec(part)?.[1] ?? '', part])
  return Object.fromEntries(files)
}

/** Starts nginx with the lines of an `http` block, which may include the files of each policy by the name of its folder. */
export function startHttp(
  t: Context,
  policies: Readonly<Record<string, CorsOptions>>,
  http: (port: number, directory: string) => string,
  files: Readonly<Record<string, string>> = {},
): Promise<Program> {
  return startProgram(t, ({ port, directory }) => {
    const parts = Object.entries(policies).flatMap(([name, options]) =>
      Object.entries(partsOf(createPolicy(options))).map(([file, text]) => [`${name}-${file}`, text]),
    )
    return {
      command: 'nginx',
      args: ['-c', `${directory}/nginx.conf`, '-g', `daemon off; pid ${directory}/nginx.pid;`],
      files: {
        ...files,
        ...Object.fromEntries(parts),
        'nginx.conf': `error_log stderr;\nevents {}\nhttp {\naccess_log off;\n${http(port, directory)}\n}\n`,
      },
    }
  })
}
