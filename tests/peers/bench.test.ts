/** The bench measures: each part has figures of all that it names, and its medians and ratios follow from them. */
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { loads } from '../bench/figures/relay/loads.ts';
import { begun, benchOf, leftIn, program, type Table } from './support/bench.ts';
import { tcpdumpProof } from './support/loopback.ts';
import { describeWithPeers } from './support/programs.ts';
import { tsharkProof } from './support/tshark.ts';

const namesOf = (tables: readonly Table[]) =>
  tables.map(({ title, rows }) => [title, rows.map((row) => row.name)]);

describeWithPeers(
  'the bench of relays',
  { nginx: ['-v'], h2load: ['--version'], ab: ['-V'], curl: ['--version'] },
  () => {
    it('has figures of all loads', async () => {
      const few = ['relay', '--many', '200', '--large', '1', '--through', 'observe'];
      const { code, tables } = await benchOf(few);
      expect([code, tables.length]).toEqual([0, 6]);
      for (const { rows } of tables) {
        expect(rows.map(({ name }) => name)).toEqual(['nothing', 'observe']);
        expect(rows.map(({ ratios }) => ratios['/ nothing'] !== undefined)).toEqual([true, true]);
      }
    });

    it('has no figure of a load that does not come through', async () => {
      const server = createServer((_, response) => response.writeHead(500).end());
      new WebSocketServer({ server }).on('connection', (socket) => socket.close());
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      for (const { name, run } of loads({ many: 100, file: program }))
        await expect(run(port), name).rejects.toThrow();
    });

    it('leaves nothing behind when it is ended', async () => {
      const many = ['relay', '--runs', '1000', '--many', '100', '--large', '1', '--through', 'observe'];
      const { child, left } = await begun(many);
      for await (const said of child.stderr) if (`${said}`.includes('round 1 of')) break;
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([128 + 15, null]);
      expect(await leftIn(left)).toEqual([]);
      const { pid = 0 } = child;
      await expect.poll(() => isThere(-pid)).toBe(false);
    });
  },
);

/** Whether there is such a process, or with the opposite of its number such a group of processes. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describeWithPeers(
  'the bench of read',
  { nginx: ['-v'], ab: ['-V'], tcpdump: tcpdumpProof, tshark: tsharkProof },
  () => {
    it('has figures beside tshark and cat, and of memory', async () => {
      const { code, tables } = await benchOf(['read', '--captures', '20', '--captures', '200']);
      expect(code).toBe(0);
      expect(tables.map(({ title }) => title.replace(/[\d.]+ MB/, '… MB'))).toEqual([
        '20 exchanges, … MB',
        '200 exchanges, … MB',
        'the most memory that read had',
      ]);
      for (const { rows } of tables.slice(0, 2)) {
        expect(rows.map(({ name }) => name)).toEqual(['read', 'tshark', 'cat']);
        expect(Object.keys(rows[0]?.ratios ?? {})).toEqual(['/ tshark', '/ cat']);
      }
    });
  },
);

describeWithPeers('the bench of growth', { nginx: ['-v'], h2load: ['--version'] }, () => {
  it('has figures of time and memory for each step', async () => {
    const few = ['growth', '--exchanges', '1100', '--connections', '12', '--many', '100'];
    const { code, tables } = await benchOf(few);
    const both = (steps: string[]) =>
      steps.flatMap((step) => [`${step}, a bare node:net relay`, `${step}, observe`]);
    const [exchanges, connections] = [
      ['1,000 exchanges', '1,100 exchanges'],
      ['10 connections', '12 connections'],
    ];
    const figures = ['time', 'the most memory'];
    const ending = 'from SIGTERM to the end';
    expect([code, namesOf(tables)]).toEqual([
      0,
      [
        ...[...figures, ending].map((of) => [`observe, exchanges on 16 connections: ${of}`, both(exchanges)]),
        ...[...figures, ending].map((of) => [
          `observe, connections that are open at once: ${of}`,
          both(connections),
        ]),
        ...figures.map((of) => [`read, exchanges on ten connections: ${of}`, exchanges]),
        ...figures.map((of) => [
          `read, connections that are open at once, 4 exchanges on each: ${of}`,
          connections,
        ]),
      ],
    ]);
    const [first] = tables;
    expect(first?.rows.map(({ beside }) => beside)).toEqual([
      {},
      { '/ a bare node:net relay': '1,000 exchanges, a bare node:net relay' },
      { '/ the one before': '1,000 exchanges, a bare node:net relay' },
      {
        '/ the one before': '1,000 exchanges, observe',
        '/ a bare node:net relay': '1,100 exchanges, a bare node:net relay',
      },
    ]);
  });
});

describe('the bench, of what needs nobody else', () => {
  it('has figures of dissectors and of starting', async () => {
    const { code, tables } = await benchOf(['starting', 'dissectors', '--messages', '200']);
    const kinds = ['40', '65,536'].flatMap((bytes) =>
      ['HTTP/1.1', 'HTTP/1.1, heads all the same', 'HTTP/2', 'WebSocket'].map(
        (protocol) => `${protocol}, ${bytes} bytes`,
      ),
    );
    const commands = ['node -e 0', '--help', 'list', 'read of a small capture', 'run http10-short'];
    expect([code, namesOf(tables)]).toEqual([
      0,
      [
        ['messages', kinds],
        ['bytes', kinds.flatMap((kind) => [kind, `${kind}: the same bytes copied, no more`])],
        ['from the start of a process to its end', commands],
      ],
    ]);
  });

  it('says what it does not measure, and what did not run, and goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const few = ['relay', 'dissectors', '--messages', '100', '--large', '1'];
    const without = await benchOf(few, { PATH: folder });
    expect([without.code, without.left, without.failed]).toEqual([0, { relay: 'needs nginx' }, []]);
    expect(without.stdout).toContain('Not measured: relay: needs nginx\n');

    const nginx = join(folder, 'nginx');
    await writeFile(nginx, '#!/bin/sh\n[ "$1" = -v ] || { echo "no\nluck" >&2; exit 3; }\n');
    await chmod(nginx, 0o755);
    const broken = await benchOf(few, { PATH: folder });
    const why = 'nginx ended by itself: no luck';
    expect([broken.code, broken.failed]).toEqual([1, [{ part: 'relay', why }]]);
    expect(broken.stderr).toContain(`relay did not run to its end: ${why}\n`);
    expect(broken.tables.map(({ part }) => part)).toEqual(['dissectors', 'dissectors']);
  });

  it('refuses what it does not understand', async () => {
    const { code, stdout, stderr } = await benchOf(['rely']);
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^bench has no part 'rely': npm run bench [^\n]+\n$/),
    ]);
  });
});
