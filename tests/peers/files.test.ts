/** tshark opens what probe, observe and through write with `--pcap`, finds nothing wrong in it, and counts the same. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from '../commands/command.ts';
import { readResultFile } from '../result-file.ts';
import { type RunningServer, serverKinds, startServer } from './support/probe-servers.ts';
import { describeWithPeers } from './support/programs.ts';
import { proxies, startProxy } from './support/through-proxies.ts';
import { complaints, shown, tsharkProof } from './support/tshark.ts';

const programs = { tshark: tsharkProof, nginx: ['-v'], curl: ['--version'] };
const asHttp = ['-d', 'tcp.port==1024-65535,http'];

describeWithPeers('tshark, on what was written of real ends', programs, () => {
  let folder = '';
  let server: RunningServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
    const nginx = serverKinds.find(({ name }) => name === 'nginx');
    if (!nginx) throw new Error('nginx is not known');
    server = await startServer(nginx, null);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The command with `--pcap`: how many connections and requests tshark finds, and what was counted. */
  async function seen(name: string, ...args: string[]) {
    const [pcap, json] = [join(folder, `${name}.pcapng`), join(folder, `${name}.json`)];
    const at = args.includes('--') ? args.indexOf('--') : args.length;
    const files = ['--pcap', pcap, '--json', json];
    const { code, stderr } = await command(...args.slice(0, at), ...files, ...args.slice(at));
    expect({ code, stderr: code === 0 ? [] : stderr }).toEqual({ code: 0, stderr: [] });
    // Left to itself tshark goes by port numbers, and a client's may be some other protocol's.
    expect(await shown(pcap, complaints, ...asHttp)).toEqual([]);
    const asked = await shown(pcap, 'http.request || http2.headers.method', ...asHttp);
    const { results } = readResultFile(await readFile(json, 'utf8'));
    return {
      connections: (await shown(pcap, 'tcp.flags.syn == 1 && tcp.flags.ack == 0')).length,
      requests: asked.join(' ').match(/HEADERS\[\d+\]: [A-Z]+|HTTP \d+ [A-Z]+ /g)?.length ?? 0,
      facts: results.flatMap(({ facts }) => Object.values(facts ?? {})),
      // Each of one connection.
      leftToChance: results.flatMap(({ facts, answers }) =>
        Object.keys(answers ?? {}).filter((question) => facts?.[question] === undefined),
      ),
    };
  }

  const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

  it.each(['http/1', 'h2c'] as const)('observe, %s', async (version) => {
    const url = server.urls[version];
    const asked = version === 'h2c' ? ['--http2-prior-knowledge', '{url}/'] : ['{url}/', '{url}/', '{url}/'];
    const { connections, requests, facts } = await seen(
      `observe-${version.replace('/', '')}`,
      ...['observe', '--to', new URL(url ?? '').host, '--', 'curl', '--noproxy', '*', '-s', ...asked],
    );
    expect(facts).toMatchObject([{ connections: 1, exchanges: version === 'h2c' ? 1 : 3 }]);
    expect({ connections, requests }).toEqual({ connections: 1, requests: version === 'h2c' ? 1 : 3 });
  });

  it.each(['1.1', '2'] as const)('probe, HTTP/%s', async (version) => {
    const url = server.urls[version === '2' ? 'h2c' : 'http/1'];
    const found = await seen(`probe-${version}`, 'probe', url ?? '', '--http', version);
    const { connections, facts, leftToChance } = found;
    expect(leftToChance).toEqual(['large upload']);
    expect(connections).toBe(total(facts.map((fact) => fact.connections)) + leftToChance.length);
    expect(connections).toBeGreaterThan(1);
  });

  it('through', async () => {
    const { url, originPort, stop } = await startProxy(proxies['nginx tuned']);
    try {
      const { connections, requests, facts } = await seen(
        'through',
        ...['through', url, '--origin-port', `${originPort}`],
      );
      // Of the counts three are facts; the capture holds the other questions, too.
      expect(connections).toBeGreaterThan(total(facts.map((fact) => fact.connections)));
      expect(requests).toBeGreaterThan(total(facts.map((fact) => fact.exchanges)));
    } finally {
      await stop();
    }
  });
});
