/**
 * Can bytes of both directions be under way at once? TCP carries them so (RFC 9293 §3.4); the question is whether the
 * two ends let it happen. What was seen to cross is a yes by itself, whoever released the gate.
 */
import type { Message } from '../model/message.ts';
import { crossingGate, crossingParts } from '../model/scripts/crossing.ts';
import { type Direction, opposite } from '../model/trace.ts';
import type { ConnectionTranscript, Transcript } from '../model/transcript.ts';
import type { ClientExchange } from '../subjects/subject.ts';
import { released } from './exchanges.ts';
import { type Finding, inconclusive, no, notApplicable, type Question, yes } from './question.ts';
import { clientOf } from './refusal.ts';

const { request, response, withheld } = crossingParts;
const forced = { text: { c2s: withheld, s2c: withheld }, mayRefuse: true };

export const crossing: Question = {
  id: 'crossing',
  asks: 'can bytes of both directions be under way at once?',
  rfc: 'RFC 9293 §3.4',
  async ask({ atOnce, client, script }) {
    script.on('/crossing', (exchange) =>
      exchange.respond(
        () => exchange.received(request[0]),
        response[0],
        response[1],
        exchange.whole,
        response[2],
      ),
    );
    await atOnce((released) => {
      async function* parts() {
        yield request[0];
        await Promise.race([exchange.received(response[0]), released()]);
        yield request[1];
      }
      const exchange: ClientExchange = client.request('/crossing', {
        length: request.join('').length,
        parts: parts(),
      });
      return exchange.finished;
    }, forced);
  },
  finding(transcript, about) {
    for (const connection of transcript.connections) {
      const pair = crossedOn(connection);
      if (pair !== null) return yes('crossing.under-way', ...pair);
    }
    const gate = released(transcript, crossingGate);
    if (!gate?.by) return withoutGate(transcript);
    if (gate.by === 'cause') return inconclusive('crossing.not-of-messages');
    const talk = transcript.connections.find(({ messages }) => messages.length > 0)?.messages ?? [];
    const asked = talk.findLast(({ direction, begin }) => direction === 'c2s' && begin.seq < gate.seq);
    const answered = talk.find(
      ({ direction, whole, end }) => direction === 's2c' && whole && end !== null && end.seq > gate.seq,
    );
    if (!answered || asked?.whole === false)
      return inconclusive('question.unfinished', ...(asked ? [asked] : []));
    if (!asked?.end) return no(clientOf(about), 'crossing.client-waited', answered);
    if (asked.end.seq > gate.seq) return no(clientOf(about), 'crossing.client-stopped', asked, answered);
    return no('server', 'crossing.server-waited', asked, answered);
  },
};

/** Nothing was withheld where nobody ever answers. */
function withoutGate({ connections, marks }: Transcript): Finding {
  const messages = connections.flatMap((connection) => connection.messages);
  const [first] = messages;
  const isAsked = marks.some(({ mark, of }) => mark === 'gate closed' && of === crossingGate);
  return first && !isAsked && messages.every(({ direction }) => direction === first.direction)
    ? notApplicable('crossing.one-way', first)
    : inconclusive('question.unfinished', ...(first ? [first] : []));
}

/** The first two messages of this connection that crossed, the client's first. */
function crossedOn(connection: ConnectionTranscript): [Message, Message] | null {
  const come = { c2s: 0, s2c: 0 };
  for (const { direction, from, to, underWay = 0 } of connection.pieces ?? []) {
    come[direction] = to;
    const until = come[opposite(direction)];
    const one = underWay > 0 ? ownerOf(connection, direction, from, to) : undefined;
    const other = one && ownerOf(connection, opposite(direction), until - underWay, until);
    if (one && other) return direction === 'c2s' ? [one, other] : [other, one];
  }
  return null;
}

/** The first message of this direction with bytes of its own in the range. */
const ownerOf = (
  { messages, apart }: ConnectionTranscript,
  direction: Direction,
  from: number,
  to: number,
): Message | undefined =>
  messages.find((message) => {
    if (message.direction !== direction) return false;
    const within = ([start, end]: readonly [number, number]) =>
      Math.max(0, Math.min(end, to) - Math.max(start, from));
    const foreign = (apart?.get(message) ?? []).reduce((sum, hole) => sum + within(hole), 0);
    return within([message.from, message.to]) > foreign;
  });
