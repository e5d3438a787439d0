export type RawCase = {
  name: string
  /** One character is one byte. `{auth}` becomes a header with a key. */
  bytes: string
  /** What the first answer may be; 0 is a connection closed without one. */
  statuses: readonly number[]
}

const get = 'GET /v1/store HTTP/1.1\r\n'
const post = 'POST /v1/collections HTTP/1.1\r\n'
const host = 'Host: a\r\n'
const json = 'Content-Type: application/json\r\n'
const body = '{"title":{"en":"x"}}'
const length = `Content-Length: ${body.length}\r\n`

const refused = (name: string, bytes: string): RawCase => ({ name, bytes, statuses: [400] })
const oneOf = (name: string, bytes: string, statuses: readonly number[]): RawCase => ({ name, bytes, statuses })

const lengths = [
  refused(
    'a length and chunks',
    `${post}${host}{auth}${json}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ),
  refused(
    'chunks and a length',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
  ),
  refused('two lengths that differ', `${post}${host}{auth}${json}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  `),
  refused('two lengths that agree', `${post}${host}{auth}${json}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`),
  refused('two lengths in one header', `${post}${host}{auth}${json}Content-Length: 2, 2\r\n\r\n{}`),
  refused('a length with a plus', `${post}${host}{auth}${json}Content-Length: +2\r\n\r\n{}`),
  refused('a length below zero', `${post}${host}{auth}${json}Content-Length: -2\r\n\r\n{}`),
  refused('a length with a fraction', `${post}${host}{auth}${json}Content-Length: 2.0\r\n\r\n{}`),
  refused('a length in hexadecimal', `${post}${host}{auth}${json}Content-Length: 0x2\r\n\r\n{}`),
  refused('a length of words', `${post}${host}{auth}${json}Content-Length: two\r\n\r\n{}`),
  refused('an empty length', `${post}${host}{auth}${json}Content-Length: \r\n\r\n{}`),
  refused('a length beyond 64 bits', `${post}${host}{auth}${json}Content-Length: 99999999999999999999\r\n\r\n{}`),
  oneOf('a length of 9 exabytes', `${post}${host}{auth}${json}Content-Length: 9223372036854775807\r\n\r\n{}`, [413]),
  oneOf('a length of 1 GB', `${post}${host}{auth}${json}Content-Length: 1073741824\r\n\r\n{}`, [413]),
]

const chunks = [
  refused('xchunked', `${post}${host}{auth}${json}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`),
  refused(
    'chunked twice',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n`,
  ),
  refused(
    'chunked before another coding',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
  ),
  refused('identity', `${post}${host}{auth}${json}Transfer-Encoding: identity\r\n\r\n{}`),
  refused('a vertical tab before chunked', `${post}${host}{auth}${json}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n`),
  refused('a chunk size of letters', `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
  refused('a chunk size below zero', `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n-1\r\n`),
  refused(
    'a chunk size with 0x',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`,
  ),
  refused(
    'a chunk size beyond 64 bits',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n`,
  ),
  refused(
    'a chunk longer than it says',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
  ),
  refused(
    'a chunk ended by a bare line feed',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n`,
  ),
  oneOf(
    'chunks that make a body',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    [201, 409],
  ),
  oneOf(
    'a chunk with an extension',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)};a=b\r\n${body}\r\n0\r\n\r\n`,
    [201, 400, 409],
  ),
  oneOf(
    'a trailer that names a key',
    `${post}${host}${json}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n{auth}\r\n`,
    [401],
  ),
  oneOf(
    'a chunk extension of 20 KB',
    `${post}${host}{auth}${json}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    [413, 400, 431],
  ),
]

