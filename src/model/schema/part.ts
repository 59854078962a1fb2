/** What a result carries that can be merged, see `model/parts/part.ts`, as JSON Schema. */
import { described, exactly, listOf, number, oneOf, orNull, text, truth, whole } from './build.ts';

const nanoseconds = { type: 'string', pattern: '^-?\\d{1,30}$' };
const packets = listOf(exactly({ link: number, bytes: text, length: whole }));

const file = exactly({
  ...{ base: text, kind: text, packets: whole, length: whole },
  ...{ first: nanoseconds, earliest: nanoseconds, latest: nanoseconds },
  ...{ longestPause: number, disorder: number, isDamaged: truth, head: packets, tail: packets },
});

export const partSchema = exactly({
  files: described('In the order in which they were recorded.', listOf(file)),
  first: nanoseconds,
  last: orNull(number),
  packets: whole,
  ports: listOf(whole),
  isDamaged: truth,
  unread: listOf(exactly({ kind: text, packets: whole })),
  wrongHeaders: whole,
  interfaces: listOf(exactly({ link: number, name: orNull(text) })),
  servers: listOf(exactly({ target: text, on: orNull(text) })),
  steps: described('What connections told of more than themselves, a line each: gzip, base64.', text),
  edges: described(
    'Packets of connections that touch an edge of the capture: gzip, base64; null: not carried.',
    orNull(text),
  ),
  uncarried: orNull(oneOf('size', 'checksums')),
});
