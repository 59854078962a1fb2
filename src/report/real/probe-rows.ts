/** What the table of a probe says of each question. */
import type { Times } from '../../model/facts.ts';
import type { Message } from '../../model/message.ts';
import type { LabReport } from '../../model/report.ts';
import type { LabResult } from '../../model/result.ts';
import type { Say } from '../language/say.ts';
import { milliseconds, timeNames } from '../words/spreads.ts';
import { duration, nothing } from '../words/words.ts';
import { expected, largeUpload, owed, unasked } from './probe-timings.ts';
import { messagesOf, type Row, said, withStatus } from './probe-words.ts';

const answered =
  (question: string): Row['cell'] =>
  ({ result: { answers } }, say) => {
    const answer = answers?.[question];
    return answer ? said(answer, say) : nothing;
  };

const firstResponse = (report: LabReport): Message | undefined =>
  messagesOf(report, 'reuse').find(({ kind }) => kind === 'response');

/** With the status: a server may answer early because it wants no content. */
const early = (report: LabReport, say: Say): string => {
  const answer = report.result.answers?.interlock;
  return answer ? withStatus(report, 'interlock', said(answer, say), say) : nothing;
};

/** Of the exchanges one after another. */
const timed =
  (time: keyof Times): Row['cell'] =>
  ({ result: { varying } }, say) => {
    const spread = varying.times?.reuse?.[time];
    if (spread === undefined) return nothing;
    const { count, smallest, median, largest } = spread;
    if (count === 1) return milliseconds(median);
    // Broken here, and not where there happens to be no more room.
    return [
      say('{Smallest} to {Largest}', { Smallest: milliseconds(smallest), Largest: milliseconds(largest) }),
      say('median {Median}', { Median: milliseconds(median) }),
    ].join('\n');
  };

const timeRows = (['requestToAnswer', 'exchange', 'answerToCloseByServer'] as const).map((time) => ({
  name: timeNames[time],
  cell: timed(time),
}));

/** The first that the server sent, which it does before it answers anything (RFC 9113 §3.4). */
const settings = ({ transcripts }: LabReport, say: Say): string => {
  const sent = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ controls }) => controls))
    .find(
      ({ what, direction, detail }) => what === 'SETTINGS' && direction === 's2c' && detail.ack === undefined,
    );
  return sent
    ? Object.entries(sent.detail)
        .map(([name, value]) => `${name} ${value}`)
        .join('\n') || say('no values')
    : nothing;
};

/** Nobody refuses anything where a server has nothing to push. */
const push = (report: LabReport, say: Say): string =>
  report.result.answers?.initiative?.answer === 'no' ? say('none came') : answered('initiative')(report, say);

const sharing = ({ result: { facts } }: LabReport, question: string): string => {
  const found = facts?.[question];
  return found ? `${found.exchanges} / ${found.connections}` : nothing;
};

export const questionRows = [
  {
    name: 'answers as',
    cell: (report) => {
      const response = firstResponse(report);
      return response ? `HTTP/${response.http?.version} ${response.http?.status}` : nothing;
    },
  },
  { name: 'requests / connections', cell: (report) => sharing(report, 'reuse') },
  { name: 'reused?', cell: answered('reuse') },
  { name: 'why new connections', cell: ({ result }, say) => newConnections(result, say) },
  { name: 'asked to keep alive', cell: (report) => sharing(report, 'reuse, asked to keep alive') },
  { name: 'Keep-Alive field', cell: advertised },
  { name: 'closes unasked?', cell: unasked },
  { name: 'hangs up first', cell: ({ result: { varying } }, say) => tally(varying.firstFin.reuse, say) },
  ...timeRows,
  { name: 'another connection?', cell: answered('another connection') },
  { name: 'second request beside?', cell: answered('multiplex') },
  { name: 'second answer owed', cell: owed },
  { name: 'early answer?', cell: early },
  { name: 'Expect answered?', cell: expected },
  { name: 'large upload', cell: largeUpload },
  { name: 'push?', cell: push },
  { name: 'SETTINGS', cell: settings },
  { name: 'idle connection', cell: idle },
  { name: 'requests a connection', cell: limit },
] as const satisfies readonly Row[];

const newConnections = ({ facts }: LabResult, say: Say): string => {
  const reasons = Object.entries(facts?.reuse?.newConnections ?? {});
  return reasons.length > 0
    ? reasons.map(([reason, count]) => `${say.data(reason)}${say(': ')}${count}`).join(say('; '))
    : nothing;
};

/** Of the first answer that carries one: HTTP/1.0 may have to be asked to keep the connection. */
function advertised({ transcripts }: LabReport): string {
  const fields = transcripts
    .flatMap(({ connections }) => connections.flatMap(({ messages }) => messages))
    .flatMap(({ http }) => http?.keepAlive ?? []);
  return fields[0] ?? nothing;
}

/** Facts are taken before the client's own tear-down. */
function tally(sides: string[] | undefined, say: Say): string {
  if (sides === undefined || sides.length === 0) return nothing;
  const ended = (['server', 'client'] as const).flatMap((side) => {
    const times = sides.filter((one) => one === side).length;
    if (times === 0) return [];
    if (sides.length === 1) return [say(side)];
    const counted = side === 'server' ? 'server, {n} of {m}' : 'client, {n} of {m}';
    return [say(counted, { n: times, m: sides.length })];
  });
  return ended.join(say('; ')) || say('nobody');
}

function idle({ result: { answers, varying } }: LabReport, say: Say): string {
  const figures = varying.timings.idle?.[0];
  const answer = answers?.idle;
  if (!answer || !figures) return nothing;
  if (answer.answer === 'not applicable') return say('ends with the answer');
  const {
    measuredMilliseconds: measured,
    watchedMilliseconds: watched,
    advertisedMilliseconds: told,
  } = figures;
  const promise = typeof told === 'number' ? `${told / 1000} s` : null;
  if (typeof measured === 'number') {
    const closed =
      figures.closedBy === 'client' ? 'closed after {Time} by the client' : 'closed after {Time}';
    return (
      say(closed, { Time: duration(measured) }) +
      (promise === null ? '' : say(keeping(measured, Number(told)), { Time: promise }))
    );
  }
  if (answer.answer !== 'no' || typeof watched !== 'number') return said(answer, say);
  return [
    say('open after {Time}', { Time: duration(watched) }),
    ...(promise === null ? [] : [say('(advertised: {Time})', { Time: promise })]),
  ].join(' ');
}

/**
 * It is advertised in whole seconds: so it is kept by what rounds to it, and by less than a second more. Milliseconds;
 * the measured time is taken as it is shown.
 */
function keeping(milliseconds: number, told: number) {
  const measured = Math.round(milliseconds / 100) * 100;
  if (measured < told - 500) return ', sooner than advertised ({Time})';
  return measured < told + 1000 ? ', as advertised ({Time})' : ', later than advertised ({Time})';
}

/** `max` counts what is left after the answer that says it. */
function limit(report: LabReport, say: Say): string {
  const answer = report.result.answers?.['request limit'];
  if (!answer) return nothing;
  // A request that crossed the server's FIN was not carried.
  const { n } = answer.reason.parameters;
  if (typeof n !== 'number') return said(answer, say);
  const told = messagesOf(report, 'request limit').find(({ http }) => http?.keepAlive?.includes('max='));
  const max = /max=(\d+)/.exec(told?.http?.keepAlive ?? '')?.[1];
  const promise = max === undefined ? '' : ` ${say('(max={n} in the first answer)', { n: max })}`;
  return say(answer.answer === 'yes' ? '{n}, then closed' : 'at least {n}', { n }) + promise;
}
