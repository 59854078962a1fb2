/**
 * The first pictures: the same workload on one protocol after another, on one scale. Which labs stand for which
 * protocol is chosen here; what they show is theirs.
 */
import type { Facts } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import type { Plain, Say } from '../language/say.ts';
import { printable } from '../words/text.ts';

export interface Picture {
  title: Plain;
  rows: { name: Plain; lab: string; question: string }[];
}

const versions = [
  { name: 'HTTP/1.0', lab: 'http10-short' },
  { name: 'HTTP/1.1', lab: 'http11-keep-alive' },
  { name: 'HTTP/2', lab: 'http2-streams' },
] as const;

const all: readonly Picture[] = [
  {
    title: 'One exchange after another',
    rows: [
      ...versions.map((row) => ({ ...row, question: 'reuse' })),
      { name: 'WebSocket', lab: 'websocket', question: 'conversation' },
    ],
  },
  {
    title: 'Eight requests at once',
    rows: versions.map((row) => ({ ...row, question: 'burst' })),
  },
  {
    title: 'Something more, while an answer is under way',
    rows: [
      ...versions.map((row) => ({ ...row, question: 'multiplex' })),
      { name: 'WebSocket', lab: 'websocket', question: 'both at once' },
    ],
  },
  {
    title: 'Both sides in step: each part waits for a part of the other',
    rows: versions.map((row) => ({ ...row, question: 'interlock' })),
  },
  {
    title: 'Both sides at once: a part of each is under way before it has the other',
    rows: [
      ...versions.map((row) => ({ ...row, question: 'crossing' })),
      { name: 'WebSocket', lab: 'websocket', question: 'crossing' },
      { name: 'telephone', lab: 'reference-telephone', question: 'crossing' },
    ],
  },
  {
    title: 'The same twenty events',
    rows: [
      { name: 'polling', lab: 'events-poll-often', question: 'delivery' },
      { name: 'long polling', lab: 'events-long-polling', question: 'delivery' },
      { name: 'server-sent events', lab: 'events-sse', question: 'delivery' },
      { name: 'HTTP/2', lab: 'events-http2-stream', question: 'delivery' },
      { name: 'WebSocket', lab: 'events-websocket', question: 'delivery' },
    ],
  },
];

/** Those for which at least two of the labs were run; a single one is no comparison. */
export const picturesOf = (reports: LabReport[]): Picture[] =>
  all
    .map(({ title, rows }) => ({ title, rows: rows.filter((row) => drawn(reports, row)) }))
    .filter(({ rows }) => rows.length > 1);

const drawn = (reports: LabReport[], { lab, question }: Picture['rows'][number]): boolean =>
  reports.some(
    ({ result, transcripts }) => result.lab === lab && transcripts.some((one) => one.question === question),
  );

/** '5 exchanges on 1 connection, no overlap' */
export function counted(
  reports: LabReport[],
  { lab, question }: Picture['rows'][number],
  say: Say,
): string[] {
  const facts: Facts | undefined = reports.find(({ result }) => printable(result.lab) === lab)?.result
    .facts?.[question];
  if (!facts) return [];
  return [
    say('{n} connection(s)', { n: facts.connections }),
    say('{n} exchange(s)', { n: facts.exchanges }),
    say('{n} overlap(s)', { n: facts.overlaps }),
    ...(facts.crossings > 0 ? [say('{n} crossing(s)', { n: facts.crossings })] : []),
    ...(facts.unasked > 0 ? [say('{n} unasked', { n: facts.unasked })] : []),
  ];
}
