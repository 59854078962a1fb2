/** The advice of `through`: from results written by hand. */
import { describe, expect, it } from 'vitest';
import type { Path } from '../../../src/model/result.ts';
import { english } from '../../../src/report/language/say.ts';
import { advice } from '../../../src/report/real/through-advice.ts';
import { allParts, both, type parts, pathOf, type Told } from './parts.ts';
import { partly, result } from './through-results.ts';

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

  const held: Partial<Path> = pathOf({ 'http/1.1': allParts(-4_194_304) }, both('yes'), both('no'));
  const all: [subject: string, settings: string[]][] = [
    [
      ': nginx/1.22.1',
      [
        'Connections to the origin are not kept: proxy_set_header Connection "" and, in the upstream block, keepalive keep them.',
        'Requests are held until they are whole: proxy_request_buffering off passes them on as they come.',
        'Responses are held until they are whole: proxy_buffering off passes them on as they come.',
        'WebSocket does not pass: proxy_set_header Upgrade $http_upgrade and proxy_set_header Connection "upgrade" pass it on.',
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
        'Responses are held until they are whole: beresp.do_stream (true by default) passes them on as they come.',
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
        'Connections to the origin are not kept: look for keep-alive on the side of the origin.',
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
    expect(advice(result('', partly({ 'upload, chunked': -4_194_304 })), english)).toEqual([
      'Requests are held until they are whole: look for request buffering, and switch it off.',
    ]);
  });

  it('names HTTP/1.1 only where HTTP/1.0 is spoken behind', () => {
    const old = result(': nginx', held, [5, 5]);
    const facts = { ...old.facts, back: { ...old.facts.back, protocol: 'HTTP/1.0' } };
    const sentences = advice({ ...old, facts }, english);
    expect(sentences.filter((sentence) => sentence.includes('proxy_http_version 1.1'))).toHaveLength(3);
    const nameless = advice({ ...old, facts, subject: 'a real proxy' }, english);
    expect(nameless[0]).toContain('and for HTTP/1.1');
  });

  it('tells the beginning of a message that is held from the whole of it, in either framing', () => {
    const of = (otherwise: Parameters<typeof parts>[0]) =>
      advice(result(': nginx', partly(otherwise)), english).map((sentence) => sentence.split(':')[0]);
    expect(of({ 'upload, chunked': 16_384 })).toEqual(['The beginning of a request is held']);
    expect(of({ 'download, content-length': 4096 })).toEqual(['The beginning of a response is held']);
    expect(of({ 'upload, chunked': 16_384, 'upload, content-length': -524_288 })).toEqual([
      'Requests are held until they are whole',
    ]);
    expect(of({ 'download, chunked': -4_194_304, 'download, content-length': 4096 })).toEqual([
      'Responses are held until they are whole',
    ]);
    expect(of({ 'upload, chunked': '?' })).toEqual([]);
  });

  it('speaks of compression only where a client that takes gzip waits longer', () => {
    const of = (subject: string, identity: Told, gzip: Told) =>
      advice(result(subject, partly({ 'sse, identity': identity, 'sse, gzip': gzip })), english);
    expect(of(': nginx', 'at once', 32_768).join()).toContain('gzip_types without text/event-stream');
    expect(of(': Caddy', 'at once', -4_194_304).join()).toContain('an encode that does not match');
    expect(of('', 4096, 32_768).join()).toContain('leave text/event-stream out');
    for (const told of ['at once', 4096, -4_194_304] as const) expect(of(': nginx', told, told)).toEqual([]);
    expect(of(': nginx', 32_768, 'at once')).toEqual([]);
  });

  it('speaks of idle connections only where a request fails that meets the end that the origin made', () => {
    const of = (subject: string, race: Path['race'], endedBy: string) => {
      const found = result(subject, { race });
      const ends = [{ limitSeconds: 1, endedBy, idleMilliseconds: 1000 }];
      return advice({ ...found, varying: { ...found.varying, timings: { 'idle-behind': ends } } }, english);
    };
    const [fails, again] = [
      { safe: 'yes', unsafe: 'no' },
      { safe: 'yes', unsafe: 'yes' },
    ] as const;
    expect(of(': nginx', fails, 'origin').join()).toContain('keepalive_timeout in the upstream block');
    expect(of(': HAProxy', { ...again, safe: 'no' }, 'origin').join()).toContain('pool-purge-delay');
    expect(of('', fails, 'origin')).toHaveLength(1);
    expect(of(': nginx', fails, 'proxy')).toEqual([]);
    expect(of(': nginx', again, 'origin')).toEqual([]);
    expect(advice(result(': nginx', { race: fails }), english)).toEqual([]);
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
    expect(
      advice(result(': Caddy', partly({ 'upload, content-length': 16_384 }, { interlock })), english).join(),
    ).not.toContain('enable_full_duplex');
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
