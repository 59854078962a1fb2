/** A socket of the bench's own, for what no client of HTTP/1.x sends. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { deferred } from '../../model/deferred.ts';
import type { Tap } from '../../wire/tap.ts';
import { createResponseReader } from '../http/raw-response.ts';
import type { Stage } from '../stage.ts';
import { fieldsOfAll, type RealServer } from './connection.ts';

export interface BareSocket {
  write(text: string): void;
  /** Sends FIN. */
  close(): void;
  /** Resolves when the system has room for more, or nothing more can be sent. */
  hasRoom(): Promise<unknown>;
  /** Resolves when 100 (Continue) has come. */
  continued: Promise<void>;
  /** Resolves when the head of the first final answer has come. */
  began: Promise<void>;
  /** Resolves when one answer is whole, and when two are. */
  answered: readonly [Promise<void>, Promise<void>];
  /** Resolves when nothing more can come: after FIN, an error, or what cannot be read, which is a fault in the trace. */
  over: Promise<void>;
  /** Nothing more can be sent. */
  isGone(): boolean;
}

export function openSocket({ scope }: Stage, { address }: Tap): BareSocket {
  const socket = connect({ ...address, allowHalfOpen: true, noDelay: true });
  scope.defer(() => socket.destroy());
  const [continued, began, over, gone] = [deferred(), deferred(), deferred(), deferred()];
  const answered = [deferred(), deferred()] as const;
  let answers = 0;
  const next = () =>
    createResponseReader({
      interim: ({ target: status }) => void (status === '100' && continued.resolve()),
      head: () => began.resolve(),
      content: () => {},
      end: () => answered[answers++]?.resolve(),
    });
  let reader = next();
  socket.on('data', (bytes) => {
    try {
      for (let rest: Buffer = bytes; rest.length > 0 && answers < answered.length; ) {
        const before = answers;
        rest = reader.push(rest);
        if (answers > before) reader = next();
      }
    } catch {
      over.resolve();
    }
  });
  socket.on('end', () => {
    reader.finish();
    over.resolve();
  });
  for (const ends of ['error', 'close'])
    socket.on(ends, () => {
      over.resolve();
      gone.resolve();
    });
  return {
    write: (text) => void socket.write(text),
    close: () => void socket.end(),
    hasRoom: () =>
      socket.writableNeedDrain
        ? Promise.race([once(socket, 'drain').catch(() => {}), gone.promise])
        : Promise.resolve(),
    continued: continued.promise,
    began: began.promise,
    answered: [answered[0].promise, answered[1].promise],
    over: over.promise,
    isGone: () => socket.destroyed,
  };
}

/** The lines of a request, without the empty one that ends its head. */
export const requestHead = (
  { url, version }: RealServer,
  startLine: string,
  fields: readonly string[] = [],
): string =>
  [`${startLine} HTTP/${version}`, `Host: ${url.host}`, ...fieldsOfAll, ...fields, ''].join('\r\n');
