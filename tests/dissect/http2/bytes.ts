/** What the dialogues are made of, as literal bytes. RFC 9113 §3.4, §6. */
import { type BytesStep, client, type Step, server } from '../steps.ts';
import { hex } from './replay.ts';

/** Frames in hex that the client sends. */
export const c2s = (frames: string): BytesStep => client(hex(frames));
/** Frames in hex that the server sends. */
export const s2c = (frames: string): BytesStep => server(hex(frames));

export const preface = '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a';
export const settings = '000000 04 00 00000000';
export const acknowledgement = '000000 04 01 00000000';
export const ping = '000008 06 00 00000000 0000000000000000';

/** 33 bytes from the client, 9 from the server. */
export const opening: Step[] = [c2s(`${preface} ${settings}`), s2c(settings)];

/** 12 bytes. */
export const get = '000003 01 05 00000001 828684';
export const post = '000003 01 04 00000001 838684';
/** 10 bytes; the second ends the stream. */
export const ok = '000001 01 04 00000001 88';
export const noContent = '000001 01 05 00000001 89';
/** 19 bytes: GET /p, promised on stream 2. */
export const promise = '00000a 05 04 00000001 00000002 8286 04022f70';
/** 10 and 11 bytes. */
export const pushedHeaders = '000001 01 04 00000002 88';
export const pushedData = '000002 00 01 00000002 6262';
export const pushedPart = '000002 00 00 00000002 6262';
/** 13 bytes. */
export const reset = (stream: number, error: number): string =>
  `000004 03 00 0000000${stream} 0000000${error}`;
export const zeros = (count: number): string => '00'.repeat(count);
