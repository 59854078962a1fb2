/** What the textbook claims of WebSocket, polling and sockets. */
import { reason } from '../../model/reason.ts';
import type { ClaimRow } from './row.ts';
import type { World } from './world.ts';

const tells = (w: World, lab: string): boolean =>
  w.answer(lab, 'delivery') === 'yes' && w.facts(lab, 'delivery').exchanges < events(w, lab);

const events = (w: World, lab: string): number => Number(w.timings(lab, 'delivery')[0]?.events ?? 0);

const perEvent = (w: World, lab: string): number => w.bytes(lab, 'delivery') / events(w, lab);

/** How many times WebSocket's bytes per event a lab costs. */
const timesWebSocket = (w: World, lab: string): number => perEvent(w, lab) / perEvent(w, 'events-websocket');

/** Of each interval of short polling. */
const pollingCosts = (w: World): number[] =>
  ['events-poll-often', 'events-poll-seldom'].map((lab) => timesWebSocket(w, lab));

const cost = (w: World, lab: string): string => {
  const times = timesWebSocket(w, lab);
  return times < 10 ? times.toFixed(1) : Math.round(times).toString();
};

const framingBytes = (w: World, lab: string): number =>
  Number(w.timings(lab, 'boundaries')[0]?.framingBytesPerMessage);

const isFullDuplex = (w: World, lab: string): boolean =>
  w.facts(lab, 'both at once').overlaps > 0 && w.answer(lab, 'crossing') === 'yes';

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
      [(w) => w.answer('websocket', 'handshake') === 'yes', 'holds', 'ws-one-handshake.one'],
      [() => true, 'does not hold', 'ws-one-handshake.several'],
    ],
  },
  {
    id: 'ws-full-duplex',
    claim: 'WebSocket is full-duplex over a single TCP connection, and the server can push.',
    rules: [
      [
        (w) => !isFullDuplex(w, 'websocket') || w.answer('websocket', 'initiative') !== 'yes',
        'does not hold',
        'ws-full-duplex.no',
      ],
      [
        (w) =>
          w.facts('websocket-http2', 'conversation').connections === 1 &&
          isFullDuplex(w, 'websocket-http2') &&
          w.answer('websocket-http2', 'initiative') === 'yes',
        'holds with a caveat',
        'ws-full-duplex.shared',
      ],
      [() => true, 'holds', 'ws-full-duplex.own'],
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
        'notify-needs-polling.streamed',
      ],
      [() => true, 'holds', 'notify-needs-polling.needed'],
    ],
  },
  {
    id: 'polling',
    claim: 'Polling is inefficient and wastes resources.',
    rules: [
      [(w) => pollingCosts(w).every((cost) => cost > 2), 'holds', 'polling.always'],
      [(w) => pollingCosts(w).some((cost) => cost > 2), 'holds with a caveat', 'polling.sometimes'],
      [() => true, 'does not hold', 'polling.never'],
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
          reason('why-websocket.bytes', {
            Often: cost(w, 'events-poll-often'),
            Seldom: cost(w, 'events-poll-seldom'),
            Long: cost(w, 'events-long-polling'),
            Sent: cost(w, 'events-sse'),
          }),
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
        'socket-api.same',
      ],
      [() => true, 'does not hold', 'socket-api.differ'],
    ],
  },
  {
    id: 'socket-needs-tcp',
    claim: 'A socket connection needs TCP/IP beneath it.',
    rules: [
      [(w) => sameTalk(w, ['socket-udp', 'socket-unix']), 'does not hold', 'socket-needs-tcp.without'],
      [() => true, 'holds', 'socket-needs-tcp.needed'],
    ],
  },
  {
    id: 'socket-address',
    claim: "IP finds the host, the port the application; a socket stands for one application's link.",
    rules: [
      [(w) => w.answer('socket-address', 'address') === 'yes', 'holds', 'socket-address.told-apart'],
      [() => true, 'does not hold', 'socket-address.not'],
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
        'ws-vs-socket.differ',
      ],
      [() => true, 'does not hold', 'ws-vs-socket.alike'],
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
          reason('ws-easier.framing', {
            n: framingBytes(w, 'websocket'),
            m: framingBytes(w, 'socket-messages'),
          }),
      ],
    ],
  },
];
