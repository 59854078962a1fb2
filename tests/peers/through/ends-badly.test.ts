/** Proxies that do not come to the origin at once, or never: it is said in one line, in its time, with what was found. */
import { request } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { command } from '../../commands/through/said.ts';
import { readResultFile } from '../../result-file.ts';
import { describeWithPeers } from '../support/programs.ts';
import { haproxy, nginx, type ProxyKind, startProxy } from '../support/through-proxies.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const statusOf = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request(url, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });

describeWithPeers('a proxy that watches its origin', { haproxy: ['-v'] }, () => {
  it('is given the time to find it', async () => {
    const proxy = await startProxy(haproxy('', ' check inter 200ms rise 2 fall 3'));
    try {
      // It has seen that nobody is there, and answers so by itself.
      while ((await statusOf(proxy.url)) !== 503);
      const args = [proxy.url, '--origin-port', `${proxy.originPort}`, '--json', '-'];
      const { code, out } = await command('through', ...args);
      expect(code).toBe(0);
      const [result] = readResultFile(out).results;
      expect(result).toMatchObject({ outcome: 'ran', error: null });
      expect(result?.path?.upload.chunked.passes).toBe('at once');
    } finally {
      await proxy.stop();
    }
  }, 120_000);
});

const plain = nginx('');
const itself: ProxyKind = {
  ...plain,
  configuration: (ports, folder) => plain.configuration({ ...ports, origin: ports.front }, folder),
};

describeWithPeers('a proxy whose origin is itself', { nginx: ['-v'] }, () => {
  it('is told of in one line, with what it answered', async () => {
    const proxy = await startProxy(itself);
    try {
      const args = [proxy.url, '--origin-port', `${proxy.originPort}`, '--deadline', '2'];
      const { code, err } = await command('through', ...args);
      expect(code).toBe(1);
      expect(err).toMatch(
        /^through \S+: the proxy did not connect to where it should find the origin; it answered with status [45]\d\d \(port \d+\)\n$/,
      );
    } finally {
      await proxy.stop();
    }
  }, 120_000);
});
