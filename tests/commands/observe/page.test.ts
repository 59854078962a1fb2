/** `observe --page` as a browser meets it: what it is told while things happen, when it comes back, and at the end. */
import { describe, expect, it, vi } from 'vitest';
import { openLivePage } from '../../../src/commands/observe/live-page.ts';
import type { LiveState } from '../../../src/report/page/live/fold.ts';
import { freePorts } from '../../peers/support/running.ts';
import { listen, pageOf } from './events.ts';
import { httpServer } from './http-server.ts';
import { dial, factsOf, mostMemory, observe, pour, resultOf, serve } from './observed.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

const messagesOf = ({ connections }: LiveState, connection = 1) =>
  connections.get(connection)?.messages.map(({ label }) => label) ?? [];

/** One whole connection: opened, a request, its answer, closed. */
async function visit(port: number, path?: string): Promise<void> {
  const { socket, got, over } = dial(port);
  socket.write(get(path));
  await got('ok');
  socket.end();
  await over;
}

const isOver = (connection: number) => (state: LiveState) =>
  (state.connections.get(connection)?.closed ?? null) !== null;

async function unused(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

describe('the page is told', () => {
  it('of a connection while it is open, of a message while it is under way, and of who closed', async () => {
    const observing = await observe(await httpServer(), '--page');
    const { state, until } = await listen(pageOf(observing));
    const { socket, got } = dial(observing.port);
    await until(({ connections }) => connections.size === 1);
    const line = () => state.connections.get(1);
    expect(line()).toMatchObject({ closed: null, ends: [], client: `127.0.0.1:${socket.localPort}` });
    expect(state.front).toBe(`http://127.0.0.1:${observing.port}`);

    socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
    await until(() => messagesOf(state).length > 0);
    expect(line()?.messages[0]).toMatchObject({ label: 'POST /slow', direction: 'c2s', end: null });
    socket.write('cd');
    await got('ok');
    await until(() => messagesOf(state).length === 2 && line()?.messages[0]?.end !== null);
    expect(messagesOf(state)).toEqual(['POST /slow', '200']);

    socket.end();
    await until(isOver(1));
    expect(line()?.ends.map(({ direction, how }) => `${direction} ${how}`)).toEqual(['c2s FIN', 's2c FIN']);
  });

  it('of the counts and the verdicts so far', async () => {
    const observing = await observe(await httpServer(), '--page');
    const { state, until } = await listen(pageOf(observing));
    const { socket, got } = dial(observing.port);
    for (const path of ['/1', '/2']) {
      socket.write(get(path));
      await got('ok');
    }
    await until(
      ({ totals }) => totals?.figures.some(([, text]) => /^2 from the client, 2 /.test(text)) ?? false,
    );
    expect(state.totals).toMatchObject({ connections: 1, open: 1, troubles: [] });
    expect(state.totals?.verdicts.map(({ where, mode }) => `${where}: ${mode}`)).toEqual([
      'as observed, wire: half-duplex',
      'as observed, conversation: half-duplex',
    ]);
    expect(state.totals?.verdicts[0]?.evidence[0]).toBe('["observe","observed",1,"c2s",1]');
  });

  it('of everything when it comes late', async () => {
    const observing = await observe(await httpServer(), '--page');
    await visit(observing.port, '/early');
    const { state, until, events } = await listen(pageOf(observing));
    await until(isOver(1));
    expect(messagesOf(state)).toEqual(['GET /early', '200']);
    expect(events[0]?.event.what).toBe('snapshot');
  });

  it('of what it has missed when it comes back: nothing twice, and nothing not at all', async () => {
    const observing = await observe(await httpServer(), '--page');
    const url = pageOf(observing);
    const first = await listen(url);
    await visit(observing.port, '/before');
    await first.until(isOver(1));
    const lastId = first.events.at(-1)?.id ?? '';
    first.leave();
    await first.ended;

    await visit(observing.port, '/meanwhile');
    const again = await listen(url, lastId, first.state);
    await visit(observing.port, '/after');
    await again.until(isOver(3));
    expect([1, 2, 3].flatMap((connection) => messagesOf(first.state, connection))).toEqual([
      'GET /before',
      '200',
      'GET /meanwhile',
      '200',
      'GET /after',
      '200',
    ]);
    const ids = again.events.map(({ id }) => id);
    const [run, last] = lastId.split('-');
    expect(ids).toEqual(ids.map((_, index) => `${run}-${Number(last) + 1 + index}`));
    expect(again.events.map(({ event }) => event.what)).not.toContain('snapshot');
  });

  it('anew by another observation on the same port', async () => {
    const server = await httpServer();
    const first = await observe(server, '--page');
    const url = pageOf(first);
    const before = await listen(url);
    await visit(first.port, '/first');
    await before.until(isOver(1));
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await observe(server, '--page', new URL(url).port);
    expect(pageOf(second)).toBe(url);
    await visit(second.port, '/second');
    const after = await listen(url, before.events.at(-1)?.id, before.state);
    await after.until((state) => state.restarted && isOver(1)(state));
    expect(after.state.connections.size).toBe(1);
    expect(messagesOf(after.state)).toEqual(['GET /second', '200']);
  });

  it('of a thousand connections, each of them', async () => {
    const observing = await observe(await httpServer(), '--page', '--json', '-');
    const { state, until } = await listen(pageOf(observing));
    const many = Array.from({ length: 1000 }, () => dial(observing.port));
    for (const [nth, { socket, got }] of many.entries()) {
      socket.write(get(`/${nth}`));
      await got('ok');
    }
    const answered = () => [...state.connections.values()].filter(({ messages }) => messages[1]?.end);
    await until(() => answered().length === 1000);
    expect(state.forgotten).toBe(0);

    // One more, and the oldest that is over makes room.
    for (const { socket, over } of many.slice(5, 6)) {
      socket.end();
      await over;
    }
    await until(({ connections }) => [...connections.values()].some(({ closed }) => closed !== null));
    const gone = [...state.connections.values()].find(({ closed }) => closed !== null)?.connection ?? 0;
    await visit(observing.port, '/one-more');
    await until(isOver(1001));
    expect(state.connections.size).toBe(1000);
    expect(state.connections.has(gone)).toBe(false);
    expect(state.forgotten).toBe(1);

    const late = await listen(pageOf(observing));
    await late.until(({ connections }) => connections.size === 1000);
    expect([...late.state.connections.keys()].sort()).toEqual([...state.connections.keys()].sort());
    for (const { socket } of many) socket.destroy();
    expect(factsOf(await observing.stop()).connections).toBe(1001);
  });

  it('of the newest of a million messages, and how many there were before; and observe stays small', async () => {
    const server = await serve((socket) => {
      socket.resume();
      socket.on('end', () => socket.end());
    });
    const observing = await observe(server, '--page');
    const { state, until } = await listen(pageOf(observing));
    const before = await mostMemory(observing.child);
    const { socket } = dial(observing.port);
    await pour(socket, Buffer.alloc(1_000_000, 'GET /aa HTTP/1.1\r\n\r\n'), 20);
    socket.end();
    await until(isOver(1));
    const { messages, earlier } = state.connections.get(1) ?? { messages: [] };
    expect(messages.at(-1)?.ordinal).toBe(1_000_000);
    expect(messages.length).toBeLessThanOrEqual(2000);
    expect(messages.length + (earlier ?? 0)).toBe(1_000_000);
    if (process.platform === 'linux')
      expect((await mostMemory(observing.child)) - before).toBeLessThan(250_000_000);
  });

  it('of paths with markup, controls and bidirectional characters as visible text, and cut', async () => {
    const path = `/<script>alert(1)</script>"'&${'x'.repeat(5000)}`;
    const observing = await observe(await httpServer(), '--page');
    const { state, until, text } = await listen(pageOf(observing));
    await visit(observing.port, path);
    const { socket } = dial(observing.port);
    socket.end('\u202e\u0007\x1b[2Jdata: no\n\nid: 7\n');
    await until(isOver(2));
    expect(messagesOf(state)[0]).toMatch(/^GET \/<script>alert\(1\)<\/script>"'&x+…$/);
    expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(
      text()
        .split('\n')
        .filter((line) => !/^(id: [0-9a-f]{16}-\d+|data: \{.*\}|retry: \d+|)$/.test(line)),
    ).toEqual([]);
    expect(text().length).toBeLessThan(20_000);
  });
});

describe('when observe ends', () => {
  it('the page is told all and that it is over, and neither it nor a kept connection holds the program up', async () => {
    const observing = await observe(await httpServer(), '--page', '--json', '-');
    const url = new URL(pageOf(observing));
    const stream = await listen(url.href);
    const { socket: kept, got } = dial(Number(url.port));
    kept.write(`GET / HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
    await got('</html>');
    const { socket } = dial(observing.port);
    // Not finished when it is over.
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
    await stream.until((state) => messagesOf(state).length > 0);
    // And right at the end something that no page can have been told of yet.
    for (const _ of Array(5)) await visit(observing.port);
    const ended = await observing.stop();
    await stream.ended;
    expect(ended.code).toBe(0);
    expect(stream.state.totals?.figures).toContainEqual(['connections', '6']);
    expect(stream.state.connections.size).toBe(6);
    expect(stream.events.at(-1)?.event).toEqual({ what: 'over' });
    const verdicts = Object.values(resultOf(ended).verdicts?.observed ?? {});
    expect(verdicts.map(({ because }) => because)).toEqual(
      stream.state.totals?.verdicts.map(({ because }) => because),
    );
    expect(ended.stderr[0]).toBe(`the page is at ${url.href}`);
  });

  it('because the server was never reached, the page is told so too', async () => {
    const observing = await observe(await unused(), '--page');
    const stream = await listen(pageOf(observing));
    const { over } = dial(observing.port);
    await over;
    await stream.until((state) => (state.connections.get(1)?.error ?? null) !== null);
    const { code } = await observing.stop();
    await stream.ended;
    expect(code).toBe(2);
    expect(stream.state).toMatchObject({ over: true });
  });
});

it('a page that is closed early is over, too, and its streams end', async () => {
  const live = await openLivePage({ port: 0, target: 'a:1', lang: 'en' });
  const stream = await listen(live.url);
  await live.close();
  await stream.ended;
  expect(stream.events.at(-1)?.event).toEqual({ what: 'over' });
});
