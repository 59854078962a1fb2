/**
 * Texts that results hold, and that are composed of words of which there are few: each has an entry of its own, so that
 * no text need be taken apart to be said.
 */
import { words } from './words.ts';

const protocols = [
  ['HTTP/1.0', 'HTTP/1.0'],
  ['HTTP/1.1', 'HTTP/1.1'],
  ['HTTP/2', 'HTTP/2'],
  ['WebSocket', 'WebSocket'],
  ['TLS', 'TLS'],
  ['records', words.records],
  ['unknown', words.unknown],
  ['datagrams', words.datagrams],
];

export const composed: Readonly<Record<string, string>> = Object.fromEntries([
  ...protocols.map(([protocol, said]) => [
    `${protocol} over a Unix-domain socket`,
    `${said}（Unix 域套接字）`,
  ]),
  ...['1.0', '1.1', '2'].flatMap((version) => [
    [`HTTP/${version} to a real server`, `以 HTTP/${version} 访问真实服务器`],
    [`A real server over HTTP/${version}`, `真实服务器，HTTP/${version}`],
  ]),
]);
