/** What each question asks and how an order of events is forced, in words for the reader. src/README.md, "Questions". */
import { kindOfPassing, type Passing, passings } from '../model/scripts/through.ts';
import type { Plain } from './language/say.ts';

/** Those of the matrix; the others are put to few labs. */
export const matrixQuestions: ReadonlySet<string> = new Set([
  'reuse',
  'burst',
  'multiplex',
  'overtake',
  'interlock',
  'crossing',
  'initiative',
  'hang-up',
  'idle',
  'half-close',
]);

/** A question that is not listed (a subject's own script) goes by its name. */
export const asked = (question: string): Plain => textOf(question)?.asks ?? ownScript;

const ownScript = 'a script of its own';

export const forced = (question: string): Plain =>
  textOf(question)?.forced ?? 'Nothing is forced: the subject speaks as it ordinarily does.';

interface QuestionTexts {
  asks: Plain;
  forced: Plain;
}

/** `through` asks each question on both sides, and some over each version. */
function textOf(question: string): QuestionTexts | undefined {
  const named = question.replace(/, (front|back)$/, '');
  return texts[named] ?? texts[named.replace(/ over http\/.*$/, '')];
}

/** However it is delimited or coded. */
function passing(what: Passing['what'], texts: QuestionTexts): Record<string, QuestionTexts> {
  const kinds = passings.filter((one) => one.what === what).map(kindOfPassing);
  return Object.fromEntries(kinds.map((kind) => [kind, texts]));
}

const race: QuestionTexts = {
  asks: 'is a request sent again that met the end of the connection that it was sent on?',
  forced:
    'The origin ends the connection after an answer. The tap withholds that end until the next request has come to it.',
};

