/** What tshark reads in a capture of loopback, and what it counts on the connections of one question. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Direction } from '../../../src/model/trace.ts';
import { type Counts, noCounts, webSocketMessage } from './counts.ts';
import { fields, type Packet } from './packet.ts';
import { streamsApart } from './streams-apart.ts';

export const tsharkProof = ['--version'];

/** Lines that tshark shows of the packets to which this filter applies, with checksums looked at. */
export async function shown(file: string, filter: string, ...options: string[]): Promise<string[]> {
  const check = ['tcp', 'udp', 'ip'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
  const { stdout } = await promisify(execFile)(
    'tshark',
    ['-r', file, '-n', ...check, ...options, '-Y', filter],
    {
      maxBuffer: 2 ** 30,
    },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

/** What tshark finds wrong with a packet. */
export const complaints =
  'tcp.analysis.flags || _ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0 || udp.checksum.status == 0';

/**
 * All packets of a capture, in order, read twice. With bodies joined from their segments, tshark sees a message that
 * begins in the middle of one, but none that never ends (its client has gone); without, it is the other way round.
 */
export interface Capture {
  joined: Packet[];
  apart: Packet[];
  /** What the streams of extended CONNECTs carried. */
  carried: Packet[];
}

/** Of a client or a server. */
export type DecodedPort = [port: number, protocol: 'http' | 'http2'];

export const asHttp = (port: number): DecodedPort => [port, 'http'];

/**
 * As HTTP are the ports read where a connection does not begin like something else that tshark knows: that it speaks HTTP/2,
 * or becomes WebSocket, tshark finds by itself. But where it finds HTTP/2, it loses a frame that does not end in the first
 * segment: as HTTP/2 such ports are read from the start.
 */
export async function readCapture(file: string, decoded: readonly DecodedPort[]): Promise<Capture> {
  const read = (join: boolean) => readPackets(file, decodeAs(decoded), `http.desegment_body:${join}`);
  const [joined, apart] = await Promise.all([read(true), read(false)]);
  return { joined, apart, carried: await readCarried(file, joined, decoded) };
}

/** What the streams of extended CONNECTs carried in these packets of the capture. */
export async function readCarried(
  file: string,
  joined: Packet[],
  decoded: readonly DecodedPort[],
): Promise<Packet[]> {
  const streams = streamsApart(joined);
  if (streams === null) return [];
  await writeFile(`${file}.streams`, streams);
  return readPackets(`${file}.streams`, decodeAs(decoded.map(([port]) => [port, 'websocket'])));
}

const decodeAs = (decoded: readonly (readonly [port: number, protocol: string])[]): string[] =>
  decoded.flatMap(([port, protocol]) => ['-d', `tcp.port==${port},${protocol}`]);

async function readPackets(file: string, decode: string[], ...preferences: string[]): Promise<Packet[]> {
  // A busy machine drops segments on loopback, too; by itself tshark does not put in order what is sent again.
  const inOrder = ['tcp.try_heuristic_first:TRUE', 'tcp.reassemble_out_of_order:TRUE'];
  const preferred = [...inOrder, ...preferences].flatMap((one) => ['-o', one]);
  const columns = ['-T', 'fields', '-E', 'aggregator=|', ...fields.flatMap((field) => ['-e', field])];
  const options = ['-r', file, '-n', ...preferred, ...decode, '-Y', 'not icmp', ...columns];
  const { stdout } = await promisify(execFile)('tshark', options, { maxBuffer: 2 ** 30 });
  return stdout.split('\n').slice(0, -1).map(packet);
}

function packet(line: string): Packet {
  const cells = line.split('\t');
  const values = fields.map((field, index) => [
    field,
    cells[index]?.split('|').filter((value) => value !== ''),
  ]);
  return Object.fromEntries(values) as Packet;
}

/** The ports of a connection on loopback: of the client, and of what it connected to. */
export interface Ports {
  client: number;
  server: number;
}

/** `counted` in order of opening; `others` are on the same server ports, and are left out. */
export function countCapture(capture: Capture, counted: Ports[], others: Ports[] = []): Counts {
  const counts = noCounts();
  counts.connections = countConnections(capture.joined, counted, others);
  // The system may give a port again that was let go of: what crossed between two ports is counted once.
  for (const ports of new Map(counted.map((ports) => [`${ports.client} ${ports.server}`, ports])).values()) {
    countConnection(capture.joined, ports, counts);
    countConnection(capture.carried, ports, counts);
    const [joined, apart] = [noCounts(), noCounts()];
    countConnection(capture.joined, ports, joined);
    countConnection(capture.apart, ports, apart);
    for (const what of ['responses', 'eventStreams'] as const)
      counts[what] += Math.max(0, apart[what] - joined[what]);
    counts.targets.push(...beyond(apart.targets, joined.targets));
  }
  counts.targets.sort();
  counts.requests = counts.targets.length;
  return counts;
}

/** What is more often among these than among those. A connection may have one that only the one sees, and another that only the other does. */
function beyond(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function countConnection(packets: Packet[], ports: Ports, counts: Counts): void {
  const unfinished: Record<Direction, string[]> = { c2s: [], s2c: [] };
  for (const packet of packets) {
    const direction = directionOf(packet, ports);
    if (direction) count(packet, direction, counts, unfinished[direction]);
  }
}

function count(packet: Packet, direction: Direction, counts: Counts, unfinished: string[]): void {
  if (packet['udp.srcport'].length > 0) counts.datagrams[direction] += 1;
  if (direction === 'c2s') countRequests(packet, counts);
  else countResponses(packet, counts);
  // A later tshark may find WebSocket in HTTP/2 by itself; it is counted in `carried`.
  if (packet['http2.type'].length > 0) return;
  for (const [index, opcode] of packet['websocket.opcode'].entries()) {
    const fin = packet['websocket.fin'][index];
    if (opcode === '1' || opcode === '2') unfinished.push(opcode === '1' ? 'text' : 'binary');
    else if (opcode === '0') unfinished.push('continuation');
    else continue; // ping, pong and close are control
    const [first = 'nothing'] = unfinished;
    if (isTrue(fin)) counts.webSocket[direction].push(webSocketMessage(first, unfinished.splice(0).length));
  }
}

function countRequests(packet: Packet, counts: Counts): void {
  const opened = packet['http2.headers.method'].length;
  const targets = [...packet['http.request.uri'], ...packet['http2.headers.path']];
  const without = packet['http.request'].length + opened - targets.length;
  counts.targets.push(...targets, ...Array<string>(Math.max(0, without)).fill(''));
  counts.streams += opened;
  counts.extendedConnects += packet['http2.header.name'].filter((name) => name === ':protocol').length;
}

function countResponses(packet: Packet, counts: Counts): void {
  const frames = packet['http2.type'].map((type, index) => ({
    type: Number(type),
    stream: Number(packet['http2.streamid'][index]),
  }));
  const isPushed = ({ type, stream }: { type: number; stream: number }) => type === 1 && stream % 2 === 0;
  const statuses = [...packet['http.response.code'], ...packet['http2.headers.status']];
  counts.responses += statuses.filter(isFinal).length - frames.filter(isPushed).length;
  counts.pushPromises += frames.filter(({ type }) => type === 5).length;
  const types = [...packet['http.content_type'], ...packet['http2.headers.content_type']];
  counts.eventStreams += types.filter((type) => type.startsWith('text/event-stream')).length;
}

const isFinal = (status: string): boolean => status === '101' || !status.startsWith('1');

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'True';

/**
 * Whoever connected to these server ports while the counted connections were at work, but for the others: so a connection
 * that nobody else noticed is counted too. (Before, the port may have been somebody else's. When all has been said the
 * question has ended, and a client whose connection is torn down may try again.)
 */
function countConnections(packets: Packet[], counted: Ports[], others: Ports[]): number {
  const servers = new Set(counted.map(({ server }) => server));
  const flows = new Set<string>();
  // A SYN that a busy server dropped is sent again, with the same number (RFC 9293 §3.8.1).
  const connections = new Set<string>();
  for (const server of servers) {
    const known = [...counted, ...others].filter((ports) => ports.server === server);
    const isKnown = (packet: Packet) => known.some((ports) => directionOf(packet, ports) !== null);
    const first = packets.findIndex(isKnown);
    const last = packets.findLastIndex((packet) => (opens(packet) || carries(packet)) && isKnown(packet));
    for (const packet of packets.slice(first, last + 1)) {
      const ports = { client: sourceOf(packet), server: destinationOf(packet) };
      if (ports.server !== server || others.some((other) => other.client === ports.client)) continue;
      if (opens(packet)) connections.add(`${ports.client} ${server} ${packet['tcp.seq_raw'][0]}`);
      if (packet['udp.srcport'].length > 0) flows.add(`${ports.client} ${server}`);
    }
  }
  return connections.size + flows.size;
}

const opens = (packet: Packet): boolean =>
  isTrue(packet['tcp.flags.syn'][0]) && !isTrue(packet['tcp.flags.ack'][0]);
const carries = (packet: Packet): boolean =>
  packet['udp.srcport'].length > 0 || Number(packet['tcp.len'][0] ?? 0) > 0;

const sourceOf = (packet: Packet) => Number(packet['tcp.srcport'][0] ?? packet['udp.srcport'][0]);
const destinationOf = (packet: Packet) => Number(packet['tcp.dstport'][0] ?? packet['udp.dstport'][0]);

function directionOf(packet: Packet, { client, server }: Ports): Direction | null {
  const [from, to] = [sourceOf(packet), destinationOf(packet)];
  if (from === client && to === server) return 'c2s';
  if (from === server && to === client) return 's2c';
  return null;
}
