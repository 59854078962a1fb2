/**
 * Where the bytes of a connection lay as they were recorded, and what lies in the midst of a message without being its
 * own: other streams (RFC 9113 §5), control between fragments (RFC 6455 §5.4). From these a picture shows who sent when.
 */
import type { Message } from '../model/message.ts';
import type { ToldEvent } from '../model/slice.ts';
import type { ConnectionTranscript } from '../model/transcript.ts';

/** Of a connection; beyond them a picture would show a grey of single lines. */
const keptAtMost = 1500;

/** What comes after a gap has no certain place. */
export function recordPiece(line: ConnectionTranscript, event: ToldEvent): void {
  if (event.type === 'gap') line.piecesEnd = true;
  if ((event.type !== 'bytes' && event.type !== 'lent') || line.piecesEnd) return;
  line.pieces ??= [];
  const length = event.type === 'bytes' ? event.bytes.length : event.slice.to - event.slice.from;
  const { direction, seq, at, underWay } = event;
  const from = line.pieces.findLast((piece) => piece.direction === direction)?.to ?? 0;
  const known = underWay === undefined ? {} : { underWay };
  line.pieces.push({ direction, seq, at, from, to: from + length, ...known });
  line.piecesEnd = line.pieces.length >= keptAtMost;
}

/** Told while the message still reaches as far as what came before. What is not recorded any more needs none. */
export function recordResumption(line: ConnectionTranscript, message: Message, from: number): void {
  const last = line.pieces?.findLast(({ direction }) => direction === message.direction);
  if (last === undefined || from >= last.to) return;
  line.apart ??= new Map();
  const known = line.apart.get(message) ?? [];
  line.apart.set(message, known);
  known.push([message.to, from]);
  line.resumptions = (line.resumptions ?? 0) + 1;
  if (line.resumptions < keptAtMost) return;
  // From here on it is not known what belongs to whom.
  line.piecesEnd = true;
  line.pieces = (line.pieces ?? []).filter(
    ({ direction, to }) => direction !== message.direction || to <= message.to,
  );
}
