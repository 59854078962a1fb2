/** The live page lists the rules that were broken, the grades apart, as the table does. */
import { describe, expect, it, vi } from 'vitest';
import { listen, pageOf } from './events.ts';
import { httpServer } from './http-server.ts';
import { dial, observe } from './observed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('the live page tells', () => {
  it('of the rules that were broken', async () => {
    const observing = await observe(await httpServer(), '--page');
    const { state, until } = await listen(pageOf(observing));
    const { socket, got } = dial(observing.port);
    for (const path of ['/1', '/2']) {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n`);
      await got('\r\n\r\n');
    }
    await until(({ totals }) => totals?.broken[0]?.lines[0]?.includes('2 times') ?? false);
    expect(state.totals?.broken).toEqual([
      {
        grade: 'irregularity',
        head: 'Irregularities: a rule is broken, and no verdict goes by it',
        lines: [
          expect.stringMatching(/^observed, connection 1: by the client, at byte \d+: .*2 times in all$/),
        ],
      },
    ]);
  });
});
