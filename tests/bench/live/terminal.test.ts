/** The lines that are said while `observe` runs, from events written by hand. */
import { expect, it } from 'vitest';
import { createLiveTerminal } from '../../../src/bench/live/terminal.ts';
import type { Message } from '../../../src/model/message.ts';
import { reason } from '../../../src/model/reason.ts';
import {
  type ConnectionEvent,
  clientLeft,
  type Direction,
  type OpenEvent,
} from '../../../src/model/trace.ts';

const address = { host: '127.0.0.1', port: 80 };

const open = (connection: number, control = false): OpenEvent => ({
  ...{ type: 'open', seq: 1, at: 1, connection, transport: 'tcp', control },
  front: { client: address, tap: address },
  back: { tap: null, server: address },
});

const event = (type: 'close' | 'end' | 'reset' | 'error', connection: number, direction: Direction = 'c2s') =>
  ({ type, seq: 2, at: 2, connection, direction, code: 'ECONNREFUSED' }) as ConnectionEvent;

const begun = (connection: number, direction: Direction): Message => ({
  ...{
    connection,
    direction,
    kind: 'request',
    ordinal: 1,
    exchange: 1,
    from: 0,
    to: 1,
    bytes: 1,
    content: 0,
  },
  ...{ begin: { seq: 1, at: 1 }, end: null, ending: null, whole: false },
});

/** What is said of these events, told of a protocol and messages between the first and the others. */
function said(tell: (lines: ReturnType<typeof createLiveTerminal>) => void): string[] {
  const all: string[] = [];
  tell(createLiveTerminal((line) => all.push(line)));
  return all;
}

it('says nothing of a connection before it is over', () => {
  const lines = said(({ event: on, witness }) => {
    on(open(1));
    witness.protocol?.(1, 'HTTP/1.1');
    witness.begun?.(begun(1, 'c2s'));
    on(event('end', 1));
  });
  expect(lines).toEqual([]);
});

it('says what was spoken, how many messages each side began, and who closed first', () => {
  const lines = said(({ event: on, witness }) => {
    on(open(1));
    witness.protocol?.(1, 'HTTP/1.1');
    for (const direction of ['c2s', 's2c', 'c2s'] as const) witness.begun?.(begun(1, direction));
    for (const one of [event('end', 1, 's2c'), event('end', 1, 'c2s'), event('close', 1)]) on(one);
  });
  expect(lines).toEqual([
    'connection 1: HTTP/1.1, 2 from the client, 1 from the server, closed first by the server',
  ]);
});

it.each([
  ['reset first by the client', event('reset', 1)],
  ['reset first by the server', event('reset', 1, 's2c')],
  ['closed first by the client', event('end', 1)],
  ['the tap failed: ECONNREFUSED', event('error', 1)],
  ['the client left before its server was reached', { ...event('error', 1), code: clientLeft }],
])('says that it was %s', (how, first) => {
  const lines = said(({ event: on }) => {
    for (const one of [open(1), first, event('end', 1, 's2c'), event('close', 1)]) on(one);
  });
  expect(lines).toEqual([`connection 1: nothing recognised, 0 from the client, 0 from the server, ${how}`]);
});

it('says what came first, though the tap fails afterwards', () => {
  const lines = said(({ event: on }) => {
    for (const one of [open(1), event('end', 1), event('error', 1), event('close', 1)]) on(one);
  });
  expect(lines[0]).toMatch(/, closed first by the client$/);
});

it('says only that it closed where nobody was seen to begin it', () => {
  const lines = said(({ event: on }) => {
    for (const one of [open(1), event('close', 1)]) on(one);
  });
  expect(lines).toEqual(['connection 1: nothing recognised, 0 from the client, 0 from the server, closed']);
});

it('numbers connections as the report does, without those of the bench', () => {
  const lines = said(({ event: on, witness }) => {
    for (const one of [open(1, true), open(2), event('close', 1), open(3)]) on(one);
    witness.protocol?.(2, 'HTTP/2');
    for (const one of [event('close', 3), event('close', 2)]) on(one);
  });
  expect(lines.map((line) => line.replace(/,.*/, ''))).toEqual([
    'connection 2: HTTP/2',
    'connection 1: nothing recognised',
  ]);
});

it('says a violation as it comes', () => {
  const lines = said(({ witness }) => {
    const at = { connection: 4, direction: 's2c', offset: 0, seq: 1, at: 1 } as const;
    witness.fault?.({ ...at, side: 'server', reason: reason('http1.status-line') });
  });
  expect(lines).toEqual(['connection 4: by the server: a malformed status line']);
});

it('forgets a connection that is over', () => {
  const lines = said(({ event: on, witness }) => {
    for (const one of [open(1), event('close', 1)]) on(one);
    witness.begun?.(begun(1, 'c2s'));
    on(event('close', 1));
  });
  expect(lines).toHaveLength(1);
});

it('says of what is opaque how many bytes there were, and takes back what was begun of it', () => {
  const bytes = (connection: number, direction: Direction, length: number): ConnectionEvent => ({
    ...{ type: 'bytes', seq: 2, at: 2, connection, direction, bytes: new Uint8Array(length) },
  });
  const lines = said(({ event: on, witness }) => {
    for (const [nth, [how, protocol]] of (
      [
        ['unknown', 'unknown'],
        ['encrypted', 'TLS'],
        ['tunnel', 'HTTP/1.1'],
      ] as const
    ).entries()) {
      on(open(nth + 1));
      witness.begun?.(begun(nth + 1, 'c2s'));
      witness.protocol?.(nth + 1, protocol);
      witness.opaque?.(nth + 1, how);
      on(bytes(nth + 1, 'c2s', 5));
      on(bytes(nth + 1, 's2c', 7));
      on(event('close', nth + 1));
    }
  });
  const crossed = '5 bytes from the client, 7 from the server';
  expect(lines).toEqual([
    `connection 1: protocol unknown: ${crossed}, no messages, closed`,
    `connection 2: TLS, encrypted: ${crossed}, no messages, closed`,
    `connection 3: HTTP/1.1, 1 from the client, 0 from the server, and a tunnel: ${crossed}, closed`,
  ]);
});
