/** What clients send without end: what comes first, and what comes again and again, a megabyte at a time. */

export interface ClientFlood {
  first: string;
  block: Buffer;
  /** Where what is kept of each may be many times what is sent, or takes long to read: so many are enough. */
  megabytes?: number;
}

const million = 1_000_000;
export const text = (bytes: string): Buffer => Buffer.alloc(million, bytes);

export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const chunked = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';

export const clientFloods: Readonly<Record<string, ClientFlood>> = {
  'headers without end': {
    first: 'GET / HTTP/1.1\r\n',
    block: text('X-Name: and its value, which is as long as the others\r\n'),
  },
  'one header without end': { first: 'GET / HTTP/1.1\r\nX-Name: ', block: text('a') },
  'a request line without end': { first: 'GET /', block: text('a') },
  garbage: { first: '', block: text('\x00\xff\x07 garbage \x16\x15\r\n'), megabytes: 10 },
  'requests without end': { first: '', block: text('GET /aa HTTP/1.1\r\n\r\n'), megabytes: 30 },
  'a body without end': { first: chunked, block: text('5\r\nhello\r\n'), megabytes: 10 },
  'chunks of trailers without end': { first: `${chunked}0\r\n`, block: text('X-Trailer: yes\r\n') },
  'HTTP/2 frames that no stream has': {
    first: preface,
    block: text('\x00\x00\x00\x06\x00\x00\x00\x00\x07'),
  },
};

/** A request with no content on each: HEADERS of three indexed fields. */
export function* streams(count: number): Generator<Buffer> {
  const each = Buffer.from('000003010500000000828684', 'hex');
  const most = 50_000;
  for (let begun = 0; begun < count; begun += most) {
    const block = Buffer.alloc(most * each.length, each);
    for (let nth = 0; nth < most; nth++) block.writeUInt32BE(2 * (begun + nth) + 1, nth * each.length + 5);
    yield block;
  }
}
