/** Each proxy is put between a client and an origin of ours. */
import { basename } from 'node:path';
import { assessThrough } from '../../../src/assess/through/through.ts';
import { runThrough } from '../../../src/bench/run-through.ts';
import type { LabResult, Passes, Path } from '../../../src/model/result.ts';
import { passings, sizeText } from '../../../src/model/scripts/through.ts';
import { passesOf } from '../../../src/report/real/through-parts.ts';
import { askedOf } from '../../../src/subjects/asked.ts';
import { proxies as kinds, type ProxyKind, startProxy } from '../support/through-proxies.ts';
import { type Found, sorted, versionsOf } from './installed.ts';
import type { Atlas } from './table.ts';

type Named = ProxyKind & { name: string };

/** So many at a time: each waits most of its time. */
const lanes = 4;

export async function proxies(): Promise<Atlas> {
  const { here, missing } = sorted(Object.entries(kinds).map(([name, kind]): Named => ({ ...kind, name })));
  const results: LabResult[] = [];
  const waiting = [...here.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await one(next[1]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return {
    columns: [
      ['proxy', 16],
      ['connec- tions', 7],
      ...passings.map((passing): [string, number] => [heads[passing.what][passing.how as never], 8]),
      ['inter- lock', 6],
      ['Web- Socket', 6],
      ['again: GET, POST', 8],
      ['100 by', 6],
    ],
    rows: results.map((result) => rowOf(result)),
    results,
    versions: versionsOf(here, ({ program }) => basename(program)),
    missing: [...new Set(missing)],
  };
}

const heads = {
  upload: { 'content-length': 'upload, length', chunked: 'upload, chunked' },
  download: { 'content-length': 'download, length', chunked: 'download, chunked' },
  sse: { identity: 'events', gzip: 'events, gzip' },
} as const;

async function one({ kind, version }: Found<Named>): Promise<LabResult> {
  const { url, originPort, stop } = await startProxy(kind);
  try {
    const stored = await runThrough({ asked: askedOf(new URL(url)), originPort, stepSeconds: 15 });
    const { result } = assessThrough(stored);
    return { ...result, lab: kind.name, target: null, subject: `${kind.program} ${version}` };
  } finally {
    await stop();
  }
}

export function rowOf({ lab, facts, path, error }: LabResult): string[] {
  if (!path || error) return [lab, error?.code ?? '?'];
  const { back, backFive } = facts ?? {};
  return [
    lab,
    `${back?.connections ?? '?'}, ${backFive?.connections ?? '?'}`,
    ...passings.map((passing) => passesText(passesOf(path, passing))),
    wordsOf(path.interlock),
    wordsOf(path.websocket),
    `${path.race.safe === 'not applicable' ? '–' : path.race.safe}, ${path.race.unsafe === 'not applicable' ? '–' : path.race.unsafe}`,
    path.expect,
  ];
}

/** Over HTTP/1.1 and over HTTP/2. */
const wordsOf = (answers: Path['interlock']): string =>
  Object.values(answers)
    .map((answer) => ({ yes: 'yes', no: 'no', 'not applicable': '–' })[answer as string] ?? '?')
    .join(', ');

function passesText({ passes, bytes }: Passes = { passes: '?', bytes: null }): string {
  if (passes === 'from') return `from ${sizeText(bytes ?? 0)}`;
  return passes === 'when whole' ? 'whole' : passes;
}
