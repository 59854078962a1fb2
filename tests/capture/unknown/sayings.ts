/** What is said, and how its bytes are put together. */

export interface Saying {
  by: 'c2s' | 's2c';
  bytes: Buffer;
}

export const bytes = (...parts: (number | string | Buffer)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'number'
        ? Buffer.from([part])
        : typeof part === 'string'
          ? Buffer.from(part, 'latin1')
          : part,
    ),
  );
export const big2 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
export const big4 = (value: number): Buffer => Buffer.concat([big2(value >>> 16), big2(value & 0xffff)]);
export const little2 = (value: number): Buffer => big2(value).reverse();
export const little4 = (value: number): Buffer => big4(value).reverse();
export const little8 = (value: number): Buffer => bytes(little4(value), little4(0));
export const zeros = (length: number): Buffer => Buffer.alloc(length);
/** With its length before it. */
export const long2 = (...parts: Parameters<typeof bytes>): Buffer =>
  bytes(big2(bytes(...parts).length), ...parts);
export const long4 = (...parts: Parameters<typeof bytes>): Buffer =>
  bytes(big4(bytes(...parts).length), ...parts);

/** Client and server in turn, as often as it goes on. */
export const inTurn = (...said: (Buffer | string)[]): Saying[] =>
  said.map((one, nth) => ({ by: nth % 2 === 0 ? 'c2s' : 's2c', bytes: bytes(one) }));
export const serverFirst = (...said: (Buffer | string)[]): Saying[] =>
  inTurn(...said).map(({ by, bytes }) => ({ by: by === 'c2s' ? 's2c' : 'c2s', bytes }));
/** The same exchange so many times, numbered. */
export const again = (times: number, one: (nth: number) => Buffer[]): Buffer[] =>
  Array.from({ length: times }, (_, nth) => one(nth)).flat();
