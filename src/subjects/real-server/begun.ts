/** Whether a client of HTTP/2 has begun a request: its preface and SETTINGS alone are none. RFC 9113 §3.4, §4.1, §6.2. */
import type { TraceEvent } from '../../model/trace.ts';

/** For events in their order: true of that with which a connection has the header of its first HEADERS. */
export function sendsHeaders(): (event: TraceEvent) => boolean {
  const sent = new Map<number, Buffer>();
  return (event) => {
    if (event.type !== 'bytes' || event.direction !== 'c2s') return false;
    const all = Buffer.concat([sent.get(event.connection) ?? Buffer.alloc(0), event.bytes]);
    sent.set(event.connection, all);
    for (let at = prefaceLength; at + headerLength <= all.length; at += headerLength + all.readUIntBE(at, 3))
      if (all[at + 3] === headersFrame) return true;
    return false;
  };
}

const [prefaceLength, headerLength, headersFrame] = [24, 9, 1];
