/** The table of `through`, and the advice: from results written by hand. */

import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/model/facts.ts';
import { type LabResult, nothingVaries, type Path } from '../../../src/model/result.ts';
import { english } from '../../../src/report/language/say.ts';
import { throughTable } from '../../../src/report/real/through.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { asTold, plain } from '../fixtures.ts';

const facts = (connections: number, newConnections: Record<string, number> = {}): Facts => ({
  connections,
  exchanges: 5,
  messages: { c2s: 5, s2c: 5 },
  exchangesPerConnection: [],
  reusedExchanges: 5 - connections,
  turnarounds: 0,
  switchBacks: 0,
  ...{ overlaps: 0, crossings: 0 },
  unasked: 0,
  maxConcurrentExchanges: 1,
  newConnections,
  protocol: 'HTTP/1.1',
});

const streams: Path = {
  upload: 'streams',
  download: 'immediate',
  sse: 'immediate',
  interlock: { 'http/1.1': 'yes', 'http/2': 'yes' },
  websocket: { 'http/1.1': 'yes', 'http/2': 'yes' },
};

function result(subject: string, path: Partial<Path> = {}, behind: [number, number] = [1, 1]) {
  return {
    lab: 'through',
    title: 'A real proxy',
    subject: `a real proxy${subject}`,
    target: 'http://127.0.0.1:8080/',
    version: '1.1',
    outcome: 'ran',
    error: null,
    facts: {
      front: facts(1),
      back: facts(behind[0], { 'Connection: close from the client': behind[0] - 1 }),
      backFive: facts(behind[1]),
    },
    answers: {
      upload: {
        answer: 'no',
        cause: 'server',
        reason: asTold('it waited for \u001b[31mthe end'),
        evidence: [],
      },
    },
    verdicts: null,
    permits: null,
    textbook: { says: null },
    prediction: null,
    faults: [],
    varying: nothingVaries(),
    path: { ...streams, ...path },
  } satisfies LabResult;
}

