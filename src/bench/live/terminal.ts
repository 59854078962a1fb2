/** A line for each connection as it ends, for who watches a terminal. Remembers what is open, and nothing else. */

import type { Witness } from '../../assess/observe.ts';
import { inEnglish } from '../../model/reason.ts';
import { type ConnectionEvent, senderOf } from '../../model/trace.ts';

export interface LiveTerminal {
  witness: Witness;
  /** After everything else has been told of the event. */
  event(event: ConnectionEvent): void;
}

export function createLiveTerminal(say: (text: string) => void): LiveTerminal {
  const open = new Map<number, OpenConnection>();
  /** Numbers without the control connections, as in the report. */
  const byOrdinal = new Map<number, OpenConnection>();
  let ordinals = 0;
  return {
    witness: {
      protocol(connection, protocol) {
        const known = byOrdinal.get(connection);
        if (known) known.protocol = protocol;
      },
      begun({ connection, direction }) {
        const known = byOrdinal.get(connection);
        if (known) known[direction] += 1;
      },
      violation({ connection, side, reason }) {
        say(`connection ${connection}: by the ${side}: ${inEnglish(reason)}`);
      },
    },
    event(event) {
      if (event.type === 'open') {
        if (event.control) return;
        ordinals += 1;
        const known: OpenConnection = { ordinal: ordinals, protocol: null, c2s: 0, s2c: 0, ended: '' };
        open.set(event.connection, known);
        byOrdinal.set(known.ordinal, known);
        return;
      }
      const known = open.get(event.connection);
      if (!known) return;
      if (event.type === 'error') known.ended ||= `the tap failed: ${event.code}`;
      else if (event.type === 'end' || event.type === 'reset')
        known.ended ||= `${event.type === 'end' ? 'closed' : 'reset'} first by the ${senderOf(event.direction)}`;
      else if (event.type === 'close') {
        open.delete(event.connection);
        byOrdinal.delete(known.ordinal);
        const said = `${known.protocol ?? 'nothing recognised'}, ${known.c2s} from the client, ${known.s2c} from the server`;
        say(`connection ${known.ordinal}: ${said}, ${known.ended || 'closed'}`);
      }
    },
  };
}

interface OpenConnection {
  ordinal: number;
  protocol: string | null;
  /** Messages begun. */
  c2s: number;
  s2c: number;
  ended: string;
}
