/** What tshark counts is put together of two readings, neither of which finds every request. */
import { expect, it } from 'vitest';
import { fields, type Packet } from './support/packet.ts';
import { countCapture } from './support/tshark.ts';

const ports = { client: 40_000, server: 80 };

/** A packet of the client that tshark takes for the end of a request with this target. */
const asks = (target: string): Packet => ({
  ...(Object.fromEntries(fields.map((field) => [field, []])) as unknown as Packet),
  'tcp.srcport': [`${ports.client}`],
  'tcp.dstport': [`${ports.server}`],
  'http.request': ['1'],
  'http.request.uri': [target],
});

it.each([
  ['found by both', ['/a', '/b'], ['/a', '/b'], ['/a', '/b']],
  ['that never ends, found by the one', ['/a'], ['/a', '/b'], ['/a', '/b']],
  ['that begins in the middle of a segment, found by the other', ['/a', '/b'], ['/b'], ['/a', '/b']],
  ['of each of these kinds on one connection', ['/a', '/b'], ['/a', '/c'], ['/a', '/b', '/c']],
  ['that is asked twice, once found', ['/a'], ['/a', '/a'], ['/a', '/a']],
])('requests are counted: %s', (_, joined, apart, targets) => {
  const capture = { joined: joined.map(asks), apart: apart.map(asks), carried: [] };
  const counts = countCapture(capture, [ports]);
  expect([counts.targets, counts.requests]).toEqual([targets, targets.length]);
});
