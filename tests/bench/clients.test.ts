/** On the bench the trace says which client a connection belongs to, though all have one address. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assess } from '../../src/assess/assess.ts';
import { http11KeepAlive } from '../../src/index.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import { writeRecordings } from '../../src/model/recording.ts';
import { answerCalls, dial } from '../../src/subjects/sockets/peer.ts';
import type { Performance, Stage } from '../../src/subjects/stage.ts';
import type { ChannelSubject } from '../../src/subjects/subject.ts';
import type { Target } from '../../src/subjects/target.ts';
import { openTapThread } from '../wire/tap-thread.ts';
import { runOnBench } from './run-on-bench.ts';

const subject = (talk: Performance): ChannelSubject => ({
  ...{ name: 'callers', version: null, client: 'bench', framing: 'lines' },
  scripts: { talk },
});

const answers = ({ scope }: Stage, path?: string) =>
  answerCalls(
    scope,
    ({ heard, say }) =>
      void heard.contains('?\n').then(
        () => say('yes\n'),
        () => {},
      ),
    path,
  );

async function callOnce({ scope }: Stage, to: Target | { path: string }) {
  const caller = dial(to, scope);
  caller.say('are you there?\n');
  await caller.heard.contains('yes\n');
}

/** Two calls, each through the door that it is given. */
const twoCalls = (doors: 'one door' | 'an entrance each'): ChannelSubject =>
  subject(async (stage) => {
    const tap = await stage.tap(await answers(stage));
    for (const _ of [1, 2]) await callOnce(stage, doors === 'one door' ? tap.address : await tap.entrance());
  });

const nothingFurther = { mode: 'inconclusive', reason: { id: 'verdict.nothing-further' } };

describe('clients on the bench', () => {
  it.each([
    ['that come through one door are one: its next exchange went elsewhere', 'one door', 'simplex', 1],
    ['that have an entrance each are not compared', 'an entrance each', 'inconclusive', 0],
  ] as const)('%s', async (_, doors, mode, reasons) => {
    const { result, ordinary, stored } = await runOnBench(twoCalls(doors));
    expect(ordinary().conversation).toBe(mode);
    expect(Object.keys(result.facts?.talk?.newConnections ?? {})).toHaveLength(reasons);
    const again = assess(readRecordings([...writeRecordings(stored)].join('')));
    expect(again.result).toEqual(result);
  });

  it('are told apart at taps that run on threads and count for themselves', async () => {
    const { result } = await runOnBench(
      subject(async (stage) => {
        const server = await answers(stage);
        const [one, other] = [await stage.tap(server), await stage.tap(server)];
        await callOnce(stage, await one.entrance());
        await callOnce(stage, await other.entrance());
      }),
      { openTap: openTapThread },
    );
    expect(result.verdicts?.ordinary?.conversation).toMatchObject(nothingFurther);
  });

  it('of two servers are not compared: it is another line that the second was asked on', async () => {
    const { result } = await runOnBench(
      subject(async (stage) => {
        for (const _ of [1, 2]) await callOnce(stage, (await stage.tap(await answers(stage))).address);
      }),
    );
    expect(result.verdicts?.ordinary?.conversation).toMatchObject(nothingFurther);
    expect(result.facts?.talk?.newConnections).toEqual({});
  });

  it('of a Unix-domain socket are one, as those of a port', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clients-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { result } = await runOnBench(
      subject(async (stage) => {
        const path = join(folder, 'socket');
        await answers(stage, path);
        const { path: tapped } = await stage.unixTap(path);
        for (const _ of [1, 2]) await callOnce(stage, { path: tapped });
      }),
    );
    expect(result.verdicts?.ordinary?.conversation.mode).toBe('simplex');
  });

  it('that a question has beside the ordinary one are each another', async () => {
    const { result, stored } = await runOnBench(http11KeepAlive, { questions: ['idle'], ordinary: ['idle'] });
    expect(result.facts?.idle).toMatchObject({ connections: 3, newConnections: {} });
    const clients = stored.recordings[0]?.events.flatMap((event) =>
      event.type === 'open' ? [event.client] : [],
    );
    expect(clients).toEqual([1, 2, 3]);
  });
});
