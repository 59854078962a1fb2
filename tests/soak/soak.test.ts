/** A soak that finds nothing proves something only if it finds what there is: leaks, other results, other counts. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookIn } from '../../src/commands/output/look.ts';
import type { ResultFile } from '../../src/model/result.ts';
import { fewestSamples } from './growth.ts';
import { type ObservationAsked, soakObserve } from './observation.ts';
import { isSound, soakReport } from './report.ts';
import { soakRuns } from './runs.ts';
import { kinds } from './traffic/kinds.ts';
import type { Kind } from './traffic/tally.ts';

const fixture = (): ResultFile =>
  JSON.parse(readFileSync(new URL('../fixtures/run.json', import.meta.url), 'utf8'));

/** So many runs that each write this result, and do something besides. */
const runs = (each: (result: ResultFile, nth: number) => number | undefined) =>
  soakRuns({
    ...{ runs: fewestSamples, isBusy: false },
    async run(file, nth) {
      const result = fixture();
      const code = each(result, nth) ?? 0;
      writeFileSync(file, JSON.stringify(result));
      return code;
    },
  });

const grew = ({ growth }: Awaited<ReturnType<typeof soakRuns>>) =>
  growth.filter(({ grows }) => grows).map(({ what }) => what);

describe('runs', () => {
  it('that are alike, and leave nothing behind, are sound', async () => {
    const seen = await runs(() => undefined);
    expect(seen).toMatchObject({ runs: fewestSamples, different: [] });
    expect(seen.labs).toBe(fixture().results.length);
    expect(grew(seen)).toEqual([]);
    expect(isSound({ runs: seen, observations: [] })).toBe(true);
  });

  it('may differ in what varies', async () => {
    const seen = await runs(({ results }, nth) => {
      for (const { varying } of results) varying.bytes = { reuse: { c2s: nth, s2c: nth } };
      return undefined;
    });
    expect(seen.different).toEqual([]);
  });

  it('that differ are named, and so are those that fail, or have no result', async () => {
    const seen = await runs(({ results }, nth) => {
      const facts = Object.values(results[0]?.facts ?? {})[0];
      if (nth === 4 && facts) facts.exchanges += 1;
      return nth === 5 ? 1 : 0;
    });
    const [first, second] = seen.different;
    expect(first).toMatch(/^run 4: \S+: facts › .+ › exchanges is not as in the first run$/);
    expect(second).toBe('run 5: exit code 1');
    expect(seen.different).toHaveLength(2);
    expect(isSound({ runs: seen, observations: [] })).toBe(false);
    const none = await soakRuns({ runs: 1, isBusy: false, run: async () => 2 });
    expect(none.different).toEqual(['run 1: exit code 2', 'run 1: there is no result']);
  });

  it('that leave something behind each time are told apart by what they leave', async () => {
    const left: (() => void)[] = [];
    onTestFinished(() => {
      for (const undo of left) undo();
    });
    const listeners = await runs(() => {
      const listener = () => {};
      process.on('SIGUSR2', listener);
      left.push(() => process.off('SIGUSR2', listener));
      return undefined;
    });
    expect(grew(listeners)).toEqual(['listeners: SIGUSR2']);
    const files = await runs(() => {
      const descriptor = openSync('/dev/null', 'r');
      left.push(() => closeSync(descriptor));
      return undefined;
    });
    expect(grew(files)).toEqual(process.platform === 'linux' ? ['descriptor: file'] : []);
    const folders = await runs(() => {
      mkdtempSync(join(tmpdir(), 'left-'));
      return undefined;
    });
    expect(grew(folders)).toEqual(['temporary files']);
    const timers = await runs(() => {
      const timer = setTimeout(() => {}, 1e6);
      left.push(() => clearTimeout(timer));
      return undefined;
    });
    expect(grew(timers)).toEqual(['resource: Timeout']);
    expect(isSound({ runs: timers, observations: [] })).toBe(false);
    expect(soakReport({ runs: timers, observations: [] }, await lookIn('en'))).toMatch(
      /resource: Timeout +9 .* YES$[\s\S]*^1 of what is held grew; /m,
    );
  });
});

