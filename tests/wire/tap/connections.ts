/** What tests of a tap look for, and a connection on which each end has said a word. */
import type { OpenEvent, TraceEvent } from '../../../src/model/trace.ts';
import type { Tap } from '../../../src/wire/tap.ts';
import type { TappedServer } from '../tapped-server.ts';

/** A connection on which each end has said a word. */
export async function acquainted(tapped: TappedServer, entrance?: Tap['address']) {
  const nth = tapped.accepted.length;
  const client = tapped.connect(entrance);
  client.socket.write('hello');
  await tapped.until(() => tapped.accepted[nth]?.text === 'hello');
  const server = tapped.accepted[nth];
  if (!server) throw new Error('the server accepted nothing');
  server.socket.write('welcome');
  await tapped.until(() => client.text === 'welcome');
  return { client, server };
}

export const isOpen = (event: TraceEvent): event is OpenEvent => event.type === 'open';
export const closes = (tapped: TappedServer) => tapped.events.filter(({ type }) => type === 'close').length;

/** No server is there, and none will be: a port that was free a moment ago may be given to anybody, the tap itself too. */
export const nowhere = { host: '127.0.0.1', port: 1 };
