/** What a proxy does between its two sides: one table with the reasons, and advice where a setting is the cause. */
import type { Facts } from '../../model/facts.ts';
import { ofProxy } from '../../model/reasons/new-connections.ts';
import type { LabResult, Path, ResultVarying } from '../../model/result.ts';
import type { FrontVersion } from '../../model/scripts/through.ts';
import type { Transcript } from '../../model/transcript.ts';
import type { Say } from '../language/say.ts';
import { type Look, reportWidth, type Style } from '../look.ts';
import { faultSections } from '../words/faults.ts';
import { subjectOf } from '../words/results.ts';
import { table } from '../words/table.ts';
import { hang, printable, wrap } from '../words/text.ts';
import { duration, listed, nothing } from '../words/words.ts';
import { ownRequestLines } from './own-request.ts';
import { advice } from './through-advice.ts';
import { partRows } from './through-parts.ts';

export interface ThroughReport {
  result: LabResult & { path: Path };
  transcripts: Transcript[];
}

export function throughTable(report: ThroughReport, look: Look): string {
  const { paint, say } = look;
  const { result } = report;
  const rows = rowsOf(report, say).map((row) => [
    row.name,
    paintWord(look, row),
    wrap(printable(row.why, 300), whyWidth).join('\n'),
  ]);
  const advised = advice(result, say);
  const title = say('Through {Proxy} at {Url}', {
    Proxy: printable(subjectOf(result, say)),
    Url: printable(result.target ?? ''),
  });
  return [
    paint('bold', title),
    ...ownRequestLines(result.request, say),
    '',
    table(['', say('found'), say('why')], rows, look),
    ...(advised.length > 0 ? ['', paint('bold', say('Settings that change this'))] : []),
    ...advised.map((sentence) => hang('  - ', sentence, reportWidth)),
    ...(result.faults.length > 0 ? ['', ...faultSections(result.faults, look)] : []),
    '',
  ].join('\n');
}

const whyWidth = 46;

/** All said in the reader's language, but for what is found where it is one of `words`. */
export interface Row {
  name: string;
  found: string;
  why: string;
  /** Of what is found, where it is none of `words`. */
  style?: Style;
}

const words = {
  yes: { word: 'yes', style: 'green' },
  'alongside a request': { word: 'yes', style: 'green' },
  no: { word: 'no', style: 'yellow' },
  'not applicable': { word: null, style: 'dim' },
  inconclusive: { word: '?', style: 'dim' },
} as const satisfies Record<Path['interlock'][FrontVersion], { word: string | null; style: Style }>;

const isWord = (found: string): found is keyof typeof words => found in words;

const paintWord = ({ paint, say }: Look, { found, style }: Row): string => {
  if (style)
    return found
      .split('\n')
      .map((line) => paint(style, line))
      .join('\n');
  if (!isWord(found)) return found;
  const { word, style: usual } = words[found];
  return paint(usual, word === null ? nothing : say(word));
};

function rowsOf({ result: { path, answers, facts, varying }, transcripts }: ThroughReport, say: Say): Row[] {
  const why = (question: string) => {
    const answer = answers?.[question];
    return answer ? say.reason(answer.reason) : say('it was not asked');
  };
  return [
    {
      name: say('HTTP version in front'),
      found: versionOf(transcripts, 'front'),
      why: say('as our client asked'),
    },
    {
      name: say('HTTP version behind'),
      found: versionOf(transcripts, 'back'),
      why: say('as the proxy asks the origin'),
    },
    { name: say('connections in front'), ...reuse(facts?.front, inTurn, say) },
    { name: say('connections behind'), ...reuse(facts?.back, inTurn, say, ofProxy) },
    { name: say('… for five clients'), ...reuse(facts?.backFive, ofEachClient, say, ofProxy) },
    ...poolRow(path.pool, say),
    { name: say('renews one behind'), found: renewalText(path, answers, say), why: why('renewal') },
    ...idleRow(varying.timings['idle-behind'], say),
    { name: say('sent again, safe method'), found: path.race.safe, why: why('race-safe') },
    { name: say('… unsafe method'), found: path.race.unsafe, why: why('race-unsafe') },
    ...partRows(path, why, say),
    ...incrementalRow(path.incremental, say),
    {
      name: say('answers Expect: 100-continue'),
      found: path.expect === '?' ? '?' : say(whose[path.expect]),
      why: why('expect-continue'),
    },
    { name: say('an early answer passes'), found: path.early, why: why('early-answer') },
    {
      name: say('interlock over HTTP/{Version}', { Version: '1.1' }),
      found: path.interlock['http/1.1'],
      why: why('interlock over http/1.1'),
    },
    {
      name: say('interlock over HTTP/{Version}', { Version: '2' }),
      found: path.interlock['http/2'],
      why: why('interlock over http/2'),
    },
    ...(answers?.tunnel
      ? [{ name: say('a tunnel by CONNECT'), found: answers.tunnel.answer, why: why('tunnel') }]
      : []),
    {
      name: say('WebSocket over HTTP/1.1'),
      found: path.websocket['http/1.1'],
      why: why('websocket over http/1.1'),
    },
    {
      name: say('WebSocket over HTTP/2'),
      found: path.websocket['http/2'],
      why: why('websocket over http/2'),
    },
  ];
}

