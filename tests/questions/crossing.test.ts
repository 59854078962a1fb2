/**
 * What crossed is a yes; silence is a no once the gate was released by hand and all went on. Numbers are places in the
 * order of the trace: the gate is closed at 1 and released at 50. An answer is spelled with its cause: 'no·server'.
 */
import { describe, expect, it } from 'vitest';
import { transcribe } from '../../src/dissect/transcript.ts';
import type { TraceEvent } from '../../src/model/trace.ts';
import { questionById } from '../../src/questions/questions.ts';
import { first, framed, handshake, last, recorded, type Sent, whole } from '../measure/crossing/sent.ts';
import { answer, exchange, gate } from './answer.ts';
import { type Place, transcript } from './transcript.ts';

const gateName = 'a part of each direction';

describe('what did not cross', () => {
  const asked = (
    requestAt: Place,
    responseAt: Place | undefined,
    client: 'library' | 'bench' = 'library',
  ) => {
    const { responseAt: _, ...request } = exchange('/crossing', 0, { requestAt });
    const exchanges = [responseAt ? { ...request, responseAt } : request];
    return answer('crossing', [{ exchanges }], { client, gates: gate(gateName, 'hand') });
  };

  it('was refused by who sent nothing until the gate was released by hand', () => {
    expect(asked([2, 3], [51, 53])).toBe('no·server');
    expect(asked([2, 52], [4, 53])).toBe('no·client');
    expect(asked([2, 52], [4, 53], 'bench')).toBe('no·bench');
    expect(asked([51, 52], [53, 54])).toBe('no·client');
  });

  it('could not be told where not all went on, or nothing was released', () => {
    expect(asked([2, 3], undefined)).toBe('inconclusive');
    expect(asked([2, 3], [4, 5])).toBe('inconclusive');
    const exchanges = [exchange('/crossing', 2)];
    expect(answer('crossing', [{ exchanges }])).toBe('inconclusive');
    expect(answer('crossing', [{ exchanges }], { gates: gate(gateName, 'cause') })).toBe('inconclusive');
    expect(answer('crossing', [])).toBe('inconclusive');
  });

  it('cannot where all messages go in one direction and nobody was to answer', () => {
    const [request] = [{ path: '/', requestAt: [2, 3] satisfies Place }];
    expect(answer('crossing', [{ exchanges: [request] }])).toBe('not applicable');
    expect(answer('crossing', [{ exchanges: [request] }], { gates: gate(gateName, 'hand') })).toBe(
      'inconclusive',
    );
  });
});

it('of a request that nothing answered before the deadline nothing can be told', () => {
  const asked = transcript([{ exchanges: [{ path: '/', requestAt: [2, 3] }] }], {
    gates: gate(gateName, 'hand'),
  });
  const closed = { ...asked, marks: asked.marks.filter(({ mark }) => mark === 'gate closed') };
  expect(questionById('crossing')?.finding(closed, { client: 'library' }).answer).toBe('inconclusive');
});

describe('what crossed', () => {
  const finding = (...sent: Sent[]) =>
    questionById('crossing')?.finding(transcribe(recorded([...handshake, ...sent]), 'crossing'), {
      client: 'library',
    });
  const begun: Sent[] = [
    ['c2s', framed('c2s', first, 'one'), 0],
    ['s2c', framed('s2c', whole, 'answer'), 0],
  ];
  const end: Sent = ['c2s', framed('c2s', last, 'two'), 0];

  it("is a yes, shown by both messages, the client's first", () => {
    const found = finding(...begun, ['c2s', framed('c2s', 0, 'more'), 3], end);
    expect(found?.answer).toBe('yes');
    expect(found?.evidence.map(({ direction, kind }) => `${direction} ${kind}`)).toEqual([
      'c2s websocket',
      's2c websocket',
    ]);
  });

  it('is none where it was control, though within a message, RFC 6455 §5.4', () => {
    expect(finding(...begun, ['c2s', framed('c2s', 0x89, 'ping'), 3], end)?.answer).toBe('inconclusive');
  });

  it('is none after a gap, where offsets are not certain', () => {
    const gap: TraceEvent = { type: 'gap', seq: 90, at: 0, connection: 1, direction: 's2c', length: 7 };
    const after: TraceEvent = {
      ...{ type: 'bytes', seq: 91, at: 0, connection: 1, direction: 'c2s' },
      ...{ bytes: framed('c2s', last, 'x'), underWay: 3 },
    };
    const events = recorded([...handshake, ...begun]);
    const answerTo = (all: TraceEvent[]) =>
      questionById('crossing')?.finding(transcribe(all, 'crossing'), { client: 'library' }).answer;
    expect(answerTo([...events, after])).toBe('yes');
    expect(answerTo([...events, gap, after])).toBe('inconclusive');
  });
});
