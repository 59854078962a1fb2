/** A dialogue damaged at random: bytes that are changed, put in, left out or said twice, steps that change places. */
import fc from 'fast-check';
import type { Step } from '../dissect/steps.ts';

const atMost = 4;

/** The same dialogue with one to four damages. */
export const mutated = (steps: readonly Step[]): fc.Arbitrary<Step[]> =>
  fc
    .array(fc.tuple(fc.constantFrom(...damages), fc.nat(), fc.nat(), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: atMost,
    })
    .map((all) => all.reduce((damaged, [damage, ...numbers]) => damage(damaged, ...numbers), [...steps]));

/** Where a step, and where in it. */
type Damage = (steps: Step[], step: number, place: number, byte: number) => Step[];

/** Of the bytes of one step others are made. */
const ofBytes =
  (change: (bytes: Buffer, place: number, byte: number) => Buffer): Damage =>
  (steps, step, place, byte) => {
    const at = steps.length === 0 ? 0 : step % steps.length;
    const chosen = steps[at];
    if (chosen?.what !== 'bytes') return steps;
    const bytes = Buffer.from(chosen.bytes);
    return steps.with(at, { ...chosen, bytes: change(bytes, place % (bytes.length + 1), byte) });
  };

const damages: Damage[] = [
  ofBytes((bytes, place, byte) => {
    if (place < bytes.length) bytes[place] = byte;
    return bytes;
  }),
  ofBytes((bytes, place, byte) => {
    if (place < bytes.length) bytes[place] = (bytes[place] ?? 0) ^ (1 << (byte % 8));
    return bytes;
  }),
  ofBytes((bytes, place, byte) =>
    Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place)]),
  ),
  ofBytes((bytes, place, byte) =>
    Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.min(bytes.length, place + (byte % 9)))]),
  ),
  ofBytes((bytes, place) => Buffer.concat([bytes, bytes.subarray(place)])),
  ofBytes((bytes, place) => bytes.subarray(0, place)),
  (steps, step, place) => {
    if (steps.length < 2) return steps;
    const [from, to] = [step % steps.length, place % steps.length];
    const [one, other] = [steps[from], steps[to]];
    return one && other ? steps.with(from, other).with(to, one) : steps;
  },
  (steps, step) => (steps.length < 2 ? steps : steps.toSpliced(step % steps.length, 1)),
];
