/** How much of each protocol the dissectors read in a second, from bytes that are in memory: no file, no socket, no verdict. */
import { dissectTrace } from '../../../../src/dissect/dissect.ts';
import type { MessageListener } from '../../../../src/model/message.ts';
import { lend, type Slice, sliceOf } from '../../../../src/model/slice.ts';
import type { Direction, OpenEvent } from '../../../../src/model/trace.ts';
import type { Part } from '../part.ts';
import { rounds } from '../rounds.ts';
import { type Dialogue, dialogues } from './dialogues.ts';

/** As a tap sees at once at the most, in bytes. */
const longest = 65_536;
const copying = 'the same bytes copied, no more';

export const dissecting: Part = async ({ messages, runs }, { add, tell }) => {
  tell('dissectors: the bytes are made');
  const all = dialogues(messages);
  const works = new Map<string, () => number>();
  for (const dialogue of all) {
    works.set(dialogue.name, () => dissect(dialogue));
    works.set(`${dialogue.name}: ${copying}`, () => copy(dialogue));
  }
  const found = await rounds(works, { runs, tell: (text) => tell(`dissectors: ${text}`) });
  const seconds = (name: string): number[] => found.get(name) ?? [];
  add({
    ...{ part: 'dissectors', title: 'messages', unit: 'messages / s', of: 'of' },
    rows: all.map(({ name, messages, like }) => ({
      name,
      figures: seconds(name).map((each) => messages / each),
      beside: { '/ HTTP/1.1': like },
    })),
  });
  add({
    ...{ part: 'dissectors', title: 'bytes', unit: 'MB / s', of: 'of' },
    rows: all.flatMap(({ name, steps }) => {
      const megabytes = steps.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
      const copied = `${name}: ${copying}`;
      const row = (each: string) => ({
        name: each,
        figures: seconds(each).map((took) => megabytes / took),
        beside: each === copied ? {} : { '/ copied': copied },
      });
      return [row(name), row(copied)];
    }),
  });
};

const address = { host: '127.0.0.1', port: 80 };
const open: OpenEvent = {
  ...{ type: 'open', seq: 1, at: 1, connection: 1, transport: 'tcp', control: false },
  ...{ front: { client: address, tap: address }, back: { tap: address, server: address } },
};

/** In seconds. Throws where not exactly the messages that are there were read, or a fault was found: what is not read costs nothing. */
export function dissect({ name, messages, steps }: Dialogue): number {
  let [ended, faults] = [0, 0];
  const nothing = (): void => {};
  const listener: MessageListener = {
    ...{ protocol: nothing, begun: nothing, withdrawn: nothing, control: nothing },
    ended() {
      ended += 1;
    },
    fault() {
      faults += 1;
    },
  };
  const began = performance.now();
  const dissector = dissectTrace(listener);
  dissector.push(open);
  let seq = 1;
  eachSlice(steps, (direction, slice) => {
    seq += 1;
    dissector.push({ type: 'lent', connection: 1, direction, slice, seq, at: seq });
  });
  const took = performance.now() - began;
  if (ended !== messages || faults > 0)
    throw new Error(`of ${messages} messages of ${name} ${ended} were read, with ${faults} faults`);
  return took / 1000;
}

/** In seconds: to look at each byte once can take no less. */
function copy({ steps }: Dialogue): number {
  const to = Buffer.alloc(longest);
  const began = performance.now();
  eachSlice(steps, (_, { data, from, to: end }) => data.copy(to, 0, from, end));
  return (performance.now() - began) / 1000;
}

/** As `read` lends what is in its file: one slice for all of them. */
function eachSlice(steps: Dialogue['steps'], take: (direction: Direction, slice: Slice) => void): void {
  const slice = sliceOf(Buffer.alloc(0));
  for (const { direction, bytes, view } of steps) {
    lend(slice, bytes, view);
    for (slice.to = 0; slice.to < bytes.length; ) {
      slice.from = slice.to;
      slice.to = Math.min(slice.from + longest, bytes.length);
      take(direction, slice);
    }
  }
}
