/**
 * Servers of HTTP/1.1 that are broken or mean harm: a probe of each ends within its time, says in one line what
 * happened, and keeps what was seen until then.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { toldResult } from '../../../../src/model/told.ts';
import { answering, closeServers, probed } from '../probed.ts';
import { http1Servers } from './http1-servers.ts';
import { ok } from './servers.ts';

afterAll(closeServers);

describe.concurrent('a server of HTTP/1.1 that', () => {
  it.each(Object.entries(http1Servers))(
    '%s',
    async (_name, { serve, says, outcome = 'failed', within = 1 }) => {
      const { result, notes } = await probed(await serve(), { deadline: within });
      expect(toldResult(result)).toMatchObject({ outcome, error: { message: says } });
      expect(notes).toEqual([`HTTP/1.1 ${outcome}: ${says}`]);
    },
  );

  it('breaks off after two answers leaves those as facts', async () => {
    const port = await answering((nth, socket) => {
      if (nth < 3) return ok;
      socket.once('drain', () => {});
      setImmediate(() => socket.destroy());
      return 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n';
    });
    const { rows, notes, result } = await probed(port, { deadline: 5, requests: 9 });
    expect(rows).toMatchObject({ 'answers as': 'HTTP/1.1 200' });
    expect(result.outcome).toBe('failed');
    expect(result.facts?.reuse?.exchanges).toBeGreaterThanOrEqual(3);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^HTTP\/1\.1 failed: request \d: the server closed the connection in the middle of its answer$/,
    );
  });

  it('falls silent at the fourth request leaves three as facts', async () => {
    const port = await answering((nth) => (nth < 4 ? ok : ''));
    const { rows, notes } = await probed(port, { deadline: 1 });
    expect(rows['requests / connections']).toBe('4 / 1');
    expect(notes).toEqual(['HTTP/1.1 timed-out: request 4: there was no answer within 1 s']);
  });
});
