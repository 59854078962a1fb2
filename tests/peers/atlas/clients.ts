/**
 * Each client asks a server of ours through a tap, which counts its connections: for five things one after another, for
 * eight at once, and of a server that ends connections, or resets one, or takes few streams.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { measureRecording } from '../../../src/assess/assess.ts';
import { transcribe } from '../../../src/dissect/transcript.ts';
import type { Facts } from '../../../src/model/facts.ts';
import { type LabResult, nothingVaries } from '../../../src/model/result.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import { openTap } from '../../../src/wire/tap.ts';
import { type ClientKind, clientKinds } from './client-kinds.ts';
import { type Found, sorted } from './installed.ts';
import type { Atlas } from './table.ts';

interface Situation {
  head: string;
  how: 'inTurn' | 'atOnce';
  requests: number;
  speaks: readonly ClientKind['speaks'][];
  behaviour?: Behaviour;
}

interface Serving {
  listen(): Promise<number>;
  close(): void;
}

const either = ['1.1', '2'] as const;

const situations: readonly Situation[] = [
  { head: 'five in turn', how: 'inTurn', requests: 5, speaks: either },
  { head: 'eight at once', how: 'atOnce', requests: 8, speaks: either, behaviour: { waitsFor: 8 } },
  {
    head: 'closed after each',
    how: 'inTurn',
    requests: 5,
    speaks: either,
    behaviour: { endsAfterEach: true },
  },
  { head: 'reset at the third', how: 'inTurn', requests: 5, speaks: either, behaviour: { resetsAt: 3 } },
  { head: 'two streams allowed', how: 'atOnce', requests: 8, speaks: ['2'], behaviour: { streams: 2 } },
];

export async function clients(): Promise<Atlas> {
  const { here, missing } = sorted(clientKinds);
  const results: LabResult[] = [];
  const rows: string[][] = [];
  for (const found of here) {
    const { cells, facts } = await one(found);
    rows.push([found.kind.name, found.kind.speaks, ...cells]);
    results.push(resultOf(found, facts));
  }
  return {
    columns: [['client', 18], ['HTTP', 4], ...situations.map(({ head }): [string, number] => [head, 13])],
    ...{ rows, results, missing },
  };
}

/** Exchanges and connections: what was answered of what was asked, on how many. */
export async function one({
  kind,
}: Pick<Found<ClientKind>, 'kind'>): Promise<{ cells: string[]; facts: Record<string, Facts> }> {
  const cells: string[] = [];
  const facts: Record<string, Facts> = {};
  for (const { head, how, requests, speaks, behaviour } of situations) {
    const seen = speaks.includes(kind.speaks)
      ? await seenOf(kind, how, requests, serving(kind.speaks, behaviour))
      : null;
    cells.push(seen === null ? '–' : seen.text);
    if (seen) facts[head] = seen.facts;
  }
  return { cells, facts };
}

async function seenOf(kind: ClientKind, how: Situation['how'], requests: number, serving: Serving) {
  const events: TraceEvent[] = [];
  const port = await serving.listen();
  const tap = await openTap({ to: { host: '127.0.0.1', port }, listener: (event) => events.push(event) });
  try {
    const urls = Array.from(
      { length: requests },
      (_, nth) => `http://127.0.0.1:${tap.address.port}/${nth + 1}`,
    );
    const command = kind[how](urls);
    if (command === null) return null;
    await ended(kind.program, command);
    const question = how;
    const { facts } = measureRecording({ events, question });
    const messages = transcribe(events, question).connections.flatMap((connection) => connection.messages);
    const answered = messages.filter(
      ({ http, whole, kind }) => kind === 'response' && whole && http?.status === 200,
    );
    const asked = messages.filter(({ kind }) => kind === 'request').length;
    const again = asked > requests ? `, asked ${asked} times` : '';
    const text = `${answered.length} of ${requests} on ${facts.connections}${again}`;
    return { facts, text };
  } finally {
    await tap.close();
    serving.close();
  }
}

/** What it prints is nobody's; one that hangs is ended. */
async function ended(program: string, command: string[]): Promise<void> {
  const child = spawn(program, command, { stdio: 'ignore' });
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await once(child, 'close');
  clearTimeout(patience);
}

interface Behaviour {
  /** FIN after each answer, of which nothing is said before. */
  endsAfterEach?: true;
  /** None is answered before so many were asked, or none has come for a while. */
  waitsFor?: number;
  /** The connection of that request is reset in place of an answer, once. */
  resetsAt?: number;
  /** SETTINGS_MAX_CONCURRENT_STREAMS, RFC 9113 §6.5.2. */
  streams?: number;
}

function serving(
  speaks: ClientKind['speaks'],
  { endsAfterEach, waitsFor = 0, resetsAt, streams }: Behaviour = {},
): Serving {
  let asked = 0;
  const server =
    speaks === '2'
      ? createHttp2Server(streams ? { settings: { maxConcurrentStreams: streams } } : {})
      : createHttpServer({ keepAliveTimeout: 60_000 });
  const waiting: (() => void)[] = [];
  const answerAll = () => {
    for (const answer of waiting.splice(0)) answer();
  };
  const patience = setTimeout(answerAll, 1000);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('sessionError', () => {});
  (server as HttpServer).on('request', (request, response) => {
    asked += 1;
    const session = (request as unknown as { stream?: { session?: ServerHttp2Session } }).stream?.session;
    if (asked === resetsAt) {
      if (session) for (const socket of sockets) socket.resetAndDestroy();
      else request.socket.resetAndDestroy();
      return;
    }
    response.on('finish', () => {
      if (!endsAfterEach) return;
      if (session) session.close();
      else request.socket.end();
    });
    request.resume().on('end', () => {
      waiting.push(() => {
        response.setHeader('content-length', 3);
        response.end('ok\n');
      });
      if (asked >= waitsFor) answerAll();
      else patience.refresh();
    });
  });
  return {
    async listen() {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    close() {
      clearTimeout(patience);
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const resultOf = ({ kind, version }: Found<ClientKind>, facts: Record<string, Facts>): LabResult => ({
  ...{ lab: kind.name, title: 'A real client', subject: `${kind.name} ${version}`, target: null },
  ...{ version: kind.speaks, outcome: 'ran', error: null, facts, answers: null, verdicts: null },
  ...{ permits: null, textbook: { says: null }, prediction: null, faults: [], varying: nothingVaries() },
});
