/** The content of requests and responses on one side of a proxy, piece by piece as it crossed the tap. */
import { dissectTrace } from '../../dissect/dissect.ts';
import type { Message } from '../../model/message.ts';
import type { Recording } from '../../model/recording.ts';
import type { Side } from '../../model/trace.ts';
import { sideOf } from './traces.ts';

export interface MessageContent {
  message: Message;
  /** The target of the request, also of that which a response answers. */
  path: string;
  pieces: { seq: number; bytes: Uint8Array }[];
}

/** In order of beginning; up to the end of the question. Without the bench's own exchanges that only count causes. */
export function contentsOn(recording: Recording, side: Side): MessageContent[] {
  const found = new Map<Message, MessageContent>();
  const targets = new Map<string, string>();
  const exchangeOf = ({ connection, exchange }: Message) => `${connection} ${exchange}`;
  const dissector = dissectTrace({
    protocol() {},
    begun(message) {
      if (message.kind === 'request') targets.set(exchangeOf(message), message.http?.path ?? '');
      if (message.kind === 'request' || message.kind === 'response')
        found.set(message, { message, path: targets.get(exchangeOf(message)) ?? '', pieces: [] });
    },
    content: (message, bytes, seq) => void found.get(message)?.pieces.push({ seq, bytes }),
    ended() {},
    withdrawn() {},
    control() {},
    fault() {},
  });
  for (const event of sideOf(recording, side)) {
    if (event.type !== 'mark') dissector.push(event);
    else if (event.mark === 'question ended') break;
  }
  return [...found.values()];
}

/** `seq` of what brought the byte of this ordinal, from 1; null if it never came. */
export function reached({ pieces }: MessageContent, ordinal: number): number | null {
  let length = 0;
  for (const { seq, bytes } of pieces) {
    length += bytes.length;
    if (length >= ordinal) return seq;
  }
  return null;
}
