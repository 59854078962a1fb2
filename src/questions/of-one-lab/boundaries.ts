/** Do messages that arrive in one piece stay apart? RFC 6455 §5 marks their ends; a byte stream does not (RFC 9293 §3.1). */
import { reason } from '../../model/reason.ts';
import { inconclusive, no, type Question, yes } from '../question.ts';

export const boundaries: Question = {
  id: 'boundaries',
  asks: 'do messages that arrive in one piece stay apart?',
  rfc: 'RFC 6455 §5',
  finding({ connections, marks }) {
    const sent = marks.find(({ figures }) => figures?.messages !== undefined)?.figures?.messages;
    const replies = connections.flatMap(({ messages }) =>
      messages.flatMap((message) => {
        const got = message.direction === 's2c' ? /I got (\d+)/.exec(message.text ?? '')?.[1] : undefined;
        return got === undefined ? [] : [{ message, got: Number(got) }];
      }),
    );
    const [reply] = replies;
    if (sent === undefined || !reply) return inconclusive('boundaries.not-said');
    return reply.got === sent
      ? yes(reason('boundaries.kept', { n: sent, m: reply.got }), reply.message)
      : no('protocol', reason('boundaries.lost', { n: sent, m: reply.got }), reply.message);
  },
  timings({ connections }) {
    const carried = connections.flatMap(({ messages }) =>
      messages.filter(({ kind }) => kind === 'websocket' || kind === 'record'),
    );
    const first = carried.find(({ direction }) => direction === 'c2s');
    const reply = carried.find(({ direction }) => direction === 's2c');
    const framing = carried.reduce((sum, { bytes, content }) => sum + bytes - content, 0);
    return [
      {
        bytesBeforeFirstMessage: (first?.from ?? 0) + (reply?.from ?? 0),
        messages: carried.length,
        framingBytesPerMessage:
          carried.length === 0 ? null : Math.round((10 * framing) / carried.length) / 10,
      },
    ];
  },
};
