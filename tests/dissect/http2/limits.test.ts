/** Streams that nobody ends: so many are kept, and the rest is counted. RFC 9113 §5.1.2 leaves the number to the server. */
import { describe, expect, it } from 'vitest';
import { client, type Step, server } from '../steps.ts';
import { type Cut, hex, replay } from './replay.ts';

const opening: Step[] = [
  client(hex('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a 000000 04 00 00000000')),
  server(hex('000000 04 00 00000000')),
];
const kept = 10_000;
const complaint = 'more than 10,000 open streams: what follows is only counted';

/** Frames of one kind, on the client's streams from the first to the last of these, counted from 1. */
function on(head: string, payload: string, first: number, last: number): Uint8Array {
  const frame = hex(`${head} 00000000 ${payload}`);
  const bytes = new Uint8Array(frame.length * (last - first + 1));
  for (let nth = first; nth <= last; nth++) {
    const at = (nth - first) * frame.length;
    bytes.set(frame, at);
    new DataView(bytes.buffer).setUint32(at + 5, 2 * nth - 1);
  }
  return bytes;
}

/** Request and response whole in their header section; the beginning of a request; its end. */
const get = (first: number, last = first): Step => client(on('000003 01 05', '828684', first, last));
const post = (nth: number): Step => client(on('000003 01 04', '838684', nth, nth));
const noContent = (first: number, last = first): Step => server(on('000001 01 05', '89', first, last));
const content = (nth: number): Step => client(on('000001 00 01', '61', nth, nth));
const reset = (nth: number): Step => client(on('000004 03 00', '00000008', nth, nth));

/** As the bytes came, but for a beginning that is too long to look at. */
const messagesAndLimits = (...steps: Step[]) => {
  const { messages, controls, faults } = replay([...opening, ...steps], inThousands);
  return { messages, faults, limits: controls.filter((control) => control.includes(' limit ')) };
};

const inThousands: Cut = (bytes) =>
  Array.from({ length: Math.ceil(bytes.length / 12_000) }, (_, nth) =>
    bytes.subarray(nth * 12_000, (nth + 1) * 12_000),
  );

describe('streams that nobody ends', () => {
  it('are kept up to 10,000 on a connection', () => {
    const { messages, limits, faults } = messagesAndLimits(get(1, kept));
    expect(limits).toEqual([]);
    expect(faults).toEqual([]);
    expect(messages.at(-1)).toContain('c2s request 10000, exchange 10000, stream 19999: GET /');
  });

  it('are counted beyond that, which is said once', () => {
    const { messages, limits, faults } = messagesAndLimits(get(1, kept + 3));
    expect(limits).toEqual([`c2s limit {"reached":"${complaint}"} 120033-120033`]);
    expect(faults).toEqual([]);
    expect(messages).toHaveLength(kept + 3);
    expect(messages.slice(-3)).toEqual([
      'c2s request 10001, exchange null, stream 20001: GET /; 120033-120045, bytes 12, content 0, END_STREAM',
      'c2s request 10002, exchange null, stream 20003: GET /; 120045-120057, bytes 12, content 0, END_STREAM',
      'c2s request 10003, exchange null, stream 20005: GET /; 120057-120069, bytes 12, content 0, END_STREAM',
    ]);
  });

  it('may be answered late, and what is said on those that were not kept is not read', () => {
    const { messages, limits, faults } = messagesAndLimits(
      get(1, kept),
      post(kept + 1),
      content(kept + 1),
      noContent(1, kept + 1),
      get(kept + 2),
      reset(kept + 2),
    );
    expect(limits).toEqual([`c2s limit {"reached":"${complaint}"} 120033-120033`]);
    expect(faults).toEqual([]);
    expect(messages.filter((message) => message.startsWith('s2c'))).toHaveLength(kept);
    expect(messages[kept]).toMatch(/exchange null, stream 20001: POST .* content 0, cut \(not whole\)$/);
    expect(messages[kept + 1]).toMatch(/exchange null, stream 20003: GET .* END_STREAM$/);
  });

  it('are no more than 10,000 at once where they are answered in between', () => {
    const { messages, limits, faults } = messagesAndLimits(
      get(1, kept),
      noContent(1),
      get(kept + 1),
      noContent(2, kept + 1),
    );
    expect(limits).toEqual([]);
    expect(faults).toEqual([]);
    expect(messages.at(-1)).toContain('s2c response 10001, exchange 10001, stream 20001: 204');
  });

  it('are not begun by a server either, beyond that number', () => {
    const unasked = messagesAndLimits(noContent(1, 2)).faults;
    expect(unasked).toHaveLength(2);
    // The server's answers on idle streams stay open where they have no END_STREAM.
    const ok: Step = server(on('000001 01 04', '88', 1, kept + 2));
    const { limits, faults } = messagesAndLimits(ok, server(on('000001 00 00', '61', kept, kept + 1)));
    expect(limits).toEqual([`s2c limit {"reached":"${complaint}"} 100009-100009`]);
    expect(faults.at(-1)).toContain('DATA on an idle stream');
  });

  it('may be promised without end, and no more promises are kept than that', () => {
    const id = (nth: number) => (2 * nth).toString(16).padStart(8, '0');
    const promise = (nth: number) => `000007 05 04 00000001 ${id(nth)} 828684`;
    const promises = Array.from({ length: kept + 1 }, (_, nth) => promise(nth + 1)).join('');
    const answers = [kept - 1, kept].map((nth) => `000001 01 05 ${id(nth)} 89`).join('');
    const { messages, limits, faults } = messagesAndLimits(
      get(1),
      server(hex(promises)),
      server(hex(answers)),
    );
    // The stream of the request is one of the 10,000.
    const place = 9 + 16 * (kept - 1);
    expect(limits).toEqual([`s2c limit {"reached":"${complaint}"} ${place}-${place}`]);
    expect(faults).toEqual([]);
    expect(messages.slice(1)).toEqual([
      's2c push 9999, stream 19998: GET / 204; 159977-160035, bytes 26, content 0, END_STREAM',
    ]);
  });
});