describe('the advice', () => {
  it('is none where everything passes and connections are shared', () => {
    for (const subject of [
      '',
      ': nginx/1.22.1',
      ': HAProxy',
      ': Caddy',
      ': 1.1 varnish (Varnish/7.1)',
      ': envoy',
    ])
      expect(advice(result(subject), english)).toEqual([]);
  });

  const held: Partial<Path> = {
    upload: 'held',
    download: 'held',
    sse: 'held',
    websocket: { 'http/1.1': 'no', 'http/2': 'no' },
  };
  const all: [subject: string, settings: string[]][] = [
    [
      ': nginx/1.22.1',
      [
        'Connections to the origin are not kept: proxy_http_version 1.1, proxy_set_header Connection "" and, in the upstream block, keepalive keep them.',
        'Requests are held until they are whole: proxy_request_buffering off (with proxy_http_version 1.1) passes them on as they come.',
        'Responses are held until they are whole: proxy_buffering off passes them on as they come.',
        'WebSocket does not pass: proxy_http_version 1.1, proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.',
      ],
    ],
    [
      ': HAProxy',
      [
        'Connections to the origin are not kept: option http-keep-alive (and neither http-server-close nor httpclose) keeps them.',
        'Requests are held until they are whole: no option http-buffer-request passes them on as they come.',
        'Responses are held until they are whole: without http-response wait-for-body they pass as they come.',
      ],
    ],
    [
      ': Caddy',
      [
        'Connections to the origin are not kept: keepalive in the transport http block keeps them.',
        'Requests are held until they are whole: without request_buffers (before 2.7 buffer_requests) in reverse_proxy they pass as they come.',
        'Responses are held until they are whole: flush_interval -1 in reverse_proxy passes them on as they come.',
      ],
    ],
    [
      ': 1.1 varnish (Varnish/7.1)',
      [
        'Requests are held until they are whole: only return (pipe) in vcl_recv passes small parts on as they come.',
        'Responses are held until they are whole: beresp.do_stream (true by default) streams; parts of a short response still wait, return (pipe) passes them.',
        'WebSocket does not pass: return (pipe) in vcl_recv for req.http.upgrade, and in vcl_pipe set bereq.http.upgrade.',
      ],
    ],
    [
      ': Apache/2.4.71 (Debian)',
      [
        'Connections to the origin are not kept: ProxyPass with enablereuse=on (and not disablereuse=on), without proxy-nokeepalive, keeps them.',
        'WebSocket does not pass: ProxyPass with upgrade=websocket (from 2.4.47 on) passes it on.',
      ],
    ],
    [
      ': envoy',
      [
        'Requests are held until they are whole: without the buffer filter they pass as they come.',
        'WebSocket does not pass: upgrade_configs with upgrade_type: websocket passes it on.',
      ],
    ],
    [
      '',
      [
        'Connections to the origin are not kept: look for keep-alive, and for HTTP/1.1, on the side of the origin.',
        'Requests are held until they are whole: look for request buffering, and switch it off.',
        'Responses are held until they are whole: look for response buffering or a flush interval.',
        'WebSocket does not pass: the fields Upgrade and Connection must be passed on, over HTTP/1.1.',
      ],
    ],
  ];

  it.each(all)("names each setting by the term of that proxy's documentation%s", (subject, settings) => {
    expect(advice(result(subject, held, [5, 5]), english)).toEqual(settings);
  });

  it.each([
    [': nginx', 'proxy_buffering off passes the response on as it comes.'],
    [
      ': Caddy',
      'enable_full_duplex in the servers options (from 2.7 on) allows it; HTTP/2 in front does so anyway.',
    ],
    ['', 'HTTP/2 in front may not have this limit.'],
  ])('and what lets a response pass before the request has ended%s', (subject, setting) => {
    const interlock: Path['interlock'] = { 'http/1.1': 'no', 'http/2': 'yes' };
    expect(advice(result(subject, { interlock }), english)).toEqual([
      `Over HTTP/1.1 no response passes before the request has ended: ${setting}`,
    ]);
  });

  it.each([
    [': HAProxy', 'http-reuse always shares them; the default, safe, does not for a first request.'],
    ['', 'look for connection pooling or reuse on the side of the origin.'],
  ])('and what makes clients share connections%s', (subject, setting) => {
    expect(advice(result(subject, {}, [1, 5]), english)).toEqual([
      `Clients do not share connections to the origin: ${setting}`,
    ]);
  });

  it('is in general words where the proxy did not say who it is', () => {
    expect(advice(result('', { upload: 'held' }), english)).toEqual([
      'Requests are held until they are whole: look for request buffering, and switch it off.',
    ]);
  });

  it('speaks of sharing connections only where each client keeps its own', () => {
    expect(advice(result(': HAProxy', {}, [1, 5]), english).join()).toContain('http-reuse');
    expect(advice(result(': HAProxy', {}, [5, 5]), english).join()).not.toContain('http-reuse');
  });

  it('speaks of http-no-delay only where HAProxy took its time over each version', () => {
    const slow = (subject: string, milliseconds: number) => {
      const found = result(subject);
      const timings = { 'interlock over http/1.1': [{ round: 1, milliseconds }] };
      return advice({ ...found, varying: { ...found.varying, timings } }, english).join();
    };
    expect(slow(': HAProxy', 207)).toContain('option http-no-delay');
    expect(slow(': HAProxy', 20)).toBe('');
    expect(slow(': nginx', 207)).toBe('');
    const once = result(': HAProxy');
    const timings = {
      'interlock over http/1.1': [{ round: 1, milliseconds: 207 }],
      'interlock over http/2': [{ round: 1, milliseconds: 3 }],
    };
    expect(advice({ ...once, varying: { ...once.varying, timings } }, english)).toEqual([]);
  });

  it('takes an interlock that does not pass over HTTP/1.1 for a limit of its own only if the upload streams', () => {
    const interlock: Path['interlock'] = { 'http/1.1': 'no', 'http/2': 'yes' };
    expect(advice(result(': Caddy', { interlock }), english).join()).toContain('enable_full_duplex');
    expect(advice(result(': Caddy', { interlock, upload: 'held' }), english).join()).not.toContain(
      'enable_full_duplex',
    );
  });

  it('says how WebSocket passes where it does not', () => {
    const websocket: Path['websocket'] = { 'http/1.1': 'no', 'http/2': 'not applicable' };
    expect(advice(result(': nginx', { websocket }), english).join()).toContain(
      'proxy_set_header Upgrade $http_upgrade',
    );
    expect(advice(result(': 1.1 varnish', { websocket }), english).join()).toContain('vcl_pipe');
    expect(advice(result(': Apache', { websocket }), english).join()).toContain('upgrade=websocket');
  });
});

describe('the table', () => {
  const table = throughTable(
    {
      result: result(
        ': nginx',
        { upload: 'held', interlock: { 'http/1.1': 'no', 'http/2': 'not applicable' } },
        [5, 5],
      ),
      transcripts: [],
    },
    plain,
  );
  const row = (name: string) => table.split('\n').find((line) => line.startsWith(name)) ?? '';

  it('says what was found, a row each', () => {
    expect(row('upload')).toMatch(/^upload +held /);
    expect(row('download')).toMatch(/^download +immediate /);
    expect(row('interlock over HTTP/1.1')).toMatch(/ no /);
    expect(row('interlock over HTTP/2')).toMatch(/ – /);
    expect(row('connections in front')).toMatch(/ 1 connection /);
    expect(row('connections behind')).toMatch(/ 5 connections /);
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
