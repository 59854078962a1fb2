/** The messages of a connection as a numbered list, each with where it begins and ends in the tap's order. */

import type { Message } from '../../model/message.ts';
import { senderOf } from '../../model/trace.ts';
import type { ConnectionTranscript } from '../../model/transcript.ts';
import type { Say } from '../language/say.ts';
import type { Look } from '../look.ts';
import { table } from './table.ts';
import { cut, printable } from './text.ts';
import { eachSaid } from './words.ts';

const shown = 20;

export function messageList(connection: ConnectionTranscript, look: Look): string[] {
  const { messages } = connection;
  const { say } = look;
  const rows = messages
    .slice(0, shown)
    .map((message, index) => [
      String(index + 1),
      `${message.direction === 'c2s' ? '▶' : '◀'} ${say(senderOf(message.direction))} ${message.ordinal}`,
      describeMessage(message, say),
      String(message.begin.seq),
      message.end ? String(message.end.seq) : say('not ended'),
      message.ending ? say(message.ending) : '',
    ]);
  if (rows.length === 0)
    return [connection.opaque === undefined ? say('no message') : say('bytes, and no messages')];
  const left = messages.length - shown;
  return [
    ...table(eachSaid(['', 'who', 'what', 'begins', 'ends', 'ended by'], say), rows, look).split('\n'),
    ...(left > 0 ? [say('… and {n} more message(s)', { n: left })] : []),
  ];
}

/** 'GET /reuse/1', '200', 'push of /word', or the first words of a record or a WebSocket message (RFC 8441: of a stream). */
export function describeMessage({ kind, http, text }: Message, say: Say): string {
  const stream = http?.stream === undefined ? '' : say(' on stream {n}', { n: http.stream });
  if (http && kind !== 'websocket') {
    if (kind === 'push') return say('push of {Path}', { Path: printable(http.path ?? '?', 30) }) + stream;
    if (kind === 'request')
      return `${printable(http.method ?? '?', 12)} ${printable(http.path ?? '?', 30)}${stream}`;
    return `${http.status ?? '?'}${stream}`;
  }
  const words = stream === '' ? 38 : 26;
  const said = text === undefined ? '' : ` "${cut(printable(JSON.stringify(text).slice(1, -1)), words)}"`;
  return say(kind) + said + stream;
}
