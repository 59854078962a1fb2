/**
 * Real clients through `observe`: what they say of themselves that they did is what was counted; and so is what
 * tshark counts in the packets between them and `observe`, and what the server behind it has logged.
 */
import { beforeAll, expect, it, vi } from 'vitest';
import { factsOf, type Observing, observe, serve } from '../commands/observe/observed.ts';
import { chromiumCommand } from './support/browser.ts';
import { tcpdumpProof } from './support/loopback.ts';
import { type Client, type Witnessed, witness } from './support/observe-clients.ts';
import { describeWithPeers } from './support/programs.ts';
import { countTrace } from './support/tap-counts.ts';
import { tsharkProof } from './support/tshark.ts';

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
    const { ended } = await observe(await server(), '--json', '-', '--', ...ab);
    const { exchangesPerConnection, exchanges, messages, protocol } = factsOf(await ended);
    // ab may have opened one more by the time it has its last answer.
    const used = exchangesPerConnection.filter((carried) => carried > 0);
    expect({ used, exchanges, messages, protocol }).toEqual({
      ...{ used: Array<number>(20).fill(1), exchanges: 20, messages: { c2s: 20, s2c: 20 } },
      protocol: 'HTTP/1.0',
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

const three = ['{url}/', '{url}/', '{url}/'];
const onePerLine = ['curl', '--noproxy', '*', '-s', '-H', 'Connection: close', ...three];

const clients: (Client & { proof: string[] })[] = [
  { server: 'nginx, http/1', name: 'curl', command: ['curl', '--noproxy', '*', '-s', ...three] },
  { server: 'nginx, http/1', name: 'curl that closes each time', command: onePerLine },
  {
    ...{ server: 'nginx, h2c', name: 'curl, HTTP/2' },
    // One request: curl 7.88 fails on its second with prior knowledge, whoever serves it.
    command: ['curl', '--noproxy', '*', '-s', '--http2-prior-knowledge', '{url}/'],
  },
  { server: 'nginx, http/1', name: 'ab', command: ['ab', '-q', '-n', '20', '-c', '3', '{url}/'] },
  { server: 'nginx, http/1', name: 'ab -k', command: ['ab', '-q', '-k', '-n', '20', '-c', '3', '{url}/'] },
  { server: 'nginx, http/1', name: 'h2load --h1', command: ['h2load', '--h1', '-n20', '-c2', '{url}/'] },
  { server: 'nghttpd, h2c', name: 'h2load', command: ['h2load', '-n20', '-c2', '-m5', '{url}/'] },
  { server: 'nghttpd, h2c', name: 'nghttp', command: ['nghttp', '-n', '-m4', '{url}/'] },
  { server: 'nginx, h2c', name: 'nghttp to nginx', command: ['nghttp', '-n', '{url}/', '{url}/page'] },
  { server: 'nginx, http/1', name: 'chromium', command: chromiumCommand },
  {
    ...{ server: 'nginx, https', name: 'curl, TLS' },
    command: ['curl', '--noproxy', '*', '-s', '-k', ...three],
  },
  { server: 'nginx, https', name: 'chromium, TLS', command: chromiumCommand },
].map((client) => ({ ...(client as Client), proof: [client.command[0] === 'ab' ? '-V' : '--version'] }));

const witnesses = { tcpdump: tcpdumpProof, tshark: tsharkProof, nginx: ['-v'], nghttpd: ['--version'] };

describeWithPeers('observe and the packets agree on', witnesses, () => {
  const usable: Client[] = [];
  let seen = new Map<string, Witnessed>();
  beforeAll(async () => {
    seen = await witness(usable);
  });
  const of = (name: string): Witnessed => {
    const one = seen.get(name);
    if (!one) throw new Error(`${name} was not run`);
    return one;
  };

  for (const client of clients) {
    const { name, server, command, proof } = client;
    describeWithPeers(name, { [command[0] ?? '']: proof }, () => {
      usable.push(client);

      it('how many connections', () => {
        const { result, tshark } = of(name);
        expect(tshark.connections).toBeGreaterThan(0);
        expect(result.facts?.observed?.connections).toBe(tshark.connections);
      });

      // With TLS there is no clear text in the packets.
      if (server !== 'nginx, https')
        it('requests, responses and streams', () => {
          const { result, tap, tshark } = of(name);
          const { exchanges, messages } = result.facts?.observed ?? {};
          const { requests, responses } = tshark;
          expect(requests).toBeGreaterThan(0);
          expect({ exchanges, messages }).toEqual({
            exchanges: requests,
            messages: { c2s: requests, s2c: responses },
          });
          expect(tap).toEqual(tshark);
        });

      if (server.startsWith('nginx'))
        it('requests, with the log of the server', () => {
          const { result, logged } = of(name);
          expect(logged).not.toHaveLength(0);
          expect(result.facts?.observed?.messages.c2s).toBe(logged?.length);
        });

      it('more than a trace has that ends before the last of them', () => {
        const { stored, tap } = of(name);
        // The last that carried a request: ab may open one more that carries none.
        const spoke = stored.events.findLast((event) => event.type === 'bytes' && event.direction === 'c2s');
        const last = stored.events.findIndex(
          (event) =>
            event.type === 'open' && spoke?.type === 'bytes' && event.connection === spoke.connection,
        );
        const cut = countTrace({ ...stored, events: stored.events.slice(0, last) });
        expect(cut.connections).toBeLessThan(tap.connections);
        expect(cut.requests).toBeLessThan(tap.requests);
      });
    });
  }
});
