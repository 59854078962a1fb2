/** Captures and traces that were changed anywhere: each is read, or is refused in words. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { UsageError } from '../../src/usage-error.ts';
import { judge } from '../capture/judge.ts';
import type { Target } from './target.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));

interface Edit {
  at: number;
  removed: number;
  inserted: Uint8Array;
}

interface Changed {
  of: string;
  edits: Edit[];
}

const changed = (names: readonly string[], tokens: readonly string[]): fc.Arbitrary<Changed> =>
  fc.record({
    of: fc.constantFrom(...names),
    edits: fc.array(
      fc.record({
        at: fc.nat(),
        removed: fc.oneof(fc.constant(0), fc.nat({ max: 9 }), fc.nat({ max: 5000 })),
        inserted: fc.oneof(
          fc.uint8Array({ maxLength: 8 }),
          fc.constantFrom(...tokens).map((token) => Buffer.from(token, 'latin1')),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  });

const files = new Map<string, Buffer>();

function made({ of, edits }: Changed): Buffer {
  const whole = files.get(of) ?? fixture(of);
  files.set(of, whole);
  return edits.reduce((bytes, { at, removed, inserted }) => {
    const from = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(from + removed)]);
  }, whole);
}

/** Lengths at the ends of what fits, and what begins blocks and records. */
const ofCaptures = [
  '\0\0\0\0',
  '\xff\xff\xff\xff',
  '\xff\xff\xff\x7f',
  '\x06\0\0\0',
  '\x0a\x0d\x0d\x0a',
  '\x45\0',
  '\x60\0',
];

export const captures: Target<Changed> = {
  name: 'captures',
  inputs: changed(['nginx-ab.pcap', 'nginx-curl.pcap', 'nginx-h2load.pcap'], ofCaptures),
  async holds(input) {
    try {
      await judge(made(input));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  },
};

const ofTraces = [
  '\n',
  '{',
  '}',
  '"',
  'null',
  '-1',
  '1e999',
  '"__proto__"',
  '"constructor"',
  '{"type":"close"}\n',
];

export const traces: Target<Changed> = {
  name: 'traces',
  inputs: changed(['websocket.ndjson', 'http2-streams.ndjson', 'reference-telephone.ndjson'], ofTraces),
  holds(input) {
    const stored = (() => {
      try {
        return readRecordings(made(input).toString('utf8'));
      } catch (error) {
        if (error instanceof Error && error.constructor === Error) return null;
        throw error;
      }
    })();
    if (stored) assess(stored);
  },
};
