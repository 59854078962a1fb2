/** What stands before and around HTTP: the header of the PROXY protocol, and TLS hellos that are answered in clear text. */
import { connectionDissector } from '../../src/dissect/connection.ts';
import type { Dissect } from '../../src/dissect/dissector.ts';
import { client, server, serverFin } from '../dissect/steps.ts';
import type { Suite } from './suite.ts';

const address = { host: '10.0.0.1', port: 80 };

/** As of a connection in a trace: with all that may stand in front of what is spoken on it. */
const connection: Dissect = (ordinal, listener) =>
  connectionDissector(
    {
      ...{ type: 'open', seq: 0, at: 0, connection: ordinal, transport: 'tcp', control: false },
      front: { client: address, tap: address },
      back: { tap: null, server: address },
    },
    listener,
  );

const get = client('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
const noContent = server('HTTP/1.1 204 No Content\r\n\r\n');
/** The first bytes of a record with a ClientHello, RFC 8446 §5.1. */
const hello = client('\x16\x03\x01\0\x05\x01\0\0\x01\0');

export const around: Suite = {
  name: 'PROXY and TLS',
  dissect: connection,
  cases: [
    {
      rfc: 'PROXY protocol §2',
      name: 'a header of version 1 names four addresses and ports, and nothing more',
      steps: [client('PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n'), get, noContent],
      keeps: 'proxy.header',
      protocols: ['HTTP/1.1'],
    },
    {
      rfc: 'PROXY protocol §2',
      name: 'a port is a number up to 65535',
      steps: [client('PROXY TCP4 192.0.2.1 198.51.100.2 56324 65536\r\n'), get, noContent],
      faults: ['client 0 violation proxy.header'],
    },
    {
      rfc: 'RFC 8446 §4',
      name: 'a hello is answered by a record of TLS',
      steps: [hello, server('\x15\x03\x01\0\x02\x02\x28'), serverFin],
      keeps: 'tls.answered-in-clear',
      protocols: ['TLS'],
    },
    {
      rfc: 'RFC 8446 §4',
      name: 'a hello to a server that speaks HTTP in clear text',
      steps: [hello, server('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'), serverFin],
      faults: ['client 0 violation tls.answered-in-clear'],
    },
  ],
};
