/**
 * A recording for files: what the user put into requests of his own is overwritten by asterisks, byte for byte, so that
 * it is dissected as before. Credentials always are. What a server sends back of them is, too, where it stands there as
 * it was sent.
 */
import type { Recording } from '../../model/recording.ts';
import type { TraceEvent } from '../../model/trace.ts';
import { asterisk } from './fill.ts';
import { overwriteRequests } from './http1.ts';

export interface Secrets {
  /** Names of fields, in lower case, beside those of credentials. */
  names: readonly string[];
  /** What is overwritten in answers, a character for a byte. */
  values: readonly string[];
  /** Whether content is one, too. */
  content: boolean;
}

/** RFC 9110 §11.6.2 and §11.7.2; RFC 6265 §4.2. */
export const credentialFields: readonly string[] = ['authorization', 'proxy-authorization', 'cookie'];

export function withoutSecrets(recording: Recording, { names, ...secrets }: Secrets): Recording {
  const hidden = { content: secrets.content, names: new Set([...credentialFields, ...names]) };
  const overwritten = new Map<TraceEvent, Uint8Array>();
  for (const pieces of streamsOf(recording.events)) {
    const bytes = Buffer.concat(pieces.map((event) => event.bytes));
    if (pieces[0]?.direction === 's2c') overwriteValues(bytes, secrets.values);
    else overwriteRequests(bytes, hidden);
    let at = 0;
    for (const event of pieces) {
      overwritten.set(event, bytes.subarray(at, at + event.bytes.length));
      at += event.bytes.length;
    }
  }
  const events = recording.events.map((event) => {
    const bytes = overwritten.get(event);
    return event.type === 'bytes' && bytes ? { ...event, bytes } : event;
  });
  return { ...recording, events };
}

type Piece = TraceEvent & { type: 'bytes' };

/** The bytes of each direction of each connection. */
function streamsOf(events: readonly TraceEvent[]): Iterable<Piece[]> {
  const streams = new Map<string, Piece[]>();
  for (const event of events) {
    if (event.type !== 'bytes') continue;
    const name = `${event.connection} ${event.direction}`;
    const pieces = streams.get(name);
    if (pieces) pieces.push(event);
    else streams.set(name, [event]);
  }
  return streams.values();
}

/** What is shorter stands in an answer by chance. */
const leastEchoed = 8;

function overwriteValues(bytes: Buffer, values: readonly string[]): void {
  for (const value of values) {
    if (value.length < leastEchoed) continue;
    for (
      let at = bytes.indexOf(value, 0, 'latin1');
      at >= 0;
      at = bytes.indexOf(value, at + value.length, 'latin1')
    )
      bytes.fill(asterisk, at, at + value.length);
  }
}
