/**
 * What is withheld, is so from the last byte of its text on, however the text arrives, on the first connection that has it.
 * What was recorded is compared in words, one an event: 'c2s "hello"' are bytes from the client, 's2c end' is the
 * server's FIN; neighbouring bytes of one direction are one.
 */
import { describe, expect, it, vi } from 'vitest';
import type { MarkEvent } from '../../src/model/trace.ts';
import { createWithholding } from '../../src/wire/withholding.ts';
import {
  brokenRules,
  eventsInWords,
  openTappedServer,
  type Peer,
  patient,
  type TappedServer,
  taps,
} from './tapped-server.ts';

vi.setConfig(patient);

/** What passes of these chunks, and what it gives back when it is released. */
function passing(text: string, chunks: string[], isAfter = false) {
  const log: string[] = [];
  const state = createWithholding({ direction: 's2c', text, isAfter }, () => log.push('begun'));
  const watching = state.watch((kept) => log.push(`resumed ${kept.toString('latin1')}`));
  const passed = chunks.map((chunk) => watching.pass(Buffer.from(chunk, 'latin1')).toString('latin1'));
  const withheld = watching.withholds();
  state.release();
  return {
    passed: passed.join(''),
    withheld,
    log,
    after: watching.pass(Buffer.from('more')).toString('latin1'),
  };
}

/** Every way of cutting a text into pieces. */
function everyCut(text: string): string[][] {
  if (text.length < 2) return [[text]];
  return everyCut(text.slice(1)).flatMap(([first = '', ...rest]) => [
    [text.slice(0, 1), first, ...rest],
    [text.slice(0, 1) + first, ...rest],
  ]);
}

describe('withholding', () => {
  it('withholds the last byte of its text and what follows, wherever the chunks are cut', () => {
    const cuts = everyCut('aab<aab>cd');
    expect(cuts).toHaveLength(512);
    for (const chunks of cuts)
      expect({ chunks, ...passing('aab>', chunks) }).toEqual({
        chunks,
        passed: 'aab<aab',
        withheld: true,
        log: ['begun', 'resumed >cd'],
        after: 'more',
      });
  });

  it('lets all of its text pass where only what follows is to wait, and be it FIN alone', () => {
    for (const chunks of everyCut('aab<aab>cd'))
      expect({ chunks, ...passing('aab>', chunks, true) }).toEqual({
        chunks,
        passed: 'aab<aab>',
        withheld: true,
        log: ['begun', 'resumed cd'],
        after: 'more',
      });
    expect(passing('aab>', ['aab>'], true)).toMatchObject({ passed: 'aab>', withheld: true });
  });

  it.each([
    ['x', 'axb', 'a'],
    ['ab', 'ab', 'a'],
    ['\r\n\r\n', 'a: b\r\n\r\n', 'a: b\r\n\r'],
    ['\xff', 'a\xffb', 'a'],
  ])('of %j lets %j pass as %j', (text, bytes, passed) => {
    for (const chunks of everyCut(bytes))
      expect(passing(text, chunks)).toMatchObject({ passed, withheld: true });
  });

  it('lets everything pass where its text does not come', () => {
    expect(passing('aab>', ['aab', '<aa', 'b'])).toEqual({
      passed: 'aab<aab',
      withheld: false,
      log: [],
      after: 'more',
    });
  });

  it('that was released before its text came never acts', () => {
    const log: string[] = [];
    const state = createWithholding({ direction: 'c2s', text: 'stop' }, () => log.push('begun'));
    const watching = state.watch(() => log.push('resumed'));
    state.release();
    state.release();
    expect(watching.pass(Buffer.from('stop!')).toString()).toBe('stop!');
    expect(log).toEqual([]);
  });

  it('acts on one connection only, and gives its bytes back once', () => {
    const log: string[] = [];
    const state = createWithholding({ direction: 'c2s', text: 'stop' }, () => log.push('begun'));
    const [one, two] = ['one', 'two'].map((name) => state.watch((kept) => log.push(`${name} ${kept}`)));
    const pass = (watching: typeof one, text: string) => watching?.pass(Buffer.from(text)).toString();
    expect([pass(one, 'st'), pass(two, 'stop!'), pass(one, 'op?')]).toEqual(['st', 'sto', 'op?']);
    expect([one?.withholds(), two?.withholds()]).toEqual([false, true]);
    state.release();
    state.release();
    expect(log).toEqual(['begun', 'two p!']);
  });
});

/** Exchanges on another connection: whatever was under way has had its turn when they are over. */
async function letOthersPass(tapped: TappedServer) {
  for (let nth = 1; nth <= 20; nth++) await tapped.controlExchange();
}

const mark = (of: string): Omit<MarkEvent, 'seq' | 'at'> => ({ type: 'mark', mark: 'grace passed', of });

