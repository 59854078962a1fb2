/** What is left of bytes once what is hidden in them was overwritten. */
import { expect } from 'vitest';
import { type Secrets, withoutSecrets } from '../../../src/assess/without-secrets/without-secrets.ts';
import type { Direction, TraceEvent } from '../../../src/model/trace.ts';

export const all: Secrets = { names: ['x-key'], values: ['credential-1'], content: true };
export const credentialsOnly: Secrets = { names: [], values: ['credential-1'], content: false };

/** What is left of these bytes on one connection, in pieces of so many bytes. */
export function left(direction: Direction, bytes: Buffer | string, secrets: Secrets, size = 7): string {
  const whole = Buffer.from(bytes as string, 'latin1');
  const events: TraceEvent[] = [];
  for (let at = 0; at < whole.length; at += size)
    events.push({
      type: 'bytes',
      connection: 1,
      direction,
      seq: at,
      at,
      bytes: whole.subarray(at, at + size),
    });
  const { events: overwritten } = withoutSecrets(
    { question: 'q', error: null, timedOut: false, events },
    secrets,
  );
  const pieces = overwritten.map((event) =>
    event.type === 'bytes' ? Buffer.from(event.bytes) : Buffer.alloc(0),
  );
  expect(pieces.map(({ length }) => length)).toEqual(
    events.map((event) => (event.type === 'bytes' ? event.bytes.length : 0)),
  );
  expect(
    Buffer.concat(
      events.map((event) => (event.type === 'bytes' ? Buffer.from(event.bytes) : Buffer.alloc(0))),
    ),
  ).toEqual(whole);
  return Buffer.concat(pieces).toString('latin1');
}
