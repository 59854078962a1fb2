/**
 * A second witness, tcpdump and tshark, sees the same run on loopback: what the lab counts at its taps must be what
 * tshark counts in the packets. Where they differ, tshark is right.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecordings } from '../../src/model/read-recordings.ts';
import type { Recording } from '../../src/model/recording.ts';
import type { ResultFile } from '../../src/model/result.ts';
import type { OpenEvent } from '../../src/model/trace.ts';
import { readResultFile } from '../result-file.ts';
import { type Counts, noCounts } from './support/counts.ts';
import { labNames } from './support/lab-names.ts';
import { type LoopbackRecording, recordLoopback, tcpdumpProof } from './support/loopback.ts';
import { describeWithPeers } from './support/programs.ts';
import { countTrace } from './support/tap-counts.ts';
import {
  asHttp,
  type Capture,
  countCapture,
  type Ports,
  readCapture,
  tsharkProof,
} from './support/tshark.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const labs = await labNames();

interface Seen {
  lab: string;
  recording: Recording;
  tap: Counts;
  tshark: Counts;
}

describeWithPeers('tcpdump and tshark', { tcpdump: tcpdumpProof, tshark: tsharkProof }, () => {
  let folder = '';
  let loopback: LoopbackRecording | null = null;
  let seen: Seen[] = [];
  let result: ResultFile;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'witness-'));
    loopback = await recordLoopback(join(folder, 'loopback.pcap'));
    const json = join(folder, 'result.json');
    await runEveryLab(['--trace', join(folder, 'trace'), '--json', json]);
    await loopback.stop();
    result = readResultFile(await readFile(json, 'utf8'));
    seen = await compare(join(folder, 'loopback.pcap'), join(folder, 'trace'));
  }, 300_000);
  afterAll(async () => {
    loopback?.abandon();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(labs)('count on %s what the tap counted', (lab) => {
    const both = seen.filter((one) => one.lab === lab);
    expect(both).not.toHaveLength(0);
    for (const { recording, tap, tshark } of both)
      expect({ [recording.question]: tap }).toEqual({ [recording.question]: tshark });
  });

  it('see each thing that is compared at least once', () => {
    expect(columns.filter((column) => !seen.some(({ tshark }) => figure(tshark, column) > 0))).toEqual([]);
  });

  it('find in the packets the connections and messages that are reported as facts', () => {
    const reported = seen.map(({ lab, recording: { question }, tshark }) => {
      const facts = result.results.find((one) => one.lab === lab)?.facts?.[question];
      return { lab, question, facts, tshark };
    });
    // What the server says unasked on HTTP, in `initiative`, is more than we call messages.
    const comparable = reported.filter(
      ({ question, facts }) => facts?.protocol?.startsWith('HTTP/') && question !== 'initiative',
    );
    expect(comparable).not.toHaveLength(0);
    for (const { lab, question, facts, tshark } of comparable) {
      const c2s = tshark.requests + tshark.webSocket.c2s.length;
      const s2c = tshark.responses + tshark.webSocket.s2c.length;
      const { connections, messages } = facts ?? {};
      expect({ lab, question, connections, messages }).toEqual({
        ...{ lab, question, connections: tshark.connections },
        messages: { c2s, s2c },
      });
    }
  });

  it.each(columns)('tell by the %s a trace that stops before the last of them', (column) => {
    const whole = seen.find(({ tshark }) => figure(tshark, column) > 0);
    if (!whole) throw new Error(`there were no ${column}`);
    const cut = countTrace(cutBeforeLast(whole.recording, column));
    expect(figure(cut, column)).toBeLessThan(figure(whole.tshark, column));
    expect(cut).not.toEqual(whole.tshark);
  });
});

const columns = Object.keys(noCounts()) as (keyof Counts)[];

/** How many of them there are, in both directions. */
function figure(counts: Counts, column: keyof Counts): number {
  const value = counts[column];
  if (typeof value === 'number' || Array.isArray(value)) return size(value);
  return size(value.c2s) + size(value.s2c);
}

const size = (value: number | string[]): number => (typeof value === 'number' ? value : value.length);

/** The longest beginning of the trace that holds fewer of them. */
function cutBeforeLast(recording: Recording, column: keyof Counts): Recording {
  const whole = figure(countTrace(recording), column);
  for (let length = recording.events.length; length >= 0; length -= 1) {
    const cut = { ...recording, events: recording.events.slice(0, length) };
    if (figure(countTrace(cut), column) < whole) return cut;
  }
  return recording;
}

/** All labs side by side, as `npm start` runs them. */
async function runEveryLab(options: string[]): Promise<void> {
  const run = spawn(process.execPath, ['src/bin.js', 'run', ...options], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  run.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(run, 'close');
  if (code !== 0) throw new Error(`the labs ended with ${code}: ${said}`);
}

async function compare(file: string, traces: string): Promise<Seen[]> {
  const stored = await Promise.all(
    labs.map(async (lab) => readRecordings(await readFile(join(traces, `${lab}.ndjson`), 'utf8'))),
  );
  const opens = stored.flatMap(({ recordings }) => recordings.flatMap(networkOpens));
  const capture = await readCapture(
    file,
    [...new Set(opens.map((open) => portsOf(open).server))].map(asHttp),
  );
  return stored.flatMap(({ description, recordings }) =>
    recordings.map((recording) => ({
      lab: description.lab,
      recording,
      tap: countTrace(recording),
      tshark: countRecorded(capture, recording),
    })),
  );
}

/** The bench's own control connections are known, and not counted. */
function countRecorded(capture: Capture, recording: Recording): Counts {
  const opens = networkOpens(recording);
  const [control, counted] = [true, false].map((wanted) =>
    opens.filter((open) => open.control === wanted).map(portsOf),
  );
  return countCapture(capture, counted ?? [], control ?? []);
}

/** A Unix-domain socket crosses no network: there is nothing for tcpdump to see. */
const networkOpens = ({ events }: Recording): OpenEvent[] =>
  events.filter((event) => event.type === 'open').filter(({ transport }) => transport !== 'unix');

/** The client's side of the tap. */
function portsOf({ front: { client, tap } }: OpenEvent): Ports {
  if ('path' in client || 'path' in tap) throw new Error('a connection without ports');
  return { client: client.port, server: tap.port };
}
