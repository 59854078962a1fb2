/** Does every event that occurs at the server reach the client, and what does it cost? WHATWG HTML §9.2, RFC 6455 §1.1. */
import { reason } from '../../model/reason.ts';
import type { MarkEvent } from '../../model/trace.ts';
import type { Transcript } from '../../model/transcript.ts';
import { inconclusive, no, type Question, type Timing, yes } from '../question.ts';

export const delivery: Question = {
  id: 'delivery',
  asks: 'does every event that occurs at the server reach the client?',
  rfc: 'WHATWG HTML §9.2',
  finding(transcript) {
    const occurred = notes(transcript, 'event occurred').length;
    const messages = transcript.connections.flatMap((connection) => connection.messages);
    const reports = messages.flatMap((message) => {
      const events = /delivered[ /](\d+)/.exec(message.http?.path ?? message.text ?? '')?.[1];
      return message.direction === 'c2s' && events !== undefined ? [{ message, events: Number(events) }] : [];
    });
    const [report] = reports;
    if (!report || occurred === 0) return inconclusive('delivery.not-said');
    if (report.events < occurred)
      return no('client', reason('delivery.some', { n: report.events, m: occurred }), report.message);
    return yes(reason('delivery.all', { n: occurred }), report.message);
  },
  timings(transcript) {
    const occurred = notes(transcript, 'event occurred');
    const delivered = notes(transcript, 'event delivered');
    const delays = delivered.map(({ figures }) => {
      const at = occurred.find((mark) => mark.figures?.event === figures?.event)?.figures?.virtual ?? 0;
      return (figures?.virtual ?? 0) - at;
    });
    const messages = transcript.connections.flatMap((connection) => connection.messages);
    const timing: Timing = {
      events: occurred.length,
      delivered: delivered.length,
      emptyAnswers: messages.filter(({ http }) => http?.status === 204).length,
      meanDelayMilliseconds:
        delays.length === 0 ? null : Math.round(delays.reduce((a, b) => a + b, 0) / delays.length),
      longestDelayMilliseconds: delays.length === 0 ? null : Math.max(...delays),
      meanWireMicroseconds: wire(occurred, delivered),
    };
    return [timing];
  },
};

const notes = ({ marks }: Transcript, of: string): MarkEvent[] => marks.filter((mark) => mark.of === of);

/** Real time from an occurrence to its delivery, microseconds, where both fell into the same moment of the story. */
function wire(occurred: MarkEvent[], delivered: MarkEvent[]): number | null {
  const times = delivered.flatMap(({ at, figures }) => {
    const cause = occurred.find((mark) => mark.figures?.event === figures?.event);
    return cause && cause.figures?.virtual === figures?.virtual ? [at - cause.at] : [];
  });
  return times.length === 0 ? null : Math.round(times.reduce((a, b) => a + b, 0) / times.length / 1000);
}
