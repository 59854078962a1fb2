/** What RFC 9110 and RFC 9112 demand of start-lines and field lines. */
import { client, clientFin, server, serverFin } from '../../dissect/steps.ts';
import type { SuiteCase } from '../suite.ts';
import { answers, asks, get } from './parts.ts';

export const startLines: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §3',
    name: 'a method may be any token',
    steps: [get, client('m-search * HTTP/1.1\r\nHost: a\r\n\r\n')],
    keeps: 'http1.request-line',
  },
  {
    rfc: 'RFC 9112 §3',
    name: 'a request line with two spaces',
    steps: [get, client('GET  / HTTP/1.1\r\nHost: a\r\n\r\n')],
    faults: ['client 27 violation http1.request-line'],
  },
  {
    rfc: 'RFC 9112 §4',
    name: 'a code of three digits',
    steps: [get, server('HTTP/1.1 599 What\r\nContent-Length: 0\r\n\r\n')],
    keeps: 'http1.status-line',
  },
  {
    rfc: 'RFC 9112 §4',
    name: 'a code of four digits',
    steps: [get, server('HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n')],
    faults: ['server 0 violation http1.status-line'],
  },
  {
    rfc: 'RFC 9112 §8',
    name: 'a connection that ends within a status line',
    steps: [get, server('HTTP/1.1 2'), serverFin],
    faults: ['server 0 violation http1.cut-start-line'],
  },
  {
    rfc: 'RFC 9112 §8',
    name: 'a connection that ends behind a status line',
    steps: [get, server('HTTP/1.1 200 OK\r\n'), serverFin],
    keeps: 'http1.cut-start-line',
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a target holds what a URI may hold, and brackets',
    steps: [client("GET /a-b._~!$&'()*+,;=:@%2F?q[]=/? HTTP/1.1\r\nHost: a\r\n\r\n")],
    keeps: 'http1.target',
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a target with a quotation mark',
    steps: [client('GET /"a" HTTP/1.1\r\nHost: a\r\n\r\n')],
    faults: ['client 0 irregularity http1.target'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a target with half of an escaped byte',
    steps: [client('GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n')],
    faults: ['client 0 irregularity http1.target'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'one Host, an address with a port',
    steps: [client('GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n')],
    keeps: ['http1.host', 'http1.two-hosts'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a Host with a space in it',
    steps: [client('GET / HTTP/1.1\r\nHost: a b\r\n\r\n')],
    faults: ['client 16 irregularity http1.host'],
  },
  {
    rfc: 'RFC 9110 §5.5',
    name: 'a Host with a control character in it, which says all that is wrong with it',
    steps: [client('GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n')],
    faults: ['client 16 irregularity http1.control-in-value'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a request of HTTP/1.1 without Host, told at its first line',
    steps: [get, client('GET / HTTP/1.1\r\nX: y\r\n\r\n')],
    faults: ['client 27 irregularity http1.no-host'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'a request of HTTP/1.0 without Host, an empty Host, and a head that was cut before one',
    steps: [
      client('GET / HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\nHost:\r\n\r\nGET / HTTP/1.1\r\nX: y\r\n'),
      clientFin,
    ],
    keeps: ['http1.no-host', 'http1.host'],
  },
  {
    rfc: 'RFC 9112 §5',
    name: 'a Host without its colon, which is what is wrong, and not that there is none',
    steps: [client('GET / HTTP/1.1\r\nHost a\r\n\r\n')],
    faults: ['client 16 violation http1.field-line'],
  },
  {
    rfc: 'RFC 9112 §3.2',
    name: 'two Hosts, told at the second',
    steps: [client('GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n')],
    faults: ['client 25 irregularity http1.two-hosts'],
  },
  {
    rfc: 'RFC 9112 §4',
    name: 'no reason phrase, but the space before it',
    steps: [get, server('HTTP/1.1 204 \r\n\r\n')],
    keeps: 'http1.status-space',
  },
  {
    rfc: 'RFC 9112 §4',
    name: 'not even the space',
    steps: [get, server('HTTP/1.1 204\r\n\r\n')],
    faults: ['server 0 irregularity http1.status-space'],
  },
];

export const fieldLines: SuiteCase[] = [
  {
    rfc: 'RFC 9112 §5',
    name: 'a line without a colon',
    steps: asks('no colon\r\n'),
    faults: ['client 26 violation http1.field-line'],
  },
  {
    rfc: 'RFC 9112 §5',
    name: 'a line with nothing behind the colon',
    steps: asks('X:\r\n'),
    keeps: 'http1.field-line',
  },
  {
    rfc: 'RFC 9110 §5.5',
    name: 'a value may hold HTAB and bytes above 127',
    steps: answers('X: a\tb\xe4\r\nContent-Length: 0\r\n'),
    keeps: ['http1.control-in-value', 'http1.bare-cr', 'http1.folded-line', 'http1.space-before-colon'],
  },
  {
    rfc: 'RFC 9110 §5.5',
    name: 'a value with a control character',
    steps: asks('X: a\x01b\r\n'),
    faults: ['client 26 irregularity http1.control-in-value'],
  },
  {
    rfc: 'RFC 9112 §2.2',
    name: 'a CR by itself',
    steps: asks('X: a\rb\r\n'),
    faults: ['client 26 violation http1.bare-cr'],
  },
  {
    rfc: 'RFC 9112 §2.2',
    name: 'blanks before the first field',
    steps: [client('GET / HTTP/1.1\r\n a\r\nHost: a\r\n\r\n')],
    faults: ['client 16 violation http1.space-before-fields'],
  },
  {
    rfc: 'RFC 9112 §2.2',
    name: 'empty lines before a request, and lines that end in LF',
    steps: [client('\r\n\nGET / HTTP/1.1\nHost: a\n\n')],
    keeps: 'http1.space-before-fields',
  },
  {
    rfc: 'RFC 9112 §5.1',
    name: 'blanks before a colon',
    steps: asks('X : a\r\n'),
    faults: ['client 26 violation http1.space-before-colon'],
  },
  {
    rfc: 'RFC 9112 §5.2',
    name: 'a line that is folded',
    steps: asks('X: a\r\n b\r\n'),
    faults: ['client 32 irregularity http1.folded-line'],
  },
];
