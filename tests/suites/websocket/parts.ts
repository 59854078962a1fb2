/** What the cases of WebSocket are made of: frames, RFC 6455 §5.2. */
import { client, server } from '../../dissect/steps.ts';

export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Bits {
  /** It is the last of its message, which goes without saying. */
  fin?: boolean;
  /** RSV1, RSV2 and RSV3 as the bits 4, 2 and 1. */
  reserved?: number;
  /** In how many bytes beside the first its length stands. */
  lengthBytes?: 0 | 2 | 8;
}

const bytesFor = (length: number): 0 | 2 | 8 => (length < 126 ? 0 : length < 2 ** 16 ? 2 : 8);

function header(of: number, length: number, isMasked: boolean, bits: Bits): Buffer {
  const { fin = true, reserved = 0, lengthBytes = bytesFor(length) } = bits;
  const extended = Buffer.alloc(lengthBytes);
  if (lengthBytes === 2) extended.writeUInt16BE(length);
  if (lengthBytes === 8) extended.writeBigUInt64BE(BigInt(length));
  const short = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
  return Buffer.concat([
    Buffer.of((fin ? 0x80 : 0) | (reserved << 4) | of, (isMasked ? 0x80 : 0) | short),
    extended,
  ]);
}

const key = Buffer.of(0x37, 0xfa, 0x21, 0x3d);

/** As a client sends it: of 6 bytes and a short payload. A text is of UTF-8. */
export function masked(of: number, payload: string | Uint8Array = '', bits: Bits = {}): Buffer {
  const plain = Buffer.from(payload);
  const hidden = plain.map((byte, at) => byte ^ (key[at % 4] ?? 0));
  return Buffer.concat([header(of, plain.length, true, bits), key, hidden]);
}

/** As a server sends it: of 2 bytes and a short payload. */
export function plain(of: number, payload: string | Uint8Array = '', bits: Bits = {}): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([header(of, bytes.length, false, bits), bytes]);
}

export const fromClient = (...frames: Uint8Array[]) => client(Buffer.concat(frames));
export const fromServer = (...frames: Uint8Array[]) => server(Buffer.concat(frames));

/** The payload of a close frame. */
export const closing = (code: number, reason: string | Uint8Array = ''): Buffer =>
  Buffer.concat([Buffer.of(code >> 8, code & 0xff), Buffer.from(reason)]);
