/** `through --forward` with Squid, as it comes but for a cache. */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { allParts } from '../../report/real/parts.ts';
import { describeWithPeers } from '../support/programs.ts';
import { type ProxyKind, startProxy } from '../support/through-proxies.ts';

const squid = (access: string): ProxyKind => ({
  program: 'squid',
  proof: ['-v'],
  arguments: (file) => ['-N', '-f', file],
  configuration: ({ front }, folder) => `
http_port 127.0.0.1:${front}
${access}
cache deny all
pid_filename none
access_log none
cache_log ${folder}/log
coredump_dir ${folder}
pinger_enable off
shutdown_lifetime 0 seconds
`,
});

async function through(kind: ProxyKind, stepSeconds = 15) {
  const { url, originPort, stop } = await startProxy(kind);
  try {
    const asked = askedOf(new URL(url));
    return assessThrough(await runThrough({ asked, originPort, stepSeconds, isForward: true })).result;
  } finally {
    await stop();
  }
}

describeWithPeers('Squid', { squid: ['-v'] }, () => {
  describe.concurrent('as a forward proxy', () => {
    it('passes everything on at once, and opens tunnels', async () => {
      const { path, answers, facts, subject, error } = await through(squid('http_access allow all'));
      expect(error).toBeNull();
      expect(subject).toMatch(/squid/);
      expect(path.over).toEqual({ 'http/1.1': allParts('at once') });
      expect(answers?.tunnel?.answer).toBe('yes');
      expect([facts?.back?.connections, facts?.backFive?.connections]).toEqual([1, 1]);
      expect([path.race.safe, path.expect, path.early]).toEqual(['yes', 'origin', 'yes']);
    }, 120_000);

    it('opens no tunnel where it is told not to', async () => {
      const { answers, path } = await through(
        squid('acl tunnel method CONNECT\nhttp_access deny tunnel\nhttp_access allow all'),
      );
      expect(answers?.tunnel).toMatchObject({ answer: 'no', reason: { parameters: { n: 403 } } });
      expect(path.upload.chunked.passes).toBe('at once');
    }, 120_000);

    it('that lets nobody in is said to refuse, with its status', async () => {
      const { error, outcome } = await through(squid('http_access deny all'), 1);
      expect([outcome, error?.code]).toEqual(['failed', 'ORIGIN_NOT_REACHED']);
      expect(error?.reason.parameters).toMatchObject({ answer: { parameters: { n: 403 } } });
    }, 120_000);
  });
});
