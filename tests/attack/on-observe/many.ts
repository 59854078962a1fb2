/** Many clients at once: more than there are descriptors, with nothing to say, or nothing that they would read. */
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { descriptorLimit } from '../../../src/bench/observe-live.ts';
import { within } from '../../../src/wire/within.ts';
import { type Attack, Impossible, isInstalled, type Size } from '../attack-kind.ts';
import { type Dialled, dial, isAnswered, patience } from './clients.ts';
import { observed } from './observing.ts';
import { large } from './origin.ts';

const megabyte = 1024 * 1024;

/** So many at once, each until it is connected, or it is known that it will not be. */
async function dialMany(port: number, count: number): Promise<{ all: Dialled[]; connected: number }> {
  const all = Array.from({ length: count }, () => dial(port));
  const reached = await Promise.all(all.map(({ connected }) => within(connected, patience)));
  return { all, connected: reached.filter((there) => there === true).length };
}

async function hangUp(all: readonly Dialled[]): Promise<void> {
  for (const { socket } of all) socket.end();
  await within(Promise.all(all.map(({ closed }) => closed)), patience);
  for (const { socket } of all) socket.destroy();
}

/** Both ends of each are this process's. */
function hold(connections: number): void {
  const limit = descriptorLimit();
  if (limit !== null && 2 * connections + 200 > limit)
    throw new Impossible(
      `${connections} connections take ${2 * connections + 200} descriptors: ulimit -n is ${limit}`,
    );
}

const atOnce: Attack = {
  name: 'connections at once, each with a request',
  on: 'observe',
  async run({ connections }: Size) {
    hold(connections);
    return observed({
      memory: 600 * megabyte,
      async attack(port) {
        const { all, connected } = await dialMany(port, connections);
        const answered = (await Promise.all(all.map(isAnswered))).filter((there) => there).length;
        await hangUp(all);
        const broken = answered === connections ? [] : [`${answered} of ${connections} were answered`];
        return { connections: connected, exchanges: answered, broken };
      },
    });
  },
};

const fewDescriptors: Attack = {
  name: 'more clients than 256 descriptors allow',
  on: 'observe',
  async run({ clients }: Size) {
    const many = 5 * clients;
    hold(many);
    return observed({
      memory: 400 * megabyte,
      files: 256,
      says: many > 256 / 2 ? /^clients are turned away: .* 256 open \(ulimit -n\)$/ : null,
      async attack(port) {
        const { all, connected } = await dialMany(port, many);
        await hangUp(all);
        // When they are gone there is room again.
        const after = dial(port);
        const isBack = (await after.connected) && (await isAnswered(after));
        await hangUp([after]);
        const broken = isBack ? [] : ['who comes when they are gone is not answered'];
        return {
          connections: connected + 1,
          exchanges: isBack ? 1 : 0,
          broken,
          note: `${many} came at once`,
        };
      },
    });
  },
};

const neverRead: Attack = {
  name: 'clients that ask for large answers and never read',
  on: 'observe',
  async run({ clients, seconds }: Size) {
    hold(clients);
    return observed({
      memory: 500 * megabyte,
      async attack(port) {
        const { all, connected } = await dialMany(port, clients);
        for (const { socket } of all) socket.pause().write(large);
        // As long as they stay, good clients ask.
        await delay(1000 * Math.min(seconds, 20));
        for (const { socket } of all) socket.resetAndDestroy();
        await within(Promise.all(all.map(({ closed }) => closed)), patience);
        return { connections: connected, exchanges: connected };
      },
    });
  },
};

const load: Attack = {
  name: 'load on 100 kept connections',
  on: 'observe',
  async run({ seconds }: Size) {
    return observed({
      memory: 400 * megabyte,
      attack: (port) => (isInstalled('wrk') ? byWrk(port, seconds) : byOwnClients(port, seconds)),
    });
  },
};

const workers = 100;

async function byWrk(port: number, seconds: number) {
  const options = ['-t2', `-c${workers}`, `-d${Math.ceil(seconds)}s`, `http://127.0.0.1:${port}/good`];
  const { stdout } = await promisify(execFile)('wrk', options);
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  const errors = /Socket errors: .*|Non-2xx.*/.exec(stdout)?.[0];
  const broken = [
    ...(requests > 0 ? [] : ['wrk was answered nothing']),
    ...(errors === undefined ? [] : [`wrk says: ${errors}`]),
  ];
  return { connections: null, exchanges: requests || 0, broken, note: `wrk: ${requests} requests` };
}

async function byOwnClients(port: number, seconds: number) {
  const end = performance.now() + 1000 * seconds;
  let [answered, failed] = [0, 0];
  const { all, connected } = await dialMany(port, workers);
  const worker = async (client: Dialled) => {
    do {
      if (await isAnswered(client)) answered += 1;
      else failed += 1;
    } while (performance.now() < end && failed === 0);
  };
  await Promise.all(all.map(worker));
  await hangUp(all);
  const broken = failed > 0 ? [`${failed} requests were not answered`] : [];
  return {
    connections: connected,
    exchanges: answered,
    broken,
    note: 'by clients of our own: wrk is not here',
  };
}

export const many: readonly Attack[] = [atOnce, fewDescriptors, load, neverRead];