const texts: Readonly<Record<string, QuestionTexts>> = {
  reuse: {
    asks: 'does the next request travel on the same connection?',
    forced: '5 exchanges, one after another. It is a yes only if one connection carried all.',
  },
  burst: {
    asks: 'how many connections do 8 requests at once take? (yes: one)',
    forced:
      '8 requests in one go; the server answers none until all that the client lets out together are there.',
  },
  multiplex: {
    asks: 'does a second request get through while the first answer is unfinished?',
    forced:
      'The server sends the head and the first part of answer A. Only then does the client send B, and only after B has arrived does the server end A.',
  },
  overtake: {
    asks: 'can a later answer on a connection overtake an earlier one?',
    forced: 'The server withholds all of answer A until the client has the whole of answer B.',
  },
  interlock: {
    asks: 'can the answer run while the request is still being sent?',
    forced:
      'In 3 rounds the client sends the next part of the request only after it has a part of the answer, and the server the next part of the answer only after it has a part of the request.',
  },
  crossing: {
    asks: 'can bytes of both directions be under way at once?',
    forced:
      'The tap withholds both directions until a part of each has come to it, so that neither can have been sent because of the other; then it lets both pass.',
  },
  initiative: {
    asks: 'can the server say what nobody asked for, and does the client take it?',
    forced:
      'The server speaks with no request open, then beside an open one. It counts as taken if a later request carries a word that was found only there.',
  },
  'hang-up': {
    asks: 'does the server close after its answer, without waiting for the client?',
    forced:
      "The tap withholds the answer's last byte from the client, and sees whether the server closes all the same.",
  },
  idle: {
    asks: 'does one side hang up an idle connection? (who, how, when: see the details)',
    forced:
      'After one exchange on each connection nobody says anything. Three limits are set, one a connection.',
  },
  'half-close': {
    asks: 'can one side finish and still listen?',
    forced: 'The client sends FIN after its request, and the server answers only after it has seen that FIN.',
  },
  address: {
    asks: 'is every connection told apart by its pair of addresses, and its server found by the port?',
    forced: 'Several clients talk to several servers on one address, all at the same time.',
  },
  boundaries: {
    asks: 'do messages that arrive in one piece stay apart?',
    forced: 'The client sends several messages, and they reach the server in one piece.',
  },
  'strict handshake': {
    asks: 'does the client take a WebSocket that is opened without sec-websocket-accept?',
    forced: 'The server answers the handshake without that field.',
  },
  delivery: {
    asks: 'does every event that occurs at the server reach the client?',
    forced: 'Twenty events occur on a virtual schedule, and the client reports how many it was handed.',
  },
  handshake: {
    asks: 'does one HTTP exchange suffice for messages both ways on the same connection?',
    forced: 'Nothing is forced: client and server talk in turns, and once the server speaks unasked.',
  },
  defaults: {
    asks: 'do servers that nobody has configured advertise different keep-alive times?',
    forced: 'Nothing is forced: two exchanges with each server, as it comes.',
  },
  observed: {
    asks: 'what passed between a client and a server that are not ours',
    forced: 'Nothing is forced: what passed is what they said of their own accord.',
  },
  'reuse, asked to keep alive': {
    asks: 'does the next request travel on the same connection if the client asks for that?',
    forced: 'Nothing is forced: one request after another, each with Connection: keep-alive.',
  },
  'another connection': {
    asks: 'is a second connection served while a request on a first has not ended?',
    forced: 'The client withholds the rest of a request until a request on another connection is answered.',
  },
  closing: {
    asks: 'does the server close a connection that nobody asked it to keep?',
    forced: 'The client leaves it to the server to close, until other exchanges have come and gone.',
  },
  'answer owed': {
    asks: 'who hangs up, and after how long, when the second of two requests in one go has no answer?',
    forced: 'Two requests in one piece, after which the client waits for as long as the deadline says.',
  },
  expect: {
    asks: 'does the server say before the content whether it wants it?',
    forced: 'The client sends Expect: 100-continue, and withholds the content until something comes.',
  },
  'large upload': {
    asks: 'does an answer to a large request begin before its end, and what follows it?',
    forced: 'Nothing is forced: the client sends 8 MB as fast as they are taken, whatever comes meanwhile.',
  },
  'request limit': {
    asks: 'after how many requests does the server end a connection?',
    forced: 'Nothing is forced: one request after another, until a second connection is needed.',
  },
  reach: {
    asks: 'does the proxy speak this version in front, and does it reach the origin?',
    forced: 'Nothing is forced: one request.',
  },
  'no request at all': {
    asks: 'what does the proxy say of itself to a client that asks for nothing?',
    forced: 'The client sends what is no request.',
  },
  'one front connection': {
    asks: 'how many connections behind do 5 requests take that come on one connection in front?',
    forced: 'Nothing is forced: 5 requests, one after another.',
  },
  'five front connections': {
    asks: 'how many connections behind do 5 clients take, with one request each?',
    forced: 'Nothing is forced: one request after another, each on a connection of its own that stays open.',
  },
  'reach-late': {
    asks: 'does the proxy find the origin once it has had time to look for it?',
    forced: 'Nothing is forced: a request every half second.',
  },
  tunnel: {
    asks: 'does a tunnel to the origin come about, and does it carry a request?',
    forced: 'Nothing is forced: CONNECT, and one request within.',
  },
  pool: {
    asks: 'how many connections behind do 1, 2, 5 and 20 clients take that ask at once?',
    forced: 'The origin answers none of a group before it has the requests of all.',
  },
  'expect-continue': {
    asks: 'who says 100 (Continue), the proxy or the origin?',
    forced: 'The client sends Expect: 100-continue, and withholds the content until something comes.',
  },
  'early-answer': {
    asks: 'does an answer come through while the client withholds the rest of its request, and what becomes of the rest?',
    forced:
      'The origin answers when it has a part of the request. The client withholds the rest until it has that answer.',
  },
  'race-safe': race,
  'race-unsafe': race,
  'idle-behind': {
    asks: 'who ends a connection behind that is idle, the proxy, or the origin at its limit?',
    forced: 'The origin ends one after 1 s, one after 2 s, and one after 5 s.',
  },
  renewal: {
    asks: 'after how many requests does the proxy end a connection behind, and go on with another?',
    forced: 'Nothing is forced: 1,100 requests, one after another.',
  },
  ...passing('upload', {
    asks: 'from how many bytes on does a first part of a request come out behind before the rest has gone in?',
    forced: 'The client withholds the rest of each request until the origin has a byte of the first part.',
  }),
  ...passing('download', {
    asks: 'from how many bytes on does a first part of a response come out in front before the rest has gone in?',
    forced: 'The origin withholds the rest of each response until the client has a byte of the first part.',
  }),
  ...passing('sse', {
    asks: 'from how many bytes on does a first event come out in front before the next one has gone in?',
    forced: 'The origin withholds the second event until the client has a byte of the first.',
  }),
  websocket: {
    asks: 'does a message get through on a WebSocket, and its answer?',
    forced: 'Nothing is forced: one message, and one answer.',
  },
};
