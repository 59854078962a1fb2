/** What the page is told in changes is what it would be told at once; and what is kept is bounded, whatever crosses. */
import { describe, expect, it } from 'vitest';
import { createLiveBook } from '../../../src/bench/live/book.ts';
import { reason } from '../../../src/model/reason.ts';

import { english } from '../../../src/report/language/say.ts';
import { all, both, end, message, open, wide } from './pages.ts';

describe('the page', () => {
  it('is told of a connection with its addresses, of a message when it begins and when it ends, and of who closed how', () => {
    const { witness, changes } = createLiveBook(wide, english);
    const told = () => changes(all).map((event) => (event.what === 'connection' ? event.line : null));
    witness.event?.(open(1));
    expect(told()).toMatchObject([
      { connection: 1, client: '127.0.0.1:5001', opened: [1, 1], closed: null, messages: [] },
    ]);
    const request = message(1, 'c2s', 1, '/a');
    witness.protocol?.(1, 'HTTP/1.1');
    witness.begun?.(request);
    expect(told()).toMatchObject([
      { protocol: 'HTTP/1.1', messages: [{ label: 'GET /a', direction: 'c2s', begin: [1, 1], end: null }] },
    ]);
    witness.ended?.(end(request, 3));
    expect(told()).toMatchObject([{ messages: [{ ordinal: 1, end: [3, 3], whole: true }] }]);
    witness.event?.({ type: 'reset', seq: 4, at: 4, connection: 1, direction: 's2c' });
    witness.event?.({ type: 'close', seq: 5, at: 5, connection: 1 });
    expect(told()).toMatchObject([
      { closed: [5, 5], ends: [{ direction: 's2c', how: 'RST' }], messages: [] },
    ]);
    expect(told()).toEqual([]);
  });

  it('is told what is in the message when it is told, once', () => {
    const { witness, changes } = createLiveBook(wide, english);
    witness.event?.(open(1));
    const request = message(1, 'c2s', 1);
    witness.begun?.(request);
    witness.ended?.(end(request, 2));
    const [event, ...others] = changes(all);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ line: { messages: [{ end: [2, 2] }] } });
  });

  it('is told about so many messages at a time, and of the rest the next time', () => {
    const { witness, changes } = createLiveBook(wide, english);
    for (let connection = 1; connection <= 10; connection++) {
      witness.event?.(open(connection));
      for (let nth = 1; nth <= 20; nth++) witness.begun?.(message(connection, 'c2s', nth));
    }
    const counts: number[] = [];
    for (let events = changes(40); events.length > 0; events = changes(40)) counts.push(events.length);
    expect(counts).toEqual([2, 2, 2, 2, 2]);
  });

  it('gets texts from the wire short, and with what cannot be seen made visible', () => {
    const { witness, present } = createLiveBook(wide, english);
    witness.event?.(open(1));
    witness.begun?.(message(1, 'c2s', 1, `/\u202e\u0007${'x'.repeat(60_000)}`));
    const text = JSON.stringify(present());
    expect(text.length).toBeLessThan(1000);
    expect(text).toContain('/<U+202E>\u2407xxx');
  });

  it('sees no push that the client has reset', () => {
    const book = createLiveBook(wide, english);
    book.witness.event?.(open(1));
    const pushes = [1, 2, 3].map((nth) => message(1, 's2c', nth));
    for (const push of pushes) book.witness.begun?.(push);
    const { state } = both(book);
    for (const push of pushes.slice(1, 2)) book.witness.withdrawn?.(push);
    const { followed, present } = both(book, state);
    expect(followed[0]?.messages.map(({ ordinal }) => ordinal)).toEqual([1, 3]);
    expect(followed).toEqual(present);
  });
});

describe('a connection that is opaque after all', () => {
  it('has no messages any more, and is told of with its bytes', () => {
    const book = createLiveBook(wide, english);
    const { witness } = book;
    const bytes = (seq: number, direction: 'c2s' | 's2c', length: number) =>
      witness.event?.({
        ...{ type: 'bytes', seq, at: seq, connection: 1, direction },
        bytes: new Uint8Array(length),
      });
    witness.event?.(open(1));
    bytes(2, 'c2s', 5);
    witness.protocol?.(1, 'records', true);
    const lines = [1, 2, 3].map((nth) => message(1, 'c2s', nth));
    for (const line of lines) witness.begun?.(line);
    const { state } = both(book);
    witness.protocol?.(1, 'unknown');
    witness.opaque?.(1, 'unknown');
    for (const line of lines) witness.ended?.(end(line, 9));
    const { followed, present } = both(book, state);
    expect(followed).toEqual(present);
    expect(present).toMatchObject([
      {
        ...{ protocol: 'unknown', messages: [], earlier: 0 },
        opaque:
          'the protocol is not known, so there are no messages: 5 bytes from the client, 0 bytes from the server',
      },
    ]);
    bytes(10, 's2c', 7);
    const later = both(book, state);
    expect(later.followed).toEqual(later.present);
    expect(later.present[0]?.opaque).toContain('7 bytes from the server');
  });
});

