/**
 * The HTTP exchanges as an HTTP Archive 1.2, which browsers and proxies can show. Of header fields it holds those
 * that say how the connection is handled: no others are kept, and no content.
 */
import type { HttpFields, Message } from '../../model/message.ts';
import { inEnglish } from '../../model/reason.ts';
import type { LabReport } from '../../model/report.ts';
import { type Fault, listFaults } from '../../model/rules/fault.ts';
import type { ConnectionTranscript } from '../../model/transcript.ts';
import { breachesIn } from '../words/faults.ts';
import { printable } from '../words/text.ts';
import { queryOf, urlOf } from './har-url.ts';
import { nameOf } from './name.ts';

/** `began`: milliseconds since 1970 at which every trace is taken to have begun. */
export function har(reports: LabReport[], began: number): Har {
  const lines = reports.flatMap((report) =>
    report.transcripts.flatMap(({ question, connections }) =>
      connections.map((line) => ({ line, source: `${sourceOf(report)}: ${question}` })),
    ),
  );
  const entries = lines.flatMap(({ line, source }) =>
    exchangesOf(line).map((exchange) => entry(line, exchange, source, began)),
  );
  entries.sort((a, b) =>
    a.startedDateTime < b.startedDateTime ? -1 : a.startedDateTime > b.startedDateTime ? 1 : 0,
  );
  const comment = [
    'Of header fields it holds those that say how a connection is handled, and it holds no content.',
    ...lines.flatMap(({ line, source }) => [...keptWords(line, source), ...outsideWords(line, source)]),
  ].join('\n');
  return { log: { version: '1.2', creator: { name: 'http-version-lab', version: '1' }, entries, comment } };
}

/** Only a capture has several servers. */
const sourceOf = (report: LabReport): string =>
  report.result.lab === 'read' ? nameOf(report) : report.result.lab;

interface Exchange {
  request: Message;
  /** A push is both: what a server pushes it asks itself, in its promise, RFC 9113 §8.4. */
  response: Message | undefined;
}

const exchangesOf = ({ messages }: ConnectionTranscript): Exchange[] => {
  const responses = new Map(
    messages.flatMap((message) =>
      message.kind === 'response' ? [[message.exchange, message] as const] : [],
    ),
  );
  return messages.flatMap((request) => {
    if (request.http === undefined) return [];
    if (request.kind === 'push') return [{ request, response: request }];
    return request.kind === 'request' ? [{ request, response: responses.get(request.exchange) }] : [];
  });
};

function entry(line: ConnectionTranscript, exchange: Exchange, comment: string, began: number): HarEntry {
  const { request, response } = exchange;
  const isPush = request.kind === 'push';
  const timings = timingsOf(request, response);
  const { server } = line.open.back;
  const http = request.http ?? { version: '' };
  return {
    startedDateTime: new Date(began + request.begin.at / 1e6).toISOString(),
    time: timings.send + timings.wait + timings.receive,
    request: {
      method: printable(http.method ?? '', 20),
      url: urlOf(line, http.path ?? ''),
      httpVersion: `HTTP/${http.version}`,
      cookies: [],
      headers: headersOf(http),
      queryString: queryOf(http.path ?? ''),
      headersSize: sizeOfHead(request),
      bodySize: isPush ? 0 : request.content,
    },
    response: responseOf(response),
    cache: {},
    timings,
    ...('host' in server ? { serverIPAddress: server.host } : {}),
    connection: `${comment}, connection ${line.connection}`,
    ...(isPush ? { _was_pushed: 1 } : {}),
    comment: [
      comment,
      ...lackOf(line, response),
      ...faultWords(line.faults.filter((fault) => isWithin(fault, exchange))),
    ].join('; '),
  };
}

function lackOf({ messagesEnd }: ConnectionTranscript, response: Message | undefined): string[] {
  if (response?.whole === true) return [];
  return [`the response is not ${response === undefined && messagesEnd ? 'kept' : 'whole'}`];
}

/**
 * On HTTP/2 the frames of many messages lie among each other: there a stream says to which exchange a fault belongs.
 * The stream of a request that was sent in HTTP/1.1 is that of its response.
 */