describe.runIf(process.platform === 'linux')('observe', () => {
  const round = (traffic: Kind, more: Partial<ObservationAsked> = {}) =>
    soakObserve({ seconds: 0, disk: null, seed: 1, traffic: [traffic], ...more });
  const [short] = kinds;

  it('that counts otherwise than the traffic does is told', async () => {
    const wrong: Kind = {
      name: 'counts itself twice',
      async run(visit) {
        await short?.run(visit);
        visit.tally.exchanges += 1;
      },
    };
    const { counted, different, rounds } = await round(wrong, { disk: 50e6 });
    expect(rounds).toBe(1);
    const told = `${(counted.exchanges + 1) / 2} exchanges, and there were ${counted.exchanges}`;
    expect(different).toEqual(
      ['observe', 'read of the trace', 'read of the capture'].map((who) => `${who}: ${told}`),
    );
  });

  it('whose client fails is told', async () => {
    const fails: Kind = {
      name: 'fails',
      run: async () => {
        throw new Error('nothing came');
      },
    };
    const { different, rounds } = await round(fails);
    expect(rounds).toBe(0);
    expect(different[0]).toBe('a client (fails) ended badly: nothing came');
  });

  it('whose client waits without end, or whose connections stay open, is told', async () => {
    const waits: Kind = { name: 'waits', run: () => new Promise(() => {}) };
    expect((await round(waits, { patience: 1 })).different[0]).toBe('a client (waits) was not over in time');
    const sockets: Socket[] = [];
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    const stays: Kind = {
      name: 'stays',
      async run({ port, tally }) {
        const socket = connect({ host: '127.0.0.1', port });
        sockets.push(socket);
        await once(socket, 'connect');
        tally.connections += 1;
      },
    };
    const { different } = await round(stays, { patience: 5000 });
    expect(different).toEqual(['connections stay open when their clients are gone']);
  });

  it('writes no more than it may: one round is made, however little that is', async () => {
    if (short === undefined) throw new Error('there is no traffic');
    const { rounds, different, written } = await round(short, { seconds: 3, disk: 1 });
    expect({ rounds, different }).toEqual({ rounds: 1, different: [] });
    expect(written).toBeGreaterThan(1);
    expect((await round(short, { seconds: 3 })).rounds).toBeGreaterThan(1);
  });
});

describe.runIf(process.platform === 'linux')('the program', () => {
  const soak = (...options: string[]) => {
    const program = fileURLToPath(new URL('./soak.ts', import.meta.url));
    return spawnSync(process.execPath, ['--import', 'tsx', program, ...options], { encoding: 'utf8' });
  };

  it('runs labs and observe, says what was seen, and ends with 0', () => {
    const folder = mkdtempSync(join(tmpdir(), 'soak-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const json = join(folder, 'x.json');
    const few = ['--runs', '2', '--lab', 'reference-telephone', '--minutes', '0.001', '--json', json];
    const { status, stdout, stderr } = soak(...few);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Labs: 1, runs in one process: 2\n');
    expect(stdout).toMatch(/^0 of what is held grew; of \d+ it cannot be told; 0 of what must be the same/m);
    const { runs, observations } = JSON.parse(readFileSync(json, 'utf8'));
    expect(runs.different).toEqual([]);
    expect(observations).toMatchObject([
      { files: false, different: [], rounds: 1, written: 0 },
      { files: true, different: [], rounds: 1 },
    ]);
    expect(observations[1].written).toBeGreaterThan(0);
  });

  it.each([[['--runs', 'x']], [['--minutes', '-1']], [['--no-such-option']], [['stray']]])(
    'ends with 2 and one line where it is told %j',
    (options) => {
      const { status, stdout, stderr } = soak(...options);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^soak takes [^\n]*\n$/);
    },
  );
});
