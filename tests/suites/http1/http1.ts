/** HTTP/1.x, sentence by sentence: what RFC 9110 and RFC 9112 demand of the ends of a connection. */
import { detect } from '../../../src/dissect/detect.ts';
import type { Suite } from '../suite.ts';
import { chunked, lengths, ownLines } from './lengths.ts';
import { fieldLines, startLines } from './lines.ts';
import { answersOnly, switching } from './order.ts';

export const http1: Suite = {
  name: 'HTTP/1.x',
  dissect: detect,
  cases: [...startLines, ...fieldLines, ...lengths, ...ownLines, ...chunked, ...answersOnly, ...switching],
};
