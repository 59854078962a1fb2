/** Heads are mostly those that were read before: what is remembered of them says no more than they do. */
import { describe, expect, it } from 'vitest';
import { http1 } from '../../../src/dissect/http1/http1.ts';
import { replay } from '../replay.ts';
import { client, clientFin, type Step, server } from '../steps.ts';

const fieldsOf = (steps: Step[]) => replay(http1, steps).raw.map(({ http }) => http);

describe('what messages say', () => {
  it('are the same whatever connections before have said in the same words', () => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n';
    const asked = ['HEAD / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', 'GET / HTTP/1.0\r\n\r\n'];
    const dialogues = asked.map((request) => [
      client(request),
      server(request.startsWith('HEAD') ? answer : `${answer}body`),
      server(request.startsWith('HEAD') ? answer : `${answer}body`),
    ]);
    const cutShort = [client('GET / HTTP/1.1\r\nX: y\r\n'), clientFin];
    const whole = [client('GET / HTTP/1.1\r\nX: y\r\n\r\n'), server(`${answer}body`)];
    const all = [...dialogues, cutShort, whole];
    const expected = [
      ['c2s 1 x1 HEAD / 0..19 +0 headers', 's2c 1 x1 200 0..38 +0 headers'],
      ['c2s 1 x1 GET / 0..18 +0 headers', 's2c 1 x1 200 0..42 +4 content-length'],
      ['c2s 1 x1 GET / 0..18 +0 headers', 's2c 1 x1 200 0..42 +4 content-length'],
      ['c2s 1 x1 GET / 0..22 +0 cut'],
      ['c2s 1 x1 GET / 0..24 +0 headers', 's2c 1 x1 200 0..42 +4 content-length'],
    ];
    for (const before of all)
      expect(
        all.map((steps) => {
          replay(http1, before);
          return replay(http1, steps).messages;
        }),
      ).toEqual(expected);
  });

  it.each([1, 2, 3, 4])(
    'are read anew where a head differs from the one before in its last bytes: %i',
    (length) => {
      const path = `/${'p'.repeat(length)}`;
      const head = `GET ${path} HTTP/1.1\r\nHost: a\r\n`;
      const paths = [path, path, path.replace(/p$/, 'q')];
      expect(
        fieldsOf([
          client(`${head}\r\n`),
          client(`${head}\r\n`),
          client(`${head.replace(path, paths[2] ?? '')}\r\n`),
          client(`${head.replace(path, paths[2] ?? '')}Connection: close\r\n\r\n`),
        ]).map((fields) => [fields?.path, fields?.persistent]),
      ).toEqual([...paths.map((each) => [each, true]), [paths[2], false]]);
    },
  );
});
