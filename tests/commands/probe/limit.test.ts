/** A number of requests after which a server closes, unannounced, counts only if it comes twice. */
import { afterAll, describe, expect, it } from 'vitest';
import { limitAlike } from '../../../src/commands/probe/limit.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { Transcript } from '../../../src/model/transcript.ts';
import { answering, closeServers, probed } from './probed.ts';
import { ok } from './servers.ts';

afterAll(closeServers);

/** How a try went: after so many requests the connection ended, announced or not; or it did not end. */
type Tried = { requests: number; isAnnounced?: boolean; isFailed?: boolean } | null;

/** The number of the try that counts, from 1, how many there were, and whether the last was told that all differ. */
async function counted(...tries: Tried[]) {
  let asked = 0;
  let isUnlike = false;
  const recordings = tries.map(
    (tried): Recording => ({ question: '', error: null, timedOut: tried?.isFailed === true, events: [] }),
  );
  const transcripts = tries.map((tried) => {
    const [carried, next] = [[], []].map((messages) => ({ messages: messages as object[] }));
    for (let nth = 1; nth <= (tried?.requests ?? 20); nth++)
      carried?.messages.push({
        kind: 'response',
        http: { persistent: !(tried?.isAnnounced && nth === tried.requests) },
      });
    return { connections: tried === null ? [carried] : [carried, next] } as unknown as Transcript;
  });
  const recording = await limitAlike({
    ask: async () => recordings[asked++] ?? expect.fail('asked too often'),
    isUnlikeBefore: () => {
      isUnlike = true;
    },
    transcriptOf: (one) => transcripts[recordings.indexOf(one)],
  });
  return { nth: recordings.indexOf(recording) + 1, asked, isUnlike };
}

describe('the number of requests', () => {
  it.each([
    [
      'is asked for once where the end is announced',
      [{ requests: 5, isAnnounced: true }],
      { nth: 1, asked: 1, isUnlike: false },
    ],
    ['is asked for once where there is no end', [null], { nth: 1, asked: 1, isUnlike: false }],
    [
      'is asked for once where it failed',
      [{ requests: 5, isFailed: true }],
      { nth: 1, asked: 1, isUnlike: false },
    ],
    [
      'counts where it comes twice',
      [{ requests: 5 }, { requests: 5 }],
      { nth: 1, asked: 2, isUnlike: false },
    ],
    [
      'does not count where then there is no end',
      [{ requests: 5 }, null],
      { nth: 2, asked: 2, isUnlike: false },
    ],
    [
      'is the one that comes again',
      [{ requests: 5 }, { requests: 9 }, { requests: 9 }],
      { nth: 2, asked: 3, isUnlike: true },
    ],
    [
      'is not known where all differ',
      [{ requests: 5 }, { requests: 9 }, { requests: 7 }],
      { nth: 3, asked: 3, isUnlike: true },
    ],
  ] satisfies [string, Tried[], object][])('%s', async (_, tries, found) => {
    expect(await counted(...tries)).toEqual(found);
  });

  it('is told of a server that has the same each time, and of none that has not', async () => {
    const after = (most: () => number) =>
      answering((nth, socket) => {
        if (nth === 1) ends.set(socket, most());
        if (nth === ends.get(socket)) queueMicrotask(() => socket.end());
        return ok();
      });
    const ends = new Map<object, number>();
    let connections = 30;
    for (const [most, cell, reason] of [
      [() => 40, '40, then closed', 'limit.ended'],
      [() => ++connections, '?', 'limit.unlike'],
    ] as const) {
      const { rows, result } = await probed(await after(most), { requests: 1, limit: 100 });
      expect([rows['requests a connection'], result.answers?.['request limit']?.reason.id]).toEqual([
        cell,
        reason,
      ]);
    }
  });
});
