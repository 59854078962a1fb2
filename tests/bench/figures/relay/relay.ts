/** How much passes through `observe`, beside nothing, a bare relay, and what others use. */
import { versionOf } from '../../../peers/atlas/installed.ts';
import { type Ledger, oneLine, type Part } from '../part.ts';
import { rounds } from '../rounds.ts';
import { type Load, loads } from './loads.ts';
import { type Origins, startOrigins } from './origins.ts';
import { bare, type Relay, relayKinds, startRelay } from './relay-kinds.ts';

const nothing = 'nothing';

export const relaying: Part = async (options, ledger) => {
  if (versionOf({ program: 'nginx', proof: ['-v'] }) === null) return ledger.leave('relay', 'needs nginx');
  const origins = await startOrigins(options.large);
  try {
    for (const load of loads({ many: options.many, file: origins.large })) {
      const missing = Object.entries(load.needs).filter(
        ([program, proof]) => versionOf({ program, proof }) === null,
      );
      if (missing.length === 0) await measure(load, origins, options, ledger);
      else ledger.leave(load.name, `needs ${missing.map(([name]) => name).join(', ')}`);
    }
  } finally {
    await origins.stop();
  }
};

/** A relay lives through all rounds of a load. */
async function measure(
  load: Load,
  { ports }: Origins,
  { runs, through }: Parameters<Part>[0],
  { add, leave, tell }: Ledger,
): Promise<void> {
  const to = ports[load.to];
  const relays: Relay[] = [];
  const works = new Map([[nothing, () => load.run(to)]]);
  try {
    for (const kind of relayKinds) {
      if (through?.includes(kind.name) === false) continue;
      const relay = await startRelay(kind, to);
      if (relay === null) {
        leave(kind.name, 'not installed');
        continue;
      }
      relays.push(relay);
      // What somebody else's relay cannot pass on, such as HTTP/2 without TLS, is no failure of the bench.
      const whyNot = kind.proof === undefined ? null : await refusal(() => load.run(relay.port));
      if (whyNot === null) works.set(kind.name, () => load.run(relay.port));
      else leave(`${kind.name} for ${load.name}`, whyNot);
    }
    const found = await rounds(works, { runs, tell: (text) => tell(`${load.name}: ${text}`) });
    const others = [nothing, bare.name, 'nginx stream'].filter((name) => works.has(name));
    const beside = Object.fromEntries(others.map((name) => [`/ ${name}`, name]));
    add({
      ...{ part: 'relay', title: load.name, unit: load.unit, of: 'through' },
      rows: [...found].map(([name, figures]) => ({ name, figures, beside })),
    });
  } finally {
    await Promise.all(relays.map(({ stop }) => stop()));
  }
}

async function refusal(run: () => Promise<number>): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return oneLine(error);
  }
}
