/**
 * Can the server say something that nobody asked for, and does the client take it? RFC 9112 §9.2, RFC 9113 §8.4.
 * What it says holds a word found nowhere else; taken means that a later request carries that word.
 */

import { deferred } from '../model/deferred.ts';
import type { Message } from '../model/message.ts';
import { reason } from '../model/reason.ts';
import type { Direction } from '../model/trace.ts';
import type { Transcript } from '../model/transcript.ts';
import type { Bench } from './bench.ts';
import { exchangesOf } from './exchanges.ts';
import { type Finding, inconclusive, no, type Question, yes } from './question.ts';
import { clientOf } from './refusal.ts';

const idleWord = 'said-while-idle';
const alongsideWord = 'said-alongside';

export const initiative: Question = {
  id: 'initiative',
  asks: 'can the server say something that nobody asked for, and does the client take it?',
  rfc: 'RFC 9113 §8.4',
  provokes: ['violation'],
  async ask(bench) {
    const { client, script, subject } = bench;
    await client.request('/initiative/1').finished;
    const idle = await bench.openConnection();
    if (idle?.atServer) {
      idle.atServer.write(subject.unsolicited(idleWord));
      await reaction(bench, idleWord, left(bench, idle.connection));
    }
    await repeatWhatWasHeard(bench);

    const reacted = deferred();
    script.on('/initiative/alongside', async (exchange) => {
      await exchange.whole();
      const pushed = exchange.push(`/${alongsideWord}`, alongsideWord);
      if (pushed) {
        const accepted = await pushed;
        reacted.resolve(
          accepted ? reaction(bench, alongsideWord, client.heard.contains(alongsideWord)) : done,
        );
        await exchange.respond('answer beside a push\n');
        return;
      }
      // HTTP/1.x has no push. Whatever comes first is taken for the answer, so what nobody asked for is what
      // follows it. Both in one write; the real answer waits, lest it come as a third, and matters only to a
      // client that has not left.
      const open = await bench.openConnection();
      const answer = subject.unsolicited(alongsideWord);
      open?.atServer?.write(Buffer.concat([answer, answer]));
      let gone = open === null;
      const leaving = left(bench, open?.connection).then(() => {
        gone = true;
      });
      reacted.resolve(open ? reaction(bench, alongsideWord, leaving) : done);
      await reacted.promise;
      if (!gone) await exchange.respond('answer after all\n');
    });
    const { finished } = client.request('/initiative/alongside');
    await Promise.all([finished, reacted.promise]);
    await repeatWhatWasHeard(bench);
  },
  finding(transcript, about) {
    const onWebSocket = talk(transcript);
    if (onWebSocket.length > 0) return findingOnWebSocket(onWebSocket);
    const requests = exchangesOf(transcript);
    const repeated = (word: string) =>
      requests.find(({ request }) => request.http?.path?.includes(word))?.request;
    const alongside = requests.find(({ request }) => request.http?.path === '/initiative/alongside');
    if (requests.length < 3 || !alongside) return inconclusive('question.some-incomplete');
    const [first] = requests;
    const idle = repeated(idleWord);
    if (idle) return yes('initiative.taken-while-idle', idle);
    const push = pushes(transcript).find((message) => message.http?.path?.includes(alongsideWord));
    const taken = repeated(alongsideWord);
    if (push && taken)
      return {
        answer: 'alongside a request',
        cause: null,
        reason: reason('initiative.push-taken'),
        evidence: [push, taken],
      };
    if (alongside.request.http?.version !== '2')
      return no('protocol', 'initiative.not-in-http1', ...(first ? [first.request] : []));
    const refusing = transcript.connections.some(({ controls }) =>
      controls.some(
        ({ direction, what, detail }) =>
          direction === 'c2s' && what === 'SETTINGS' && detail.ENABLE_PUSH === 0,
      ),
    );
    const refused = transcript.connections.some(({ controls }) =>
      controls.some(({ what }) => what === 'push refused'),
    );
    if (refused) return no(clientOf(about), 'initiative.push-reset', alongside.request);
    return refusing
      ? no(clientOf(about), 'initiative.push-refused', alongside.request)
      : no(push ? clientOf(about) : 'server', 'initiative.no-push-taken', alongside.request);
  },
};

const talk = (transcript: Transcript): Message[] =>
  transcript.connections.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'websocket'));

function findingOnWebSocket(messages: Message[]): Finding {
  const says = (direction: Direction) =>
    messages.find((message) => message.direction === direction && message.text?.includes(idleWord));
  const said = says('s2c');
  const repeated = says('c2s');
  if (said && repeated) return yes('initiative.taken', said, repeated);
  return said ? no('client', 'initiative.not-taken', said) : inconclusive('initiative.nothing-said');
}

const pushes = (transcript: Transcript): Message[] =>
  transcript.connections.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'push'));

const done = Promise.resolve();

/** Waits for what the client does about the word; if it does nothing, until the grace has passed. */
async function reaction(bench: Bench, word: string, reacted: Promise<unknown>): Promise<void> {
  const gate = await bench.gate(word);
  reacted.then(gate.release, () => {});
  await gate.settled();
}

/** Resolves when the client has ended a connection, as one does with a peer that breaks the protocol. */
const left = (bench: Bench, connection: number | undefined) =>
  bench.seen(
    (event) =>
      (event.type === 'end' || event.type === 'reset') &&
      event.connection === connection &&
      event.direction === 'c2s',
  );

/**
 * The next request says in its path which of the two words the client was handed. It must have come to the server:
 * a client that has a surplus answer at hand is finished with it before it was sent.
 */
async function repeatWhatWasHeard({ client, script }: Bench): Promise<void> {
  const heard = [idleWord, alongsideWord].filter((word) => client.heard.soFar().includes(word));
  const path = `/initiative/heard/${heard.join('+') || 'nothing'}`;
  const arrived = deferred();
  script.on(path, async (exchange) => {
    await exchange.whole();
    arrived.resolve();
    await exchange.respond(`answer to ${path}\n`);
  });
  await Promise.all([client.request(path).finished, arrived.promise]);
}
