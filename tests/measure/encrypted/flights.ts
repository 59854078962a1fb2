/**
 * Two ends of TLS with time of flight between them, simulated, RFC 8446 §2: what each sends, when, and what it had
 * received by then. Someone on the way records it.
 */
import type { TraceEvent } from '../../../src/model/trace.ts';

type Direction = 'c2s' | 's2c';
const other = (direction: Direction): Direction => (direction === 'c2s' ? 's2c' : 'c2s');

const record = (type: number, length: number): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 255]), Buffer.alloc(length, 7)]);
export const handshake = (length: number): Buffer => record(22, length);
/** In the clear, RFC 8446 §4.1.3: of TLS 1.3 it says the version in an extension, of TLS 1.2 it has none. */
const serverHello = (version: Ways['version']): Buffer => {
  const extensions = version === '1.3' ? Buffer.from([0, 6, 0, 43, 0, 2, 3, 4]) : Buffer.alloc(0);
  const hello = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(33), Buffer.from([0x13, 1, 0]), extensions]);
  const message = Buffer.concat([Buffer.from([2, 0, 0, hello.length]), hello]);
  return Buffer.concat([Buffer.from([22, 3, 3, 0, message.length]), message]);
};
const changeCipherSpec = record(20, 1);
/** What is sealed: 17 bytes more. */
export const sealed = (length: number): Buffer => record(23, length + 17);
export const sealedAlert = sealed(2);

export interface Ways {
  version: '1.2' | '1.3';
  /** The client sends its Finished and its first words apart. */
  apart: boolean;
  /** The client has a certificate of its own, of so many bytes. */
  certificate: number;
  /** Early data that the client sends with its hello. */
  early: number;
  /** NewSessionTickets that the server sends on the Finished, each in a segment of its own. */
  tickets: number;
  /** The server says something with its own Finished. */
  greets: boolean;
  /** Where it is recorded: 0 at the client, 1 at the server. */
  place: number;
  /** Bytes of a segment. */
  segment: number;
}

export interface Words {
  by: Direction;
  length: number;
}

const flight = 20;

/** `talk`: in turn each waits for the words of the other; at once each says a word every few milliseconds. */
export function recordTls(
  ways: Ways,
  talk: { inTurn: Words[] } | { atOnce: number; every: number },
): TraceEvent[] {
  const later: { at: number; nth: number; run: () => void }[] = [];
  let nth = 0;
  let now = 0;
  const after = (delay: number, run: () => void): void =>
    void later.push({ at: now + delay, nth: nth++, run });
  const sent = { c2s: 0, s2c: 0 };
  const received = { c2s: 0, s2c: 0 };
  const seen: { at: number; nth: number; direction: Direction; bytes: Buffer; had: number }[] = [];
  /** What an end does once it has received so much of the other. */
  const waiting = {
    c2s: [] as { to: number; run: () => void }[],
    s2c: [] as { to: number; run: () => void }[],
  };

  function send(direction: Direction, bytes: Buffer): void {
    for (let from = 0; from < bytes.length; from += ways.segment) {
      const part = bytes.subarray(from, from + ways.segment);
      const had = received[other(direction)];
      sent[direction] += part.length;
      const to = sent[direction];
      const way = direction === 'c2s' ? ways.place : 1 - ways.place;
      after(way * flight, () => void seen.push({ at: now, nth: nth++, direction, bytes: part, had }));
      after(flight, () => arrive(direction, to));
    }
  }

  function arrive(direction: Direction, to: number): void {
    received[direction] = to;
    const ready = waiting[direction].filter((one) => one.to <= to);
    waiting[direction] = waiting[direction].filter((one) => one.to > to);
    for (const { run } of ready) after(1, run);
  }

  /** Once all that was sent in this direction up to now has come. */
  const once = (direction: Direction, run: () => void): void =>
    void waiting[direction].push({ to: sent[direction], run });

  function speak(): void {
    if ('atOnce' in talk) {
      for (const by of ['c2s', 's2c'] as const)
        for (let word = 0; word < talk.atOnce; word++)
          after(word * talk.every + (by === 'c2s' ? 0 : 3), () => send(by, sealed(20)));
      return;
    }
    const [first, ...rest] = talk.inTurn;
    if (first !== undefined) say(first, rest);
  }

  function say({ by, length }: Words, [next, ...rest]: Words[]): void {
    send(by, sealed(length));
    if (next === undefined) return;
    if (next.by === by) after(2, () => say(next, rest));
    else once(by, () => say(next, rest));
  }

  const afterFinished = (): void => {
    for (let ticket = 0; ticket < ways.tickets; ticket++)
      after(ticket, () => send('s2c', ways.version === '1.3' ? sealed(200) : handshake(200)));
  };

  send('c2s', handshake(300));
  if (ways.early > 0) send('c2s', sealed(ways.early));
  once('c2s', () => {
    if (ways.version === '1.2') {
      send('s2c', Buffer.concat([serverHello('1.2'), handshake(1400)]));
      once('s2c', () => {
        send('c2s', Buffer.concat([handshake(70), changeCipherSpec, handshake(40)]));
        once('c2s', () => {
          send('s2c', Buffer.concat([changeCipherSpec, handshake(40)]));
          once('s2c', speak);
        });
      });
      return;
    }
    send('s2c', Buffer.concat([serverHello('1.3'), changeCipherSpec, sealed(1500)]));
    if (ways.greets) send('s2c', sealed(30));
    once('s2c', () => {
      if (ways.certificate > 0) send('c2s', sealed(ways.certificate));
      send('c2s', Buffer.concat([changeCipherSpec, sealed(36)]));
      once('c2s', afterFinished);
      if (ways.apart) after(1, speak);
      else speak();
    });
  });

  while (later.length > 0) {
    const next = later.reduce((first, event) =>
      event.at < first.at || (event.at === first.at && event.nth < first.nth) ? event : first,
    );
    later.splice(later.indexOf(next), 1);
    now = next.at;
    next.run();
  }
  return written(seen);
}

function written(
  seen: { at: number; nth: number; direction: Direction; bytes: Buffer; had: number }[],
): TraceEvent[] {
  const passed = { c2s: 0, s2c: 0 };
  const address = { host: '10.0.0.9', port: 443 };
  const opened: TraceEvent = {
    ...{ type: 'open', seq: 0, at: 0, connection: 1, transport: 'tcp', control: false },
    front: { client: { host: '10.0.0.1', port: 4 }, tap: address },
    back: { tap: null, server: address },
  };
  return [
    opened,
    ...seen
      .toSorted((a, b) => a.at - b.at || a.nth - b.nth)
      .map(({ direction, bytes, had }, index): TraceEvent => {
        passed[direction] += bytes.length;
        const underWay = Math.max(0, passed[other(direction)] - had);
        const seq = index + 1;
        return { type: 'bytes', seq, at: seq, connection: 1, direction, bytes, underWay };
      }),
  ];
}