const headers = [
  refused('no host', `${get}{auth}\r\n`),
  refused('two hosts', `${get}Host: a\r\nHost: b\r\n{auth}\r\n`),
  refused('two hosts that agree', `${get}Host: a\r\nHost: a\r\n{auth}\r\n`),
  refused('two hosts in two spellings', `${get}Host: a\r\nhOsT: b\r\n{auth}\r\n`),
  refused('a blank before the colon', `${get}Host : a\r\n{auth}\r\n`),
  refused('a blank before a name', `${get}Host: a\r\n X: b\r\n{auth}\r\n`),
  refused('a folded header', `${get}${host}X: a\r\n b\r\n{auth}\r\n`),
  refused('NUL in a value', `${get}${host}X: a\0b\r\n{auth}\r\n`),
  refused('NUL in a name', `${get}${host}X\0Y: a\r\n{auth}\r\n`),
  refused('a control character in a value', `${get}${host}X: a\x01b\r\n{auth}\r\n`),
  refused('a return inside a value', `${get}${host}X: a\rb\r\n{auth}\r\n`),
  refused('a name with a blank', `${get}${host}X Y: a\r\n{auth}\r\n`),
  refused('a name in brackets', `${get}${host}[X]: a\r\n{auth}\r\n`),
  refused('no name', `${get}${host}: a\r\n{auth}\r\n`),
  refused('no colon', `${get}${host}nonsense\r\n{auth}\r\n`),
  refused('bare line feeds', `GET /v1/store HTTP/1.1\nHost: a\n\n`),
  oneOf('a header of 20 KB', `${get}${host}X: ${'x'.repeat(20_000)}\r\n{auth}\r\n`, [431]),
  oneOf('three thousand headers', `${get}${host}${'X: a\r\n'.repeat(3_000)}{auth}\r\n`, [431]),
  oneOf('a name of 20 KB', `${get}${host}${'x'.repeat(20_000)}: a\r\n{auth}\r\n`, [431]),
  oneOf('bytes above ASCII in a value', `${get}${host}X: \xe9\xff\r\n{auth}\r\n`, [200]),
  oneOf('two keys', `${get}${host}{auth}Authorization: Bearer dk_live_other\r\n\r\n`, [200, 400, 401]),
  oneOf(
    'two content types',
    `${post}${host}{auth}${json}Content-Type: text/plain\r\n${length}\r\n${body}`,
    [201, 400, 415],
  ),
  oneOf(
    'an upgrade to a socket',
    `${get}${host}{auth}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`,
    [200, 400, 426, 0],
  ),
  oneOf(
    'an upgrade to HTTP/2',
    `${get}${host}{auth}Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
    [200, 400, 0],
  ),
  oneOf(
    'an expectation nobody can meet',
    `${post}${host}{auth}${json}Expect: wonders\r\n${length}\r\n${body}`,
    [417, 201],
  ),
  oneOf(
    'an expectation to go on',
    `${post}${host}{auth}${json}Expect: 100-continue\r\n${length}\r\n${body}`,
    [100, 201],
  ),
]

const lines = [
  oneOf('no version', `GET /v1/store\r\n${host}\r\n`, [400, 401]),
  refused('version 3', `GET /v1/store HTTP/3.0\r\n${host}\r\n`),
  refused('version 1.10', `GET /v1/store HTTP/1.10\r\n${host}\r\n`),
  oneOf('another protocol', `GET /v1/store RTSP/1.0\r\n${host}\r\n`, [400, 401]),
  refused('HTTP/2 at once', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  refused('TLS at once', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  refused('SSH at once', 'SSH-2.0-OpenSSH_9.2\r\n'),
  refused('Redis at once', '*1\r\n$4\r\nPING\r\n'),
  refused('bytes at once', '\xff\xfe\x00\x01\r\n\r\n'),
  refused('an unknown method', `STEAL /v1/store HTTP/1.1\r\n${host}\r\n`),
  refused('a method in small letters', `get /v1/store HTTP/1.1\r\n${host}\r\n`),
  refused('a blank in the path', `GET /v1/ store HTTP/1.1\r\n${host}\r\n`),
  refused('a control character in the path', `GET /v1/\x01store HTTP/1.1\r\n${host}\r\n`),
  refused('no path', `GET  HTTP/1.1\r\n${host}\r\n`),
  oneOf('a path above ASCII', `GET /v1/\xd9\x85 HTTP/1.1\r\n${host}\r\n`, [400, 404]),
  oneOf('a path of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`, [431, 414]),
  oneOf('a path that is a star', `OPTIONS * HTTP/1.1\r\n${host}\r\n`, [400, 404]),
  oneOf('CONNECT', `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`, [400, 404, 405, 0]),
  oneOf('TRACE', `TRACE /v1/store HTTP/1.1\r\n${host}{auth}\r\n`, [404, 405]),
  oneOf('a whole address', `GET http://evil.example/health HTTP/1.1\r\n${host}\r\n`, [200, 400, 404]),
  oneOf('an address of a file', `GET file:///etc/passwd HTTP/1.1\r\n${host}\r\n`, [400, 404]),
  oneOf('a path that climbs', `GET /../../etc/passwd HTTP/1.1\r\n${host}\r\n`, [400, 404]),
  oneOf('a path of two slashes', `GET //evil.example/ HTTP/1.1\r\n${host}\r\n`, [400, 404]),
  oneOf('a path with a fragment', `GET /health#x HTTP/1.1\r\n${host}\r\n`, [200, 400, 404]),
  oneOf('HTTP/1.0 without a host', 'GET /health HTTP/1.0\r\n\r\n', [200]),
  oneOf('empty lines first', `\r\n\r\nGET /health HTTP/1.1\r\n${host}\r\n`, [200, 400]),
]

const sequences = [
  oneOf('two requests at once', `GET /health HTTP/1.1\r\n${host}\r\nGET /health HTTP/1.1\r\n${host}\r\n`, [200]),
  oneOf(
    'a request inside a body of GET',
    `GET /health HTTP/1.1\r\n${host}Content-Length: 36\r\n\r\nGET /v1/store HTTP/1.1\r\nHost: evil\r\n\r\n`,
    [200, 400],
  ),
  oneOf(
    'a body where none belongs',
    `DELETE /v1/collections/col_${'0'.repeat(32)} HTTP/1.1\r\n${host}{auth}${json}Content-Length: 2\r\n\r\n{}`,
    [404],
  ),
  oneOf('more body than was said', `${post}${host}{auth}${json}${length}\r\n${body}${'x'.repeat(100)}`, [201, 400]),
  oneOf('a hundred requests at once', `GET /health HTTP/1.1\r\n${host}\r\n`.repeat(100), [200]),
]

export const rawCases: readonly RawCase[] = [...lengths, ...chunks, ...headers, ...lines, ...sequences]
