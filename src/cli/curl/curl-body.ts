/** One option of a curl command that gives a part of the body. */
export interface BodyPart {
  /** As it was typed, `--data-raw`. */
  readonly option: string
  readonly value: string
}

/** A body, the header lines that curl adds for it, and the files that it would have been read from. */
export interface CurlBody {
  readonly text: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly files: readonly string[]
}

/** Any text that no field holds will do. */
const BOUNDARY = '----cors-policy-7MA4YWxkTrZu0gW'

/** https://curl.se/docs/manpage.html#-d. No file is opened: its content is left out. */
export function bodyOf(parts: readonly BodyPart[]): CurlBody {
  const { option } = parts[0] as BodyPart
  if (/^(?:-F|--form)/.test(option)) return multipart(parts)
  const files: string[] = []
  const texts = parts.map(part => textOf(part, files))
  const isJson = option === '--json'
  return {
    text: texts.join(isJson ? '' : '&'),
    headers: isJson
      ? [
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ]
      : [['Content-Type', 'application/x-www-form-urlencoded']],
    files,
  }
}

function textOf({ option, value }: BodyPart, files: string[]): string {
  if (option === '--data-raw') return value
  if (option === '--data-urlencode') {
    const { 1: name = '', 2: sign, 3: content = '' } = /^([^=@]*)([=@])?([\s\S]*)$/.exec(value) ?? []
    if (sign === undefined) return encodeURIComponent(name)
    if (sign === '@') files.push(content)
    const prefix = name && `${name}=`
    return sign === '@' ? prefix : prefix + encodeURIComponent(content)
  }
  if (!value.startsWith('@')) return value
  files.push(value.slice(1))
  return ''
}

function multipart(parts: readonly BodyPart[]): CurlBody {
  const files: string[] = []
  const fields = parts.map(({ option, value }) => {
    const { 1: name = '', 2: content = '' } = /^([^=]*)=?([\s\S]*)$/.exec(value) ?? []
    const file = option === '--form-string' ? undefined : /^[@<]([^;]*)/.exec(content)?.[1]
    if (file !== undefined) files.push(file)
    const isUpload = file !== undefined && content.startsWith('@')
    const disposition = `form-data; name="${quoted(name)}"${isUpload ? `; filename="${quoted(file)}"` : ''}`
    return `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\n\r\n${file === undefined ? content : ''}\r\n`
  })
  return {
    text: `${fields.join('')}--${BOUNDARY}--\r\n`,
    headers: [['Content-Type', `multipart/form-data; boundary=${BOUNDARY}`]],
    files,
  }
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
