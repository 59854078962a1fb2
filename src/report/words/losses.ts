/** What was lost, and what changed what may be sent, in words: a line each, with what became of it. */
import type { Listed, Loss, Signal } from '../../model/facts.ts';
import type { LabReport } from '../../model/report.ts';
import type { Plain, Say } from '../language/say.ts';
import { type Look, reportWidth } from '../look.ts';
import { milliseconds } from './spreads.ts';
import { hang, printable } from './text.ts';
import { listed } from './words.ts';

/** "3: refused by the server (1), sent after the server's FIN (2)", of counts by how. */
export const lossCounts = (counts: Readonly<Record<string, number>>, say: Say): string => {
  const all = Object.entries(counts);
  const sum = all.reduce((total, [, count]) => total + count, 0);
  return `${sum}${say(': ')}${listed(
    all.map(([how, count]) => `${say.data(how)} (${count})`),
    say,
  )}`;
};

/**
 * "connection 1, exchange 3, GET /a: sent after the server's FIN, 3.0 ms too late; asked again on connection 2, 1.2 ms
 * later; GET is idempotent …"
 */
export function lossWords(loss: Loss, say: Say): string {
  const { connection: n, exchange, stream, method, target } = loss;
  const where =
    stream === undefined
      ? say('connection {n}, exchange {m}', { n, m: exchange })
      : say('connection {n}, stream {m}', { n, m: stream });
  const what = printable(`${method} ${target}`, 80);
  const told = [howWords(loss, say), againWords(loss, say), repeatWords(loss, say)].join(say('; '));
  return [listed([where, what], say), told].join(say(': '));
}

function howWords({ how, late, error, content }: Loss, say: Say): string {
  const code = error === undefined ? '' : ` (${errorName(error)})`;
  return [
    `${say.data(how)}${code}`,
    ...(late === undefined ? [] : [say('{Time} too late', { Time: milliseconds(late) })]),
    ...(content === undefined ? [] : [contentWords(content, say)]),
  ].join(say(', '));
}

const contentWords = ({ came, missing }: NonNullable<Loss['content']>, say: Say): string =>
  missing === null
    ? say('{n} byte(s) came, and it was not said how many were to come', { n: came })
    : say('{n} byte(s) came, {m} byte(s) are missing', { n: came, m: missing });

const againWords = ({ again }: Loss, say: Say): string =>
  again === null
    ? say('not asked again')
    : say('asked again on connection {n}, {Time} later', {
        n: again.connection,
        Time: milliseconds(again.milliseconds),
      });

function repeatWords({ repeat, method }: Loss, say: Say): string {
  if (repeat === 'not-acted-on') return say(repeatNames[repeat]);
  return say(repeatNames[repeat], { Method: printable(method, 20) });
}

const repeatNames = {
  idempotent: 'safe to ask again: {Method} is idempotent',
  'not-acted-on': 'safe to ask again: the server did not act on it',
  'perhaps-acted-on': 'not safe to ask again: {Method} is not idempotent, and may have been acted on',
} as const;

/** 'connection 1, after 10 requests, at 1.2 s: GOAWAY from the server: NO_ERROR, last stream 19' */
export function signalWords(signal: Signal, say: Say): string {
  const { connection: n, exchanges: m } = signal;
  const where = say('connection {n}, after {m} request(s), at {Time}', {
    ...{ n, m },
    Time: milliseconds(signal.milliseconds),
  });
  return [where, whatWords(signal, say)].join(say(': '));
}

function whatWords(signal: Signal, say: Say): string {
  switch (signal.what) {
    case 'GOAWAY': {
      const who = say(by.GOAWAY[signal.by], { Code: errorName(signal.error) });
      const last =
        signal.lastStream === highestStream
          ? say('no stream is left out yet')
          : say('last stream {n}', { n: signal.lastStream });
      return listed([who, last], say);
    }
    case 'RST_STREAM':
      return say(by.RST_STREAM[signal.by], { n: signal.stream, Code: errorName(signal.error) });
    case 'limit-of-streams':
      return say('as many streams are open as the server allows: {n}', { n: signal.most });
    case 'upgrade-refused': {
      const { to, status, said } = signal;
      const answer = say('upgrade to {Protocol} refused, the answer is {n}', {
        ...{ Protocol: printable(to, 40), n: status },
      });
      const field =
        said === undefined
          ? say('without Upgrade')
          : say('with Upgrade: {Said}', { Said: printable(said, 40) });
      return listed([answer, field], say);
    }
  }
}

const by = {
  GOAWAY: { client: 'GOAWAY from the client: {Code}', server: 'GOAWAY from the server: {Code}' },
  RST_STREAM: {
    client: 'RST_STREAM from the client on stream {n}: {Code}',
    server: 'RST_STREAM from the server on stream {n}: {Code}',
  },
} as const;

const highestStream = 2 ** 31 - 1;

/** RFC 9113 §7. */
const errorNames = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

const errorName = (code: number): string => errorNames[code] ?? `0x${code.toString(16)}`;

const lossHead =
  'Requests without an answer, and half answers (what is safe: RFC 9110 §9.2.2, RFC 9113 §8.7)' satisfies Plain;
const signalHead = 'What changed what may be sent, or was refused' satisfies Plain;

const linesShown = 12;

/** Each with its head, in lines that begin with `indent`; nothing where there was nothing of the kind. */
export const lossSections = ({ result }: LabReport, question: string, look: Look, indent = ''): string[][] =>
  [
    section(lossHead, result.varying.lost[question], lossWords, look, indent),
    section(signalHead, result.varying.signals[question], signalWords, look, indent),
  ].filter((lines) => lines.length > 0);

function section<One>(
  head: Plain,
  of: Listed<One> | undefined,
  words: (one: One, say: Say) => string,
  { paint, say }: Look,
  indent: string,
): string[] {
  if (of === undefined || of.listed.length === 0) return [];
  const lines = of.listed.slice(0, linesShown).map((one) => words(one, say));
  const more = of.listed.length - lines.length + of.more;
  return [
    indent + paint('bold', say(head)),
    ...lines.flatMap((line) => hang(`${indent}  `, line, reportWidth).split('\n')),
    ...(more > 0 ? [`${indent}  ${say('… and {n} more', { n: more })}`] : []),
  ];
}
