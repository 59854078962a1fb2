/** Transcripts by hand: exchanges and gates at places in the order of the trace, and nothing of the wire. */
import type { Control, HttpFields, Message } from '../../src/model/message.ts';
import type { Direction, MarkEvent } from '../../src/model/trace.ts';
import type { ConnectionEnd, ConnectionTranscript, Transcript } from '../../src/model/transcript.ts';

/** Places in the order of the trace (`seq`) of the first and the last byte of a message. */
export type Place = [begin: number, end: number];

export interface Exchanged {
  path: string;
  requestAt: Place;
  /** None was sent where it is missing. */
  responseAt?: Place;
  requestFields?: Partial<HttpFields>;
  /** `content-length` where it is missing. */
  requestEnding?: Message['ending'];
  responseFields?: Partial<HttpFields>;
}

export interface Connected {
  exchanges?: Exchanged[];
  ends?: [direction: Direction, how: ConnectionEnd['how'], seq: number][];
  controls?: [direction: Direction, what: string, seq: number, detail?: Control['detail']][];
  pushes?: [path: string, begin: number, end: number][];
}

export interface Gated {
  of: string;
  closed: number;
  released: [seq: number, by: 'cause' | 'hand'];
}

export function transcript(
  connections: Connected[],
  { gates = [], version = '1.1' }: { gates?: Gated[]; version?: string } = {},
): Transcript {
  return {
    question: 'asked',
    connections: connections.map((connected, index) => connectionOf(connected, index + 1, version)),
    marks: gates.flatMap(({ of, closed, released: [seq, by] }): MarkEvent[] => [
      { type: 'mark', mark: 'gate closed', of, seq: closed, at: closed * 1e6 },
      { type: 'mark', mark: 'gate released', of, by, seq, at: seq * 1e6 },
    ]),
  };
}

function connectionOf(
  { exchanges = [], ends = [], controls = [], pushes = [] }: Connected,
  ordinal: number,
  version: string,
): ConnectionTranscript {
  const at = (seq: number) => ({ seq, at: seq * 1e6 });
  const message = (
    kind: Message['kind'],
    exchange: number,
    [begin, end]: Place,
    http: Partial<HttpFields>,
    ending: Message['ending'] = 'content-length',
  ): Message => ({
    connection: ordinal,
    direction: kind === 'request' ? 'c2s' : 's2c',
    kind,
    ordinal: exchange,
    exchange: kind === 'push' ? null : exchange,
    begin: at(begin),
    end: at(end),
    from: 0,
    to: 1,
    bytes: 1,
    content: 0,
    ending,
    whole: true,
    http: { version, ...http },
  });
  return {
    open: {
      type: 'open',
      connection: ordinal,
      transport: 'tcp',
      front: { client: { host: '127.0.0.1', port: 1000 + ordinal }, tap: { host: '127.0.0.1', port: 1 } },
      back: { tap: null, server: { host: '127.0.0.1', port: 2 } },
      control: false,
      ...at(0),
    },
    connection: ordinal,
    protocol: `HTTP/${version}`,
    messages: [
      ...exchanges.flatMap(
        ({ path, requestAt, responseAt, requestFields, requestEnding, responseFields }, index) => [
          message('request', index + 1, requestAt, { method: 'GET', path, ...requestFields }, requestEnding),
          ...(responseAt
            ? [message('response', index + 1, responseAt, { status: 200, ...responseFields })]
            : []),
        ],
      ),
      ...pushes.map(([path, begin, end], index) => message('push', index + 1, [begin, end], { path })),
    ].sort((a, b) => a.begin.seq - b.begin.seq),
    controls: controls.map(([direction, what, seq, detail = {}]) => ({
      connection: ordinal,
      direction,
      what,
      detail,
      from: 0,
      to: 1,
      ...at(seq),
    })),
    faults: [],
    ends: ends.map(([direction, how, seq]) => ({ direction, how, ...at(seq) })),
    closed: null,
    error: null,
  };
}
