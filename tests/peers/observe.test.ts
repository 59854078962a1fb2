/** Real clients through `observe`: what they say of themselves that they did is what was counted. */
import { expect, it, vi } from 'vitest';
import { factsOf, type Observing, observe, serve } from '../commands/observed.ts';
import { describeWithPeers } from './programs.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Answers each request; keeps the connection unless asked by HTTP/1.0. */
const server = () =>
  serve((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const old = text.slice(0, end).includes('HTTP/1.0');
        text = text.slice(end + 4);
        socket.write(`HTTP/1.${old ? 0 : 1} 200 OK\r\nContent-Length: 2\r\n\r\nok`);
        if (old) socket.end();
      }
    });
    socket.on('end', () => socket.end());
  });

const counted = async ({ ended }: Observing) => {
  const { connections, exchanges, messages, protocol } = factsOf(await ended);
  return { connections, exchanges, messages, protocol };
};

describeWithPeers('curl through observe', { curl: ['--version'] }, () => {
  it('uses one connection for three requests', async () => {
    const curl = ['curl', '-s', '{url}/a', '{url}/b', '{url}/c'];
    expect(await counted(await observe(await server(), '--json', '-', '--', ...curl))).toEqual({
      ...{ connections: 1, exchanges: 3, messages: { c2s: 3, s2c: 3 }, protocol: 'HTTP/1.1' },
    });
  });
});

describeWithPeers('ab through observe', { ab: ['-V'] }, () => {
  it('uses a connection for each of twenty requests', async () => {
    const ab = ['ab', '-q', '-n', '20', '-c', '3', '{url}/'];
    expect(await counted(await observe(await server(), '--json', '-', '--', ...ab))).toEqual({
      ...{ connections: 20, exchanges: 20, messages: { c2s: 20, s2c: 20 }, protocol: 'HTTP/1.0' },
    });
  });
});

describeWithPeers('h2load through observe', { h2load: ['--version'] }, () => {
  it('shares twenty requests between two connections', async () => {
    const h2load = ['h2load', '--h1', '-n', '20', '-c', '2', '{url}/'];
    expect(await counted(await observe(await server(), '--json', '-', '--', ...h2load))).toEqual({
      ...{ connections: 2, exchanges: 20, messages: { c2s: 20, s2c: 20 }, protocol: 'HTTP/1.1' },
    });
  });
});
