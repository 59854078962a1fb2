/** What is said on stderr of a capture as a whole. */
import { expect, it } from 'vitest';
import { remarks } from '../../../src/commands/read/remarks.ts';

const summary = {
  began: null,
  packets: 500,
  unread: [],
  wrongHeaders: 0,
  damaged: false,
  guesses: { connections: 0, ports: [] },
};

it('is nothing where all was read', () => {
  expect(remarks(summary, 1)).toEqual([]);
});

it('names what could not be read, by kind and number, and no more than a dozen kinds', () => {
  const unread = [
    { kind: 'ARP', packets: 5 },
    { kind: 'with a wrong TCP checksum', packets: 4 },
    { kind: 'IP fragments without their others', packets: 3 },
  ];
  expect(remarks({ ...summary, unread }, 1)).toEqual([
    'nothing could be made of 12 of 500 packets: 5 ARP, 4 with a wrong TCP checksum, 3 IP fragments without their others',
  ]);
  const many = Array.from({ length: 20 }, (_, nth) => ({ kind: `of IP protocol ${200 + nth}`, packets: 2 }));
  const [line = ''] = remarks({ ...summary, unread: many }, 1);
  expect(line.split(', ')).toHaveLength(13);
  expect(line).toMatch(/^nothing could be made of 40 of 500 .*, 16 of other kinds$/);
});

it('tells of what was read all the same, what is cut short, and that there is nothing', () => {
  expect(remarks({ ...summary, wrongHeaders: 500, damaged: true }, 0)).toEqual([
    'the capture is cut short or damaged: what was open at its end is inconclusive',
    'the IPv4 header checksum is wrong in 500 of 500 packets that were read all the same',
    'no connection was found in the capture',
  ]);
});

it('says which port was taken for the server where nothing told it, and what --port would change', () => {
  const guessing = (...ports: [server: number, other: number][]) =>
    remarks({ ...summary, guesses: { connections: ports.length, ports } }, 1);
  expect(guessing([40000, 50051], [40002, 50051])).toEqual([
    'nothing in 2 connection(s) tells which end is the server: the lower port was taken for it (40000, 40002); --port PORT takes the other (50051)',
  ]);
  expect(guessing([1, 9], [2, 9], [3, 9], [4, 9])).toEqual([
    'nothing in 4 connection(s) tells which end is the server: the lower port was taken for it (1, 2, 3, …); --port PORT takes the other (9)',
  ]);
  // The same port at both ends: none that could be named tells them apart.
  expect(guessing([7, 7])).toEqual([
    'nothing in 1 connection(s) tells which end is the server: the lower port was taken for it (7)',
  ]);
});
