/** What the page carries for its script: the transcripts in short, and the first bytes of each message. */
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { labData } from '../../../src/report/page/data.ts';
import { excerpts } from '../../../src/report/page/excerpt.ts';
import { line, openEvent, report, result } from '../fixtures.ts';

describe('the data of a lab', () => {
  it('is what the transcript says, with text made visible and the first bytes of each message', () => {
    const events: TraceEvent[] = [
      { ...openEvent(7, true), seq: 1 },
      { ...openEvent(9), seq: 2 },
      { type: 'bytes', seq: 3, at: 3, connection: 7, direction: 'c2s', bytes: Buffer.from('control') },
      { type: 'bytes', seq: 4, at: 4, connection: 9, direction: 'c2s', bytes: Buffer.from('GET / HT') },
      { type: 'bytes', seq: 5, at: 5, connection: 9, direction: 'c2s', bytes: Buffer.from('TP\r\nnext') },
    ];
    const [first] = line('c 4-5 x1').messages;
    if (!first) throw new Error('no message');
    const message = {
      ...first,
      to: 12,
      http: { version: '1.1', method: 'GET', path: '/\u202e', status: 200 },
    };
    const data = labData(
      report(result('small'), {
        events: { reuse: events },
        transcripts: [
          {
            question: 'reuse',
            marks: [{ type: 'mark', mark: 'gate released', of: 'A', by: 'hand', seq: 8, at: 80 }],
            connections: [
              line('', {
                messages: [message],
                ends: [{ direction: 's2c', how: 'RST', seq: 6, at: 60 }],
                closed: { seq: 7, at: 70 },
              }),
            ],
          },
        ],
      }),
    );
    expect(data).toEqual({
      lab: 'small',
      questions: [
        {
          question: 'reuse',
          gates: [{ what: 'gate released: A (by hand)', place: [8, 80] }],
          connections: [
            {
              connection: 1,
              protocol: 'HTTP/1.1',
              opened: [0, 0],
              closed: [7, 70],
              error: null,
              controls: [],
              faults: [],
              ends: [{ direction: 's2c', how: 'RST', place: [6, 60] }],
              messages: [
                {
                  direction: 'c2s',
                  kind: 'request',
                  ordinal: 1,
                  exchange: 1,
                  stream: null,
                  begin: [4, 0],
                  end: [5, 0],
                  from: 0,
                  to: 12,
                  bytes: 10,
                  content: 0,
                  ending: 'content-length',
                  whole: true,
                  label: 'GET /<U+202E>',
                  read: [
                    ['version', '1.1'],
                    ['method', 'GET'],
                    ['path', '/<U+202E>'],
                    ['status', '200'],
                  ],
                  excerpt: ['GET / HTTP␍␊'],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('calls a WebSocket message on HTTP/2 by its words, and a response by its status', () => {
    const [one, two] = line('c 1-1, s 2-2').messages;
    if (!one || !two) throw new Error('no message');
    const websocket = { opcode: 'text', frames: 1, compressed: false } as const;
    const messages = [
      { ...one, kind: 'websocket' as const, text: 'hello\n', websocket, http: { version: '2', stream: 5 } },
      { ...two, kind: 'response' as const, http: { version: '2', status: 204, stream: 5 } },
    ];
    const data = labData(
      report(result('small'), {
        transcripts: [{ question: 'q', marks: [], connections: [line('', { messages })] }],
      }),
    );
    expect(data.questions[0]?.connections[0]?.messages.map(({ label, stream }) => [label, stream])).toEqual([
      ['hello', 5],
      ['204', 5],
    ]);
  });
});

describe('excerpts', () => {
  it('are hexadecimal where the protocol is not made of text, and say that there is more', () => {
    const events: TraceEvent[] = [
      openEvent(1),
      { type: 'bytes', seq: 1, at: 0, connection: 1, direction: 's2c', bytes: new Uint8Array(400) },
    ];
    const [message] = line('s 1-1').messages;
    if (!message) throw new Error('no message');
    const lines = excerpts(events)({ ...message, kind: 'websocket', from: 398, to: 400 });
    expect(lines).toEqual([`00 00${' '.repeat(42)}  ..`]);
    const long = excerpts(events)({ ...message, kind: 'websocket', from: 0, to: 400 });
    expect(long).toHaveLength(10);
    expect(long.at(-1)).toBe('…');
  });
});
