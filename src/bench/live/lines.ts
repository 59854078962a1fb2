/** A line for each connection as it ends, for who watches a terminal. Remembers what is open, and nothing else. */

import type { Witness } from '../../assess/observe.ts';
import { type ConnectionEvent, senderOf } from '../../model/trace.ts';

export interface LiveLines {
  witness: Witness;
  /** After everything else has been told of the event. */
  event(event: ConnectionEvent): void;
}

export function liveLines(say: (line: string) => void): LiveLines {
  const open = new Map<number, Line>();
  /** Numbers without the control connections, as in the report. */
  const byOrdinal = new Map<number, Line>();
  let ordinals = 0;
  return {
    witness: {
      protocol(connection, protocol) {
        const line = byOrdinal.get(connection);
        if (line) line.protocol = protocol;
      },
      begun({ connection, direction }) {
        const line = byOrdinal.get(connection);
        if (line) line[direction] += 1;
      },
      violation({ connection, side, what }) {
        say(`connection ${connection}: by the ${side}: ${what}`);
      },
    },
    event(event) {
      if (event.type === 'open') {
        if (event.control) return;
        ordinals += 1;
        const line: Line = { ordinal: ordinals, protocol: null, c2s: 0, s2c: 0, ended: '' };
        open.set(event.connection, line);
        byOrdinal.set(line.ordinal, line);
        return;
      }
      const line = open.get(event.connection);
      if (!line) return;
      if (event.type === 'error') line.ended ||= `the tap failed: ${event.code}`;
      else if (event.type === 'end' || event.type === 'reset')
        line.ended ||= `${event.type === 'end' ? 'closed' : 'reset'} first by the ${senderOf(event.direction)}`;
      else if (event.type === 'close') {
        open.delete(event.connection);
        byOrdinal.delete(line.ordinal);
        const said = `${line.protocol ?? 'nothing recognised'}, ${line.c2s} from the client, ${line.s2c} from the server`;
        say(`connection ${line.ordinal}: ${said}, ${line.ended || 'closed'}`);
      }
    },
  };
}

interface Line {
  ordinal: number;
  protocol: string | null;
  /** Messages begun. */
  c2s: number;
  s2c: number;
  ended: string;
}
