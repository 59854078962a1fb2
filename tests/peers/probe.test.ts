/**
 * Servers that people run, probed while tcpdump records the same loopback: what is reported must be what tshark counts
 * in the packets between the tap and the server. Where they differ, tshark is right.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeServer } from '../../src/commands/probe/probe.ts';
import type { Recording } from '../../src/model/recording.ts';
import type { LabReport } from '../../src/model/report.ts';
import type { LabResult } from '../../src/model/result.ts';
import type { OpenEvent } from '../../src/model/trace.ts';
import { recordLoopback, tcpdumpProof } from './support/loopback.ts';
import { type RunningServer, type ServerKind, serverKinds, startServer } from './support/probe-servers.ts';
import { describeWithPeers } from './support/programs.ts';
import { countTrace } from './support/tap-counts.ts';
import {
  type Capture,
  countCapture,
  type DecodedPort,
  type Ports,
  readCapture,
  tsharkProof,
} from './support/tshark.ts';

/** Short, so that both are met while the server is watched. */
const settings = { idleSeconds: 1, limit: 10 };
const asked = { requests: 5, idle: 3, limit: 30, why: true, deadline: 30 };

for (const kind of serverKinds) {
  const programs = { [kind.program]: kind.proof, tcpdump: tcpdumpProof, tshark: tsharkProof };
  describeWithPeers(kind.name, programs, () => {
    let server: RunningServer;
    let folder = '';
    let reports: LabReport[] = [];
    let capture: Capture;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'probe-'));
      server = await startServer(kind, settings);
      const { 'http/1': http1, h2c } = server.urls;
      const ports = [http1, h2c].flatMap((url) => (url ? [new URL(url).port] : []));
      const file = join(folder, 'loopback.pcap');
      const recording = await recordLoopback(
        file,
        ['udp', ...ports.map((port) => `tcp port ${port}`)].join(' or '),
      );
      try {
        const probes = [
          ...(http1
            ? [probeServer(http1, { ...asked, http: '1.0' }), probeServer(http1, { ...asked, http: '1.1' })]
            : []),
          ...(h2c ? [probeServer(h2c, { ...asked, http: '2' })] : []),
        ];
        reports = (await Promise.all(probes)).flat();
      } finally {
        await recording.stop();
      }
      capture = await readCapture(file, decodedIn(reports, kind));
    }, 300_000);
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('answers every version that it was asked for', () => {
      expect(reports).not.toHaveLength(0);
      for (const { result } of reports)
        expect({ version: result.version, outcome: result.outcome, error: result.error }).toEqual({
          version: result.version,
          outcome: 'ran',
          error: null,
        });
    });

    it('was counted by tshark as by the tap, question by question', () => {
      for (const { result, stored } of reports)
        for (const recording of stored.recordings) {
          if (isAmbiguous(recording, reports)) continue;
          const of = `HTTP/${result.version}, ${recording.question}`;
          const { counted, others } = portsFor(recording, reports, capture);
          const tap = { of, ...countTrace(recording) };
          const tshark = { of, ...countCapture(capture, counted, others) };
          // A reset takes with it an answer that had come, and that nobody had read yet.
          if (isLeftToChance(recording, result)) expect(tap.responses).toBeLessThanOrEqual(tshark.responses);
          expect(tap).toEqual(
            isLeftToChance(recording, result) ? { ...tshark, responses: tap.responses } : tshark,
          );
        }
    });

    it('was reached by nobody of whom no trace tells, but for control exchanges', () => {
      const gated = reports.flatMap(({ stored }) =>
        stored.recordings.filter(({ events }) =>
          events.some((event) => event.type === 'mark' && event.mark === 'gate closed'),
        ),
      );
      expect(strays(reports, capture).length).toBeLessThanOrEqual(gated.length);
    });

    it('has as facts what tshark counted', () => {
      for (const { result, stored } of reports)
        for (const recording of stored.recordings) {
          if (isLeftToChance(recording, result) || isAmbiguous(recording, reports)) continue;
          const of = `HTTP/${result.version}, ${recording.question}`;
          const { counted, others } = portsFor(recording, reports, capture);
          const tshark = countCapture(capture, counted, others);
          const each = counted.map(
            (ports) =>
              countCapture(capture, [ports], [...others, ...counted.filter((other) => other !== ports)])
                .requests,
          );
          const { connections, messages, exchangesPerConnection } = result.facts?.[recording.question] ?? {};
          expect({ of, connections, messages, exchangesPerConnection }).toEqual({
            of,
            connections: tshark.connections,
            messages: { c2s: tshark.requests, s2c: tshark.responses },
            exchangesPerConnection: each,
          });
        }
    });

    if (!kind.speaks.includes('https')) return;
    it('says over TLS, too, whether connections are reused', async () => {
      const { https } = server.urls;
      const secure = https ? await probeServer(https, { http: 'all', requests: 5, deadline: 30 }) : [];
      const reuse = ({ result: { version, answers, facts } }: LabReport) => ({
        version,
        answer: answers?.reuse?.answer,
        connections: facts?.reuse?.connections,
      });
      expect(secure.map(reuse)).toEqual(reports.map(reuse));
    });
  });
}

