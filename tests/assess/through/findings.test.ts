/** The rules of `through` on traces written by hand: what came out where, before or after what went in. */
import { describe, expect, it } from 'vitest';
import { downloadFinding, interlockFinding, uploadFinding } from '../../../src/assess/through/findings.ts';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { webSocketFinding } from '../../../src/assess/through/websocket.ts';
import { reason } from '../../../src/model/reason.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { Direction, TraceEvent } from '../../../src/model/trace.ts';

const proxyPort = 8080;
const originPort = 9000;

type Step =
  | [side: 'front' | 'back', direction: Direction, text: string]
  | 'the proxy finishes in front'
  | 'released by the cause'
  | 'released by hand';

/** One connection on each side; the bytes of the steps, in order. */
function recording(question: string, steps: Step[], rest: Partial<Recording> = {}): Recording {
  const unplaced = [
    { type: 'mark', mark: 'question begun', of: question },
    { ...open(1, 40_001, 31_000, proxyPort), side: 'front' },
    { ...open(2, 40_002, originPort, 31_001), side: 'back' },
    ...steps.map((step) =>
      step === 'the proxy finishes in front'
        ? { type: 'end', connection: 1, direction: 's2c' }
        : typeof step === 'string'
          ? {
              type: 'mark',
              mark: 'gate released',
              of: 'a gate',
              by: step === 'released by hand' ? 'hand' : 'cause',
            }
          : {
              type: 'bytes',
              connection: step[0] === 'front' ? 1 : 2,
              direction: step[1],
              bytes: Buffer.from(step[2], 'latin1'),
            },
    ),
    { type: 'mark', mark: 'question ended', of: question },
  ];
  const events = unplaced.map((event, index) => ({
    seq: index + 1,
    at: index * 1e6,
    ...event,
  })) as TraceEvent[];
  return { question, events, error: null, timedOut: false, ...rest };
}

const open = (connection: number, client: number, tap: number, server: number) => ({
  type: 'open',
  connection,
  transport: 'tcp',
  front: { client: { host: '127.0.0.1', port: client }, tap: { host: '127.0.0.1', port: tap } },
  back: { tap: { host: '127.0.0.1', port: client + 1000 }, server: { host: '127.0.0.1', port: server } },
  control: false,
});

const post = (name: string, length: number): string =>
  `POST /http-version-lab/${name} HTTP/1.1\r\nHost: proxy\r\nContent-Length: ${length}\r\n\r\n`;
