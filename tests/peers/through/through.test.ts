/**
 * `through` on the proxies that people run. What each one holds and lets pass is told by the tap on either side of it,
 * and tshark, which sees the packets between the proxy and both taps, must count the same.
 */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import type { Path } from '../../../src/model/result.ts';
import {
  frontVersions,
  kindOfPassing,
  nameOf,
  passings,
  throughQuestions,
} from '../../../src/model/scripts/through.ts';
import { english } from '../../../src/report/language/say.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { passesOf } from '../../../src/report/real/through-parts.ts';
import { tcpdumpProof } from '../support/loopback.ts';
import { describeWithPeers } from '../support/programs.ts';
import { proxies } from '../support/through-proxies.ts';
import { tsharkProof } from '../support/tshark.ts';
import { expected } from './expected.ts';
import { bothCounts, witnessed } from './witnessed.ts';

/** Idle connections have a test of their own: it takes its time. */
const kinds = throughQuestions.map((question) => question.kind).filter((kind) => kind !== 'idle-behind');

/** None of these takes `Incremental: ?1` for more than a field. */
const nothingChanges = ({ over }: Path): Path['incremental'] =>
  Object.fromEntries(
    frontVersions.flatMap((version) =>
      passings
        .filter((passing) => (passesOf(over[version], passing)?.passes ?? 'at once') !== 'at once')
        .map((passing) => [nameOf({ kind: kindOfPassing(passing), version }), false]),
    ),
  );

// Each waits most of its time.
describe.concurrent('through', () => {
  for (const [name, kind] of Object.entries(proxies)) {
    const programs = { [kind.program]: kind.proof, tcpdump: tcpdumpProof, tshark: tsharkProof };
    describeWithPeers(name, programs, () => {
      const { says, race, says100, early, behind, versions, settings, ...other } =
        expected[name as keyof typeof proxies];
      const path: Path = {
        ...other.path,
        race: { safe: race[0], unsafe: race[1] },
        renewedAfter: name.startsWith('nginx tuned') ? 1000 : null,
        ...{ expect: says100, early, incremental: nothingChanges(other.path) },
      };

      it('tells what it does, and counts what tshark counts on both sides of it', async () => {
        const seen = await witnessed(kind, kinds);
        const { result } = assessThrough(seen.stored);
        expect(result.error).toBeNull();
        expect(result.path).toEqual(path);
        expect(result.subject.startsWith(`a real proxy${says === null ? '' : `: ${says}`}`)).toBe(true);
        const { front, back, backFive } = result.facts ?? {};
        expect([back?.connections, backFive?.connections]).toEqual(behind);
        expect([front?.connections, front?.exchanges, back?.exchanges, backFive?.exchanges]).toEqual([
          1, 5, 5, 5,
        ]);
        expect([front?.protocol, back?.protocol]).toEqual(versions);
        expect(result.faults).toEqual([]);
        // A loaded machine can be as slow as HAProxy is without this setting.
        const slow = 'option http-no-delay';
        const sentences = advice(result, english).filter((sentence) => !sentence.includes(slow));
        expect(name !== 'HAProxy as it comes' || advice(result, english).join().includes(slow)).toBe(true);
        expect(sentences).toHaveLength(settings.length);
        for (const [index, setting] of settings.entries()) expect(sentences[index]).toContain(setting);

        // What is encrypted only the tap can read.
        for (const side of 'tls' in kind ? (['back'] as const) : (['front', 'back'] as const))
          for (const { tap, tshark } of bothCounts(seen, side)) expect(tap).toEqual(tshark);
      }, 180_000);
    });
  }
});
