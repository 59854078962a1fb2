/** What servers send without end that belongs to no answer: what comes first, and what comes again and again. */
import type { ReasonId } from '../../../../src/model/reasons/reasons.ts';
import { ok } from './servers.ts';

/** A frame of HTTP/2, RFC 9113 §4.1; its bytes as Latin-1. */
export const frame = (
  type: number,
  flags: number,
  stream: number,
  content: readonly number[] = [],
): string => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(content.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, Buffer.from(content)]).toString('latin1');
};

const settings = frame(4, 0, 0);
/** `:status: 200` of the static table, RFC 7541 Appendix A. */
const answered = frame(1, 4, 1, [0x88]);
const begun = frame(1, 0, 1, [0x88]);
export const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';

const pushes = Array.from({ length: 3000 }, (_, index) => {
  const promised = 2 * index + 2;
  return frame(5, 4, 1, [0, 0, promised >> 8, promised & 0xff, 0x82, 0x84, 0x86]);
}).join('');

export const http2Floods: Record<string, [first: string, more: string]> = {
  'WINDOW_UPDATE of the connection': [settings, frame(8, 0, 0, [0, 0, 0, 1])],
  'WINDOW_UPDATE of a stream': [settings, frame(8, 0, 1, [0, 0, 0, 1])],
  PRIORITY: [settings, frame(2, 0, 1, [0, 0, 0, 0, 1])],
  PUSH_PROMISE: [settings, pushes],
  GOAWAY: [settings, frame(7, 0, 0, [0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
  'frames of no known type': [settings, frame(0xaa, 0, 0)],
  'empty DATA': [settings + answered, frame(0, 0, 1)],
  'DATA of a byte': [settings + answered, frame(0, 0, 1, [0x78])],
  'empty CONTINUATION': [settings + begun, frame(9, 0, 1)],
  PING: [settings, frame(6, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])],
  SETTINGS: [settings, settings],
};

export const http1Floods: Record<string, [first: string, more: string, says: ReasonId]> = {
  'chunks of a byte': [chunked, '1\r\nx\r\n', 'error.beside-of-server'],
  'trailer fields': [`${chunked}0\r\n`, 'a: b\r\n', 'error.endless-trailers'],
  'answers to nothing': ['', ok, 'error.many-of-server'],
};
