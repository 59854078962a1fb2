/** What a proxy does between its two sides: one table with the reasons, and advice where a setting is the cause. */
import type { Facts } from '../../model/facts.ts';
import type { FrontVersion, LabResult, Path } from '../../model/result.ts';
import type { Transcript } from '../../model/transcript.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth, type Style } from '../look.ts';
import { table } from '../words/table.ts';
import { hang, printable, wrap } from '../words/text.ts';
import { count, listed, nothing } from '../words/words.ts';
import { advice } from './through-advice.ts';

export interface ThroughReport {
  result: LabResult & { path: Path };
  transcripts: Transcript[];
}

export function throughTable({ result, transcripts }: ThroughReport, look: Look): string {
  const { paint, say } = look;
  const rows = lines.map((line) => {
    const { found, why } = line.row({ result, transcripts }, say);
    return [say(line.name), paintWord(look, found), wrap(printable(why, 200), whyWidth).join('\n')];
  });
  const advised = advice(result, say);
  return [
    paint('bold', say(`Through ${printable(say(result.subject))} at ${printable(result.target ?? '')}`)),
    '',
    table(
      ['', 'found', 'why'].map((text) => say(text)),
      rows,
      look,
    ),
    ...(advised.length > 0 ? ['', paint('bold', say('Settings that change this'))] : []),
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
  /** Said in the reader's language, but for the words of `words`. */
  row(report: ThroughReport, say: Say): Row;
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

const paintWord = ({ paint, say }: Look, found: string): string => {
  if (!isWord(found)) return found;
  const { word, style } = words[found];
  return paint(style, say(word));
};

const asked =
  (question: string, found: (path: Path) => string): Line['row'] =>
  ({ result: { path, answers } }, say) => ({
    found: found(path),
    why: say(answers?.[question]?.because ?? 'it was not asked'),
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
function reuse(behind: Facts | undefined, how: string, say: Say, who = 'proxy'): Row {
  if (!behind) return { found: nothing, why: say('it was not asked') };
  const { connections, exchanges, newConnections } = behind;
  const reasons = Object.entries(newConnections).map(
    ([reason, times]) => `${say(reason.replace(/\bclient\b/g, who))} (${times})`,
  );
  return {
    found: say(count(connections, 'connection')),
    why: [
      say(`${count(exchanges, 'request')}, ${how}`),
      ...(reasons.length > 0 ? [say('opened anew: ') + listed(reasons, say)] : []),
    ].join(say('; ')),
  };
}

const lines: Line[] = [
  {
    name: 'HTTP version in front',
    row: ({ transcripts }, say) => ({
      found: versionOf(transcripts, 'front'),
      why: say('as our client asked'),
    }),
  },
  {
    name: 'HTTP version behind',
    row: ({ transcripts }, say) => ({
      found: versionOf(transcripts, 'back'),
      why: say('as the proxy asks the origin'),
    }),
  },
  {
    name: 'connections in front',
    row: ({ result: { facts } }, say) => reuse(facts?.front, 'one after another', say, 'client'),
  },
  {
    name: 'connections behind',
    row: ({ result: { facts } }, say) => reuse(facts?.back, 'one after another', say),
  },
  {
    name: '… for five clients',
    row: ({ result: { facts } }, say) => reuse(facts?.backFive, 'one of each client', say),
  },
  { name: 'upload', row: asked('upload', ({ upload }) => upload) },
  { name: 'download', row: asked('download', ({ download }) => download) },
  { name: 'server-sent events', row: asked('sse', ({ sse }) => sse) },
  ...perVersion('interlock', 'interlock', ({ interlock }) => interlock),
  ...perVersion('WebSocket', 'websocket', ({ websocket }) => websocket),
];
