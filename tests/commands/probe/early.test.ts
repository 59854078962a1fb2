/** An answer that begins before its request has ended. */
import { afterAll, expect, it } from 'vitest';
import { closeServers, probed, rawServer } from './probed.ts';
import { ok } from './servers.ts';

afterAll(closeServers);

const isExpecting = (head: string): boolean => /^expect: 100-continue\r?$/im.test(head);

it('an early answer that comes in pieces is waited for, so that the rest of the request is never in its midst', async () => {
  let finish: (() => void) | null = null;
  let askedMeanwhile = 0;
  const port = await rawServer((socket) => {
    socket.on('end', () => socket.end());
    socket.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      if (
        text.startsWith('POST') &&
        /content-length: 2\r\n/i.test(text) &&
        finish === null &&
        !isExpecting(text)
      ) {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no');
        finish = () => socket.write('k');
      } else if (text.includes('\r\n\r\n')) {
        socket.write(ok());
        if (finish !== null && ++askedMeanwhile === 10) finish();
      }
    });
  });
  const { result } = await probed(port, { deadline: 2 });
  expect(askedMeanwhile).toBeGreaterThanOrEqual(10);
  expect(result.answers?.interlock?.answer).toBe('yes');
  expect(result.facts?.interlock).toMatchObject({ overlaps: 0, exchanges: 1 });
});
