/**
 * Reads the head of an HTTP/1.x message for the lab's own HTTP/1.0 server and client (RFC 9112 §2). It shares no
 * code with the dissectors: if speaker and listener erred alike, nobody would notice.
 */
export interface Head {
  /** Request: the method. Response: the version. */
  method: string;
  /** Request: the target. Response: the status code. */
  target: string;
  /** By lower-case name. */
  fields: Map<string, string>;
}

/** Reads up to the empty line; null when the bytes end before one. */
export async function readHead(
  bytes: AsyncIterator<Buffer>,
  first: Buffer,
): Promise<{ head: Head; rest: Buffer } | null> {
  let read = first;
  for (;;) {
    const end = read.indexOf('\r\n\r\n');
    if (end >= 0)
      return { head: parseHead(read.subarray(0, end).toString('latin1')), rest: read.subarray(end + 4) };
    const next = await bytes.next();
    if (next.done) return null;
    read = Buffer.concat([read, next.value]);
  }
}

export function parseHead(text: string): Head {
  const [start = '', ...lines] = text.split('\r\n');
  const [method = '', target = ''] = start.split(' ');
  const fields = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { method, target, fields };
}
