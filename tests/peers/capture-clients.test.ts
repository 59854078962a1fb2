/**
 * What tcpdump records between real clients and nginx, read here and by tshark: both count the same. The clients speak
 * to nginx itself; nothing of this project stands between them.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fileChunks, judgeCapture } from '../../src/commands/read/capture.ts';
import type { LabReport } from '../../src/model/report.ts';
import { har } from '../../src/report/files/har.ts';
import { harFaults } from '../report/files/har-schema.ts';
import { chromiumCommand } from './support/browser.ts';
import type { Counts } from './support/counts.ts';
import { recordLoopback, tcpdumpProof } from './support/loopback.ts';
import { countPort, withPage } from './support/observe-clients.ts';
import { startServer } from './support/probe-servers.ts';
import { describeWithPeers } from './support/programs.ts';
import type { Running } from './support/running.ts';
import { asHttp, readCapture, tsharkProof } from './support/tshark.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const clients: { name: string; over: 'http/1' | 'h2c'; command: string[] }[] = [
  { name: 'curl', over: 'http/1', command: ['curl', '-s', '{url}/', '{url}/', '{url}/'] },
  { name: 'curl, HTTP/1.0', over: 'http/1', command: ['curl', '-s', '-0', '{url}/', '{url}/'] },
  { name: 'curl, HTTP/2', over: 'h2c', command: ['curl', '-s', '--http2-prior-knowledge', '{url}/'] },
  { name: 'ab', over: 'http/1', command: ['ab', '-q', '-n', '200', '-c', '5', '{url}/'] },
  { name: 'ab -k', over: 'http/1', command: ['ab', '-q', '-k', '-n', '2000', '-c', '5', '{url}/'] },
  { name: 'h2load', over: 'h2c', command: ['h2load', '-n', '300', '-c', '3', '-m', '10', '{url}/'] },
  { name: 'h2load, HTTP/1.1', over: 'http/1', command: ['h2load', '--h1', '-n', '300', '-c', '3', '{url}/'] },
  { name: 'Chromium', over: 'http/1', command: chromiumCommand },
];

const proofs = {
  ...{ tshark: tsharkProof, tcpdump: tcpdumpProof, nginx: ['-v'], curl: ['--version'], ab: ['-V'] },
  ...{ h2load: ['--version'], chromium: ['--version'] },
};

describeWithPeers('tshark, on what tcpdump records of real clients at nginx', proofs, () => {
  let folder = '';
  let running: Running | null = null;
  const seen = new Map<string, { reports: LabReport[]; tshark: Counts }>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clients-'));
    const nginx = await startServer(withPage(join(folder, 'access')), null);
    running = nginx;
    for (const [index, { name, over, command }] of clients.entries()) {
      const { origin: url } = new URL(nginx.urls[over] ?? '');
      const port = Number(new URL(url).port);
      const file = join(folder, `${index}.pcap`);
      const loopback = await recordLoopback(file, `udp or tcp port ${port}`);
      try {
        const [program = '', ...options] = command.map((text) =>
          text.replace('{url}', url).replace('{profile}', join(folder, `${index}-profile`)),
        );
        await promisify(execFile)(program, options, { env: { ...process.env, HOME: folder } });
        await loopback.stop();
      } finally {
        loopback.abandon();
      }
      const { reports } = await judgeCapture(file, fileChunks(file), []);
      const here = reports.filter(({ result }) => result.target === `127.0.0.1:${port}`);
      seen.set(name, { reports: here, tshark: countPort(await readCapture(file, [asHttp(port)]), port) });
    }
  });
  afterAll(async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(clients.map(({ name }) => name))('counts of %s what is counted here', (name) => {
    const { reports = [], tshark } = seen.get(name) ?? {};
    const [facts] = reports.map(({ result }) => result.facts?.observed);
    expect(facts?.exchanges).toBeGreaterThan(0);
    expect({
      connections: facts?.connections,
      requests: facts?.messages.c2s,
      responses: facts?.messages.s2c,
    }).toEqual({
      connections: tshark?.connections,
      requests: tshark?.requests,
      responses: tshark?.responses,
    });
  });

  it('and each gives an HTTP archive that is valid', () => {
    for (const { reports } of seen.values()) {
      const archive = har(reports, 0);
      expect(archive.log.entries).not.toEqual([]);
      expect(harFaults(archive)).toEqual([]);
    }
  });
});
