/** HTTP/1.x cases are each replayed whole, byte by byte, and with more bytes behind. */
import { describe, expect, it } from 'vitest';
import type { Dissect } from '../../../src/dissect/dissector.ts';
import { http1 } from '../../../src/dissect/http1/http1.ts';
import { textLines } from '../../../src/dissect/text-lines.ts';
import type { Direction } from '../../../src/model/trace.ts';
import { replay } from '../replay.ts';
import { byteByByte, type Step, withTail } from '../steps.ts';

export const get = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n'; // 28 bytes
export const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'; // 40 bytes
export const getLine = 'c2s 1 x1 GET /a 0..28 +0 headers';
export const okLine = 's2c 1 x1 200 0..40 +2 content-length';
const tails: Record<Direction, string> = {
  c2s: 'GET /tail HTTP/1.1\r\n\r\n',
  s2c: 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntail',
};

interface Case {
  name: string;
  steps: Step[];
  /** Written as `Replay` says: `c2s 1 x1 GET /a 0..28 +0 headers`. */
  messages: string[];
  controls?: string[];
  faults?: string[];
  protocols?: string[];
  /** Directions in which more bytes may follow, and change nothing of what came before. */
  tails?: Direction[];
}

/** What a connection is upgraded to is read as lines, so that it can be seen which bytes they are. */
const http1ThenLines: Dissect = (connection, listener, counts) =>
  http1(connection, listener, counts, () => textLines);

const withoutRaw = (found: {
  messages: string[];
  controls: string[];
  faults: string[];
  protocols: string[];
}) => ({
  messages: found.messages,
  controls: found.controls,
  faults: found.faults,
  protocols: found.protocols,
});

/** Each of them is a test. */
export function reads(cases: Case[]): void {
  describe('HTTP/1.x messages are read from bytes', () => {
    it.each(cases)(
      '$name',
      ({ steps, messages, controls = [], faults = [], protocols = ['HTTP/1.1'], tails: allowed = [] }) => {
        const expected = { messages, controls, faults: [...faults].sort(), protocols };
        expect(withoutRaw(replay(http1ThenLines, steps)), 'whole').toEqual(expected);
        expect(withoutRaw(replay(http1ThenLines, byteByByte(steps))), 'byte by byte').toEqual(expected);
        for (const direction of allowed) {
          const longer = withTail(steps, direction, tails[direction]);
          for (const found of [replay(http1ThenLines, longer), replay(http1ThenLines, byteByByte(longer))]) {
            expect(found.messages, `with a tail in ${direction}`).toEqual(expect.arrayContaining(messages));
            expect(found.faults).toEqual(expect.arrayContaining(faults));
            const extra = found.messages.length - messages.length + found.faults.length - faults.length;
            expect(extra, 'the tail is one thing more').toBe(1);
          }
        }
      },
    );
  });
}
