import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabReport } from '../../../src/model/report.ts';
import { ruleBroken } from '../../../src/model/rules/fault.ts';
import { har } from '../../../src/report/files/har.ts';
import { harFaults } from './har-schema.ts';
import { report } from './report.ts';

/** The first request of its first connection has a Host that is none. */
function withFault(lab: string): LabReport {
  const found = report(lab);
  const [line] = found.transcripts[0]?.connections ?? [];
  line?.faults.push({
    ...{ seq: 1, at: 1, connection: 1, side: 'client', direction: 'c2s', offset: 17 },
    reason: ruleBroken('http1.host'),
  });
  return found;
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

  it('tells an answer that is not kept from one that is not whole', () => {
    const of = (messagesEnd: boolean) => {
      const found = report('http10-short');
      const [line] = found.transcripts[0]?.connections ?? [];
      if (line) Object.assign(line, { messagesEnd, messages: line.messages.slice(0, 1) });
      return har([found], began).log;
    };
    expect(of(false).entries[0]?.comment).toBe('http10-short: reuse; the response is not whole');
    expect(of(true).entries[0]?.comment).toBe('http10-short: reuse; the response is not kept');
    const said = 'http10-short: reuse, connection 1: of the messages only the first 1 are kept';
    expect(of(true).comment).toContain(said);
    expect(of(false).comment).not.toContain('are kept');
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
      if (request) Object.assign(request, { http: { version: '1.1', method: 'GET', path } });
      return har([hostile], began).log.entries[0]?.request.url.replace(/:\d+\//, ':PORT/');
    };
    expect(urlOf('/a b?q=<i>%41%zz#\u00e9\u202e')).toBe(
      'http://127.0.0.1:PORT/a%20b?q=%3Ci%3E%41%25zz%23%E9%E2%80%AE',
    );
    expect(urlOf('http://example.org/a|b?c')).toBe('http://example.org/a%7Cb?c');
    expect(urlOf('http://[')).toBe('http://127.0.0.1:PORT/http://%5B');
    expect(urlOf('*')).toBe('http://127.0.0.1:PORT/*');
  });

  it('escapes once what a target in absolute form holds, and leaves its fragment out of the query', () => {
    const asked = report('http10-short');
    asked.transcripts = asked.transcripts.filter(({ question }) => question === 'hang-up');
    const [request] = asked.transcripts[0]?.connections[0]?.messages ?? [];
    const requestOf = (path: string) => {
      if (request) Object.assign(request, { http: { version: '1.1', method: 'GET', path } });
      return har([asked], began).log.entries[0]?.request;
    };
    const bytes = Buffer.from('中').toString('latin1');
    expect(requestOf(`http://example.org/${bytes}?q=${bytes}`)?.url).toBe(
      'http://example.org/%E4%B8%AD?q=%E4%B8%AD',
    );
    expect(requestOf('/a?b=c#d=e')?.queryString).toEqual([{ name: 'b', value: 'c' }]);
  });

  it('says https where the tap spoke TLS', () => {
    const secure = report('http10-short');
    for (const { connections } of secure.transcripts)
      for (const line of connections) line.open = { ...line.open, tls: { alpn: 'http/1.1' } };
    const schemes = har([secure], began).log.entries.map(({ request }) => request.url.split(':')[0]);
    expect(new Set(schemes)).toEqual(new Set(['https']));
  });

  it('holds what the server pushed, marked as browsers mark it', () => {
    const pushed = report('http2-streams');
    const [line] = pushed.transcripts[0]?.connections ?? [];
    const answer = line?.messages.find(({ kind }) => kind === 'response');
    if (!line || !answer) throw new Error('no answer');
    const http = { version: '2', method: 'GET', path: '/pushed', status: 200, stream: 2 };
    line.messages.push({ ...answer, kind: 'push', exchange: null, http });
    const { log } = har([pushed], began);
    const marked = log.entries.filter(({ _was_pushed }) => _was_pushed === 1);
    expect(
      marked.map(({ request, response }) => [request.url.replace(/:\d+\//, ':PORT/'), response.status]),
    ).toEqual([['http://127.0.0.1:PORT/pushed', 200]]);
    expect(harFaults({ log })).toEqual([]);
  });

  it('gives connections of several servers in a capture names of their own', () => {
    const one = report('http10-short');
    const seen = (target: string, subject: string): LabReport => ({
      ...one,
      result: { ...one.result, lab: 'read', target, subject },
    });
    const archive = har([seen('10.0.0.1:80', '10.0.0.1:80'), seen('10.0.0.2:80', 'lab: reuse')], began);
    const names = archive.log.entries.map(({ connection }) => connection);
    expect(names).toContain('read 10.0.0.1:80: reuse, connection 1');
    expect(names).toContain('read 10.0.0.2:80, lab: reuse: reuse, connection 1');
  });

  it('says what is not allowed in a message, and by which grade', () => {
    const [entry] = har([withFault('http10-short')], began).log.entries;
    expect(entry?.comment).toBe(
      'http10-short: reuse; irregularity of the client at byte 17: an invalid Host (RFC 9112 §3.2)',
    );
  });

  it('puts what is not allowed on a stream down to the exchange of that stream, and to no other', () => {
    const streams = report('http2-streams');
    const [line] = streams.transcripts.find(({ question }) => question === 'multiplex')?.connections ?? [];
    const responses = line?.messages.filter(({ kind }) => kind === 'response') ?? [];
    const over = responses.find(({ from }) => responses.some((one) => one.from < from && one.to > from));
    const stream = over?.http?.stream;
    if (line === undefined || over === undefined || stream === undefined)
      throw new Error('none lies in another');
    const place = { seq: 1, at: 1, connection: 1, side: 'server', direction: 's2c' } as const;
    line.faults.push(
      { ...place, offset: over.from, stream, reason: ruleBroken('http2.uppercase') },
      { ...place, offset: over.from, stream, reason: ruleBroken('http2.uppercase') },
      { ...place, offset: over.from, reason: ruleBroken('http2.enable-push-of-server') },
      { ...place, offset: 9, stream: 999, reason: ruleBroken('http2.headers-unasked') },
    );
    const { log } = har([streams], began);
    const told = log.entries.filter(({ comment }) => /irregularity|violation/.test(comment));
    expect(told.map(({ request }) => new URL(request.url).pathname)).toEqual([
      line.messages.find(({ kind, http }) => kind === 'request' && http?.stream === stream)?.http?.path,
    ]);
    expect(told[0]?.comment).toMatch(
      /; irregularity of the server at byte \d+: .* \(RFC 9113 §8\.2\.1\); 2 times in all$/,
    );
    expect(log.comment.split('\n').filter((text) => text.includes(': multiplex, '))).toEqual([
      expect.stringMatching(
        /^http2-streams: multiplex, connection 1: irregularity of the server at byte \d+: /,
      ),
      expect.stringMatching(/^http2-streams: multiplex, connection 1: violation of the server at byte 9: /),
    ]);
    expect(harFaults({ log })).toEqual([]);
  });

  it('is valid whatever path, field and version was on the wire', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, text, (path, value, method) => {
        const hostile = report('http10-short');
        for (const { connections } of hostile.transcripts)
          for (const { messages } of connections)
            for (const message of messages) {
              const http = { ...message.http, version: '1.1', path, method, contentType: value };
              Object.assign(message, { http: { ...http, connection: value } });
            }
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
