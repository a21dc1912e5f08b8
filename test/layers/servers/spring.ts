import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Program, startProgram } from './program.js'

const JARS = '/usr/share/java'
const CLASSES = 'build/spring'

const LIBRARIES = [
  'commons-logging',
  ...['aop', 'beans', 'context', 'core', 'expression', 'web', 'web.servlet'].map(name => `spring3-${name}`),
  ...['annotations-api', 'api', 'catalina', 'coyote', 'jaspic-api', 'jni', 'juli', 'servlet-api', 'util'].map(
    name => `tomcat9-${name}`,
  ),
  'tomcat9-util-scan',
].map(name => `${JARS}/${name}.jar`)

let compiled: Promise<unknown> | undefined

/**
 * Starts `Spring.java` with these arguments. It is compiled once for a whole file of tests, by Eclipse's compiler: Tomcat's
 * package brings that along, and a JDK is more to fetch than the Java runtime itself.
 */
export async function startSpring(
  t: Parameters<typeof startProgram>[0],
  ...args: readonly string[]
): Promise<Program> {
  compiled ??= promisify(execFile)('java', [
    ...['-cp', `${JARS}/eclipse-jdt-core.jar`, 'org.eclipse.jdt.internal.compiler.batch.Main'],
    ...['-17', '-proc:none', '-nowarn', '-cp', LIBRARIES.join(':')],
    ...['-d', CLASSES, 'test/layers/servers/Spring.java'],
  ])
  await compiled
  const classes = `${process.cwd()}/${CLASSES}`
  return startProgram(t, ({ port, directory }) => ({
    command: 'java',
    args: [
      // Starts sooner: nothing here runs long enough to be worth the better compiler.
      ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
      ...['-cp', [classes, ...LIBRARIES].join(':'), 'Spring', `${port}`, directory, ...args],
    ],
  }))
}
