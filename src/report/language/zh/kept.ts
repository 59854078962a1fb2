/** Names that stay as they are: of protocols, versions, frames and fields. */
import type { Templates } from '../say.ts';

const names = [
  'HTTP/1.0',
  'HTTP/1.1',
  'HTTP/2',
  'HTTP/1.1 keep-alive',
  'WebSocket',
  'TLS',
  'SETTINGS',
  'FIN',
  'RST',
  'GOAWAY',
  'RST_STREAM',
  'END_STREAM',
  'content-length',
  'chunked',
];

export const kept: Templates = Object.fromEntries(names.map((name) => [name, name]));
