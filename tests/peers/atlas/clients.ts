/**
 * Each client asks a server of ours through a tap, which counts its connections: for five things one after another, for
 * eight at once, and of a server that ends connections, or resets one, or takes few streams, or does not want what it is
 * sent.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureRecording } from '../../../src/assess/assess.ts';
import { transcribe } from '../../../src/dissect/transcript.ts';
import { deferred } from '../../../src/model/deferred.ts';
import type { Facts } from '../../../src/model/facts.ts';
import { type LabResult, nothingVaries } from '../../../src/model/result.ts';
import type { TraceEvent } from '../../../src/model/trace.ts';
import type { ConnectionTranscript } from '../../../src/model/transcript.ts';
import { openTap } from '../../../src/wire/tap.ts';
import { within } from '../../../src/wire/within.ts';
import type { ClientKind } from './client.ts';
import { clientKinds } from './client-kinds.ts';
import { type Found, sorted, versionsOf } from './installed.ts';
import { answerText, type Behaviour, isCounted, serving } from './serving.ts';
import type { Atlas } from './table.ts';

interface Situation {
  head: string;
  widest: number;
  requests: number;
  /** What the client is started with, which may send that file; undefined where it cannot be. */
  asks(kind: ClientKind, urls: string[], file: string): string[] | undefined;
  tells(connections: ConnectionTranscript[], requests: number): string;
  behaviour?: Behaviour;
  onlyOver?: ClientKind['speaks'];
}

/** Between one request and the next. */
const pauseSeconds = 6;

const inTurn: Situation['asks'] = ({ inTurn }, urls) => inTurn?.(urls);
const atOnce: Situation['asks'] = ({ atOnce }, urls) => atOnce?.(urls);

const messagesOn = (connections: ConnectionTranscript[]) => connections.flatMap(({ messages }) => messages);

/** What was answered of what was asked, and on how many connections. */
const answered: Situation['tells'] = (connections, requests) => {
  const used = connections.filter(({ messages }) => messages.some(({ http }) => isCounted(http?.path)));
  const asked = messagesOn(used).filter(({ kind, http }) => kind === 'request' && isCounted(http?.path));
  const answers = used.flatMap(({ messages }) =>
    messages.filter(
      ({ kind, whole, http, exchange }) =>
        kind === 'response' &&
        whole &&
        http?.status === 200 &&
        messages.some(
          (one) => one.kind === 'request' && one.exchange === exchange && isCounted(one.http?.path),
        ),
    ),
  );
  const again = asked.length > requests ? `, asked ${asked.length} times` : '';
  return `${answers.length} of ${requests} on ${used.length}${again}`;
};

/** What became of the content, once the server had refused it. */
const refused: Situation['tells'] = (connections) => {
  const sent = messagesOn(connections).filter(
    ({ kind, http }) => kind === 'request' && isCounted(http?.path) && http?.method !== 'GET',
  );
  if (sent.length === 0) return 'asks nothing';
  const again = sent.length > 1 ? `, asked ${sent.length} times` : '';
  if (sent.some(({ whole, end }) => whole && end !== null)) return `sends all${again}`;
  return `${sent.every(({ content }) => content === 0) ? 'sends nothing' : 'stops'}${again}`;
};

const afterIdle: Situation['tells'] = (connections) => {
  const used = connections.filter(({ messages }) => messages.some(({ http }) => isCounted(http?.path)));
  const [first, second] = used;
  if (!first || !second)
    return messagesOn(used).filter(({ http }) => isCounted(http?.path)).length < 2 ? 'asks once' : 'same';
  const end = first.ends.find(({ direction }) => direction === 'c2s');
  const last = first.messages.at(-1)?.end;
  // What is closed when another is wanted was not closed before.
  if (!end || !last || end.at - last.at >= pauseSeconds * 1e9) return 'another';
  const seconds = Math.round((end.at - last.at) / 1e9);
  return `another, the first closed ${seconds === 0 ? 'at once' : `after ${seconds} s`}`;
};

const situations: readonly Situation[] = [
  { head: 'five in turn', widest: 8, requests: 5, asks: inTurn, tells: answered },
  {
    head: 'eight at once',
    widest: 8,
    requests: 8,
    asks: atOnce,
    tells: answered,
    behaviour: { waitsFor: 8 },
  },
  {
    ...{
      head: 'closed as the next comes, or GOAWAY',
      widest: 10,
      requests: 5,
      asks: inTurn,
      tells: answered,
    },
    behaviour: { endsAfterEach: true },
  },
  {
    ...{ head: 'reset at the third', widest: 10, requests: 5, asks: inTurn, tells: answered },
    behaviour: { resetsAt: 3 },
  },
  {
    ...{ head: 'two streams allowed', widest: 8, requests: 8, asks: atOnce, tells: answered },
    ...{ onlyOver: '2', behaviour: { streams: 2 } },
  },
  {
    ...{ head: 'early 413', widest: 8, requests: 1, tells: refused, behaviour: { refusesContent: 1000 } },
    asks: ({ uploads }, urls, file) => uploads?.(urls, file),
  },
  {
    ...{ head: `${pauseSeconds} s idle`, widest: 10, requests: 2, tells: afterIdle },
    asks: ({ afterIdle }, urls) => afterIdle?.(urls, pauseSeconds),
  },
  {
    ...{ head: '101 refused', widest: 8, requests: 5, tells: answered, onlyOver: '1.1' },
    asks: ({ upgrades }, urls) => upgrades?.(urls),
  },
];

