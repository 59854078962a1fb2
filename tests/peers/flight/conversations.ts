/** What the two ends talk about, and what anybody may be sure of: whether they wait for each other. */
import type { Mode } from '../../../src/model/verdict.ts';
import { http2AtOnce, http2InTurns, keepAlive, upload, webSocketAtOnce, webSocketInTurns } from './http.ts';
import { atOnce, clear, type End, encrypted, inTurns } from './sockets.ts';
import { binary, lines } from './streams.ts';

type Talking = 'at once' | 'in turns';

export interface Conversation {
  name: string;
  talk: Talking;
  /** Of one that nobody knows there are bytes, and no messages. */
  protocol: 'known' | 'unknown';
  /** What is said of who may speak. */
  conversation: Mode | 'inconclusive';
  /** At the beginning something may cross that nobody says: SETTINGS, tickets. */
  greets?: true;
  end: End;
}

const known = (
  name: string,
  talk: Talking,
  conversation: Conversation['conversation'],
  end: End,
): Conversation => ({
  name,
  talk,
  protocol: 'known',
  conversation,
  end,
});

const unknown = (name: string, talk: Talking, end: End): Conversation => ({
  name,
  talk,
  protocol: 'unknown',
  conversation: 'inconclusive',
  end,
});

/**
 * On the client's Finished a server of TLS 1.3 sends tickets (RFC 8446 §4.6.1). What a client says along with it crosses them,
 * though both take turns.
 */
export const conversations: readonly Conversation[] = [
  known('lines', 'at once', 'full-duplex', clear(atOnce(lines))),
  known('lines', 'in turns', 'half-duplex', clear(inTurns(lines, 'client'))),
  known('lines, the server first', 'in turns', 'half-duplex', clear(inTurns(lines, 'server'))),
  unknown('binary', 'at once', clear(atOnce(binary))),
  unknown('binary', 'in turns', clear(inTurns(binary, 'client'))),
  unknown('binary, the server first', 'in turns', clear(inTurns(binary, 'server'))),
  unknown('TLS 1.3', 'at once', encrypted('TLSv1.3', atOnce(lines))),
  unknown('TLS 1.3', 'in turns', encrypted('TLSv1.3', inTurns(lines, 'server'))),
  {
    ...unknown('TLS 1.3, the client first', 'in turns', encrypted('TLSv1.3', inTurns(lines, 'client'))),
    greets: true,
  },
  unknown('TLS 1.2', 'at once', encrypted('TLSv1.2', atOnce(lines))),
  unknown('TLS 1.2', 'in turns', encrypted('TLSv1.2', inTurns(lines, 'client'))),
  known('HTTP/1.1 keep-alive', 'in turns', 'half-duplex', keepAlive),
  known('HTTP/1.1 upload', 'at once', 'inconclusive', upload),
  known('HTTP/2', 'at once', 'full-duplex', http2AtOnce),
  { ...known('HTTP/2', 'in turns', 'half-duplex', http2InTurns), greets: true },
  known('WebSocket', 'at once', 'full-duplex', webSocketAtOnce),
  known('WebSocket', 'in turns', 'half-duplex', webSocketInTurns),
];

/** Each conversation of each run has a server of its own: `read` judges a server at a time. */
export const portOf = (run: number, index: number): number => 10_000 + 100 * run + index;
