/** What RFC 9110 and RFC 9112 demand of what answers what, of what follows, and of a change of the protocol. */
import { client, clientFin, server, serverFin } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import { asks, get, switches, upgrade } from './parts.ts';

export const answersOnly: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §9.2',
    name: 'a response to no request',
    steps: [get, server('HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n')],
    faults: ['server 27 violation http1.answers-nothing'],
  },
  {
    rfc: 'RFC 9112 §9.2',
    name: 'a 408 to a client that asks for nothing, and an interim response before the final one',
    steps: [
      get,
      server('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'),
      server('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'),
    ],
    keeps: 'http1.answers-nothing',
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'content behind a 204, of which nothing was asked',
    steps: [get, server('HTTP/1.1 204 No Content\r\n\r\nhello'), serverFin],
    faults: ['server 27 violation http1.content-of-nothing'],
    messages: ['c2s 1 x1 GET / 0..27 +0 headers', 's2c 1 x1 204 0..27 +0 headers'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'content behind a 204 that says how long it is, which is one fault',
    steps: [get, server('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello'), serverFin],
    faults: ['server 46 violation http1.content-of-nothing'],
  },
  {
    rfc: 'RFC 9110 §8.6',
    name: 'a length in a 204 behind which another response comes, or nothing',
    steps: [
      get,
      server('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n'),
      get,
      server('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n'),
    ],
    faults: [
      'server 25 irregularity http1.length-of-nothing',
      'server 71 irregularity http1.length-of-nothing',
    ],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'content behind the answer to HEAD',
    steps: [
      client('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'),
      server('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc'),
      get,
      server('HTTP/1.1 204 No Content\r\n\r\n'),
    ],
    faults: ['server 38 violation http1.content-of-nothing'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'a length in the answer to HEAD, and a 304 with one',
    steps: [
      client('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'),
      server('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'),
      get,
      server('HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n'),
    ],
    keeps: 'http1.content-of-nothing',
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'a request after one with Connection: close',
    steps: [...asks('Connection: close\r\nContent-Length: 0\r\n'), get],
    faults: ['client 66 irregularity http1.after-close'],
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'a response after one with Connection: close',
    steps: [
      get,
      get,
      server('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'),
    ],
    faults: ['server 46 irregularity http1.after-close'],
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'bytes of no kind after a response with Connection: close',
    steps: [get, server('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\nbytes\r\n'), serverFin],
    faults: ['server 46 violation http1.content-of-nothing'],
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'bytes of no kind after a request with Connection: close',
    steps: [...asks('Connection: close\r\nContent-Length: 0\r\n'), client('bytes\r\n')],
    faults: ['client 66 irregularity http1.after-close'],
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'a 408 of a server that has said Connection: close',
    steps: [
      get,
      server('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'),
      server('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'),
    ],
    faults: ['server 46 irregularity http1.after-close'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'content behind an interim response',
    steps: [get, server('HTTP/1.1 103 Early Hints\r\nContent-Type: a\r\n\r\nhello'), serverFin],
    faults: ['server 45 violation http1.content-of-interim'],
  },
  {
    rfc: 'RFC 9112 §6.3',
    name: 'interim responses before the final one',
    steps: [
      get,
      server(
        'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      ),
    ],
    keeps: 'http1.content-of-interim',
  },
  {
    rfc: 'RFC 9112 §9.6',
    name: 'a request after one with Connection: keep-alive',
    steps: [...asks('Connection: keep-alive\r\nContent-Length: 0\r\n'), get],
    keeps: 'http1.after-close',
  },
];

export const switching: SuiteCase[] = [
  {
    rfc: 'RFC 9110 §7.8',
    name: 'an Upgrade that is granted',
    steps: [
      upgrade('Connection: upgrade\r\nUpgrade: a/1, b\r\n'),
      switches('Connection: Upgrade\r\nUpgrade: B\r\n'),
    ],
    keeps: ['http1.upgrade-alone', 'http1.upgrade-unasked', 'http1.upgrade-other'],
  },
  {
    rfc: 'RFC 9110 §7.8',
    name: 'Upgrade without Connection: upgrade, and what follows is read',
    steps: [
      upgrade('Upgrade: websocket\r\n'),
      switches('Connection: upgrade\r\nUpgrade: websocket\r\n'),
      server('\x81\x01a'),
    ],
    faults: ['client 25 irregularity http1.upgrade-alone'],
    protocols: ['HTTP/1.1', 'WebSocket'],
  },
  {
    rfc: 'RFC 9110 §7.8',
    name: 'a head that was cut behind Upgrade, when Connection may have been on its way',
    steps: [client('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: a\r\n'), clientFin],
    keeps: 'http1.upgrade-alone',
  },
  {
    rfc: 'RFC 9110 §7.8',
    name: 'a 101 to two protocols of which the second, in a line of its own, was not offered',
    steps: [
      upgrade('Connection: upgrade\r\nUpgrade: a\r\n'),
      switches('Connection: upgrade\r\nUpgrade: a\r\nUpgrade: b\r\n'),
    ],
    faults: ['server 67 violation http1.upgrade-other'],
  },
  {
    rfc: 'RFC 9110 §7.8',
    name: 'a 101 that nobody asked for',
    steps: [get, switches('Connection: upgrade\r\nUpgrade: a\r\n')],
    faults: ['server 55 violation http1.upgrade-unasked'],
  },
  {
    rfc: 'RFC 9110 §7.8',
    name: 'a 101 to another protocol than was offered',
    steps: [
      upgrade('Connection: upgrade\r\nUpgrade: a\r\n'),
      switches('Connection: upgrade\r\nUpgrade: b\r\n'),
    ],
    faults: ['server 55 violation http1.upgrade-other'],
  },
  {
    rfc: 'RFC 9110 §15.2.2',
    name: 'a 101 that names no protocol',
    steps: [upgrade('Connection: upgrade\r\nUpgrade: a\r\n'), switches('')],
    faults: ['server 0 violation http1.upgrade-unnamed'],
  },
  {
    rfc: 'RFC 9110 §15.2.2',
    name: 'a 101 that names one',
    steps: [
      upgrade('Connection: upgrade\r\nUpgrade: a\r\n'),
      switches('Connection: upgrade\r\nUpgrade: a\r\n'),
    ],
    keeps: 'http1.upgrade-unnamed',
  },
];
