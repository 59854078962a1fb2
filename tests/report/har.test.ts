import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/bench/assess.ts';
import { readRecordings } from '../../src/model/recording.ts';
import { har } from '../../src/report/har.ts';
import { english } from '../../src/report/language/say.ts';
import { markdown } from '../../src/report/markdown.ts';
import type { LabReport } from '../../src/report/report.ts';
import { harFaults } from './har-schema.ts';

function report(lab: string): LabReport {
  const stored = readRecordings(readFileSync(new URL(`../fixtures/${lab}.ndjson`, import.meta.url), 'utf8'));
  return { stored, ...assess(stored) };
}

const began = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('the HTTP archive', () => {
  const { log } = har([report('http10-short'), report('http2-streams')], began);

  it('holds an entry for each exchange, on the connection that carried it', () => {
    const reuse = log.entries.filter(({ comment }) => comment.startsWith('http10-short: reuse'));
    expect(
      reuse.map(({ request, connection }) => [request.url.replace(/:\d+\//, ':PORT/'), connection]),
    ).toEqual(
      [1, 2, 3, 4, 5].map((n) => [
        `http://127.0.0.1:PORT/reuse/${n}`,
        `http10-short: reuse, connection ${n}`,
      ]),
    );
    expect(reuse[0]).toMatchObject({
      request: { method: 'GET', httpVersion: 'HTTP/1.0', cookies: [], queryString: [], bodySize: 0 },
      response: { status: 200, httpVersion: 'HTTP/1.0', cookies: [], redirectURL: '' },
      cache: {},
      serverIPAddress: '127.0.0.1',
    });
    const many = log.entries.filter(({ comment }) => comment.startsWith('http2-streams: burst'));
    expect(new Set(many.map(({ connection }) => connection)).size).toBe(1);
  });

  it('has times that are never negative and add up, in order from when the run began', () => {
    for (const { time, timings, startedDateTime } of log.entries) {
      for (const part of [timings.send, timings.wait, timings.receive])
        expect(part).toBeGreaterThanOrEqual(0);
      expect(timings.send + timings.wait + timings.receive).toBeCloseTo(time, 6);
      expect(startedDateTime).toMatch(/^2026-01-02T03:04:\d\d\.\d{3}Z$/);
    }
    const starts = log.entries.map(({ startedDateTime }) => startedDateTime);
    expect(starts).toEqual(starts.toSorted());
  });

  it('is valid by the schema of HAR 1.2', () => {
    expect(harFaults({ log })).toEqual([]);
    const { request: _, ...lacking } = log.entries[0] ?? {};
    expect(harFaults({ log: { ...log, entries: [lacking] } })).toEqual([
      "/log/entries/0 must have required property 'request'",
    ]);
  });

  it('escapes what no URL may hold, byte by byte, and leaves the rest', () => {
    const hostile = report('http10-short');
    hostile.transcripts = hostile.transcripts.filter(({ question }) => question === 'hang-up');
    const [request] = hostile.transcripts[0]?.connections[0]?.messages ?? [];
    const urlOf = (path: string) => {
      if (request) request.http = { version: '1.1', method: 'GET', path };
      return har([hostile], began).log.entries[0]?.request.url.replace(/:\d+\//, ':PORT/');
    };
    expect(urlOf('/a b?q=<i>%41%zz#\u00e9\u202e')).toBe(
      'http://127.0.0.1:PORT/a%20b?q=%3Ci%3E%41%25zz%23%E9%E2%80%AE',
    );
    expect(urlOf('http://example.org/a|b?c')).toBe('http://example.org/a%7Cb?c');
    expect(urlOf('http://[')).toBe('http://127.0.0.1:PORT/http://%5B');
    expect(urlOf('*')).toBe('http://127.0.0.1:PORT/*');
  });

  it('is valid whatever path, field and version was on the wire', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (path, value, method) => {
        const hostile = report('http10-short');
        for (const { connections } of hostile.transcripts)
          for (const { messages } of connections)
            for (const message of messages)
              message.http = {
                ...message.http,
                version: '1.1',
                path,
                method,
                contentType: value,
                connection: value,
              };
        expect(harFaults(har([hostile], began))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('has every member that HAR 1.2 requires, each of its type', () => {
    expect(log).toMatchObject({
      version: '1.2',
      creator: { name: expect.any(String), version: expect.any(String) },
    });
    expect(log.entries.length).toBeGreaterThan(30);
    for (const entry of log.entries) {
      expect(entry.request).toEqual({
        method: expect.any(String),
        url: expect.stringMatching(/^http:\/\//),
        httpVersion: expect.stringMatching(/^HTTP\//),
        cookies: [],
        headers: expect.any(Array),
        queryString: expect.any(Array),
        headersSize: expect.any(Number),
        bodySize: expect.any(Number),
      });
      expect(entry.response).toEqual({
        status: expect.any(Number),
        statusText: expect.any(String),
        httpVersion: expect.any(String),
        cookies: [],
        headers: expect.any(Array),
        content: { size: expect.any(Number), mimeType: expect.any(String) },
        redirectURL: expect.any(String),
        headersSize: expect.any(Number),
        bodySize: expect.any(Number),
      });
      for (const { name, value } of [...entry.request.headers, ...entry.response.headers])
        expect([typeof name, typeof value]).toEqual(['string', 'string']);
    }
  });
});

describe('the Markdown', () => {
  const sheet = markdown([report('http10-short'), report('reference-telephone')], english);

  it('has a table of verdicts, of counts and of answers, each row as wide as its head', () => {
    const tables = sheet.split('\n\n').filter((part) => part.startsWith('|'));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const columns = table.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(columns).size).toBe(1);
    }
    expect(sheet).toContain('| http10-short | reuse | HTTP/1.0 | 5 | 5 | 0 | 0 | 0 | 1 |');
    expect(sheet).toContain('| http10-short | in ordinary use | **half-duplex**:');
  });

  it('shows the strips as code', () => {
    expect(sheet).toMatch(/reuse\n\n~~~~~~text\n1 {2}▶◀■ server\n2 {2}▶◀■ server/);
  });

  it('lets nothing that was found become markup', () => {
    const found = report('http10-short');
    const hostile = { ...found.result, lab: 'a|b', target: '<img src=x> [x](y) `z` **w**' };
    const text = markdown([{ ...found, result: hostile }], english);
    expect(text).toContain('a\\|b \\<img src=x\\> \\[x\\](y) \\`z\\` \\*\\*w\\*\\*');
    expect(text).not.toMatch(/[^\\]<img/);
  });
});
