/**
 * A third opinion: of each server's port in a capture, how many pairs of segments crossed. Neither of two that did
 * acknowledges the other (RFC 9293 §3.4). Counted pair by pair from what tshark says of each segment.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Segment {
  from: number;
  to: number;
  begins: number;
  ends: number;
  acknowledged: number;
}

const columns = ['tcp.srcport', 'tcp.dstport', 'tcp.seq', 'tcp.len', 'tcp.ack'];

export async function crossingsByPort(capture: string): Promise<Map<number, number>> {
  const first = 'tcp.len > 0 && !tcp.analysis.retransmission && !tcp.analysis.keep_alive';
  const fields = ['-T', 'fields', ...columns.flatMap((column) => ['-e', column])];
  const options = ['-r', capture, '-n', '-Y', first, ...fields];
  const { stdout } = await promisify(execFile)('tshark', options, { maxBuffer: 2 ** 28 });
  const connections = new Map<string, Segment[]>();
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const [from = 0, to = 0, begins = 0, length = 0, acknowledged = 0] = line.split('\t').map(Number);
    const name = `${Math.min(from, to)} ${Math.max(from, to)}`;
    const segments = connections.get(name) ?? [];
    connections.set(name, segments);
    segments.push({ from, to, begins, ends: begins + length, acknowledged });
  }
  const crossings = new Map<number, number>();
  for (const [name, segments] of connections) {
    // The client's port is above those of the servers.
    const [server = 0] = name.split(' ').map(Number);
    crossings.set(server, (crossings.get(server) ?? 0) + pairs(segments));
  }
  return crossings;
}

function pairs(segments: Segment[]): number {
  let count = 0;
  for (const [index, one] of segments.entries())
    for (const other of segments.slice(index + 1))
      if (one.from !== other.from && one.acknowledged < other.ends && other.acknowledged < one.ends)
        count += 1;
  return count;
}
