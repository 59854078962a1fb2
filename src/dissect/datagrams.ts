/** UDP, RFC 768: each bytes event is a datagram, and a message of its own. */
import type { MessageListener } from '../model/message.ts';
import { bytesOf } from '../model/slice.ts';
import { createCounts, nextOrdinal } from './counts.ts';
import type { ConnectionDissector } from './dissector.ts';
import { finishMessage, type OpenMessage } from './open-message.ts';
import { createTextStart, lineEnd } from './text-start.ts';

export function datagrams(connection: number, listener: MessageListener): ConnectionDissector {
  listener.protocol(connection, 'datagrams');
  const counts = createCounts();
  const offsets = { c2s: 0, s2c: 0 };
  const start = createTextStart(lineEnd);
  return {
    bytes(direction, slice, position) {
      const bytes = bytesOf(slice);
      const from = offsets[direction];
      const to = from + bytes.length;
      offsets[direction] = to;
      start.clear();
      start.add(bytes);
      const message: OpenMessage = {
        connection,
        direction,
        kind: 'datagram',
        ordinal: nextOrdinal(counts, direction),
        exchange: null,
        begin: position,
        end: null,
        from,
        to,
        bytes: bytes.length,
        content: bytes.length,
        ending: null,
        whole: false,
        text: start.text(),
      };
      listener.begun(message);
      finishMessage(listener, message, 'datagram', position);
    },
    end() {},
    close() {},
    pending: () => Number.POSITIVE_INFINITY,
  };
}
