/** Violations after which reading goes on. */
import { describe, expect, it } from 'vitest';
import type { BytesStep, Step } from '../../steps.ts';
import { c2s, opening, s2c } from '../bytes.ts';
import { byteByByte, replay, whole } from '../replay.ts';

/** A frame of one side, after the opening (33 and 9 bytes) and what came `before`. */
export type Lesser = [name: string, before: Step[], step: BytesStep, faults: string[]];

export function lesserViolations(lesser: Lesser[]): void {
  describe('a lesser violation', () => {
    it.each(lesser)('%s', (_, before, step, faults) => {
      const next =
        step.direction === 'c2s'
          ? c2s('000003 01 05 00000011 828684')
          : s2c('000008 06 00 00000000 0000000000000000');
      const script = [...opening, ...before, step, next];
      for (const cut of [whole, byteByByte]) {
        const read = replay(script, cut);
        expect(read.faults).toEqual(faults);
        // Reading goes on.
        if (step.direction === 'c2s') expect(read.messages.at(-1)).toContain('stream 17');
        else expect(read.controls.at(-1)).toMatch(/^s2c PING/);
      }
    });
  });
}
