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
