/** `observe` under an attack: started, attacked, ended by TERM, and held against what must be. */
import { within } from '../../../src/wire/within.ts';
import { factsOf, type Observed, startObserve } from '../../commands/observe/observing.ts';
import { closeServers } from '../../commands/probe/probed.ts';
import { brokenBy, type Came, peakOf } from '../attack-kind.ts';
import { type GoodClients, goodClients } from './clients.ts';
import { openOrigin } from './origin.ts';

/** What the attack itself has counted. */
export interface Counted {
  /** Null: how many were accepted cannot be told from here. */
  connections: number | null;
  /** At least so many, beside those of good clients. */
  exchanges: number;
  /** What did not hold. */
  broken?: string[];
  /** Said beside what `observe` says. */
  note?: string;
}

export interface Under {
  /** Bytes. */
  memory: number;
  /** Files that it may have open, and then only a good client that was there before has room; else as many as this process. */
  files?: number;
  /** A line that it must say. */
  says?: RegExp | null;
  attack(port: number): Promise<Counted>;
}

/** Milliseconds within which it must have ended when it is told to. */
const patience = 60_000;

export async function observed({ memory, files, says = null, attack }: Under): Promise<Came> {
  const origin = await openOrigin();
  const { child, listening } = startObserve(
    origin,
    // If this program is killed, that one does not stay for ever.
    ['--json', '-', '--for', '3600'],
    files === undefined ? {} : { files },
  );
  const peak = peakOf(child);
  try {
    const observing = await listening;
    const clients = await goodClients(observing.port, files === undefined);
    const counted = await attack(observing.port);
    const good = await clients.stop();
    await peak.last();
    const ended = await within(observing.stop('SIGTERM'), patience);
    const most = await peak.last();
    if (ended === null)
      return { code: null, peak: most, said: '', broken: ['it does not end within a minute of TERM'] };
    const broken = [
      ...brokenBy({ ...ended, peak: most }, { code: 0, memory }),
      ...(counted.broken ?? []),
      ...(says === null || ended.stderr.some((line) => says.test(line))
        ? []
        : [`it does not say ${says.source}`]),
      ...(good.unanswered > 0 ? [`${good.unanswered} good requests were not answered`] : []),
      ...(ended.code === 0 ? miscounted(ended, counted, good) : []),
    ];
    return { code: ended.code, peak: most, said: said(ended, good, counted), broken };
  } finally {
    child.kill('SIGKILL');
    closeServers();
  }
}

function miscounted(ended: Observed, counted: Counted, good: GoodClients): string[] {
  const { connections, exchanges } = factsOf(ended);
  const [all, fewest] = [(counted.connections ?? 0) + good.connections, counted.exchanges + good.answered];
  return [
    ...(counted.connections === null || connections === all
      ? []
      : [`${connections} connections are counted, and there were ${all}`]),
    ...(exchanges >= fewest ? [] : [`${exchanges} exchanges are counted, and there were ${fewest} at least`]),
  ];
}

function said(ended: Observed, good: GoodClients, { note }: Counted): string {
  const last = ended.stderr.filter((line) => !line.startsWith('listening on ')).at(-1);
  const parts = [
    ...(ended.code === 0
      ? [`${factsOf(ended).connections} connections, ${factsOf(ended).exchanges} exchanges`]
      : []),
    ...(last === undefined ? [] : [last]),
    ...(note === undefined ? [] : [note]),
    `${good.answered} good requests answered`,
  ];
  return parts.join('; ');
}
