/**
 * Two ends of a TCP connection with flight time between them, simulated: RFC 9293 as far as it takes to say something,
 * lose it, send it again, and find the window closed. Who stands anywhere on the way captures it, with faults of his own.
 * When each byte was first sent and when it was received is known, and so whether bytes really crossed.
 */
import { c2s, opening, s2c } from '../build.ts';

type Direction = 'c2s' | 's2c';
const other = (direction: Direction): Direction => (direction === 'c2s' ? 's2c' : 'c2s');

/** Something that is said: at this time, or if it has a `turn`, once all of the turns before were read. */
export interface Saying {
  by: Direction;
  length: number;
  at: number;
  turn?: number;
}

/** Each a probability, but for the last four. */
export interface Conditions {
  loss: number;
  duplicate: number;
  disorder: number;
  lateAcknowledgement: number;
  probe: number;
  /** Of who captures. */
  notCaptured: number;
  capturedTwice: number;
  captureDisorder: number;
  /** Where he stands: 0 at the client, 1 at the server. */
  place: number;
  /** Bytes of a segment, and of the room at the receiver. */
  segment: number;
  window: number;
  /** Segments that arrive together are captured as one. */
  merges: boolean;
}

interface Packet {
  direction: Direction;
  from: number;
  text: string;
  acknowledged: number;
  window: number;
}

const flight = 20;
const patience = 90;
/** After so long nobody says anything more. */
const end = 100_000;
const instant = 1e-6;

/** The n-th byte that an end says; of a probe that says nothing new it is another. */
const letter = (nth: number): string => String.fromCharCode(97 + (nth % 26));

