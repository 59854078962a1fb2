/** The messages of a connection as a numbered list, each with where it begins and ends in the tap's order. */
import type { Message } from '../model/message.ts';
import type { ConnectionTranscript } from '../model/transcript.ts';
import type { Paint } from './lab-report.ts';
import { table } from './table.ts';
import { cut, printable } from './text.ts';
import { count, sender } from './words.ts';

const shown = 20;

export function messageList({ messages }: ConnectionTranscript, paint: Paint): string[] {
  const rows = messages
    .slice(0, shown)
    .map((message, index) => [
      String(index + 1),
      `${message.direction === 'c2s' ? '▶' : '◀'} ${sender(message.direction)} ${message.ordinal}`,
      describeMessage(message),
      String(message.begin.seq),
      message.end ? String(message.end.seq) : 'not ended',
      message.ending ?? '',
    ]);
  if (rows.length === 0) return ['no message'];
  const left = messages.length - shown;
  return [
    ...table(['', 'who', 'what', 'begins', 'ends', 'ended by'], rows, paint).split('\n'),
    ...(left > 0 ? [`… and ${count(left, 'more message')}`] : []),
  ];
}

/** 'GET /reuse/1', '200', 'push of /word', or the first words of a record. */
export function describeMessage({ kind, http, text }: Message): string {
  if (http) {
    const stream = http.stream === undefined ? '' : ` on stream ${http.stream}`;
    if (kind === 'push') return `push of ${printable(http.path ?? '?', 30)}${stream}`;
    if (kind === 'request')
      return `${printable(http.method ?? '?', 12)} ${printable(http.path ?? '?', 30)}${stream}`;
    return `${http.status ?? '?'}${stream}`;
  }
  return text === undefined ? kind : `${kind} ${cut(printable(JSON.stringify(text)), 40)}`;
}
