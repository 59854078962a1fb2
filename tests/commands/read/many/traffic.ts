/** Captures at random: clients that open connections, ask, are answered or not, and leave, all at once. */
import fc from 'fast-check';
import { pcap, tcp, udp } from '../../../capture/build.ts';

type Endpoint = [host: number[], port: number];

interface Talk {
  client: number;
  port: number;
  server: number;
  exchanges: ('kept' | 'closing' | 'old' | 'unanswered' | 'half' | 'post' | 'refused')[];
  end:
    | 'client'
    | 'server'
    | 'reset by the client'
    | 'reset by the server'
    | 'stays open'
    | 'never accepted'
    | 'lines';
  /** A packet is lost. */
  lost: number | null;
  /** The last is sent again at the end. */
  again: boolean;
}

const talk: fc.Arbitrary<Talk> = fc.record({
  client: fc.nat(2),
  // Few, so that they are used again.
  port: fc.integer({ min: 40_000, max: 40_003 }),
  server: fc.nat(1),
  exchanges: fc.array(
    fc.constantFrom('kept', 'kept', 'closing', 'old', 'unanswered', 'half', 'post', 'refused'),
    { maxLength: 4 },
  ),
  end: fc.constantFrom(
    ...(['client', 'client', 'server', 'server', 'reset by the client', 'reset by the server'] as const),
    ...(['stays open', 'never accepted', 'lines'] as const),
  ),
  lost: fc.option(fc.nat(12), { freq: 6 }),
  again: fc.boolean(),
});

/** Talks begin one after another, and go on beside each other. */
export const traffic: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.tuple(talk, fc.nat(4)), { minLength: 2, maxLength: 14 }),
    fc.array(fc.nat(99), { maxLength: 3 }),
  )
  .map(([talks, datagrams]) => {
    const under = talks.map(([one, beside], nth) => ({ one, beside, packets: packetsOf(one, nth) }));
    const all: Buffer[] = [];
    let open: typeof under = [];
    // No two go on between the same ports at once.
    const isFree = ({ one }: (typeof under)[number]) =>
      open.every((other) => endsOf(other.one) !== endsOf(one));
    while (open.length > 0 || under.length > 0) {
      const next = under.findIndex(isFree);
      if (open.length < 3 && next >= 0) open.push(...under.splice(next, 1));
      for (const { packets, beside } of open) all.push(...packets.splice(0, 1 + beside));
      open = open.filter(({ packets }) => packets.length > 0);
    }
    for (const place of datagrams)
      all.splice(place % all.length, 0, udp([[10, 0, 0, 9], 5000], [[10, 0, 1, 1], 53], `q${place}`));
    return pcap(all);
  });

const endsOf = ({ client, port, server }: Talk): string => [client, port, server].join();

function packetsOf({ client, port, server, exchanges, end, lost, again }: Talk, nth: number): Buffer[] {
  const from: Endpoint = [[10, 0, 0, client + 1], port];
  const to: Endpoint = [[10, 0, 1, server + 1], 80];
  const first = { c2s: 1_000_000 * (nth + 1), s2c: 7_000_000 * (nth + 1) };
  const next = { c2s: first.c2s + 1, s2c: first.s2c + 1 };
  const packets = [tcp({ from, to, seq: first.c2s, flags: 'S' })];
  if (end === 'never accepted') {
    packets.push(tcp({ from: to, to: from, seq: 0, ack: first.c2s + 1, flags: 'R' }));
    return packets;
  }
  packets.push(tcp({ from: to, to: from, seq: first.s2c, ack: first.c2s + 1, flags: 'S' }));
  packets.push(tcp({ from, to, seq: next.c2s, ack: next.s2c }));
  const say = (direction: 'c2s' | 's2c', data: string, flags = ''): void => {
    const other = direction === 'c2s' ? 's2c' : 'c2s';
    const ends = direction === 'c2s' ? { from, to } : { from: to, to: from };
    packets.push(tcp({ ...ends, seq: next[direction], ack: next[other], data, flags }));
    next[direction] += data.length + (flags === 'F' ? 1 : 0);
  };
  if (end === 'lines') {
    say('c2s', 'hello\n');
    say('s2c', exchanges.length % 2 === 0 ? 'welcome\n' : 'wel\x01\x02come');
    say('c2s', 'bye\n');
  }
  for (const [place, kind] of (end === 'lines' ? [] : exchanges).entries()) {
    const version = kind === 'old' ? '1.0' : '1.1';
    const method = kind === 'post' ? 'POST' : 'GET';
    const content = kind === 'post' ? 'Content-Length: 4\r\n\r\nbody' : '\r\n';
    say('c2s', `${method} /${place % 2} HTTP/${version}\r\nHost: a\r\n${content}`);
    if (kind === 'unanswered') break;
    const closes = kind === 'closing' ? 'Connection: close\r\n' : '';
    const status = kind === 'refused' ? '400 Bad' : '200 OK';
    const rest = kind === 'half' ? 'ab' : 'abcd';
    say('s2c', `HTTP/${version} ${status}\r\n${closes}Content-Length: 4\r\n\r\n${rest}`);
    if (kind !== 'kept' && kind !== 'post' && kind !== 'refused') break;
  }
  if (end === 'client' || end === 'lines') {
    say('c2s', '', 'F');
    say('s2c', '', 'F');
    say('c2s', '');
  } else if (end === 'server') {
    say('s2c', '', 'F');
    say('c2s', '', 'F');
    say('s2c', '');
  } else if (end === 'reset by the client') say('c2s', '', 'R');
  else if (end === 'reset by the server') say('s2c', '', 'R');
  const last = packets.at(-1);
  if (again && last !== undefined) packets.push(last);
  if (lost !== null && lost > 2) packets.splice(lost, 1);
  return packets;
}
