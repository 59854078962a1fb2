/** Messages in the language of script.ts: `c2s 1..2 x1 close`. */
import type { OpenMessage } from '../../src/dissect/open-message.ts';
import type { Measuring } from '../../src/measure/journal/measuring.ts';
import type { HttpFields, Message, MessageKind } from '../../src/model/message.ts';
import type { Direction, TraceEvent } from '../../src/model/trace.ts';

export interface Step {
  seq: number;
  connection: number;
  direction: Direction;
  /** Reported as begun by this step. */
  message?: Message;
  event?: TraceEvent;
  report?(measuring: Measuring): void;
}

/** `words`: what follows on `c2s 1..2`. */
export const messageSteps = (
  connection: number,
  direction: Direction,
  range: string,
  words: string[],
  ordinals: Map<string, number>,
): Step[] => {
  const [from = '', to = ''] = range.split('..');
  const begin = Number(from);
  const end = to === '' ? null : Number(to);
  const key = `${connection} ${direction}`;
  const ordinal = (ordinals.get(key) ?? 0) + 1;
  ordinals.set(key, ordinal);
  const find = (pattern: RegExp): string | undefined =>
    words.map((word) => pattern.exec(word)?.[1]).find((found) => found !== undefined);
  const exchange = find(/^x(\d+)$/);
  const stream = find(/^s(\d+)$/);
  const status = find(/^status=(\d+)$/);
  const http: HttpFields = { version: find(/^(1\.0|2)$/) ?? '1.1' };
  if (stream !== undefined) http.stream = Number(stream);
  if (status !== undefined) http.status = Number(status);
  const method = words.find((word) => methods.has(word));
  if (method !== undefined) http.method = method;
  const target = find(/^(\/.*)$/);
  if (target !== undefined) http.path = target;
  const length = find(/^length=(\d+)$/);
  if (length !== undefined) http.length = Number(length);
  const upgrade = find(/^upgrade=(.+)$/);
  if (upgrade !== undefined) http.upgrade = upgrade;
  const protocol = find(/^protocol=(.+)$/);
  if (protocol !== undefined) http.protocol = protocol;
  if (words.includes('close')) http.connection = 'Close, x';
  if (words.includes('final')) http.persistent = false;
  const cut = words.includes('cut');
  const isCancelled = words.includes('cancelled');
  const reset = isCancelled || words.includes('reset');
  const message: OpenMessage = {
    connection,
    direction,
    kind: kindOf(words, direction),
    ordinal,
    exchange: exchange === undefined ? null : Number(exchange),
    begin: { seq: begin, at: begin },
    end: null,
    from: 0,
    to: 0,
    bytes: 0,
    content: Number(find(/^content=(\d+)$/) ?? 0),
    ending: null,
    whole: false,
    http,
  };
  const reached = find(/^reached=(\d+)$/);
  if (reached !== undefined) message.reached = Number(reached);
  const step = { connection, direction };
  const steps: Step[] = [
    { ...step, seq: Number(find(/^@(\d+)$/) ?? begin), message, report: (of) => of.begun(message) },
  ];
  if (end !== null) {
    const report = (measuring: Measuring): void => {
      message.end = { seq: end, at: end };
      message.whole = !cut && !reset;
      if (reset) message.resetBy = isCancelled ? 'client' : 'server';
      const whole = message.kind === 'record' ? 'newline' : 'content-length';
      message.ending = cut ? 'cut' : reset ? 'RST_STREAM' : words.includes('FIN') ? 'FIN' : whole;
      measuring.ended(message);
    };
    steps.push({ ...step, seq: end, report });
  }
  const withdrawn = find(/^withdrawn@(\d+)$/);
  if (withdrawn !== undefined) {
    steps.push({
      connection,
      direction: 'c2s',
      seq: Number(withdrawn),
      report: (of) => of.withdrawn(message),
    });
  }
  return steps;
};

const methods: ReadonlySet<string> = new Set(['CONNECT', 'GET', 'HEAD', 'POST', 'PUT']);

const kindOf = (words: string[], direction: Direction): MessageKind => {
  if (words.includes('push')) return 'push';
  if (words.includes('ws')) return 'websocket';
  if (words.includes('record')) return 'record';
  if (words.includes('datagram')) return 'datagram';
  return direction === 'c2s' ? 'request' : 'response';
};
