/** What the cases of HTTP/2 are made of: frames, RFC 9113 §6, with header blocks of literal fields, RFC 7541 §6.2.2. */
import { client, type Step, server } from '../../dissect/steps.ts';

export const type = {
  ...{ DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PUSH_PROMISE: 5, PING: 6, GOAWAY: 7 },
  ...{ WINDOW_UPDATE: 8, CONTINUATION: 9 },
} as const;
export const END_STREAM = 0x1;
export const ACK = 0x1;
export const END_HEADERS = 0x4;
export const PADDED = 0x8;
export const PRIORITY = 0x20;

const number = (value: number, bytes: number): Buffer => {
  const written = Buffer.alloc(bytes);
  written.writeUIntBE(value, 0, bytes);
  return written;
};
export const uint32 = (value: number): Buffer => number(value, 4);

/** Of 9 bytes and the payload. `length`: what it says of that, where it says something else. */
export const frame = (
  of: number,
  flags: number,
  stream: number,
  payload: Uint8Array = Buffer.alloc(0),
  length = payload.length,
): Buffer => Buffer.concat([number(length, 3), Buffer.of(of, flags), uint32(stream), payload]);

export const settings = (...values: [parameter: number, value: number][]): Buffer =>
  frame(
    type.SETTINGS,
    0,
    0,
    Buffer.concat(values.map(([one, value]) => Buffer.concat([number(one, 2), uint32(value)]))),
  );
export const acknowledged = frame(type.SETTINGS, ACK, 0);
export const windowUpdate = (stream: number, increment: number): Buffer =>
  frame(type.WINDOW_UPDATE, 0, stream, uint32(increment));
export const reset = (stream: number): Buffer => frame(type.RST_STREAM, 0, stream, uint32(8));
export const data = (stream: number, content: string | Uint8Array, flags = 0): Buffer =>
  frame(type.DATA, flags, stream, Buffer.from(content));
export const lastData = (stream: number, content: string | Uint8Array): Buffer =>
  data(stream, content, END_STREAM);

export type Fields = [name: string, value: string][];

/** Each field as a literal that no table keeps. */
export const block = (fields: Fields): Buffer =>
  Buffer.concat(
    fields.flatMap(([name, value]) => [
      Buffer.of(0, name.length),
      Buffer.from(name, 'latin1'),
      Buffer.of(value.length),
      Buffer.from(value, 'latin1'),
    ]),
  );

export const headers = (stream: number, fields: Fields | Buffer, flags = END_HEADERS): Buffer =>
  frame(type.HEADERS, flags, stream, Buffer.isBuffer(fields) ? fields : block(fields));
/** Nothing comes behind them on their stream. */
export const allHeaders = (stream: number, fields: Fields | Buffer): Buffer =>
  headers(stream, fields, END_HEADERS | END_STREAM);
export const promise = (stream: number, promised: number, fields: Fields | Buffer): Buffer =>
  frame(
    type.PUSH_PROMISE,
    END_HEADERS,
    stream,
    Buffer.concat([uint32(promised), Buffer.isBuffer(fields) ? fields : block(fields)]),
  );

/** GET, POST and HEAD of / by http, and 200, 204 and 404, each a byte of the static table for a field. */
export const get = Buffer.of(0x82, 0x86, 0x84);
export const post = Buffer.of(0x83, 0x86, 0x84);
export const ok = Buffer.of(0x88);
export const noContent = Buffer.of(0x89);
export const notFound = Buffer.of(0x8d);
export const getFields: Fields = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
];
export const withMethod = (method: string): Fields => [[':method', method], ...getFields.slice(1)];

export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** What the client sends begins at 33 then, and what the server sends at 9. */
export const opening: Step[] = [
  client(Buffer.concat([Buffer.from(preface), settings()])),
  server(settings()),
];

/** A whole request and its whole response, of 12 and 10 bytes. */
export const exchange = (stream: number): Step[] => [
  client(allHeaders(stream, get)),
  server(allHeaders(stream, noContent)),
];

/** Of the client, on stream 1, after the opening. */
export const asks = (...frames: Buffer[]): Step[] => [...opening, client(Buffer.concat(frames))];
/** Of the server, on stream 1, to a GET. */
export const answers = (...frames: Buffer[]): Step[] => [
  ...opening,
  client(allHeaders(1, get)),
  server(Buffer.concat(frames)),
];

/** A request with fields behind those that it must have. */
export const asksWith = (...fields: [string, string][]) => asks(allHeaders(1, [...getFields, ...fields]));
export const answersWith = (...fields: [string, string][]) =>
  answers(allHeaders(1, [[':status', '200'], ...fields]));
/** The request begins at 33, the response at 9. */
export const client33 = (rule: string): string[] => [`client 33 irregularity http2.${rule}`];
export const server9 = (rule: string): string[] => [`server 9 irregularity http2.${rule}`];
