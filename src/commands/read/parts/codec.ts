/**
 * Steps as text. Nearly all of them are of two kinds, one of each for every exchange: those are rows of figures. A place in
 * the order of events is a packet's and a number from there on, because both are small.
 */
import type { Step } from '../../../assess/observe.ts';
import { type Shift, shifted } from './shift.ts';
import { stride } from './stride.ts';

/** The connection comes first, and then the number of the server. */
type Row = [connection: number, server: number, ...rest: unknown[]];

const standings = ['unused', 'busy', 'full', 'room', 'idle', 'over'] as const;
const [stood, begun, other] = [0, 1, 2];

export function rowOf(server: number, step: Step): string {
  const { connection, seq, at } = step;
  const place = `${connection},${server},${placeOf(seq)},${at}`;
  if (step.what === 'stood' && step.ended === null)
    return `[${place},${stood},${standings.indexOf(step.standing)}]`;
  if (step.what === 'begun') {
    const { nth, isSure, isProvisional, asked, first } = step.begun;
    if (isSure && !isProvisional && first === null && asked?.begin.seq === step.begin) {
      const { exchange, begin, http } = asked;
      const http3 = JSON.stringify([http.version, http.method ?? null, http.path ?? null]).slice(1, -1);
      return `[${place},${begun},${placeOf(begin.seq)},${begin.at},${nth},${exchange},${http3}]`;
    }
  }
  return `[${place},${other},${JSON.stringify(step)}]`;
}

export const connectionOf = (row: string): number => Number.parseInt(row.slice(1), 10);

/** `by`: how much later it is told. Throws an Error for what is no row. */
export function stepOf(row: unknown, by: Shift): { server: number; step: Step } {
  if (!Array.isArray(row) || row.length < 7) throw new Error('a step is none');
  const [connection, server, packet, event, at, kind, ...rest] = row as Row;
  const seq = seqOf(packet, event);
  const where = { seq: seq + by.seq, at: Number(at) + by.at, connection };
  if (kind === stood) {
    const standing = standings[Number(rest[0])] ?? 'over';
    return { server, step: { ...where, what: 'stood', standing, ended: null } };
  }
  if (kind === begun) {
    const [beginPacket, beginEvent, beginAt, nth, exchange, version, method, path] = rest;
    const begin = { seq: seqOf(beginPacket, beginEvent) + by.seq, at: Number(beginAt) + by.at };
    const http = {
      version: String(version),
      ...(method === null ? {} : { method: String(method) }),
      ...(path === null ? {} : { path: String(path) }),
    };
    const asked = { exchange: Number(exchange), begin, http };
    const one = { nth: Number(nth), isSure: true, isProvisional: false, asked, first: null };
    return { server, step: { ...where, what: 'begun', begin: begin.seq, begun: one } };
  }
  return { server, step: shifted(rest[0] as Step, by) };
}

const placeOf = (seq: number): string => {
  const packet = Math.floor(seq / stride);
  return `${packet},${seq - packet * stride}`;
};

const seqOf = (packet: unknown, event: unknown): number => Number(packet) * stride + Number(event);