/** So many at a time: each waits most of its time. */
const lanes = 4;

/** More than lies on the way from a client to a server that reads none of it. */
const contentBytes = 32 * 2 ** 20;

export async function clients(): Promise<Atlas> {
  const { here, missing } = sorted(clientKinds);
  const seen: Awaited<ReturnType<typeof one>>[] = [];
  const waiting = [...here.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) seen[next[0]] = await one(next[1].kind);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return {
    columns: [
      ['client', 14],
      ['HTTP', 4],
      ...situations.map(({ head, widest }): [string, number] => [head, widest]),
    ],
    rows: here.map(({ kind }, index) => [kind.name, kind.speaks, ...Object.values(seen[index]?.cells ?? {})]),
    results: here.map((found, index) => resultOf(found, seen[index]?.facts ?? {})),
    versions: versionsOf(here, ({ name }) => name.replace(/,.*| -k$/, '')),
    missing,
  };
}

/** By the head of the column. `heads`: those that are asked for; by default all. */
export async function one(
  kind: ClientKind,
  heads: readonly string[] = situations.map(({ head }) => head),
): Promise<{ cells: Record<string, string>; facts: Record<string, Facts> }> {
  const cells: Record<string, string> = {};
  const facts: Record<string, Facts> = {};
  const folder = await mkdtemp(join(tmpdir(), 'atlas-'));
  try {
    const file = join(folder, 'content');
    if (heads.includes('early 413')) await writeFile(file, Buffer.alloc(contentBytes));
    for (const situation of situations.filter(({ head }) => heads.includes(head))) {
      const seen = await seenOf(kind, situation, file);
      cells[situation.head] = seen?.text ?? '–';
      if (seen) facts[situation.head] = seen.facts;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return { cells, facts };
}

async function seenOf(kind: ClientKind, situation: Situation, file: string) {
  const { head, requests, asks, tells, behaviour, onlyOver = kind.speaks } = situation;
  if (onlyOver !== kind.speaks) return null;
  const events: TraceEvent[] = [];
  const server = serving(kind.speaks, behaviour);
  const port = await server.listen();
  const over = deferred();
  let [open, isGone] = [0, false];
  let letClose: (() => void) | null = null;
  const listener = (event: TraceEvent) => {
    events.push(event);
    if (event.type === 'open') open += 1;
    if (event.type === 'close') open -= 1;
    if (isGone && open === 0) over.resolve();
    if (!('direction' in event) || event.direction !== 'c2s') return;
    if (event.type === 'bytes') letClose?.();
    else if (event.type !== 'gap') server.hungUp();
  };
  const tap = await openTap({ to: { host: '127.0.0.1', port }, listener });
  // The end of a connection is let through when the client has asked for the next thing.
  const withhold = () => {
    letClose = null;
    const { begun, release } = tap.withhold({ direction: 's2c', text: answerText, isAfter: true });
    void begun.then(() => {
      letClose = () => {
        void release();
        withhold();
      };
    });
  };
  if (behaviour?.endsAfterEach && kind.speaks === '1.1') withhold();
  try {
    const origin = `http://127.0.0.1:${tap.address.port}`;
    const urls = Array.from({ length: requests }, (_, nth) => `${origin}/${nth + 1}`);
    const command = asks(kind, urls, file);
    if (command === undefined) return null;
    await ended(kind.runBy ?? kind.program, command);
    // What it had handed to the system still crosses.
    isGone = true;
    if (open > 0) await within(over.promise, 5000);
    const { facts } = measureRecording({ events, question: head });
    return { facts, text: tells(transcribe(events, head).connections, requests) };
  } finally {
    await tap.close();
    server.close();
  }
}

/** What it prints is nobody's; one that hangs is ended. */
async function ended(program: string, command: string[]): Promise<void> {
  const child = spawn(program, command, { stdio: 'ignore' });
  const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await once(child, 'close');
  clearTimeout(patience);
}

const resultOf = ({ kind, version }: Found<ClientKind>, facts: Record<string, Facts>): LabResult => ({
  ...{ lab: kind.name, title: 'A real client', subject: `${kind.name} ${version}`, target: null },
  ...{ version: kind.speaks, outcome: 'ran', error: null, facts, answers: null, verdicts: null },
  ...{ permits: null, textbook: { says: null }, prediction: null, faults: [], varying: nothingVaries() },
});
