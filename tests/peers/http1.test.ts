/** HTTP/1.1 as small servers have it wrong: each fault is named once, at its side, and verdicts stand where the reading does. */
import { expect, it, vi } from 'vitest';
import { observe, resultOf, serve } from '../commands/observe/observed.ts';
import { describeWithPeers } from './support/programs.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Answers each request with this, and keeps the connection. */
const answering = (response: string) =>
  serve((socket) => {
    socket.on('data', (bytes) => {
      for (const _ of bytes.toString('latin1').matchAll(/\r\n\r\n/g)) socket.write(response);
    });
    socket.on('end', () => socket.end());
  });

const observed = async (port: number, ...command: string[]) => {
  const { ended } = await observe(port, '--json', '-', '--', ...command);
  const { violations, facts, verdicts } = resultOf(await ended);
  return {
    exchanges: facts?.observed?.exchanges,
    faults: violations.map(({ side, grade, reason }) => `${side} ${grade} ${reason.id}`),
    wire: verdicts?.observed?.wire.mode,
  };
};

const undici = [
  process.execPath,
  '--input-type=module',
  '--eval',
  `import { Client } from 'undici';
   const client = new Client(process.argv[1]);
   await client.request({ path: '/', method: 'GET' }).then(({ body }) => body.text()).catch(() => {});
   await client.destroy();`,
  '{url}',
];
const curl = ['curl', '--noproxy', '*', '-s', '{url}/'];

describeWithPeers('a 204 with a body', { curl: ['--version'] }, () => {
  it.each([
    ['curl', curl],
    ['undici', undici],
  ])('is one fault of the server, after which nothing is sure: %s', async (_, command) => {
    const port = await answering('HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\nhello\n');
    expect(await observed(port, ...command)).toEqual({
      exchanges: 1,
      faults: ['server violation http1.content-of-nothing'],
      wire: 'inconclusive',
    });
  });

  it('that only says it has one can be read all the same', async () => {
    const port = await answering('HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\n');
    expect(await observed(port, ...curl)).toEqual({
      exchanges: 1,
      faults: ['server irregularity http1.length-of-nothing'],
      wire: 'half-duplex',
    });
  });
});

describeWithPeers('chunks sent to a client of HTTP/1.0', { ab: ['-V'] }, () => {
  it('are a fault of the server, and verdicts stand', async () => {
    const port = await answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n');
    const ab = ['ab', '-q', '-n', '1', '-s', '1', '{url}/'];
    expect(await observed(port, ...ab)).toEqual({
      exchanges: 1,
      faults: ['server irregularity http1.coding-to-http10'],
      wire: 'half-duplex',
    });
  });
});
