/** The table of `through`: from results written by hand. */
import { describe, expect, it } from 'vitest';
import { throughTable } from '../../../src/report/real/through.ts';
import { plain } from '../fixtures.ts';
import { both, parts, pathOf } from './parts.ts';
import { result } from './through-results.ts';

describe('the table', () => {
  const table = throughTable(
    {
      result: result(
        ': nginx',
        {
          ...pathOf(
            {
              'http/1.1': parts({
                'upload, content-length': -524_288,
                'download, chunked': 16_384,
                'sse, gzip': '?',
              }),
              'http/2': parts({ 'upload, content-length': -524_288, 'sse, gzip': '?' }),
            },
            { 'http/1.1': 'no', 'http/2': 'not applicable' },
            both('yes'),
          ),
        },
        [5, 5],
      ),
      transcripts: [],
    },
    plain,
  );
  const row = (name: string) => table.split('\n').find((line) => line.startsWith(name)) ?? '';

  it('says what was found, a row each', () => {
    expect(row('upload, Content-Length')).toMatch(/ only when whole +it waited/);
    expect(table).toMatch(/^ +\(more than 512 KB\)/m);
    expect(row('upload, chunked')).toMatch(/ at once /);
    expect(row('download, chunked')).toMatch(/ from 16 KB on /);
    expect(row('… for who takes gzip')).toMatch(/ \? /);
    expect(row('interlock over HTTP/1.1')).toMatch(/ no /);
    expect(row('interlock over HTTP/2')).toMatch(/ – /);
    expect(row('connections in front')).toMatch(/ 1 connection /);
    expect(row('connections behind')).toMatch(/ 5 connections /);
  });

  it('tells of another version only what is not the same', () => {
    const lines = table.split('\n');
    const others = lines.flatMap((line, index) => (line.startsWith('… over HTTP/2') ? [index] : []));
    expect(others).toHaveLength(1);
    expect(lines[(others[0] ?? 0) - 1]).toMatch(/^download, chunked/);
    expect(lines[others[0] ?? 0]).toMatch(/ at once /);
  });

  it('says who ends idle connections, of those of which it is known', () => {
    const of = (...enders: (string | null)[]) => {
      const found = result('');
      const ends = enders.map((endedBy, index) => ({
        limitSeconds: index + 1,
        endedBy,
        idleMilliseconds: endedBy && 1000 * (index + 1),
      }));
      const varying = { ...found.varying, timings: { 'idle-behind': ends } };
      const lines = throughTable({ result: { ...found, varying }, transcripts: [] }, plain).split('\n');
      return lines.find((line) => line.startsWith('ends an idle')) ?? null;
    };
    expect(of('origin', 'proxy')).toMatch(/ either +limit 1 s: the origin, after 1.0 s; limit 2 s/);
    expect(of('proxy', null)).toMatch(/ the proxy +limit 1 s: the proxy, after 1.0 s$/);
    expect(of('origin')).toMatch(/ the origin /);
    expect(of(null)).toBeNull();
  });

  it('says after how many requests a connection behind is renewed', () => {
    const of = (renewedAfter: number | null) =>
      throughTable({ result: result('', { renewedAfter }), transcripts: [] }, plain)
        .split('\n')
        .find((line) => line.startsWith('renews one behind'));
    expect(of(1000)).toMatch(/ after 1000 requests /);
    expect(of(null)).toMatch(/ \? /);
  });

  it('says what Incremental changed of what was held, and of nothing else', () => {
    const of = (incremental: Record<string, boolean>) =>
      throughTable({ result: result('', { incremental }), transcripts: [] }, plain)
        .split('\n')
        .find((line) => line.startsWith('… with Incremental')) ?? null;
    expect(of({})).toBeNull();
    expect(of({ a: false })).toMatch(/ changes nothing +of what was held$/);
    expect(of({ a: true })).toMatch(/ passes at once +of what was held$/);
    expect(of({ a: true, b: false })).toMatch(/ passes at once +of some of what was held$/);
  });

  it('calls the proxy, and not the client, who closes behind it', () => {
    expect(table).toContain('Connection: close from the proxy (4)');
    expect(table).not.toContain('from the client');
  });

  it('hands nothing from the wire to the terminal as it is, and is no wider than one', () => {
    expect(table).toContain('\u241b[31mthe end');
    expect(table).not.toContain('\u001b');
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});