const get = (name: string): string => `GET /http-version-lab/${name} HTTP/1.1\r\nHost: proxy\r\n\r\n`;
const answer = (length: number, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${length}\r\n\r\n`;

describe('an upload', () => {
  const head = post('upload', 26);
  const first: Step = ['front', 'c2s', `${head}the first part`];
  const rest: Step = ['front', 'c2s', 'and the rest'];
  const out: Step = ['back', 'c2s', `${head}the first part`];
  const answered: Step = ['front', 's2c', `${answer(3)}ok\n`];

  it('streams if the first part came out behind before the rest went in', () => {
    const found = uploadFinding(recording('upload', [first, out, 'released by the cause', rest, answered]));
    expect(found.answer).toBe('yes');
    expect(found.evidence).toMatchObject([{ kind: 'request', direction: 'c2s' }]);
  });

  it('was held if the first part came out only after the rest had gone in, by hand', () => {
    const found = uploadFinding(recording('upload', [first, 'released by hand', rest, out, answered]));
    expect(found).toMatchObject({ answer: 'no', cause: 'server' });
  });

  it('is no matter of the head alone: the head came out before, the content after', () => {
    const early: Step = ['back', 'c2s', head];
    const late: Step = ['back', 'c2s', 'the first part'];
    const found = uploadFinding(
      recording('upload', [first, early, 'released by hand', rest, late, answered]),
    );
    expect(found.answer).toBe('no');
  });

  it('is inconclusive if the release did not let it finish', () => {
    expect(uploadFinding(recording('upload', [first, 'released by hand', rest, out])).answer).toBe(
      'inconclusive',
    );
    const cut: Step = ['front', 's2c', `${answer(300)}ok\n`];
    expect(
      uploadFinding(
        recording('upload', [first, 'released by hand', rest, out, cut, 'the proxy finishes in front']),
      ).answer,
    ).toBe('inconclusive');
  });

  it('is inconclusive if the proxy answered with an error instead', () => {
    const error: Step = ['front', 's2c', `${answer(0, '502 Bad Gateway')}`];
    expect(uploadFinding(recording('upload', [first, 'released by hand', rest, out, error]))).toMatchObject({
      answer: 'inconclusive',
      reason: reason('through.status', { n: 502 }),
    });
  });

  it('is inconclusive if nobody released it by hand', () => {
    expect(uploadFinding(recording('upload', [first, rest, out, answered])).answer).toBe('inconclusive');
  });

  it('is inconclusive if what came out behind was not what the client sent', () => {
    const found = uploadFinding(recording('upload', [first, 'released by hand', rest, answered]));
    expect(found).toMatchObject({ answer: 'inconclusive', reason: reason('through.other-came-out') });
    expect(uploadFinding(undefined).answer).toBe('inconclusive');
  });
});

describe('a download', () => {
  const asked: Step = ['front', 'c2s', get('download')];
  const first: Step = ['back', 's2c', `${answer(26)}the first part`];
  const rest: Step = ['back', 's2c', 'and the rest'];
  const firstOut: Step = ['front', 's2c', `${answer(26)}the first part`];
  const restOut: Step = ['front', 's2c', 'and the rest'];
  const of = (steps: Step[]) =>
    downloadFinding(recording('download', steps), '/http-version-lab/download', 'download');

  it('is immediate if the first part came out in front before the rest went in behind', () => {
    expect(of([asked, first, firstOut, 'released by the cause', rest, restOut]).answer).toBe('yes');
  });

  it('was held if it came out only after the rest had gone in, by hand', () => {
    expect(of([asked, first, 'released by hand', rest, firstOut, restOut])).toMatchObject({
      answer: 'no',
      reason: reason('download.held'),
    });
  });
});

describe('an interlock', () => {
  const up = (round: number, head = ''): Step => ['front', 'c2s', `${head}request part ${round};`];
  const down = (round: number, head = ''): Step => ['front', 's2c', `${head}response part ${round};`];
  const out = (round: number, head = ''): Step => ['back', 'c2s', `${head}request part ${round};`];
  const [asked, answered] = [post('interlock', 45), answer(48)];
  const of = (steps: Step[], rest: Partial<Recording> = {}) =>
    interlockFinding(recording('interlock over http/1.1', steps, rest));

  it('is a yes if each part of the request followed a part of the response', () => {
    const turns = [
      up(1, asked),
      out(1, asked),
      down(1, answered),
      up(2),
      out(2),
      down(2),
      up(3),
      out(3),
      down(3),
    ];
    expect(of(turns).answer).toBe('yes');
  });

  it('is a no if it went on by hand in any round, and says which half waited', () => {
    const late = [
      up(1, asked),
      out(1, asked),
      down(1, answered),
      up(2),
      'released by hand' as const,
      up(3),
      down(2),
      down(3),
    ];
    expect(of(late).answer).toBe('no');
    const response = [
      up(1, asked),
      out(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      down(1, answered),
      down(2),
      down(3),
    ];
    expect(of(response).reason).toEqual(reason('interlock.response-stuck'));
    const request = [
      up(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      out(1, asked),
      down(1, answered),
      down(2),
      down(3),
    ];
    expect(of(request).reason).toEqual(reason('interlock.request-stuck'));
  });

  it('is a no even if the proxy lost what came after', () => {
    const lost = [
      up(1, asked),
      'released by hand' as const,
      up(2),
      up(3),
      out(1, asked),
      down(1, answer(16)),
    ];
    expect(of(lost).answer).toBe('no');
  });

  it('is inconclusive if it did not end, or not in time', () => {
    const stalled = [up(1, asked), 'released by hand' as const, up(2), up(3)];
    expect(of(stalled).answer).toBe('inconclusive');
    expect(of(stalled, { timedOut: true }).reason).toEqual(reason('through.late'));
  });
});

describe('a WebSocket', () => {
  const handshake: Step = [
    'front',
    'c2s',
    'GET /http-version-lab/websocket HTTP/1.1\r\nHost: proxy\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  ];
  const switched: Step = [
    'front',
    's2c',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
  ];
  const message: Step = ['front', 's2c', '\x81\x02hi'];
  const of = (...steps: Step[]) => webSocketFinding(recording('websocket over http/1.1', steps));

  it('came about if a message came back', () => {
    expect(of(handshake, switched, message).answer).toBe('yes');
  });

  it('did not if the handshake was answered otherwise', () => {
    expect(of(handshake, ['front', 's2c', `${answer(2)}ok`])).toMatchObject({
      answer: 'no',
      reason: reason('websocket.status', { n: 200 }),
    });
  });

  it('is inconclusive if it was opened and nothing came, or not even that', () => {
    expect(of(handshake, switched).answer).toBe('inconclusive');
    const masked: Step = ['front', 'c2s', '\x81\x82\0\0\0\0hi'];
    expect(of(handshake, switched, masked).answer).toBe('inconclusive');
    expect(of(handshake).answer).toBe('inconclusive');
    expect(of().answer).toBe('inconclusive');
  });

  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

  it('is not applicable over HTTP/2 where SETTINGS do not allow it, so that nothing was asked', () => {
    expect(of(['front', 'c2s', preface], ['front', 's2c', '\0\0\0\x04\0\0\0\0\0']).answer).toBe(
      'not applicable',
    );
    expect(of(['front', 'c2s', preface]).answer).toBe('inconclusive');
    // An acknowledgement alone allows and forbids nothing.
    expect(of(['front', 'c2s', preface], ['front', 's2c', '\0\0\0\x04\x01\0\0\0\0']).answer).toBe(
      'inconclusive',
    );
  });
});

describe('the result', () => {
  const description = {
    lab: 'through',
    title: 'A real proxy',
    subject: 'a real proxy',
    target: 'http://127.0.0.1:8080/',
    version: '1.1',
    client: 'bench' as const,
    ordinary: ['front'],
    questions: [],
    permits: null,
    textbook: { says: null },
    prediction: null,
  };
  const reach = (fields: string) =>
    recording('reach over http/1.1', [
      ['front', 'c2s', get('reach')],
      ['back', 'c2s', get('reach')],
      ['back', 's2c', `${answer(2)}ok`],
      ['front', 's2c', `HTTP/1.1 200 OK\r\n${fields}Content-Length: 2\r\n\r\nok`],
    ]);
  const of = (...recordings: Recording[]) => assessThrough({ description, recordings }).result;

  it('names the proxy by Server and Via, else by the page that HAProxy sends to what is no request', () => {
    expect(of(reach('Server: nginx/1.2\r\nVia: 1.1 cache\r\n')).subject).toBe(
      'a real proxy: nginx/1.2, 1.1 cache',
    );
    expect(of(reach('')).subject).toBe('a real proxy');
    const page = recording('no request at all', [
      [
        'front',
        's2c',
        'HTTP/1.1 400 Bad request\r\nConnection: close\r\n\r\n<html><body><h1>400 Bad request</h1>\n' +
          'Your browser sent an invalid request.\n</body></html>\n',
      ],
    ]);
    expect(of(reach(''), page).subject).toBe('a real proxy: HAProxy');
  });

  it('counts each side apart, from the first exchange if there are no others', () => {
    const one = recording('one front connection', [
      ['front', 'c2s', get('one/1')],
      ['back', 'c2s', get('one/1')],
      ['back', 's2c', `${answer(2)}ok`],
      ['front', 's2c', `${answer(2)}ok`],
      ['front', 'c2s', get('one/2')],
      ['front', 's2c', `${answer(2)}ok`],
    ]);
    const { facts } = of(reach(''), one);
    expect([facts?.front?.exchanges, facts?.back?.exchanges, facts?.backFive]).toEqual([2, 1, undefined]);
    const early = of(reach('')).facts;
    expect([early?.front?.exchanges, early?.back?.exchanges]).toEqual([1, 1]);
  });

  it('is the same from an older trace, in which a mark and no open event says whose connection it is', () => {
    const today = reach('Server: nginx/1.2\r\n');
    const port = {
      type: 'mark',
      mark: 'noted',
      of: 'the tap behind the proxy',
      figures: { port: originPort },
    };
    const older = {
      ...today,
      events: [
        { seq: 0, at: 0, ...port } as TraceEvent,
        ...today.events.map((event) => {
          if (event.type !== 'open') return event;
          const { side: _, ...rest } = event;
          return rest;
        }),
      ],
    };
    expect(of(older)).toEqual(of(today));
    expect(of(older).facts).toMatchObject({ front: { exchanges: 1 }, back: { exchanges: 1 } });
  });

  it('does not apply to a version that the proxy did not answer in', () => {
    expect(of(reach('')).path.interlock).toEqual({ 'http/1.1': 'inconclusive', 'http/2': 'not applicable' });
  });
});
