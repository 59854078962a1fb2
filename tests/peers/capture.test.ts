/**
 * Captures that are written and read here, beside tshark. What `--pcap` writes of every lab must be dissected by tshark
 * without a complaint and counted alike; what tcpdump recorded of real programs must be counted alike too.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileChunks, judgeCapture } from '../../src/commands/read/capture.ts';
import { readRecordings } from '../../src/model/read-recordings.ts';
import type { Recording } from '../../src/model/recording.ts';
import { type LabResult, type ResultFile, resultSchema } from '../../src/model/result.ts';
import { toldResult } from '../../src/model/told.ts';
import type { OpenEvent } from '../../src/model/trace.ts';
import { compareResults } from '../../src/report/compare/compare.ts';
import { readResultFile } from '../result-file.ts';
import { labNames } from './support/lab-names.ts';
import { describeWithPeers } from './support/programs.ts';
import { countTrace } from './support/tap-counts.ts';
import {
  asHttp,
  type Capture,
  complaints,
  countCapture,
  type Ports,
  readCapture,
  shown,
  tsharkProof,
} from './support/tshark.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const labs = await labNames();
const talkAtOnce = [
  'reference-telephone: crossing',
  'reference-telephone: talk at once',
  'socket-tcp: crossing',
];

async function observed(file: string): Promise<LabResult[]> {
  const { reports } = await judgeCapture(file, fileChunks(file), []);
  return reports.map(({ result }) => result);
}

describeWithPeers('tshark, on a capture of every lab', { tshark: tsharkProof }, () => {
  let folder = '';
  let pcap = '';
  let run: ResultFile;
  let recordings: { lab: string; recording: Recording }[] = [];
  let capture: Capture;

  beforeAll(async () => {
    // A pair of ports tells a connection in the file only where no other connection of the run had it: now and then
    // the system gives out the same pair again, and then the run is made anew.
    let opened: Ports[] = [];
    let alone = false;
    for (let attempt = 0; attempt < 5 && !alone; attempt++) {
      if (folder) await rm(folder, { recursive: true, force: true });
      opened = await recordRun();
      alone = new Set(opened.map(({ client, server }) => `${client} ${server}`)).size === opened.length;
    }
    expect(alone).toBe(true);
    capture = await readCapture(pcap, [...new Set(opened.map(({ server }) => server))].map(asHttp));
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs every lab, and returns the ports of its connections. */
  async function recordRun(): Promise<Ports[]> {
    folder = await mkdtemp(join(tmpdir(), 'capture-'));
    pcap = join(folder, 'all.pcapng');
    const json = join(folder, 'run.json');
    const options = ['--pcap', pcap, '--trace', join(folder, 'trace'), '--json', json];
    const program = spawn(process.execPath, ['src/bin.js', 'run', ...options], {
      cwd: project,
      stdio: 'ignore',
    });
    await once(program, 'close');
    run = readResultFile(await readFile(json, 'utf8'));
    const traces = await Promise.all(
      labs.map((lab) => readFile(join(folder, 'trace', `${lab}.ndjson`), 'utf8')),
    );
    recordings = traces.flatMap((text) => {
      const { description, recordings: all } = readRecordings(text);
      return all.map((recording) => ({ lab: description.lab, recording }));
    });
    return recordings.flatMap(({ recording }) => connectionsOf(recording));
  }

  it('complains of nothing: no checksum, no retransmission, nothing out of order or malformed', async () => {
    expect(await shown(pcap, 'frame')).not.toEqual([]);
    // Left to itself tshark goes by port numbers, and a client's may be some other protocol's.
    expect(await shown(pcap, complaints, '-d', 'tcp.port==1024-65535,http')).toEqual([]);
  }, 120_000);

  it.each(labs)('counts on %s what the tap counted', (lab) => {
    const own = recordings.filter((one) => one.lab === lab);
    expect(own).not.toEqual([]);
    for (const { recording } of own) {
      const counted = connectionsOf(recording);
      const servers = new Set(counted.map(({ server }) => server));
      // The system may give a server the port that another question's had: in the file, all questions begin at once.
      const others = recordings
        .filter((other) => other.recording !== recording)
        .flatMap((other) => connectionsOf(other.recording))
        .filter(({ server }) => servers.has(server));
      expect({ [recording.question]: countCapture(capture, counted, others) }).toEqual({
        [recording.question]: countTrace(recording),
      });
    }
  });

  it('and read gives, of every lab, the counts of the run', async () => {
    const read: ResultFile = {
      ...run,
      schema: resultSchema,
      results: (await observed(pcap)).map(toldResult),
    };
    const named = [
      { name: 'run', file: run },
      { name: 'read', file: read },
    ];
    const { differences, notes } = compareResults(named, { varying: false });
    expect(differences).toEqual([]);
    const unread = notes.filter(({ id }) => id === 'compare.unread').flatMap((one) => one.parameters.Names);
    // Both sides talk within each other's lines: that these are lines, only the labs say.
    expect(String(unread).split('; ').sort()).toEqual(talkAtOnce);
  });
});

/** As they are in the capture: without the bench's control connections, and none of Unix-domain sockets. */
const connectionsOf = ({ events }: Recording): Ports[] =>
  events
    .filter((event): event is OpenEvent => event.type === 'open' && !event.control)
    .flatMap(({ front: { client }, back: { server } }) =>
      'port' in client && 'port' in server ? [{ client: client.port, server: server.port }] : [],
    );

describeWithPeers('tshark, on what tcpdump recorded of real programs', { tshark: tsharkProof }, () => {
  const names = ['nginx-ab.pcap', 'nginx-curl.pcap', 'nginx-h2load.pcap'];
  describe.each(names)('%s', (name) => {
    const file = join(project, 'tests', 'fixtures', name);
    it('counts the same connections, requests and responses', async () => {
      const decode = ['-d', 'tcp.port==18080,http', '-d', 'tcp.port==18081,http2'];
      const [facts] = (await observed(file)).map((result) => result.facts?.observed);
      const found = await Promise.all(
        [
          'tcp.flags.syn == 1 && tcp.flags.ack == 1',
          'http.request || http2.headers.method',
          'http.response || http2.headers.status',
        ].map((filter) => shown(file, filter, ...decode)),
      );
      const headers = found
        .slice(1)
        .map((lines) => lines.join(' ').match(/HEADERS\[\d+\]|HTTP \d+ /g)?.length ?? 0);
      expect([facts?.connections, facts?.messages.c2s, facts?.messages.s2c]).toEqual([
        found[0]?.length,
        ...headers,
      ]);
    });
  });
});
