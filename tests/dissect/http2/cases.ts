/** Scripts and what is read of them, however they are cut. */
import { describe, expect, it } from 'vitest';
import { type Step, withTail } from '../steps.ts';
import { opening, ping } from './bytes.ts';
import { byteByByte, hex, replay, whole } from './replay.ts';

export interface Case {
  name: string;
  script: Step[];
  messages: string[];
  controls?: string[];
  faults?: string[];
  log?: string[];
}

export const getRequest =
  'c2s request 1, exchange 1, stream 1: GET /; 33-45, bytes 12, content 0, END_STREAM';

const openingControls = ['c2s SETTINGS {} 24-33', 's2c SETTINGS {} 0-9'];

/** The same script with a PING right behind the last bytes of each direction. */
const withPings = (script: Step[]): Step[] => withTail(withTail(script, 'c2s', hex(ping)), 's2c', hex(ping));

/** Replays each script after the opening: whole, byte by byte, and with more behind it. */
export function readsAll(cases: Case[]): void {
  describe.each(cases)('$name', ({ script, messages, controls = [], faults = [], log }) => {
    const all = [...opening, ...script];
    const expected = {
      protocols: ['HTTP/2'],
      messages,
      controls: [...openingControls, ...controls],
      faults,
    };

    it('is read whole', () => {
      expect(replay(all, whole)).toMatchObject({ ...expected, ...(log === undefined ? {} : { log }) });
    });

    it('is read byte by byte', () => {
      expect(replay(all, byteByByte)).toMatchObject({ ...expected, ...(log === undefined ? {} : { log }) });
    });

    it('is read with more behind it', () => {
      const read = replay(withPings(all), whole);
      expect({ messages: read.messages, faults: read.faults }).toEqual({ messages, faults });
      expect(read.controls).toHaveLength(openingControls.length + controls.length + 2);
    });
  });
}
