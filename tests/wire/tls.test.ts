/**
 * The tap between clear text and TLS (RFC 8446), and taking TLS itself: what is recorded is what was meant.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OpenEvent, TraceEvent } from '../../src/model/trace.ts';
import { listen } from '../../src/wire/address.ts';
import { certificateFor } from '../../src/wire/certificate.ts';
import type { Tap, TapOptions } from '../../src/wire/tap.ts';
import { brokenRules, eventsInWords, type OpenTap, patient, taps } from './tapped-server.ts';

vi.setConfig(patient);

const certificate = await certificateFor('bench.example');

/** Resolves once this holds; it is looked at whenever something has happened. */
function waitingRoom() {
  const waits = new Set<() => void>();
  const changed = () => {
    for (const wait of waits) wait();
  };
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const wait = () => {
        if (!holds()) return;
        waits.delete(wait);
        resolve();
      };
      waits.add(wait);
      wait();
    });
  return { changed, until };
}

interface End {
  socket: Socket;
  tcp: Socket;
  text: string;
  happened: string[];
}

interface Options extends Omit<TapOptions, 'to' | 'listener' | 'tls'> {
  tls?: TapOptions['tls'];
  /** What the server chooses from; none: it does not speak ALPN. */
  serves?: string[];
  /** The server does not speak TLS but sends this. */
  garbage?: string;
  /** The server never answers the first handshake. */
  silent?: boolean;
}

/** A TLS server of the tests' own with the tap in front of it. */
async function bench(open: OpenTap, options: Options) {
  const { changed, until } = waitingRoom();
  const sockets = new Set<Socket>();
  const watch = (tcp: Socket, socket: Socket): End => {
    const end: End = { socket, tcp, text: '', happened: [] };
    const note = (what: string) => {
      end.happened.push(what);
      changed();
    };
    sockets.add(socket);
    tcp.on('error', () => {});
    socket.on('data', (bytes) => {
      end.text += bytes.toString('latin1');
      changed();
    });
    for (const what of ['end', 'close', 'secure'] as const) socket.on(what, () => note(what));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => note(code ?? 'ERROR'));
    return end;
  };

  const accepted: End[] = [];
  const asked: (string | false)[] = [];
  const server = createServer({ allowHalfOpen: true }, (tcp) => {
    if (options.garbage !== undefined || (options.silent && accepted.length === 0)) {
      accepted.push(watch(tcp, tcp));
      tcp.write(options.garbage ?? '');
      changed();
      return;
    }
    const tls = new TLSSocket(tcp, {
      isServer: true,
      secureContext: createSecureContext(certificate),
      SNICallback(name, done) {
        asked.push(name);
        done(null);
      },
      ...(options.serves ? { ALPNProtocols: options.serves } : {}),
    });
    accepted.push(watch(tcp, tls));
    changed();
  });
  const to = await listen(server);
  const events: TraceEvent[] = [];
  const { serves: _, garbage: __, silent: ___, tls, ...forTap } = options;
  const tap: Tap = await open({
    ...forTap,
    tls: tls ?? { alpn: [] },
    to,
    listener(event) {
      events.push(event);
      changed();
    },
  });
  onTestFinished(async () => {
    await tap.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    events,
    accepted,
    asked,
    until,
    tap,
    connect(port = tap.address.port) {
      const tcp = connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true });
      return watch(tcp, tcp);
    },
    connectTls(alpn?: string[]) {
      const tcp = connectTcp({ host: '127.0.0.1', port: tap.address.port, allowHalfOpen: true });
      const tls = connectTls({
        socket: tcp,
        rejectUnauthorized: true,
        ca: certificate.cert,
        servername: 'localhost',
        ...(alpn ? { ALPNProtocols: alpn } : {}),
      });
      return Object.assign(watch(tcp, tls), { tls });
    },
    agreed: () =>
      events.filter((event): event is OpenEvent => event.type === 'open').map(({ tls }) => tls?.alpn),
  };
}

/** Each end has said a word. */
async function acquainted(at: Awaited<ReturnType<typeof bench>>, client = at.connect()) {
  client.socket.write('hello');
  await at.until(() => at.accepted[0]?.text === 'hello');
  const [server] = at.accepted;
  if (!server) throw new Error('the server accepted nothing');
  server.socket.write('welcome');
  // Bytes that are read together with RST would hide it.
  await at.until(() => client.text === 'welcome');
  return { client, server };
}

const closes = ({ events }: { events: TraceEvent[] }) => events.some(({ type }) => type === 'close');

