/**
 * Where everything of a question stands in its picture: in the tap's order, each event a slot, or in time. Shared by
 * the page's script and the tests; the rules of overlap and turnaround are those of src/README.md, "Words".
 */
import type { Direction } from '../../model/trace.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { ConnectionData, MessageData, QuestionData } from './shapes.ts';
import type { Span } from './span.ts';

export function layOut(question: QuestionData, name: Scale['name']): QuestionLayout {
  const scale = scaleOf(question, name);
  return {
    width: scale.width,
    connections: question.connections.map((line) => layOutConnection(line, scale)),
    gates: question.gates.map(({ what, place }) => ({ what, at: scale.left(place) })),
  };
}

function layOutConnection(line: ConnectionData, scale: Scale): ConnectionLayout {
  const messages = [...line.messages].sort(inOrder);
  const spans = new Map(messages.map((message) => [message, scale.span(message)]));
  const span = (message: MessageData): Span => spans.get(message) ?? { left: 0, right: 0 };
  const rows = rowsOf(messages);
  const rowOf = new Map(rows.flatMap((row, index) => row.messages.map((message) => [message, index])));
  return {
    left: scale.left(line.opened),
    right: line.closed ? scale.right(line.closed) : scale.width,
    rows: rows.map(({ streams, messages: own }) => ({
      streams,
      messages: own.map((message) => ({ message, ...span(message) })),
    })),
    overlaps: overlapsOf(messages, span),
    turns: turnsOf(messages).map(({ message, back }) => ({
      at: span(message).left,
      back,
      row: rowOf.get(message) ?? 0,
    })),
    ends: line.ends.map(({ direction, how, place }) => ({ direction, how, at: scale.right(place) })),
    controls: line.controls.map((control) => ({ control, at: scale.left(control.place) })),
    violations: line.violations.map(({ what, direction, place }) => ({
      what,
      direction,
      at: scale.left(place),
    })),
  };
}

const inOrder = (a: MessageData, b: MessageData): number => a.begin[0] - b.begin[0] || a.from - b.from;

const endOf = ({ end }: MessageData): number => end?.[0] ?? Number.POSITIVE_INFINITY;

/**
 * Streams that are open at the same time stand beneath one another; a row is used again once its stream has ended, so
 * the rows show how many there were at once. What has no streams has one row.
 */
function rowsOf(messages: MessageData[]): { streams: number[]; messages: MessageData[] }[] {
  const streams = new Map<number, MessageData[]>();
  for (const message of messages) {
    const stream = message.stream ?? 0;
    const own = streams.get(stream);
    if (own) own.push(message);
    else streams.set(stream, [message]);
  }
  const rows: { streams: number[]; messages: MessageData[]; end: number }[] = [];
  for (const [stream, own] of streams) {
    const begin = Math.min(...own.slice(0, 1).map((message) => message.begin[0]));
    const end = own.reduce((latest, message) => Math.max(latest, endOf(message)), begin);
    const row = rows.find((one) => one.end < begin);
    if (row) {
      row.streams.push(stream);
      row.messages.push(...own);
      row.end = end;
    } else rows.push({ streams: [stream], messages: [...own], end });
  }
  return rows.length > 0 ? rows : [{ streams: [], messages: [] }];
}

/** Each pair counts; pairs that follow one another without a gap are shaded as one, with their number. */
function overlapsOf(messages: MessageData[], span: (message: MessageData) => Span): Overlap[] {
  const found: Overlap[] = [];
  let open: MessageData[] = [];
  for (const message of messages) {
    open = open.filter((other) => endOf(other) > message.begin[0]);
    for (const other of open) {
      if (other.direction === message.direction) continue;
      const left = span(message).left;
      const right = Math.min(span(message).right, span(other).right);
      const last = found.at(-1);
      if (last && left <= last.right) {
        last.right = Math.max(last.right, right);
        last.pairs += 1;
      } else found.push({ left, right, pairs: 1 });
    }
    open.push(message);
  }
  return found;
}

function turnsOf(messages: MessageData[]): { message: MessageData; back: boolean }[] {
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    return before && before.direction !== message.direction
      ? [{ message, back: message.direction === 'c2s' }]
      : [];
  });
}

export interface QuestionLayout {
  /** In the units of the scale: slots, or milliseconds. */
  width: number;
  connections: ConnectionLayout[];
  gates: { what: string; at: number }[];
}

export interface ConnectionLayout extends Span {
  rows: { streams: number[]; messages: (Span & { message: MessageData })[] }[];
  overlaps: Overlap[];
  /** `back`: from the server to the client again, the line is used again. */
  turns: { at: number; back: boolean; row: number }[];
  ends: { direction: Direction; how: 'FIN' | 'RST'; at: number }[];
  controls: { control: ConnectionData['controls'][number]; at: number }[];
  violations: { what: string; direction: Direction; at: number }[];
}

export interface Overlap extends Span {
  pairs: number;
}
