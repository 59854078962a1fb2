/** Where a client of HTTP/2 begins a request: its preface and SETTINGS alone are none. RFC 9113 §3.4, §4.1, §6.2. */
import { Transform } from 'node:stream';
import type { TraceEvent } from '../../model/trace.ts';

/** For events in their order: true of that with which a connection has the header of its first HEADERS. */
export function sendsHeaders(): (event: TraceEvent) => boolean {
  const sent = new Map<number, Buffer>();
  return (event) => {
    if (event.type !== 'bytes' || event.direction !== 'c2s') return false;
    const all = Buffer.concat([sent.get(event.connection) ?? Buffer.alloc(0), event.bytes]);
    sent.set(event.connection, all);
    return firstHeaders(all) !== null;
  };
}

/** Lets all pass up to the header of the first HEADERS, which begins a request, and what follows once `passed` resolves. */
export function withholdsFields(passed: () => Promise<void>): Transform {
  let sent: Buffer | null = Buffer.alloc(0);
  return new Transform({
    transform(bytes: Buffer, _, done) {
      if (sent === null) return done(null, bytes);
      const before = sent.length;
      const all = Buffer.concat([sent, bytes]);
      const at = firstHeaders(all);
      sent = at === null ? all : null;
      if (at === null) return done(null, bytes);
      this.push(all.subarray(before, at + headerLength));
      passed().then(() => done(null, all.subarray(at + headerLength)), done);
    },
  });
}

/** Where the first HEADERS begins whose header is there; null: nowhere. */
function firstHeaders(sent: Buffer): number | null {
  for (let at = prefaceLength; at + headerLength <= sent.length; at += headerLength + sent.readUIntBE(at, 3))
    if (sent[at + 3] === headersFrame) return at;
  return null;
}

const [prefaceLength, headerLength, headersFrame] = [24, 9, 1];