describe.each(taps)('a tap %s that speaks TLS to the server', (_, open) => {
  it('records the clear text, and passes each half’s end on by itself', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    client.socket.end(' and bye');
    await at.until(() => server.happened.includes('end'));
    expect(server.text).toBe('hello and bye');
    server.socket.end(', still here');
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.text).toBe('welcome, still here');
    expect(client.happened).toEqual(['end', 'close']);
    expect(eventsInWords(at.events)).toEqual([
      'open',
      'c2s "hello"',
      's2c "welcome"',
      'c2s " and bye"',
      'c2s end',
      's2c ", still here"',
      's2c end',
      'close',
    ]);
    expect(brokenRules(at.events)).toEqual([]);
  });

  it('lets the client speak on when the server has finished', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    server.socket.end();
    await at.until(() => client.happened.includes('end'));
    client.socket.end(', still here');
    await at.until(() => server.happened.includes('end') && closes(at));
    expect(server.text).toBe('hello, still here');
    expect(eventsInWords(at.events).slice(3)).toEqual(['s2c end', 'c2s ", still here"', 'c2s end', 'close']);
  });

  it.each([
    ['h2', ['h2', 'http/1.1'], ['http/1.1', 'h2']],
    ['http/1.1', ['http/1.1'], ['h2', 'http/1.1']],
    [false, ['h2'], undefined],
    [false, [], ['h2']],
  ])('tells that %s was agreed on when it offers %j and the server has %j', async (agreed, alpn, serves) => {
    const preferring = agreed === 'h2' ? ['h2', 'http/1.1'] : serves;
    const at = await bench(open, { tls: { alpn }, ...(preferring ? { serves: preferring } : {}) });
    await acquainted(at);
    expect(at.agreed()).toEqual([agreed]);
  });

  it('names the server as it is told', async () => {
    const at = await bench(open, { tls: { alpn: [], servername: 'bench.example' } });
    await acquainted(at);
    expect(at.asked).toEqual(['bench.example']);
  });

  it('passes the RST of the client on beneath TLS', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    client.socket.resetAndDestroy();
    await at.until(() => server.happened.includes('close') && closes(at));
    expect(server.happened).toEqual(['secure', 'ECONNRESET', 'close']);
    expect(eventsInWords(at.events).slice(3)).toEqual(['c2s reset', 'close']);
  });

  it('passes the RST of the server on', async () => {
    const at = await bench(open, {});
    const { client, server } = await acquainted(at);
    server.tcp.resetAndDestroy();
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.happened).toEqual(['ECONNRESET', 'close']);
    expect(eventsInWords(at.events).slice(3)).toEqual(['s2c reset', 'close']);
  });

  it('says why no TLS was agreed, and resets the client', async () => {
    const at = await bench(open, { garbage: 'HTTP/1.1 400 Bad Request\r\n\r\n' });
    const client = at.connect();
    await at.until(() => client.happened.includes('close') && closes(at));
    expect(client.happened).toEqual(['ECONNRESET', 'close']);
    expect(eventsInWords(at.events)).toEqual(['open', 'error ERR_SSL_WRONG_VERSION_NUMBER', 'close']);
  });

  it('closes what was made ready at this very moment', async () => {
    const at = await bench(open, {});
    const client = at.connect();
    await at.until(() => at.events.some(({ type }) => type === 'open'));
    await at.tap.close();
    await at.until(() => client.happened.includes('close') || client.happened.includes('end'));
  });

  it('is not kept from others by a handshake that does not end', async () => {
    const at = await bench(open, { silent: true });
    const first = at.connect();
    await at.until(() => at.accepted.length === 1);
    const second = at.connect();
    second.socket.write('me too');
    await at.until(() => at.accepted[1]?.text === 'me too');
    expect(first.happened).toEqual([]);
    // From a thread what was recorded may come after what it passed on.
    await at.until(() => eventsInWords(at.events).length > 1);
    expect(eventsInWords(at.events)).toEqual(['open', 'c2s "me too"']);
  });
});

describe.each(taps)('a tap %s that takes TLS from clients', (_, open) => {
  const taking = (alpn: string | false, more: Partial<Options> = {}) => ({
    ...more,
    terminate: { ...certificate, alpn },
  });

  it('shows a certificate for localhost, and records the clear text between two halves that end by themselves', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    client.socket.end(' and bye');
    await at.until(() => server.happened.includes('end'));
    server.socket.end(', still here');
    await at.until(() => closes(at) && client.happened.includes('close'));
    expect(eventsInWords(at.events)).toEqual([
      'open',
      'c2s "hello"',
      's2c "welcome"',
      'c2s " and bye"',
      'c2s end',
      's2c ", still here"',
      's2c end',
      'close',
    ]);
  });

  it.each([
    { upstream: 'h2', client: ['http/1.1', 'h2'], agreed: 'h2' },
    { upstream: 'h2', client: ['http/1.1'], agreed: 'http/1.1' },
    { upstream: 'http/1.1', client: ['h2', 'http/1.1'], agreed: 'http/1.1' },
    { upstream: false as const, client: ['h2'], agreed: false },
    { upstream: 'h2', client: undefined, agreed: false },
  ])(
    'agrees on $agreed with both sides for a client of $client where the server would have $upstream',
    async (row) => {
      const at = await bench(open, taking(row.upstream, { serves: ['h2', 'http/1.1'] }));
      const client = at.connectTls(row.client);
      await acquainted(at, client);
      expect(client.tls.alpnProtocol).toBe(row.agreed);
      expect(at.agreed()).toEqual([row.agreed]);
    },
  );

  it('passes the RST of the client on', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    client.tcp.resetAndDestroy();
    await at.until(() => server.happened.includes('close') && closes(at));
    expect(eventsInWords(at.events).slice(3)).toEqual(['c2s reset', 'close']);
  });

  it('passes the RST of the server on beneath TLS', async () => {
    const at = await bench(open, taking(false));
    const { client, server } = await acquainted(at, at.connectTls());
    server.tcp.resetAndDestroy();
    await at.until(() => client.happened.includes('close'));
    expect(client.happened).toContain('ECONNRESET');
  });

  it('says so when a client speaks clear text, and does not disturb the server', async () => {
    const at = await bench(open, taking(false));
    const client = at.connect();
    client.socket.write('GET / HTTP/1.1\r\n\r\n');
    await at.until(() => client.happened.length > 0 && closes(at));
    expect(eventsInWords(at.events)).toEqual(['open', 'error ERR_SSL_HTTP_REQUEST', 'close']);
    expect(at.accepted).toEqual([]);
  });

  it('leaves the control door in clear text, to learn there what the server chooses', async () => {
    const at = await bench(open, taking(false, { tls: { alpn: ['h2', 'http/1.1'] }, serves: ['h2'] }));
    await acquainted(at, at.connect(at.tap.control.port));
    expect(at.events.filter(({ type }) => type === 'open')).toMatchObject([
      { control: true, tls: { alpn: 'h2' } },
    ]);
  });
});