describe.each(taps)('withholding in a tap %s', (_, open) => {
  it('withholds bytes and FIN of the server, which are recorded as they come', async () => {
    const tapped = await openTappedServer(open);
    const withheld = tapped.tap.withhold({ direction: 's2c', text: 'last' });
    const client = tapped.connect();
    client.socket.write('hello');
    await tapped.until(() => tapped.accepted[0]?.text === 'hello');
    const server = tapped.accepted[0]?.socket;
    for (const byte of 'the las') {
      server?.write(byte);
      await tapped.until(() => client.text.endsWith(byte));
    }
    server?.write('t');
    await withheld.begun;
    server?.write(' word');
    server?.end();
    await tapped.until(() => tapped.events.some(({ type }) => type === 'end'));
    client.socket.write(', go on');
    await tapped.until(() => tapped.accepted[0]?.text === 'hello, go on');
    await letOthersPass(tapped);
    expect(client).toMatchObject({ text: 'the las', ended: false });
    const { seq } = await tapped.tap.mark(mark('release'));
    await withheld.release();
    await tapped.until(() => client.ended);
    expect(client.text).toBe('the last word');
    client.socket.end();
    await tapped.until(() => tapped.events.some(({ type }) => type === 'close'));
    expect(eventsInWords(tapped.events)).toEqual([
      'open',
      'c2s "hello"',
      's2c "the last word"',
      's2c end',
      'c2s ", go on"',
      'c2s end',
      'close',
    ]);
    const end = tapped.events.find(({ type }) => type === 'end');
    expect(end?.seq).toBeLessThan(seq);
    expect(brokenRules(tapped.events)).toEqual([]);
  });

  it('withholds what the client says, and passes it on in its order', async () => {
    const tapped = await openTappedServer(open);
    const withheld = tapped.tap.withhold({ direction: 'c2s', text: '\n' });
    const client = tapped.connect();
    client.socket.end('one\ntwo\nthree');
    await withheld.begun;
    await letOthersPass(tapped);
    expect(tapped.accepted[0]).toMatchObject({ text: 'one', ended: false });
    await withheld.release();
    await tapped.until(() => tapped.accepted[0]?.ended === true);
    expect(tapped.accepted[0]?.text).toBe('one\ntwo\nthree');
  });

  it('leaves the other direction, other connections and the control door alone', async () => {
    const tapped = await openTappedServer(open);
    const withheld = tapped.tap.withhold({ direction: 'c2s', text: '.' });
    await tapped.controlExchange();
    const clients: Peer[] = [];
    for (let nth = 0; nth < 2; nth++) {
      const client = tapped.connect();
      client.socket.write(`${nth}.`);
      if (nth === 0) await withheld.begun;
      clients.push(client);
      await tapped.until(() => tapped.accepted.length === nth + 1);
    }
    await tapped.until(() => tapped.accepted[1]?.text === '1.');
    tapped.accepted[0]?.socket.write('a. b.');
    await tapped.until(() => clients[0]?.text === 'a. b.');
    await letOthersPass(tapped);
    expect(tapped.accepted[0]?.text).toBe('0');
    await withheld.release();
    await tapped.until(() => tapped.accepted[0]?.text === '0.');
  });

  it('can be asked for again when the one before it has been released', async () => {
    const tapped = await openTappedServer(open);
    for (let nth = 0; nth < 2; nth++) {
      const withheld = tapped.tap.withhold({ direction: 'c2s', text: '.' });
      const client = tapped.connect();
      client.socket.write('one.');
      await withheld.begun;
      await letOthersPass(tapped);
      expect(tapped.accepted[nth]?.text).toBe('one');
      await withheld.release();
      await tapped.until(() => tapped.accepted[nth]?.text === 'one.');
    }
  });

  it('with no text withholds from the next byte on, on a connection that is open, and again', async () => {
    const tapped = await openTappedServer(open);
    const client = tapped.connect();
    let text = '';
    for (let nth = 0; nth < 2; nth++) {
      client.socket.write('a');
      text += 'a';
      await tapped.until(() => tapped.accepted[0]?.text === text);
      const withheld = tapped.tap.withhold({ direction: 'c2s', text: '' });
      await tapped.tap.mark(mark('the tap has been told'));
      client.socket.write('bc');
      await withheld.begun;
      await letOthersPass(tapped);
      expect(tapped.accepted[0]?.text).toBe(text);
      await withheld.release();
      text += 'bc';
      await tapped.until(() => tapped.accepted[0]?.text === text);
    }
  });

  it('passes a reset on at once', async () => {
    const tapped = await openTappedServer(open);
    const withheld = tapped.tap.withhold({ direction: 'c2s', text: '.' });
    const client = tapped.connect();
    client.socket.write('one.');
    await withheld.begun;
    client.socket.resetAndDestroy();
    await tapped.until(() => tapped.accepted[0]?.closed === true);
    expect(tapped.accepted[0]).toMatchObject({ text: 'one', error: 'ECONNRESET' });
    await withheld.release();
    await tapped.until(() => tapped.events.some(({ type }) => type === 'close'));
    expect(eventsInWords(tapped.events)).toEqual(['open', 'c2s "one."', 'c2s reset', 'close']);
  });
});