const whose = { origin: 'the origin', proxy: 'the proxy', nobody: 'nobody' } as const;

/** On how many connections behind so many clients are served at once. */
function poolRow(pool: Path['pool'], say: Say): Row[] {
  const sizes = Object.entries(pool);
  if (sizes.every(([, connections]) => connections === null)) return [];
  return [
    {
      name: say('… for clients at once'),
      found: sizes.map(([, connections]) => connections ?? '?').join(', '),
      why: say('for {Sizes} clients', {
        Sizes: sizes.map(([size]) => size).join(', '),
      }),
    },
  ];
}

function incrementalRow(incremental: Path['incremental'], say: Say): Row[] {
  const all = Object.values(incremental);
  if (all.length === 0) return [];
  return [
    {
      name: say('… with Incremental: ?1'),
      found: say(all.includes(true) ? 'passes at once' : 'changes nothing'),
      why: say(all.includes(true) && all.includes(false) ? 'of some of what was held' : 'of what was held'),
    },
  ];
}

const renewalText = ({ renewedAfter }: Path, answers: LabResult['answers'], say: Say): string =>
  renewedAfter === null
    ? (answers?.renewal?.answer ?? 'inconclusive')
    : say('after {n} request(s)', { n: renewedAfter });

/** Who ended a connection behind that was idle, for each limit of the origin. */
function idleRow(ends: ResultVarying['timings'][string] | undefined, say: Say): Row[] {
  const known = (ends ?? []).filter(({ endedBy }) => endedBy !== null);
  if (known.length === 0) return [];
  const whose = new Set(known.map(({ endedBy }) => endedBy));
  const who = whose.size > 1 ? say('either') : whose.has('proxy') ? say('the proxy') : say('the origin');
  const each = known.map(({ limitSeconds, endedBy, idleMilliseconds }) =>
    say(
      endedBy === 'proxy' ? 'limit {n} s: the proxy, after {time}' : 'limit {n} s: the origin, after {time}',
      {
        n: Number(limitSeconds),
        time: duration(Number(idleMilliseconds)),
      },
    ),
  );
  return [{ name: say('ends an idle one behind'), found: who, why: each.join(say('; ')) }];
}

/** Such as 'HTTP/1.0': what the requests say, because the origin that answers behind is ours. */
function versionOf(transcripts: Transcript[], side: string): string {
  const versions = transcripts
    .filter(({ question }) => question === `one front connection, ${side}`)
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
    .flatMap(({ kind, http }) => (kind === 'request' && http ? [`HTTP/${http.version}`] : []));
  return [...new Set(versions)].join(', ') || nothing;
}

const inTurn = '{n} request(s), one after another';
const ofEachClient = '{n} request(s), one of each client';

function reuse(
  behind: Facts | undefined,
  how: typeof inTurn | typeof ofEachClient,
  say: Say,
  renamed: Readonly<Record<string, string>> = {},
): Omit<Row, 'name'> {
  if (!behind) return { found: nothing, why: say('it was not asked') };
  const { connections, exchanges, newConnections } = behind;
  const reasons = Object.entries(newConnections).map(
    ([reason, times]) => `${say.data(renamed[reason] ?? reason)} (${times})`,
  );
  return {
    found: say('{n} connection(s)', { n: connections }),
    why: [
      say(how, { n: exchanges }),
      ...(reasons.length > 0 ? [say('opened anew: ') + listed(reasons, say)] : []),
    ].join(say('; ')),
  };
}
