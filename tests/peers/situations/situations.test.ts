/** Why a connection was not used again, and what was lost, as told by `observe`, by `read` of packets and of the trace. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ToldResult } from '../../../src/model/result.ts';
import { command } from '../../commands/command.ts';
import { readResultFile } from '../../result-file.ts';
import { recordLoopback, tcpdumpProof } from '../support/loopback.ts';
import { describeWithPeers } from '../support/programs.ts';
import { freePorts } from '../support/running.ts';
import { shown, tsharkProof } from '../support/tshark.ts';
import { type Order, type Situation, situations } from './situations.ts';

interface Seen {
  observed: ToldResult;
  /** By `read`. */
  packets: ToldResult;
  trace: ToldResult;
  /** Connections, by tshark. */
  opened: number;
  order: Order;
}

/** `target`: of several servers the one that is meant; others may speak on loopback meanwhile. */
const toldBy = async (name: string, args: string[], target?: string): Promise<ToldResult> => {
  const { code, stdout, stderr } = await command(name, '--json', '-', ...args);
  expect(code, stderr.join('\n')).toBe(0);
  const { results } = readResultFile(stdout);
  const result = target === undefined ? results[0] : results.find((one) => one.target === target);
  if (result === undefined) throw new Error(`${name} tells nothing`);
  return result;
};

async function see({ server, client, isTls }: Situation): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'situation-'));
  const running = await server();
  const [port = 0, ...others] = await freePorts(1 + client.filter((word) => word === '{free}').length);
  const typed = client.map((word) => (word === '{free}' ? `${others.shift()}` : word));
  const file = join(folder, 'loopback.pcap');
  const loopback = await recordLoopback(file, `udp or tcp port ${port}`);
  try {
    const written = join(folder, 'written.pcapng');
    const between = ['--to', `127.0.0.1:${running.port}`, '--listen', `${port}`, '--trace', folder];
    if (isTls) between.push('--tls', '--pcap', written);
    const observed = await toldBy('observe', [...between, '--', ...typed]);
    await loopback.stop();
    const packets = isTls
      ? await toldBy('read', [written])
      : await toldBy('read', [file, '--port', `${port}`], `127.0.0.1:${port}`);
    const trace = await toldBy('read', [join(folder, 'observe.ndjson')]);
    const opened = await shown(file, `tcp.dstport == ${port} && tcp.flags.syn == 1 && tcp.flags.ack == 0`);
    return { observed, packets, trace, opened: opened.length, order: await orderIn(file, port) };
  } finally {
    loopback.abandon();
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the connections on which anything was asked. tshark shows a request and an answer where they are whole. */
async function orderIn(file: string, port: number): Promise<Order> {
  const syn = `(tcp.dstport == ${port} && tcp.flags.syn == 1 && tcp.flags.ack == 0)`;
  const said = `(tcp.port == ${port} && (http.request || http.response))`;
  const fields = ['tcp.srcport', 'tcp.dstport', 'tcp.flags.syn'].flatMap((field) => ['-e', field]);
  const options = ['-d', `tcp.port==${port},http`, '-T', 'fields', ...fields];
  const seen = (await shown(file, `${syn} || ${said}`, ...options)).map((line) => {
    const [from = '', to = '', isSyn = ''] = line.split('\t');
    const what = from === `${port}` ? 'answer' : /^(1|True)$/.test(isSyn) ? 'SYN' : 'request';
    return { what, client: from === `${port}` ? to : from } as const;
  });
  const asked = new Set(seen.flatMap(({ what, client }) => (what === 'request' ? client : [])));
  return seen.flatMap(({ what, client }) => (what !== 'request' && asked.has(client) ? what : []));
}

/** The reasons; or, where it is chance how often there is each, which of them there are beside those of chance. */
const settled = (
  { facts }: { facts: Record<string, { newConnections: Record<string, number> }> | null },
  { isAnyNumber }: Situation['expected'],
) => {
  const reasons = facts?.observed?.newConnections ?? {};
  if (!isAnyNumber) return reasons;
  const { 'all others busy': _busy, 'an idle one was left unused': _unused, ...others } = reasons;
  return Object.keys(others).sort();
};

for (const situation of situations) {
  const needs = { tcpdump: tcpdumpProof, tshark: tsharkProof, ...situation.needs };
  describeWithPeers(situation.name, needs, () => {
    let seen: Seen;
    beforeAll(async () => {
      seen = await see(situation);
    });

    it('is told as it is', () => {
      const { expected } = situation;
      const { lost, signals = [], again, violation } = expected;
      const { facts, varying, violations } = seen.observed;
      const newConnections =
        typeof expected.newConnections === 'function'
          ? expected.newConnections(seen.order)
          : expected.newConnections;
      for (const told of [seen.observed, seen.packets, seen.trace])
        expect(settled(told, expected)).toEqual(
          settled({ facts: { observed: { newConnections } } }, expected),
        );
      expect(facts?.observed?.lost).toEqual(lost);
      expect(facts?.observed?.connections).toBe(seen.opened);
      const listed = varying.signals.observed?.listed ?? [];
      const ofServer = listed.filter(({ what, by }) => by === 'server' && signals.includes(what));
      expect(ofServer.map(({ what }) => what)).toEqual(signals);
      const broken = violations.filter(({ grade }) => grade === 'violation');
      expect(broken.map(({ side, reason }) => `${side} ${reason.id}`)).toEqual(
        violation === undefined ? [] : [`server ${violation}`],
      );
      if (again !== undefined) expect((varying.lost.observed?.listed[0]?.again ?? null) !== null).toBe(again);
    });

    it('is told alike of the packets and of the trace', () => {
      const factsOf = ({ facts }: ToldResult) => {
        const observed = facts?.observed;
        const { lost, halfAnswers, connections, exchangesPerConnection, newConnections } = observed ?? {};
        const alike = { lost, halfAnswers, connections, exchangesPerConnection };
        return situation.expected.isAnyNumber ? alike : { ...alike, newConnections };
      };
      expect(factsOf(seen.packets)).toEqual(factsOf(seen.observed));
      expect(factsOf(seen.trace)).toEqual(factsOf(seen.observed));
    });
  });
}
