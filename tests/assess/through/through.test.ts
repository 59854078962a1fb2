/** The result of `through`: what the findings of all its questions come to. */
import { describe, expect, it } from 'vitest';
import { assessThrough } from '../../../src/assess/through/through.ts';
import type { Recording } from '../../../src/model/recording.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import {
  answer,
  clientReceives,
  clientSends,
  get,
  originPort,
  originReceives,
  originSends,
  recording,
} from './recordings.ts';

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
      clientSends(get('reach')),
      originReceives(get('reach')),
      originSends(`${answer(2)}ok`),
      clientReceives(`HTTP/1.1 200 OK\r\n${fields}Content-Length: 2\r\n\r\nok`),
    ]);
  const of = (...recordings: Recording[]) => assessThrough({ description, recordings }).result;

  it('names the proxy by Server and Via, else by the page that HAProxy sends to what is no request', () => {
    expect(of(reach('Server: nginx/1.2\r\nVia: 1.1 cache\r\n')).subject).toBe(
      'a real proxy: nginx/1.2, 1.1 cache',
    );
    expect(of(reach('')).subject).toBe('a real proxy');
    const page = recording('no request at all', [
      clientReceives(
        'HTTP/1.1 400 Bad request\r\nConnection: close\r\n\r\n<html><body><h1>400 Bad request</h1>\n' +
          'Your browser sent an invalid request.\n</body></html>\n',
      ),
    ]);
    expect(of(reach(''), page).subject).toBe('a real proxy: HAProxy');
  });

  it('counts each side apart, from the first exchange if there are no others', () => {
    const one = recording('one front connection', [
      clientSends(get('one/1')),
      originReceives(get('one/1')),
      originSends(`${answer(2)}ok`),
      clientReceives(`${answer(2)}ok`),
      clientSends(get('one/2')),
      clientReceives(`${answer(2)}ok`),
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
