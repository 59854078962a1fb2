/** A line for each connection as it ends, for who watches a terminal. Remembers what is open, and nothing else. */

import type { Witness } from '../../assess/observe.ts';
import type { Opacity } from '../../model/message.ts';
import { inEnglish } from '../../model/reason.ts';
import { type ConnectionEvent, type Direction, senderOf } from '../../model/trace.ts';
import { english } from '../../report/language/say.ts';
import { failureWords } from '../../report/words/strip.ts';

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
      opaque(connection, how) {
        const known = byOrdinal.get(connection);
        if (known === undefined) return;
        known.opaque = how;
        if (how === 'unknown') Object.assign(known, { c2s: 0, s2c: 0 });
      },
      begun({ connection, direction }) {
        const known = byOrdinal.get(connection);
        if (known) known[direction] += 1;
      },
      fault({ connection, side, reason }) {
        say(`connection ${connection}: by the ${side}: ${inEnglish(reason)}`);
      },
    },
    event(event) {
      if (event.type === 'open') {
        if (event.control) return;
        ordinals += 1;
        const known: OpenConnection = {
          ...{ ordinal: ordinals, protocol: null, c2s: 0, s2c: 0, ended: '', opaque: null },
          bytes: { c2s: 0, s2c: 0 },
        };
        open.set(event.connection, known);
        byOrdinal.set(known.ordinal, known);
        return;
      }
      const known = open.get(event.connection);
      if (!known) return;
      if (event.type === 'bytes') known.bytes[event.direction] += event.bytes.length;
      else if (event.type === 'error') known.ended ||= failureWords(event.code, english);
      else if (event.type === 'end' || event.type === 'reset')
        known.ended ||= `${event.type === 'end' ? 'closed' : 'reset'} first by the ${senderOf(event.direction)}`;
      else if (event.type === 'close') {
        open.delete(event.connection);
        byOrdinal.delete(known.ordinal);
        say(`connection ${known.ordinal}: ${whatCrossed(known)}, ${known.ended || 'closed'}`);
      }
    },
  };
}

function whatCrossed({ protocol, opaque, c2s, s2c, bytes }: OpenConnection): string {
  const recognised = protocol ?? 'nothing recognised';
  if (opaque === null) return `${recognised}, ${c2s} from the client, ${s2c} from the server`;
  const crossed = `${bytes.c2s} bytes from the client, ${bytes.s2c} from the server`;
  if (opaque === 'tunnel')
    return `${recognised}, ${c2s} from the client, ${s2c} from the server, and a tunnel: ${crossed}`;
  return `${opaque === 'encrypted' ? `${recognised}, encrypted` : 'protocol unknown'}: ${crossed}, no messages`;
}

interface OpenConnection {
  ordinal: number;
  protocol: string | null;
  /** Messages begun. */
  c2s: number;
  s2c: number;
  ended: string;
  opaque: Opacity | null;
  bytes: Record<Direction, number>;
}
