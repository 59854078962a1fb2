/**
 * Acknowledgements as witness: two ends that have 20 ms between them and nothing else, recorded at either. Where both
 * speak without waiting for each other their bytes must be found to cross, where they take turns they must not: in
 * clear text, in a protocol that nobody knows, and over TLS. tshark counts segments that do not acknowledge each other.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fileChunks, judgeCapture } from '../../src/commands/read/capture.ts';
import type { LabResult } from '../../src/model/result.ts';
import { crossingsByPort } from './flight/acknowledgements.ts';
import { type Conversation, conversations, portOf } from './flight/conversations.ts';
import { captureOf, ends, flightProofs, recordBothEnds } from './flight/two-ends.ts';
import { tcpdumpProof } from './support/loopback.ts';
import { describeWithPeers } from './support/programs.ts';
import { tsharkProof } from './support/tshark.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const runs = 10;
const proofs = { ...flightProofs, tcpdump: tcpdumpProof, tshark: tsharkProof };

describeWithPeers('two ends with 20 ms between them', proofs, () => {
  let folder = '';
  const captures = new Map<string, { results: LabResult[]; crossings: Map<number, number> }>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flight-'));
    await recordBothEnds(folder, runs);
    for (const end of ends) {
      const file = captureOf(folder, end);
      const { reports } = await judgeCapture(file, fileChunks(file), []);
      captures.set(end, {
        results: reports.map(({ result }) => result),
        crossings: await crossingsByPort(file),
      });
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const described = conversations.map((conversation, index) => ({ ...conversation, index }));

  describe.each(ends)('as the %s recorded it', (end) => {
    it.each(described)('$name, $talk: all runs alike', ({ index, ...conversation }) => {
      const found = Array.from({ length: runs }, (_, run) => {
        const port = portOf(run, index);
        const result = captures.get(end)?.results.find(({ target }) => target === `192.0.2.2:${port}`);
        return told(conversation, result, captures.get(end)?.crossings.get(port));
      });
      expect(found).toEqual(Array.from({ length: runs }, () => expected(conversation)));
    });
  });
});

function told({ protocol, greets }: Conversation, result: LabResult | undefined, crossings = Number.NaN) {
  const { wire, conversation } = result?.verdicts?.observed ?? {};
  const facts = result?.facts?.observed;
  return {
    ...(greets ? {} : { crossed: crossings > 0 }),
    ...(protocol === 'known'
      ? { crossings: (facts?.crossings ?? Number.NaN) > 0 }
      : { messages: facts?.messages }),
    wire: wire?.mode,
    because: wire?.reason.id,
    conversation: conversation?.mode,
  };
}

function expected({ talk, protocol, conversation, greets }: Conversation) {
  const crosses = talk === 'at once';
  const inTurns = protocol === 'known' ? 'verdict.no-crossing' : 'verdict.turns';
  return {
    ...(greets ? {} : { crossed: crosses }),
    ...(protocol === 'known' ? { crossings: crosses } : { messages: { c2s: 0, s2c: 0 } }),
    wire: crosses ? 'full-duplex' : 'half-duplex',
    because: crosses ? 'verdict.crossing' : inTurns,
    conversation,
  };
}
