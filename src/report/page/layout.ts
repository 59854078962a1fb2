/**
 * Where everything of a question stands in its picture: in the tap's order, each event a slot, or in time. Shared by
 * the page's script and the tests; the rules of overlap and turnaround are those of src/README.md, "Words".
 */
import type { Grade } from '../../model/rules/rule.ts';
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
      messages: own.map((message) => ({ message, ...span(message), pieces: piecesOf(message, scale) })),
    })),
    ties: tiesOf(line, scale, rowOf),
    overlaps: overlapsOf(messages, span),
    turns: turnsOf(messages).map(({ message, back }) => ({
      at: span(message).left,
      back,
      row: rowOf.get(message) ?? 0,
    })),
    ends: line.ends.map(({ direction, how, place }) => ({ direction, how, at: scale.right(place) })),
    controls: line.controls.map((control) => ({ control, at: scale.left(control.place) })),
    faults: line.faults.map(({ grade, what, direction, place }) => ({
      grade,
      what,
      direction,
      at: scale.left(place),
    })),
  };
}

const piecesOf = (message: MessageData, scale: Scale): PieceSpan[] =>
  (message.pieces ?? []).map(([seq, at, crossed]) => ({
    ...scale.piece(message, [seq, at]),
    crossed: crossed === 1,
  }));

/** Each from the one piece to the other; those of one row that meet are one. */
function tiesOf(line: ConnectionData, scale: Scale, rowOf: Map<MessageData, number>): Tie[] {
  const named = new Map(line.messages.map((one) => [`${one.direction} ${one.ordinal}`, one]));
  const all = (line.ties ?? []).flatMap(({ client, server }): Tie[] => {
    const [c2s, s2c] = [named.get(`c2s ${client[0]}`), named.get(`s2c ${server[0]}`)];
    if (!c2s || !s2c) return [];
    const [row, other] = [rowOf.get(c2s) ?? 0, rowOf.get(s2c) ?? 0];
    if (row !== other) return [];
    const [one, another] = [
      scale.piece(c2s, [client[1], client[2]]),
      scale.piece(s2c, [server[1], server[2]]),
    ];
    return [{ left: Math.min(one.left, another.left), right: Math.max(one.right, another.right), row }];
  });
  all.sort((a, b) => a.row - b.row || a.left - b.left);
  const joined: Tie[] = [];
  for (const tie of all) {
    const last = joined.at(-1);
    if (last && last.row === tie.row && tie.left < last.right) last.right = Math.max(last.right, tie.right);
    else joined.push(tie);
  }
  return joined;
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
  rows: { streams: number[]; messages: (Span & { message: MessageData; pieces: PieceSpan[] })[] }[];
  overlaps: Overlap[];
  /** Where bytes of both directions were under way at once. */
  ties: Tie[];
  /** `back`: from the server to the client again, the line is used again. */
  turns: { at: number; back: boolean; row: number }[];
  ends: { direction: Direction; how: 'FIN' | 'RST'; at: number }[];
  controls: { control: ConnectionData['controls'][number]; at: number }[];
  faults: { grade: Grade; what: string; direction: Direction; at: number }[];
}

export interface PieceSpan extends Span {
  crossed: boolean;
}

/** Pieces in different rows have none: there each is marked by itself. */
export interface Tie extends Span {
  row: number;
}

export interface Overlap extends Span {
  pairs: number;
}
