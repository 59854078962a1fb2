/** After a gap in the record that cannot be passed nothing is read: it would be taken for garbage. */

import type { MessageListener } from '../model/message.ts';
import { inEnglish, type PlainReasonId, reasonOf } from '../model/reason.ts';
import type { Direction, Position } from '../model/trace.ts';
import type { ConnectionDissector } from './dissector.ts';

/** Reads nothing, for good. */
export const lost: ConnectionDissector = {
  bytes() {},
  end() {},
  close() {},
  gap() {},
  pending: () => Number.POSITIVE_INFINITY,
};

/** Says that it is not known any longer what is open on the connection. */
export function reportLost(
  connection: number,
  listener: MessageListener,
  direction: Direction,
  length: number | null,
  position: Position,
): void {
  const detail: Record<string, number> = length === null ? {} : { bytes: length };
  listener.control({ ...position, connection, direction, what: 'gap', detail, from: 0, to: 0 });
}

/** Says that more is open than is kept one by one: nobody's fault, but from here on not all is known. */
export function reportLimit(
  { connection, listener }: { connection: number; listener: MessageListener },
  direction: Direction,
  reached: PlainReasonId,
  offset: number,
  position: Position,
): void {
  const place = { connection, direction, from: offset, to: offset };
  listener.control({
    ...position,
    ...place,
    what: 'limit',
    detail: { reached: inEnglish(reasonOf(reached)) },
    reason: reasonOf(reached),
  });
}
