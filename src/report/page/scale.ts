/**
 * The two scales of a picture. In order, each event of the tap has a slot, however long it took, and messages that one
 * event brought share its slot; in time, milliseconds since the first thing that is drawn.
 */
import type { MessageData, Place, QuestionData } from './shapes.ts';
import type { Span } from './span.ts';

export type ScaleName = 'order' | 'time';

export interface Scale {
  name: ScaleName;
  width: number;
  left(place: Place): number;
  /** Where what ends with this event ends. */
  right(place: Place): number;
  span(message: MessageData): Span;
  /** Of a message, what one event brought. */
  piece(message: MessageData, place: Place): Span;
}

export const scaleOf = (question: QuestionData, name: ScaleName): Scale =>
  name === 'order' ? inOrder(question) : inTime(question);

function inTime(question: QuestionData): Scale {
  const times = placesOf(question).map(([, at]) => at);
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), 0);
  const width = Math.max(0.001, (last - first) / 1e6);
  const left = ([, at]: Place) => Math.min(width, Math.max(0, (at - first) / 1e6));
  return {
    name: 'time',
    width,
    left,
    right: left,
    span: ({ begin, end }) => ({ left: left(begin), right: end ? left(end) : width }),
    piece: (_, place) => ({ left: left(place), right: left(place) }),
  };
}

/** What neither begins nor ends a message takes less than a slot; so do the pieces in its midst. */
const otherWidth = 0.35;
const pieceWidth = 0.6;

function inOrder(question: QuestionData): Scale {
  const shares = sharesOf(question);
  const slotsOf = slotsNeeded(question, shares);
  const seqs = [...new Set(placesOf(question).map(([seq]) => seq))].sort((a, b) => a - b);
  const slots = new Map<number, Span>();
  let width = 0;
  for (const seq of seqs) {
    const right = width + (slotsOf.get(seq) ?? otherWidth);
    slots.set(seq, { left: width, right });
    width = right;
  }
  const slot = (seq: number): Span => slots.get(seq) ?? { left: 0, right: width };
  const within = (message: MessageData, seq: number, edge: 0 | 1): number => {
    const { left, right } = slot(seq);
    const sharing = shares.get(message)?.get(seq);
    return sharing
      ? left + ((right - left) * (sharing.place + edge)) / sharing.of
      : edge === 0
        ? left
        : right;
  };
  return {
    name: 'order',
    width: Math.max(width, 1),
    left: ([seq]) => slot(seq).left,
    right: ([seq]) => slot(seq).right,
    span: (message) => ({
      left: within(message, message.begin[0], 0),
      right: message.end ? within(message, message.end[0], 1) : width,
    }),
    piece: (message, [seq]) => ({ left: within(message, seq, 0), right: within(message, seq, 1) }),
  };
}

/** An event of many messages takes as many slots, so that each can be seen. */
function slotsNeeded({ connections }: QuestionData, shares: Shares): Map<number, number> {
  const slots = new Map<number, number>();
  for (const { messages } of connections)
    for (const { pieces = [] } of messages) for (const [seq] of pieces) slots.set(seq, pieceWidth);
  for (const { messages } of connections)
    for (const message of messages)
      for (const place of message.end ? [message.begin, message.end] : [message.begin])
        slots.set(place[0], shares.get(message)?.get(place[0])?.of ?? 1);
  return slots;
}

type Shares = Map<MessageData, Map<number, Share>>;

interface Share {
  place: number;
  of: number;
}

/** Messages of one direction that begin or end in the same event stand side by side in its slot, by their offsets. */
function sharesOf({ connections }: QuestionData): Shares {
  const shares: Shares = new Map();
  for (const { messages } of connections) {
    const sharing = new Map<number, MessageData[]>();
    for (const message of messages)
      for (const seq of new Set([message.begin[0], message.end?.[0] ?? message.begin[0]])) {
        const together = sharing.get(seq);
        if (together) together.push(message);
        else sharing.set(seq, [message]);
      }
    for (const [seq, together] of sharing) {
      if (together.length < 2) continue;
      together.sort((a, b) => a.from - b.from);
      for (const [place, message] of together.entries()) {
        const own = shares.get(message) ?? new Map<number, Share>();
        shares.set(message, own.set(seq, { place, of: together.length }));
      }
    }
  }
  return shares;
}

const placesOf = ({ connections }: QuestionData): Place[] =>
  connections.flatMap((line) => [
    line.opened,
    ...(line.closed ? [line.closed] : []),
    ...line.messages.flatMap(({ begin, end, pieces = [] }) => [
      begin,
      ...(end ? [end] : []),
      ...pieces.map(([seq, at]): Place => [seq, at]),
    ]),
    ...line.controls.map(({ place }) => place),
    ...line.ends.map(({ place }) => place),
    ...line.faults.map(({ place }) => place),
  ]);
