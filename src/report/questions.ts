/** What each question asks and how an order of events is forced, in words for the reader. Design section 4. */

/** Those of the matrix; the others are put to few labs. */
export const matrixQuestions: ReadonlySet<string> = new Set([
  'reuse',
  'burst',
  'multiplex',
  'overtake',
  'interlock',
  'initiative',
  'hang-up',
  'idle',
  'half-close',
]);

/** A question that is not listed (a subject's own script) goes by its name. */
export const asked = (question: string): string => texts[question]?.asks ?? ownScript;

const ownScript = 'a script of its own';

export const forced = (question: string): string =>
  texts[question]?.forced ?? 'Nothing is forced: the subject speaks as it ordinarily does.';

const texts: Record<string, { asks: string; forced: string }> = {
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
      'The server sends the head and the first part of answer A. Only then does the client send B, and only ' +
      'after B has arrived does the server end A.',
  },
  overtake: {
    asks: 'can a later answer on a connection overtake an earlier one?',
    forced: 'The server withholds all of answer A until the client has the whole of answer B.',
  },
  interlock: {
    asks: 'can the answer run while the request is still being sent?',
    forced:
      'In 3 rounds the client sends the next part of the request only after it has a part of the answer, and the ' +
      'server the next part of the answer only after it has a part of the request.',
  },
  initiative: {
    asks: 'can the server say what nobody asked for, and does the client take it?',
    forced:
      'The server speaks with no request open, then beside an open one. It counts as taken if a later request ' +
      'carries a word that was found only there.',
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
};
