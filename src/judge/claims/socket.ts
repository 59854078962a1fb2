/** What the textbook claims of WebSocket, polling and sockets. */
import type { ClaimRow } from './row.ts';
import type { World } from './world.ts';

const tells = (w: World, lab: string): boolean =>
  w.answer(lab, 'delivery') === 'yes' && w.facts(lab, 'delivery').exchanges < events(w, lab);

const events = (w: World, lab: string): number => Number(w.timings(lab, 'delivery')[0]?.events ?? 0);

const perEvent = (w: World, lab: string): number => w.bytes(lab, 'delivery') / events(w, lab);

/** How many times WebSocket's bytes per event each interval of short polling costs. */
const pollingCosts = (w: World): number[] =>
  ['events-poll-often', 'events-poll-seldom'].map(
    (lab) => perEvent(w, lab) / perEvent(w, 'events-websocket'),
  );

const times = (ratio: number): string => (ratio < 10 ? ratio.toFixed(1) : Math.round(ratio).toString());

const overlaps = (w: World, lab: string): boolean => w.facts(lab, 'both at once').overlaps > 0;

const sockets = ['socket-tcp', 'socket-udp', 'socket-unix'];

/** The conversation of the four-step program: as many messages each way on every socket, and some. */
const sameTalk = (w: World, labs: string[]): boolean => {
  const talks = labs.map((lab) => w.facts(lab, 'conversation').messages);
  return talks.every(({ c2s, s2c }) => c2s > 0 && c2s === talks[0]?.c2s && s2c === talks[0]?.s2c);
};

export const webSocketClaims: readonly ClaimRow[] = [
  {
    id: 'ws-one-handshake',
    claim: 'WebSocket needs one HTTP handshake, then a lasting connection with data both ways.',
    rules: [
      [
        (w) => w.answer('websocket', 'handshake') === 'yes',
        'holds',
        'after one HTTP exchange messages went both ways on the same connection',
      ],
      [() => true, 'does not hold', 'it took more than one exchange, or more than one connection'],
    ],
  },
  {
    id: 'ws-full-duplex',
    claim: 'WebSocket is full-duplex over a single TCP connection, and the server can push.',
    rules: [
      [
        (w) => !overlaps(w, 'websocket') || w.answer('websocket', 'initiative') !== 'yes',
        'does not hold',
        'no two messages overlapped, or the client did not take what the server said of its own accord',
      ],
      [
        (w) =>
          w.facts('websocket-http2', 'conversation').connections === 1 &&
          overlaps(w, 'websocket-http2') &&
          w.answer('websocket-http2', 'initiative') === 'yes',
        'holds with a caveat',
        'messages overlap and the server can push, but over HTTP/2 the same talk is one stream among others on a shared connection',
      ],
      [() => true, 'holds', 'messages overlap, and the server can push, on a connection of its own'],
    ],
  },
];

export const socketClaims: readonly ClaimRow[] = [
  {
    id: 'notify-needs-polling',
    claim: 'Where the server must notify, HTTP has to poll.',
    rules: [
      [
        (w) => tells(w, 'events-sse') || tells(w, 'events-http2-stream'),
        'does not hold',
        'server-sent events, or a response stream of HTTP/2, delivered every event with fewer requests than events',
      ],
      [() => true, 'holds', 'no HTTP way delivered the events without polling'],
    ],
  },
  {
    id: 'polling',
    claim: 'Polling is inefficient and wastes resources.',
    rules: [
      [
        (w) => pollingCosts(w).every((cost) => cost > 2),
        'holds',
        'at every interval short polling cost more than twice the bytes per event of WebSocket',
      ],
      [
        (w) => pollingCosts(w).some((cost) => cost > 2),
        'holds with a caveat',
        'at some intervals short polling cost more than twice the bytes per event of WebSocket, at others only delay',
      ],
      [
        () => true,
        'does not hold',
        'at no interval did short polling cost twice the bytes per event of WebSocket',
      ],
    ],
  },
  {
    id: 'why-websocket',
    claim: 'That is why WebSocket appeared.',
    rules: [
      [
        () => true,
        'not measurable',
        (w) =>
          `a judgement of history; bytes per event against WebSocket: short polling ${pollingCosts(w).map(times).join(' and ')} times, long polling ${times(perEvent(w, 'events-long-polling') / perEvent(w, 'events-websocket'))} times, server-sent events ${times(perEvent(w, 'events-sse') / perEvent(w, 'events-websocket'))} times`,
      ],
    ],
  },
  {
    id: 'socket-api',
    claim: 'A socket is an interface, not a protocol: open, read/write, close.',
    rules: [
      [
        (w) =>
          sameTalk(w, sockets) &&
          new Set(sockets.map((lab) => w.facts(lab, 'conversation').protocol)).size === sockets.length,
        'holds',
        'one program held the same conversation over TCP, UDP and a Unix-domain socket, and the wires differ',
      ],
      [() => true, 'does not hold', 'the conversations differ, or the wires do not'],
    ],
  },
  {
    id: 'socket-needs-tcp',
    claim: 'A socket connection needs TCP/IP beneath it.',
    rules: [
      [
        (w) => sameTalk(w, ['socket-udp', 'socket-unix']),
        'does not hold',
        'the same conversation was held over UDP, and over a Unix-domain socket without IP',
      ],
      [() => true, 'holds', 'the conversation was not held without TCP'],
    ],
  },
  {
    id: 'socket-address',
    claim: "IP finds the host, the port the application; a socket stands for one application's link.",
    rules: [
      [
        (w) => w.answer('socket-address', 'address') === 'yes',
        'holds',
        'every connection is told apart by its pair of addresses, and reached the server of its port',
      ],
      [() => true, 'does not hold', 'connections could not be told apart, or reached another server'],
    ],
  },
  {
    id: 'ws-vs-socket',
    claim:
      'WebSocket is a protocol of the application layer with message boundaries; a socket is an interface that leaves them to the application.',
    rules: [
      [
        (w) =>
          w.answer('websocket', 'boundaries') === 'yes' && w.answer('socket-messages', 'boundaries') === 'no',
        'holds',
        'messages that arrived in one piece stayed apart over WebSocket, and ran together on the raw socket',
      ],
      [() => true, 'does not hold', 'the two treat messages that arrive in one piece alike'],
    ],
  },
  {
    id: 'ws-easier',
    claim: 'WebSocket is easier, Socket more flexible.',
    rules: [
      [
        () => true,
        'not measurable',
        (w) =>
          `a judgement of taste; framing a message: ${w.timings('websocket', 'boundaries')[0]?.framingBytesPerMessage} bytes over WebSocket, ${w.timings('socket-messages', 'boundaries')[0]?.framingBytesPerMessage} on the raw socket, where the application marks the ends itself`,
      ],
    ],
  },
];
