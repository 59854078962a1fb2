/** The stream of events: ids, what a page that comes back is told, and that a page that does not read costs nothing. */
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLiveLog } from '../../../src/bench/live/log.ts';
import { liveStreams } from '../../../src/commands/observe/live-streams.ts';
import type { LiveEvent } from '../../../src/report/page/live/shapes.ts';

/** Events that can be told apart. */
const event = (nth: number): LiveEvent => ({ what: 'forgotten', connections: [nth], forgotten: nth });

function logOf(count: number, limits = { events: 100, characters: 100_000 }) {
  const log = createLiveLog('ab12', limits);
  for (let nth = 1; nth <= count; nth++) log.add(event(nth));
  return log;
}

const told = (text: string) => [...text.matchAll(/"forgotten":(\d+)\}/g)].map(([, nth]) => Number(nth));

describe('the log', () => {
  it('gives each event an id that rises, on lines of its own', () => {
    expect(logOf(2).after(0, 10_000)?.text).toBe(
      'id: ab12-1\ndata: {"what":"forgotten","connections":[1],"forgotten":1}\n\n' +
        'id: ab12-2\ndata: {"what":"forgotten","connections":[2],"forgotten":2}\n\n',
    );
  });

  it('breaks no line, whatever is in an event', () => {
    const log = createLiveLog('ab12');
    log.add({ ...event(1), what: 'totals', figures: [['a\n\nid: x-1\r', '\u2028']] } as unknown as LiveEvent);
    expect(log.after(0, 10_000)?.text.split(/[\r\n]/)).toHaveLength(4);
  });

  it.each([
    ['ab12-3', 3],
    ['ab12-0', 0],
    // More than there are: of a run that had the same name, which cannot be, or made up.
    ['ab12-6', null],
    ['ab13-3', null],
    ['ab12-3 ', null],
    ['ab12--3', null],
    ['3', null],
    ['', null],
    [undefined, null],
  ])('takes the id %j for place %j', (id, place) => {
    expect(logOf(5).placeOf(id)).toBe(place);
  });

  it('gives what came after an event, a part at a time, and nothing where nothing came', () => {
    const log = logOf(5);
    expect(told(log.after(2, 10_000)?.text ?? '')).toEqual([3, 4, 5]);
    const part = log.after(0, 100);
    expect(told(part?.text ?? '')).toEqual([1, 2]);
    expect(part?.place).toBe(2);
    expect(log.after(5, 10_000)).toEqual({ text: '', place: 5 });
  });

  it.each([
    ['events', { events: 10, characters: 100_000 }],
    ['characters', { events: 1000, characters: 700 }],
  ])('keeps no more than so many %s, and knows what it does not know any more', (_, limits) => {
    const log = logOf(1000, limits);
    expect(log.last()).toBe(1000);
    expect(log.after(0, 10_000)).toBeNull();
    expect(log.after(900, 10_000)).toBeNull();
    const known = [...Array(1000).keys()].filter((place) => log.after(place, 100_000) !== null);
    expect(known.length).toBeGreaterThan(5);
    expect(known.length).toBeLessThanOrEqual(10);
    const [oldest = 0] = known;
    expect(told(log.after(oldest, 100_000)?.text ?? '')[0]).toBe(oldest + 1);
    expect(told(log.after(oldest, 100_000)?.text ?? '').at(-1)).toBe(1000);
  });
});

/** A page that reads only when it is let. */
function slowPage() {
  const read: string[] = [];
  const waiting: (() => void)[] = [];
  const response = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      read.push(chunk.toString());
      waiting.push(done);
    },
  });
  return {
    response: response as unknown as ServerResponse,
    read,
    /** Until nothing more comes. */
    async readAll() {
      for (let done = waiting.shift(); done; done = waiting.shift()) {
        done();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const snapshot = (log: ReturnType<typeof createLiveLog>) => () =>
  log.snapshot({ what: 'forgotten', connections: [-1], forgotten: log.last() });

describe('a page', () => {
  it('that is new gets a snapshot, and then what follows it', async () => {
    const log = logOf(3);
    const streams = liveStreams(log, snapshot(log));
    const page = slowPage();
    streams.open(page.response, undefined);
    await page.readAll();
    log.add(event(4));
    streams.tell();
    await page.readAll();
    expect(page.read[0]).toMatch(/^retry: \d+\n\n$/);
    expect(page.read.slice(1).map((text) => /id: (.*)/.exec(text)?.[1])).toEqual(['ab12-3', 'ab12-4']);
    expect(page.read[1]).toContain('"connections":[-1]');
  });

  it('that comes back gets what it has missed, and no snapshot', async () => {
    const log = logOf(5);
    const page = slowPage();
    liveStreams(log, snapshot(log)).open(page.response, 'ab12-2');
    await page.readAll();
    expect(told(page.read.join(''))).toEqual([3, 4, 5]);
    expect(page.read.join('')).not.toContain('[-1]');
  });

  it.each(['ab12-1', 'ffff-100', 'nonsense'])(
    'that comes back with %j, of which nothing is known, gets a snapshot',
    async (id) => {
      const log = logOf(100, { events: 10, characters: 100_000 });
      const page = slowPage();
      liveStreams(log, snapshot(log)).open(page.response, id);
      await page.readAll();
      expect(told(page.read.join(''))).toEqual([100]);
      expect(page.read.join('')).toContain('[-1]');
    },
  );

  it('that does not read is sent nothing more, and a snapshot once it reads again', async () => {
    const log = logOf(1, { events: 10, characters: 100_000 });
    const streams = liveStreams(log, snapshot(log));
    const page = slowPage();
    streams.open(page.response, 'ab12-1');
    for (let nth = 2; nth <= 1000; nth++) {
      log.add(event(nth));
      streams.tell();
    }
    expect(page.response.writableLength).toBeLessThan(100);
    await page.readAll();
    expect(told(page.read.join(''))).toEqual([1000]);
    expect(page.read.join('')).toContain('[-1]');
  });

  it('is told all before its stream ends', async () => {
    const log = logOf(1);
    const streams = liveStreams(log, snapshot(log));
    const page = slowPage();
    streams.open(page.response, 'ab12-1');
    log.add(event(2));
    const ended = streams.end();
    expect(page.response.writableEnded).toBe(false);
    await page.readAll();
    await ended;
    expect(told(page.read.join(''))).toEqual([2]);
    expect(streams.count()).toBe(0);
  });
});
