/** A TLS hello that a server of HTTP/1.x answers in clear text: what the server says is read, and the client is told of. */
import { reason } from '../../model/reason.ts';
import type { Dissect } from '../dissector.ts';

export const httpInClear =
  (http: Dissect): Dissect =>
  (connection, listener, counts) => {
    let isTold = false;
    const dissector = http(
      connection,
      {
        ...listener,
        // To HTTP the hello is garbage, of which enough is said.
        fault(fault) {
          if (fault.side === 'server') listener.fault(fault);
        },
      },
      counts,
    );
    return {
      ...dissector,
      bytes(direction, slice, position, offset) {
        if (!isTold && direction === 'c2s') {
          isTold = true;
          const place = { connection, side: 'client', direction, offset: 0 } as const;
          listener.fault({ ...position, ...place, reason: reason('tls.answered-in-clear') });
        }
        dissector.bytes(direction, slice, position, offset);
      },
    };
  };
