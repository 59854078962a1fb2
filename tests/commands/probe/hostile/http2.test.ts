/** Servers of HTTP/2 that are broken or mean harm: a probe of each ends within its time, and says in one line what happened. */
import { afterAll, describe, expect, it } from 'vitest';
import { reason } from '../../../../src/model/reason.ts';
import { closeServers, probed } from '../probed.ts';
import { http2Servers } from './http2-servers.ts';

afterAll(closeServers);

describe.concurrent('a server of HTTP/2 that', () => {
  it.each<[keyof typeof http2Servers, Record<string, unknown>]>([
    ['sends garbage from the start', { outcome: 'skipped', error: { code: 'NOT_SPOKEN' } }],
    ['sends garbage after its SETTINGS', { outcome: 'timed-out', error: { code: 'UNREADABLE' } }],
    ['never answers', { outcome: 'timed-out', error: { reason: reason('probe.no-answer', { n: 1 }) } }],
    ['closes after its SETTINGS', { outcome: 'failed', error: { reason: reason('probe.closed-before') } }],
    ['resets after its SETTINGS', { outcome: 'failed', error: { reason: reason('probe.reset-before') } }],
    [
      'answers half and stalls',
      { outcome: 'timed-out', error: { reason: reason('probe.answer-unended', { n: 1 }) } },
    ],
  ])('%s', async (name, expected) => {
    const { result, notes } = await probed(await http2Servers[name](), { http: '2', deadline: 1 });
    expect(result).toMatchObject(expected);
    expect(notes).toHaveLength(1);
  });

  it('sends a body without end', async () => {
    const { notes } = await probed(await http2Servers['sends a body without end'](), {
      http: '2',
      deadline: 30,
    });
    expect(notes).toEqual(['HTTP/2 failed: the server sent more than 64 MiB']);
  });
});