describe('what is kept', () => {
  it('are the newest connections; those that are over go first', () => {
    const book = createLiveBook({ ...wide, connections: 3 }, english);
    book.witness.event?.(open(1));
    book.witness.event?.(open(2));
    const { state } = both(book);
    book.witness.event?.({ type: 'close', seq: 9, at: 9, connection: 2 });
    book.witness.event?.(open(3));
    book.witness.event?.(open(4));
    const { followed, present } = both(book, state);
    expect(present.map(({ connection }) => connection)).toEqual([1, 3, 4]);
    expect(followed).toEqual(present);
    expect(state.forgotten).toBe(1);
    expect(book.counts()).toEqual({ connections: 4, open: 3, forgotten: 1 });
    book.witness.event?.(open(5));
    expect(both(book, state).followed.map(({ connection }) => connection)).toEqual([3, 4, 5]);
  });

  it('are the newest messages of a connection, with the number of those before', () => {
    const book = createLiveBook({ ...wide, each: 10 }, english);
    book.witness.event?.(open(1));
    for (let nth = 1; nth <= 1005; nth++) book.witness.begun?.(message(1, 'c2s', nth));
    const [change] = book.changes(all);
    expect(change).toMatchObject({ line: { messages: { length: 15 } } });
    const [line] = book.present();
    expect(line?.messages.map(({ ordinal }) => ordinal)).toEqual(
      Array.from({ length: 15 }, (_, nth) => 991 + nth),
    );
    expect(line?.earlier).toBe(990);
  });

  it('is not more than so much altogether', () => {
    const { witness, present } = createLiveBook({ connections: 100, items: 50, each: 10 }, english);
    for (let connection = 1; connection <= 100; connection++) {
      witness.event?.(open(connection));
      for (let nth = 1; nth <= 12; nth++) witness.begun?.(message(connection, 'c2s', nth));
      witness.event?.({ type: 'close', seq: 9, at: 9, connection });
    }
    expect(present().map(({ connection }) => connection)).toEqual([97, 98, 99, 100]);
  });

  it('is counted without what is let go', () => {
    const { witness, present } = createLiveBook({ connections: 100, items: 50, each: 10 }, english);
    witness.event?.(open(1));
    for (let nth = 1; nth <= 1000; nth++) witness.begun?.(message(1, 'c2s', nth));
    witness.event?.(open(2));
    witness.begun?.(message(2, 'c2s', 1));
    expect(present().map(({ connection }) => connection)).toEqual([1, 2]);
  });

  it('of a message that has ended is a copy: the bytes that it came in are let go', () => {
    const { witness, changes, present } = createLiveBook(wide, english);
    witness.event?.(open(1));
    const request = message(1, 'c2s', 1, '/as-it-was');
    witness.begun?.(request);
    changes(all);
    witness.ended?.(end(request, 2));
    changes(all);
    Object.assign(request, { http: { method: 'GET', path: '/later' } });
    expect(present()[0]?.messages[0]?.label).toBe('GET /as-it-was');
  });

  it('knows nothing of a message that was let go before it ended', () => {
    const book = createLiveBook({ ...wide, each: 5 }, english);
    book.witness.event?.(open(1));
    const messages = Array.from({ length: 12 }, (_, nth) => message(1, 's2c', nth + 1));
    for (const one of messages) book.witness.begun?.(one);
    const { state } = both(book);
    for (const one of messages.slice(0, 1)) book.witness.ended?.(end(one, 20));
    const { followed, present } = both(book, state);
    expect(present[0]?.messages[0]?.ordinal).toBe(6);
    expect(followed).toEqual(present);
  });

  it('is not more of one connection either, where there are only controls and violations', () => {
    const { witness, present } = createLiveBook({ connections: 10, items: 50, each: 10 }, english);
    witness.event?.(open(1));
    const at = { connection: 1, direction: 'c2s', from: 0, to: 1, offset: 0 } as const;
    const garbage = reason('http1.request-line');
    for (let seq = 1; seq <= 1000; seq++) {
      witness.control?.({ ...at, seq, at: seq, what: 'PING', detail: {} });
      witness.fault?.({ ...at, seq, at: seq, reason: garbage, side: 'client' });
    }
    const [line] = present();
    expect(line?.controls.at(-1)?.place).toEqual([1000, 1000]);
    expect(line?.controls.length).toBeLessThanOrEqual(20);
    expect(line?.faults.length).toBeLessThanOrEqual(20);
  });
});