export function talk(sayings: Saying[], conditions: Conditions, random: () => number) {
  const happens = (probability: number): boolean => random() < probability;
  const later: { at: number; run: () => void }[] = [];
  const seen: { at: number; packet: Packet }[] = [];
  let now = 0;
  const after = (delay: number, run: () => void): void => void later.push({ at: now + delay, run });

  const side = () => ({
    toSay: 0,
    next: 0,
    unacknowledged: 0,
    progress: 0,
    window: conditions.window,
    received: 0,
    read: 0,
    early: new Map<number, number>(),
    /** When each byte was first sent by this end, and when each of the other's came to it. */
    sent: [] as number[],
    came: [] as number[],
  });
  const ends = { c2s: side(), s2c: side() };
  const waiting = [...sayings];

  function capture(packet: Packet, transit: number): void {
    if (happens(conditions.notCaptured)) return;
    const way = packet.direction === 'c2s' ? conditions.place : 1 - conditions.place;
    const at = now + way * transit;
    const record = (delay: number) =>
      seen.push({ at: at + delay + (happens(conditions.captureDisorder) ? random() * 60 : 0), packet });
    record(0);
    if (happens(conditions.capturedTwice)) record(random() * 50);
  }

  function send(direction: Direction, from: number, text: string): void {
    const { received, read } = ends[direction];
    const packet = {
      direction,
      from,
      text,
      acknowledged: received,
      window: conditions.window - (received - read),
    };
    const fly = (): void => {
      const transit = flight + (happens(conditions.disorder) ? random() * 30 : 0);
      const way = direction === 'c2s' ? conditions.place : 1 - conditions.place;
      if (!happens(conditions.loss)) after(transit, () => arrive(packet));
      else if (random() < way) return;
      capture(packet, transit);
    };
    fly();
    if (happens(conditions.duplicate)) after(random() * 20, fly);
  }

  const textFrom = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, nth) => letter(from + nth)).join('');

  function pump(direction: Direction): void {
    const own = ends[direction];
    while (own.next < Math.min(own.toSay, own.unacknowledged + own.window)) {
      const to = Math.min(own.next + conditions.segment, own.toSay, own.unacknowledged + own.window);
      for (let nth = own.next; nth < to; nth++) own.sent[nth] ??= now;
      send(direction, own.next, textFrom(own.next, to));
      own.next = to;
      own.progress = now;
    }
  }

  function arrive({ direction, from, text, acknowledged, window }: Packet): void {
    const mine = other(direction);
    const own = ends[mine];
    if (acknowledged > own.unacknowledged) own.progress = now;
    own.unacknowledged = Math.max(own.unacknowledged, acknowledged);
    if (acknowledged === own.unacknowledged) own.window = window;
    const room = own.read + conditions.window;
    for (let nth = Math.max(from, own.received); nth < Math.min(from + text.length, room); nth++)
      own.early.set(nth, now);
    const before = own.received;
    while (own.early.delete(own.received)) own.came[own.received++] = now;
    if (own.received > before) after(random() * 15, () => readAll(mine));
    if (text.length > 0) {
      if (happens(conditions.lateAcknowledgement)) after(random() * 30, () => send(mine, own.next, ''));
      else send(mine, own.next, '');
    }
    pump(mine);
  }

  function readAll(direction: Direction): void {
    const own = ends[direction];
    const wasFull = own.received - own.read >= conditions.window;
    own.read = own.received;
    if (wasFull) send(direction, own.next, '');
    for (const saying of [...waiting]) if (saying.by === direction) trySaying(saying);
  }

  function trySaying(saying: Saying): void {
    const { by, length, turn, at } = saying;
    const before = sayings.filter(
      (said) => said.turn !== undefined && said.turn < (turn ?? 0) && said.by !== by,
    );
    const needed = before.reduce((sum, said) => sum + said.length, 0);
    const isNext = waiting.find((said) => said.by === by) === saying;
    if (!waiting.includes(saying) || !isNext || at > now || ends[by].read < needed) return;
    waiting.splice(waiting.indexOf(saying), 1);
    ends[by].toSay += length;
    pump(by);
    for (const next of [...waiting]) if (next.by === by) trySaying(next);
  }

  function tick(direction: Direction): void {
    const own = ends[direction];
    if (own.unacknowledged < own.next && now - own.progress > patience) {
      own.progress = now;
      const to = Math.min(own.next, own.unacknowledged + 2 * conditions.segment);
      send(direction, own.unacknowledged, textFrom(own.unacknowledged, to));
    } else if (own.next < own.toSay && own.window === 0 && now - own.progress > patience) {
      // One byte that the window has no room for.
      own.progress = now;
      own.sent[own.next] ??= now;
      send(direction, own.next, letter(own.next));
    }
    if (happens(conditions.probe)) send(direction, own.next - 1, happens(0.5) ? '' : '?');
    pump(direction);
    if (now < end) after(25, () => tick(direction));
  }

  for (const saying of sayings) later.push({ at: saying.at, run: () => trySaying(saying) });
  later.push({ at: 3, run: () => tick('c2s') }, { at: 4, run: () => tick('s2c') });
  for (;;) {
    const next = later.reduce(
      (first, event) => (event.at < first.at ? event : first),
      later[0] ?? { at: end, run() {} },
    );
    if (
      next.at >= end ||
      (ends.c2s.read === total(sayings, 's2c') && ends.s2c.read === total(sayings, 'c2s'))
    )
      break;
    later.splice(later.indexOf(next), 1);
    // No two things happen at once.
    now = Math.max(next.at, now + instant);
    next.run();
  }
  return { packets: written(seen, conditions), crossed: haveCrossed(ends) };
}

export const total = (sayings: Saying[], by: Direction): number =>
  sayings.reduce((sum, saying) => sum + (saying.by === by ? saying.length : 0), 0);

interface Times {
  sent: number[];
  came: number[];
}

/** Whether a byte of either side was sent before the other had come. */
function haveCrossed({ c2s: client, s2c: server }: Record<Direction, Times>): boolean {
  const never = Number.POSITIVE_INFINITY;
  return client.sent.some((sent, nth) =>
    server.sent.some(
      (answered, mth) => sent < (client.came[mth] ?? never) && answered < (server.came[nth] ?? never),
    ),
  );
}

function written(seen: { at: number; packet: Packet }[], { merges }: Conditions): Buffer[] {
  const inTime = seen.toSorted((a, b) => a.at - b.at);
  const packets: Packet[] = [];
  let at = 0;
  for (const { at: time, packet } of inTime) {
    const last = packets.at(-1);
    const follows =
      last?.direction === packet.direction &&
      last.acknowledged === packet.acknowledged &&
      last.from + last.text.length === packet.from &&
      packet.text.length > 0 &&
      last.text.length > 0;
    if (merges && follows && time - at < 1) last.text += packet.text;
    else packets.push({ ...packet });
    at = time;
  }
  const first = { c2s: 101, s2c: 201 };
  return [
    ...opening,
    ...packets.map(({ direction, from, text, acknowledged }) =>
      (direction === 'c2s' ? c2s : s2c)(
        first[direction] + from,
        text,
        first[other(direction)] + acknowledged,
      ),
    ),
  ];
}
