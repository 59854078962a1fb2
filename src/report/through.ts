/** What a proxy does between its two sides: one table with the reasons, and advice where a setting is the cause. */
import type { Facts } from '../model/facts.ts';
import type { FrontVersion, LabResult, Path } from '../model/result.ts';
import type { Transcript } from '../model/transcript.ts';
import { type Paint, reportWidth, type Style } from './lab-report.ts';
import { table } from './table.ts';
import { hang, printable, wrap } from './text.ts';
import { advice } from './through-advice.ts';
import { count, nothing } from './words.ts';

export interface ThroughReport {
  result: LabResult & { path: Path };
  transcripts: Transcript[];
}

export function throughTable({ result, transcripts }: ThroughReport, paint: Paint): string {
  const rows = lines.map((line) => {
    const { found, why } = line.row({ result, transcripts });
    return [line.name, paintWord(paint, found), wrap(printable(why, 200), whyWidth).join('\n')];
  });
  const advised = advice(result);
  return [
    paint('bold', `Through ${printable(result.subject)} at ${printable(result.target ?? '')}`),
    '',
    table(['', 'found', 'why'], rows, paint),
    ...(advised.length > 0 ? ['', paint('bold', 'Settings that change this')] : []),
    ...advised.map((sentence) => hang('  - ', sentence, reportWidth)),
    '',
  ].join('\n');
}

const whyWidth = 46;

interface Row {
  found: string;
  why: string;
}

interface Line {
  name: string;
  row(report: ThroughReport): Row;
}

const words: Record<
  Path['upload' | 'download'] | Path['interlock'][FrontVersion],
  { word: string; style: Style }
> = {
  streams: { word: 'streams', style: 'green' },
  immediate: { word: 'immediate', style: 'green' },
  yes: { word: 'yes', style: 'green' },
  'alongside a request': { word: 'yes', style: 'green' },
  held: { word: 'held', style: 'yellow' },
  no: { word: 'no', style: 'yellow' },
  'not applicable': { word: nothing, style: 'dim' },
  inconclusive: { word: '?', style: 'dim' },
};

const isWord = (found: string): found is keyof typeof words => found in words;

const paintWord = (paint: Paint, found: string): string => {
  if (!isWord(found)) return found;
  const { word, style } = words[found];
  return paint(style, word);
};

const asked =
  (question: string, found: (path: Path) => string): Line['row'] =>
  ({ result: { path, answers } }) => ({
    found: found(path),
    why: answers?.[question]?.because ?? 'it was not asked',
  });

const perVersion = (name: string, question: string, found: (path: Path) => Path['interlock']): Line[] =>
  (['http/1.1', 'http/2'] as const).map((version) => ({
    name: `${name} over ${version.toUpperCase()}`,
    row: asked(`${question} over ${version}`, (path) => found(path)[version]),
  }));

/** Such as 'HTTP/1.0': what the requests say, because the origin that answers behind is ours. */
function versionOf(transcripts: Transcript[], side: string): string {
  const versions = transcripts
    .filter(({ question }) => question === `one front connection, ${side}`)
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
    .flatMap(({ kind, http }) => (kind === 'request' && http ? [`HTTP/${http.version}`] : []));
  return [...new Set(versions)].join(', ') || nothing;
}

/** `who` is the client on that side. */
function reuse(behind: Facts | undefined, how: string, who = 'proxy'): Row {
  if (!behind) return { found: nothing, why: 'it was not asked' };
  const { connections, exchanges, newConnections } = behind;
  const reasons = Object.entries(newConnections).map(
    ([reason, times]) => `${reason.replace(/\bclient\b/g, who)} (${times})`,
  );
  return {
    found: count(connections, 'connection'),
    why: [
      `${count(exchanges, 'request')}, ${how}`,
      ...(reasons.length > 0 ? [`opened anew: ${reasons.join(', ')}`] : []),
    ].join('; '),
  };
}

const lines: Line[] = [
  {
    name: 'HTTP version in front',
    row: ({ transcripts }) => ({ found: versionOf(transcripts, 'front'), why: 'as our client asked' }),
  },
  {
    name: 'HTTP version behind',
    row: ({ transcripts }) => ({
      found: versionOf(transcripts, 'back'),
      why: 'as the proxy asks the origin',
    }),
  },
  {
    name: 'connections in front',
    row: ({ result: { facts } }) => reuse(facts?.front, 'one after another', 'client'),
  },
  {
    name: 'connections behind',
    row: ({ result: { facts } }) => reuse(facts?.back, 'one after another'),
  },
  {
    name: '… for five clients',
    row: ({ result: { facts } }) => reuse(facts?.backFive, 'one of each client'),
  },
  { name: 'upload', row: asked('upload', ({ upload }) => upload) },
  { name: 'download', row: asked('download', ({ download }) => download) },
  { name: 'server-sent events', row: asked('sse', ({ sse }) => sse) },
  ...perVersion('interlock', 'interlock', ({ interlock }) => interlock),
  ...perVersion('WebSocket', 'websocket', ({ websocket }) => websocket),
];
