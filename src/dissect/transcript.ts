/** Lays a trace out with its messages, for answers, strips and `explain`. Of a long trace only the beginning is kept. */

import type { Message, MessageListener } from '../model/message.ts';
import type { Framing } from '../model/result.ts';
import type { LentBytesEvent, ToldEvent } from '../model/slice.ts';
import type { BytesEvent, Position, TraceEvent } from '../model/trace.ts';
import { type ConnectionTranscript, nothingPassed, pass, type Transcript } from '../model/transcript.ts';
import { dissectTrace } from './dissect.ts';
import { recordPiece, recordResumption } from './recorded-pieces.ts';

/** Reads up to and with the mark 'question ended' of this question: facts are taken before teardown. */
export function transcribe(events: Iterable<TraceEvent>, question: string, framing?: Framing): Transcript {
  const transcript: Transcript = { question, connections: [], marks: [] };
  const dissector = dissectTrace(recorder(transcript), (event) => record(transcript, event), framing);
  let position: Position = { seq: 0, at: 0 };
  for (const event of events) {
    position = { seq: event.seq, at: event.at };
    if (event.type !== 'mark') {
      dissector.push(event);
    } else {
      transcript.marks.push(event);
      if (event.mark === 'question ended' && event.of === question) break;
    }
  }
  dissector.finish(position);
  for (const { messages } of transcript.connections) messages.sort((a, b) => a.begin.seq - b.begin.seq);
  return transcript;
}

/** For a stream of events: keeps the first connections, and of each the first messages. */
export function startTranscript(
  question: string,
  most: { connections: number; messages: number },
): StartedTranscript {
  const transcript: Transcript = { question, connections: [], marks: [] };
  const all = recorder(transcript);
  const isKept = (connection: number, list: 'messages' | 'controls' | 'faults') =>
    (transcript.connections[connection - 1]?.[list].length ?? most.messages) < most.messages;
  return {
    transcript,
    listener: {
      protocol: all.protocol,
      begun(message) {
        if (isKept(message.connection, 'messages')) all.begun(message);
        else messagesEnd(transcript, message);
      },
      ended() {},
      resumed: all.resumed,
      withdrawn: all.withdrawn,
      opaque: all.opaque,
      control(control) {
        if (isKept(control.connection, 'controls')) all.control(control);
      },
      fault(fault) {
        if (isKept(fault.connection, 'faults')) all.fault(fault);
      },
    },
    event(event) {
      if (event.connection > most.connections) return;
      if (event.type === 'bytes' || event.type === 'lent') passThrough(transcript, event);
      else record(transcript, event);
    },
  };
}

function messagesEnd({ connections }: Transcript, { connection }: Message): void {
  const line = connections[connection - 1];
  if (line) line.messagesEnd = true;
}

export interface StartedTranscript {
  transcript: Transcript;
  listener: Required<Pick<MessageListener, 'opaque'>> & MessageListener;
  /** Each event of a connection, under its new number, before what is found in it. */
  event(event: ToldEvent): void;
}

function recorder({ connections }: Transcript): Recorder {
  const at = (connection: number): ConnectionTranscript | undefined => connections[connection - 1];
  return {
    protocol(connection, protocol) {
      const transcript = at(connection);
      if (transcript) transcript.protocol = protocol;
    },
    begun: (message) => at(message.connection)?.messages.push(message),
    ended() {},
    resumed(message, from) {
      const transcript = at(message.connection);
      if (transcript) recordResumption(transcript, message, from);
    },
    withdrawn(message) {
      const transcript = at(message.connection);
      if (transcript) transcript.messages = transcript.messages.filter((other) => other !== message);
    },
    opaque(connection, how) {
      const transcript = at(connection);
      if (transcript === undefined || transcript.opaque !== undefined) return;
      transcript.opaque = how;
      if (how === 'unknown') transcript.messages = [];
    },
    control: (control) => at(control.connection)?.controls.push(control),
    fault: (fault) => at(fault.connection)?.faults.push(fault),
  };
}

type Recorder = Required<Pick<MessageListener, 'resumed' | 'opaque'>> & MessageListener;

function passThrough(
  { connections }: Pick<Transcript, 'connections'>,
  event: BytesEvent | LentBytesEvent,
): void {
  const passed = connections[event.connection - 1]?.passed;
  if (passed === undefined) return;
  pass(
    passed,
    event.direction,
    event.type === 'bytes' ? event.bytes.length : event.slice.to - event.slice.from,
  );
}

function record({ connections }: Transcript, event: ToldEvent): void {
  if (event.type === 'open') {
    const { connection } = event;
    connections.push({
      open: event,
      connection,
      protocol: null,
      messages: [],
      controls: [],
      faults: [],
      ends: [],
      closed: null,
      error: null,
      passed: nothingPassed(),
    });
    return;
  }
  const transcript = connections[event.connection - 1];
  if (transcript === undefined) return;
  recordPiece(transcript, event);
  if (event.type === 'bytes' || event.type === 'lent') {
    passThrough({ connections }, event);
    return;
  }
  const position = { seq: event.seq, at: event.at };
  switch (event.type) {
    case 'end':
    case 'reset':
      transcript.ends.push({
        ...position,
        direction: event.direction,
        how: event.type === 'end' ? 'FIN' : 'RST',
      });
      break;
    case 'close':
      transcript.closed = position;
      break;
    case 'error':
      transcript.error = event.code;
      break;
    case 'gap':
      break;
  }
}