/** It has an answer, and no facts. */
const isLeftToChance = ({ question }: Recording, { facts, answers }: LabResult): boolean =>
  answers?.[question] !== undefined && facts?.[question] === undefined;

/** Between the tap and the server. */
const portsOf = ({ back }: OpenEvent): Ports => ({
  client: back.tap && 'port' in back.tap ? back.tap.port : 0,
  server: 'port' in back.server ? back.server.port : 0,
});

const isOpen = (event: { type: string }): event is OpenEvent => event.type === 'open';

const allOpens = (reports: LabReport[]): OpenEvent[] =>
  reports.flatMap(({ stored }) => stored.recordings.flatMap(({ events }) => events.filter(isOpen)));

/** By the server's ports, or where one of them speaks all versions by those of the clients. */
function decodedIn(reports: LabReport[], { onePort }: ServerKind): DecodedPort[] {
  const decoded = reports.flatMap((report) =>
    allOpens([report])
      .map(portsOf)
      .map(
        ({ client, server }): DecodedPort => [
          onePort ? client : server,
          report.result.version === '2' ? 'http2' : 'http',
        ],
      ),
  );
  return [...new Map(decoded)];
}

/** The system may give a port again that was let go of: then nobody can tell whose packets they were. */
function isAmbiguous({ events }: Recording, reports: LabReport[]): boolean {
  const all = allOpens(reports).map(portsOf);
  return events
    .filter(isOpen)
    .map(portsOf)
    .some(
      (own) => all.filter(({ client, server }) => client === own.client && server === own.server).length > 1,
    );
}

/** Those of the question, and all else that reached the same server at the same time. */
function portsFor(
  recording: Recording,
  reports: LabReport[],
  capture: Capture,
): { counted: Ports[]; others: Ports[] } {
  const own = recording.events.filter(isOpen).filter(({ control }) => !control);
  const others = allOpens(reports).filter((open) => !own.includes(open));
  return { counted: own.map(portsOf), others: [...others.map(portsOf), ...strays(reports, capture)] };
}

/** In no trace: a trace ends with its question, and then a control exchange may just be on its way. */
function strays(reports: LabReport[], { joined }: Capture): Ports[] {
  const known = allOpens(reports).map(portsOf);
  const servers = new Set(known.map(({ server }) => server));
  const clients = new Map<string, Ports>();
  for (const packet of joined) {
    const ports = { client: Number(packet['tcp.srcport'][0]), server: Number(packet['tcp.dstport'][0]) };
    if (
      servers.has(ports.server) &&
      !known.some(({ client, server }) => client === ports.client && server === ports.server)
    )
      clients.set(`${ports.client} ${ports.server}`, ports);
  }
  return [...clients.values()];
}
