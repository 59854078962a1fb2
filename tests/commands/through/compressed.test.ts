/** Event streams through an application that compresses what its clients accept, alone and behind another proxy. */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { freePorts } from '../../peers/support/running.ts';
import { expressProxy } from './compressing.ts';
import { listening } from './listening.ts';
import { wire } from './proxies.ts';

const run = async (isCompressing: boolean) => {
  const [front = 0, middle = 0, originPort = 0] = await freePorts(3);
  const express = await listening(expressProxy(isCompressing)(originPort), middle);
  const proxy = await listening(wire(middle), front);
  try {
    const asked = askedOf(new URL(proxy.url));
    const kinds = ['sse, identity', 'sse, gzip'] as const;
    return assessThrough(await runThrough({ asked, originPort, stepSeconds: 15, kinds })).result;
  } finally {
    await proxy.close();
    await express.close();
  }
};

describe.concurrent('event streams through Express', () => {
  it('come at once where nothing is compressed', async () => {
    const { path } = await run(false);
    expect(path.sse.identity.passes).toBe('at once');
    expect(path.sse.gzip.passes).toBe('at once');
  });

  it('are held of who takes gzip, and of nobody else, where it is', async () => {
    const { path, answers } = await run(true);
    expect(path.sse.identity.passes).toBe('at once');
    expect(path.sse.gzip.passes).toBe('from');
    // What zlib gathers before it gives anything away without being told to.
    expect(path.sse.gzip.bytes).toBeGreaterThanOrEqual(4096);
    expect(path.sse.gzip.bytes).toBeLessThanOrEqual(65_536);
    expect(answers?.['sse, gzip over http/1.1']).toMatchObject({
      answer: 'yes',
      reason: { id: 'passes.from' },
    });
  });
});