function isWithin(fault: Fault, { request, response }: Exchange): boolean {
  return [request, response].some((message) => {
    if (message === undefined) return false;
    const stream = message.http?.stream;
    if (stream !== undefined) return fault.stream === stream;
    return (
      fault.stream === undefined &&
      message.direction === fault.direction &&
      fault.offset >= message.from &&
      fault.offset < message.to
    );
  });
}

const keptWords = ({ messages, messagesEnd, connection }: ConnectionTranscript, source: string): string[] =>
  messagesEnd
    ? [`${source}, connection ${connection}: of the messages only the first ${messages.length} are kept`]
    : [];

/** What belongs to no exchange, such as a response that nobody asked for. */
function outsideWords(line: ConnectionTranscript, source: string): string[] {
  const exchanges = exchangesOf(line);
  const outside = line.faults.filter((fault) => !exchanges.some((exchange) => isWithin(fault, exchange)));
  return faultWords(outside).map((words) => `${source}, connection ${line.connection}: ${words}`);
}

/** A rule is told once: 'irregularity of the client at byte 17: an invalid Host (RFC 9112 §3.2); 3 times in all'. */
function faultWords(faults: readonly Fault[]): string[] {
  const list = listFaults();
  for (const fault of faults) list.add(fault, '');
  return breachesIn(list.listed).map(({ first, times }) => {
    const { grade, side, offset, reason, rfc } = first;
    const words = `${grade} of the ${side} at byte ${offset}: ${printable(inEnglish(reason))} (${rfc})`;
    return times === 1 ? words : `${words}; ${times} times in all`;
  });
}

/** Status 0 stands for a response that never came, as browsers write it. */
function responseOf(response: Message | undefined): HarEntry['response'] {
  const http = response?.http;
  return {
    status: http?.status ?? 0,
    statusText: '',
    httpVersion: http ? `HTTP/${http.version}` : '',
    cookies: [],
    headers: http ? headersOf(http) : [],
    content: { size: response?.content ?? 0, mimeType: printable(http?.contentType ?? '', 200) },
    redirectURL: '',
    headersSize: response ? sizeOfHead(response) : -1,
    bodySize: response?.content ?? -1,
  };
}

/** On HTTP/2, and with chunks, bytes of framing cannot be told from those of the head. */
const sizeOfHead = ({ http, bytes, content, ending }: Message): number =>
  http?.version === '2' || ending === 'chunked' ? -1 : bytes - content;

/** A response may begin before its request has ended: what overlaps is counted as receiving. */
function timingsOf(request: Message, response: Message | undefined): HarEntry['timings'] {
  const begun = request.begin.at;
  const responded = response?.begin.at ?? request.end?.at ?? begun;
  const sent = Math.min(request.end?.at ?? begun, responded);
  const received = Math.max(response?.end?.at ?? responded, responded);
  return {
    send: (sent - begun) / 1e6,
    wait: (responded - sent) / 1e6,
    receive: (received - responded) / 1e6,
  };
}

const headersOf = (http: HttpFields): HarPair[] =>
  (
    [
      ['connection', http.connection],
      ['keep-alive', http.keepAlive],
      ['content-type', http.contentType],
      ['upgrade', http.upgrade],
    ] as const
  ).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: printable(value, 1000) }]));

interface HarPair {
  name: string;
  value: string;
}

interface HarEntry {
  startedDateTime: string;
  time: number;
  request: {
    method: string;
    url: string;
    httpVersion: string;
    cookies: [];
    headers: HarPair[];
    queryString: HarPair[];
    headersSize: number;
    bodySize: number;
  };
  response: {
    status: number;
    statusText: string;
    httpVersion: string;
    cookies: [];
    headers: HarPair[];
    content: { size: number; mimeType: string };
    redirectURL: string;
    headersSize: number;
    bodySize: number;
  };
  cache: Record<string, never>;
  timings: { send: number; wait: number; receive: number };
  serverIPAddress?: string;
  connection: string;
  /** As browsers mark it. */
  _was_pushed?: number;
  comment: string;
}

export interface Har {
  log: { version: '1.2'; creator: { name: string; version: string }; entries: HarEntry[]; comment: string };
}
