/**
 * A suite is a table: a line for each sentence of a specification that a reader of bytes can hold an end to, with an
 * input that keeps it, or breaks it, and by whose fault. So it can be seen at a glance what is covered and what is not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dissect } from '../../src/dissect/dissector.ts';
import type { RuleId } from '../../src/model/rules/rules.ts';
import { byteByByte, cut, type Step } from '../dissect/steps.ts';
import { mutated } from './mutations.ts';
import { type Read, read } from './read.ts';

export interface SuiteCase {
  /** Where the sentence stands: 'RFC 9112 §7.1'. */
  rfc: string;
  /** What is sent, or what the sentence demands. Names the test. */
  name: string;
  steps: Step[];
  /** As `Read.faults` says: `client 17 violation http1.chunk-size`. None: all is as it must be. */
  faults?: string[];
  /** The rule, or rules, that this just does not break. */
  keeps?: RuleId | RuleId[];
  /** As `Read` says, where it is worth saying. */
  messages?: Read['messages'];
  protocols?: Read['protocols'];
}

export interface Suite {
  /** Such as 'HTTP/1.x'. */
  name: string;
  dissect: Dissect;
  cases: SuiteCase[];
}

/** Each case is a test: read whole, byte by byte, and in random cuts. Then all of them are damaged at random. */
export function holds({ name, dissect, cases }: Suite): void {
  describe(`${name}, sentence by sentence`, () => {
    it.each(cases)('$rfc: $name', ({ steps, faults = [], messages, protocols }) => {
      const whole = read(dissect, steps);
      expect(whole.faults, 'faults').toEqual(faults);
      if (messages !== undefined) expect(whole.messages, 'messages').toEqual([...messages].sort());
      if (protocols !== undefined) expect(whole.protocols, 'protocols').toEqual(protocols);
      expect(read(dissect, byteByByte(steps)), 'byte by byte').toEqual(whole);
      fc.assert(
        fc.property(fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (lengths) => {
          expect(
            read(
              dissect,
              cut(steps, () => lengths.next().value ?? 1),
            ),
          ).toEqual(whole);
        }),
        { numRuns: 20 },
      );
    });

    it('reads what is damaged at random, however it is cut', () => {
      const steps = fc.constantFrom(...cases.map((one) => one.steps)).chain(mutated);
      fc.assert(
        fc.property(steps, (damaged) => {
          expect(read(dissect, byteByByte(damaged))).toEqual(read(dissect, damaged));
        }),
        { numRuns: 1000 },
      );
    });
  });
}
