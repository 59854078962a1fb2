/** Bytes of no protocol that is known here: they are there, and nothing is read in them. */
import type { MessageListener } from '../../model/message.ts';
import type { Dissect } from '../dissector.ts';

/** Opaque from its first byte on. */
export const opaque: Dissect = (connection, listener) => {
  let isTold = false;
  return {
    bytes(_, { from, to }) {
      if (isTold || from === to) return;
      isTold = true;
      reportUnknown(connection, listener);
    },
    end() {},
    close() {},
    gap() {},
    pending: () => Number.POSITIVE_INFINITY,
  };
};

export function reportUnknown(connection: number, listener: MessageListener): void {
  listener.protocol(connection, 'unknown');
  listener.opaque?.(connection, 'unknown');
}

/** For what follows a CONNECT or a 101: what the connection said before it stays what it was. */
export const withinTunnel =
  (dissect: Dissect): Dissect =>
  (connection, listener, counts) =>
    dissect(
      connection,
      {
        ...listener,
        opaque: () => listener.opaque?.(connection, 'tunnel'),
        enciphered() {},
      },
      counts,
    );
