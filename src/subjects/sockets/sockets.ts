/** One conversation, by the same program, over TCP (RFC 9293), UDP (RFC 768) and a Unix-domain socket. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deferred } from '../../model/deferred.ts';
import { bind, listen, listenOnPath } from '../../wire/address.ts';
import type { Scope } from '../../wire/scope.ts';
import type { Tap } from '../../wire/tap.ts';
import { merged } from '../merged.ts';
import type { Stage } from '../stage.ts';
import type { ChannelSubject } from '../subject.ts';
import type { Target } from '../target.ts';
import { ask, datagramSteps, reply, streamSteps } from './four-steps.ts';
import { answerCalls, dial, type Peer } from './peer.ts';
import { call, talkAtOnce } from './reference.ts';

const bench = { version: null, client: 'bench', framing: 'lines' } as const;

export const socketTcp: ChannelSubject = {
  ...bench,
  name: 'socket over TCP',
  scripts: { conversation: overTcp, crossing: call(talkAtOnce), 'half-close': call(halfClose) },
};

export const socketUdp: ChannelSubject = {
  ...bench,
  name: 'socket over UDP',
  answers: 'in turn',
  scripts: { conversation: overUdp },
};

export const socketUnix: ChannelSubject = {
  ...bench,
  name: 'socket in the Unix domain',
  answers: 'in turn',
  scripts: { conversation: overUnix, crossing: crossUnix },
};

/** Two servers and three clients on one address: the ports tell whose the bytes are. */
export const socketAddress: ChannelSubject = {
  ...bench,
  name: 'sockets on one address',
  answers: 'in turn',
  scripts: { address: manyOnOneAddress },
};

/** Messages of no protocol at all: what arrives together is together. */
export const rawMessages: ChannelSubject = {
  ...bench,
  name: 'messages on a raw socket',
  scripts: { boundaries: call(mergeWrites) },
};

async function overTcp({ scope, tap }: Stage): Promise<void> {
  await converse(scope, async (server) => (await tap(await listen(server))).address);
}

async function overUnix({ scope, unixTap }: Stage): Promise<void> {
  const path = await placeForSocket(scope);
  await converse(scope, async (server) => {
    await listenOnPath(server, path);
    return { path: (await unixTap(path)).path };
  });
}

async function crossUnix(stage: Stage): Promise<void> {
  const path = await placeForSocket(stage.scope);
  const incoming = deferred<Peer>();
  await answerCalls(stage.scope, incoming.resolve, path);
  const tap = await stage.unixTap(path);
  const caller = dial({ path: tap.path }, stage.scope);
  await talkAtOnce(caller, await incoming.promise, stage, tap);
}

async function placeForSocket(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'http-version-lab-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'socket');
}

/** Both programs on one stream; `begin` lets the server listen and gives what the client connects to. */
async function converse(
  scope: Scope,
  begin: (server: Server) => Promise<Target | { path: string }>,
): Promise<void> {
  const server = createServer();
  scope.defer(() => server.close());
  const connection = once(server, 'connection');
  const asking = ask(streamSteps(await begin(server), scope));
  asking.catch(() => {}); // Awaited below, once the server has its connection.
  const [socket] = await connection;
  await Promise.all([asking, reply(streamSteps(socket, scope))]);
}

async function overUdp({ scope, udpTap }: Stage): Promise<void> {
  const server = createSocket('udp4');
  const address = await udpTap(await bind(server));
  await Promise.all([ask(datagramSteps(address, scope)), reply(datagramSteps(server, scope))]);
}

/** RFC 9293 §3.6: the caller finishes, and still listens. */
async function halfClose(caller: Peer, called: Peer): Promise<void> {
  caller.say('question\n');
  caller.finish();
  await called.otherFinished;
  called.say('answer after the FIN\n');
  await caller.heard.contains('answer after the FIN');
}

async function manyOnOneAddress({ scope, tap }: Stage): Promise<void> {
  const introduce = (name: string) => (peer: Peer) => {
    peer.heard.contains('who are you?\n').then(
      () => peer.say(`server ${name}\n`),
      () => {}, // Nobody asked: the caller's failure tells it.
    );
  };
  const a = await tap(await answerCalls(scope, introduce('A')));
  const b = await tap(await answerCalls(scope, introduce('B')));
  for (const { server, name } of [
    { server: a, name: 'A' },
    { server: b, name: 'B' },
    { server: a, name: 'A' },
  ]) {
    const client = dial(await server.entrance(), scope);
    client.say('who are you?\n');
    await client.heard.contains(`server ${name}\n`);
  }
}

/** The same as over WebSocket: three messages reach the receiver in one piece, and it says how many it got. */
async function mergeWrites(caller: Peer, called: Peer, stage: Stage, tap: Tap): Promise<void> {
  const words = ['one', 'two', 'three\n'];
  await merged(stage, tap, words.length, async (expected) => {
    for (const word of words) caller.say(word);
    await expected(words.join('').length);
  });
  await called.heard.contains(words.join(''));
  called.say(`I got ${called.pieces()}\n`);
  await caller.heard.contains('I got ');
}
