/**
 * Bytes of a response that nobody asked for, well-formed but for that. No HTTP library writes them; the initiative
 * question does, because "the protocol forbids it" is shown only by what a client does when it happens.
 */

/** HTTP/1.x: a whole response while no request is outstanding (RFC 9112 §9.2). */
export const unsolicitedHttp1 = (version: '1.0' | '1.1') => (content: string) =>
  Buffer.from(
    `HTTP/${version} 200 OK\r\nconnection: keep-alive\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(content)}\r\n\r\n${content}`,
    'latin1',
  );

/**
 * HTTP/2: PUSH_PROMISE of stream 2 on stream 1, which is closed by then, and the pushed response
 * (RFC 9113 §8.4 allows a promise only on a stream that the client opened and that is still open).
 */
export function unsolicitedHttp2(content: string): Uint8Array {
  const promised = Buffer.concat([
    Buffer.from([0, 0, 0, 2]), // promised stream
    Buffer.from([0x82, 0x86]), // :method GET, :scheme http
    Buffer.from([0x04, content.length + 1]), // :path, literal without indexing
    Buffer.from(`/${content}`, 'latin1'),
    Buffer.from([0x01, 9]), // :authority
    Buffer.from('127.0.0.1', 'latin1'),
  ]);
  return Buffer.concat([
    frame(0x5, 0x4, 1, promised), // PUSH_PROMISE, END_HEADERS
    frame(0x1, 0x4, 2, Buffer.from([0x88])), // HEADERS, END_HEADERS: :status 200
    frame(0x0, 0x1, 2, Buffer.from(content, 'latin1')), // DATA, END_STREAM
  ]);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}
