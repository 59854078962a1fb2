/** The event after which a client sent SYN, where its connection was accepted later: RFC 9293 §3.5. */
import { expect, it } from 'vitest';
import { c2s, opening, pcap, s2c, server, tcp, traced } from '../build.ts';

const other: [number[], number] = [[10, 0, 0, 1], 40_001];
const syn = (seq = 500) => tcp({ from: other, seq, flags: 'S' });
const accept = (ack = 501) => tcp({ from: server, to: other, seq: 900, ack, flags: 'S' });
const ask = tcp({ from: other, seq: 501, ack: 901, data: 'second' });

/** The `asked` of the second connection, and the `seq` of what was said on the first. */
function found(...packets: Buffer[]) {
  const events = traced(pcap(packets));
  const second = events.find((event) => event.type === 'open' && event.connection === 2);
  const said = events.flatMap((event) =>
    event.type === 'bytes' && event.connection === 1 ? [event.seq] : [],
  );
  return { asked: second?.type === 'open' ? second.asked : null, said };
}

it('is the last before SYN', () => {
  const between = found(...opening, c2s(101, 'ask'), syn(), s2c(201, 'answer', 104), accept(), ask);
  expect(between.asked).toBe(between.said[0]);
  const first = found(...opening, syn(), c2s(101, 'ask'), s2c(201, 'answer', 104), accept(), ask);
  // SYN has a number itself.
  expect(first.asked).toBe((first.said[0] ?? 0) - 2);
});

it('is the last before the first SYN of several, and of the one that was accepted', () => {
  const again = found(...opening, c2s(101, 'ask'), syn(), s2c(201, 'answer', 104), syn(), accept(), ask);
  expect(again.asked).toBe(again.said[0]);
  const another = found(
    ...opening,
    c2s(101, 'ask'),
    syn(7),
    s2c(201, 'answer', 104),
    syn(),
    c2s(104, 'more', 207),
    accept(),
    ask,
  );
  expect(another.asked).toBe(another.said[1]);
});

it('is said only where something happened between', () => {
  expect(found(...opening, c2s(101, 'ask'), syn(), accept(), ask)).toMatchObject({ asked: undefined });
  expect(found(...opening, c2s(101, 'ask'), s2c(201, 'answer', 104), ask)).toMatchObject({
    asked: undefined,
  });
});
